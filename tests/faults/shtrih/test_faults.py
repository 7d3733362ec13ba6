"""Every fault of the emulator at each of the commands that make a document: one job, at most one document.

Every so many of them; FAULTS=long in the environment tries all.
"""

import os
from itertools import product
from pathlib import Path

import pytest

from drivers.model.ffd import FfdVersion
from tests.contract.asking import Told, carried_out
from tests.contract.shtrih import over_tcp
from tests.faults.shtrih.faults import FAULTS, has_struck
from tests.faults.shtrih.jobs import JOBS, check, sells, shift
from tests.faults.wires import skipping

EVERY = 1 if os.environ.get("FAULTS") == "long" else 3  # of four jobs: leaves out no fault and no job
_CASES = list(product(FAULTS, JOBS))[::EVERY]


@pytest.mark.parametrize(("fault", "code"), _CASES)
def test_a_fault_in_the_middle_of_a_job(fault: str, code: str) -> None:
    """The answer is true; once the fault is over the register sells on, whoever asks."""
    job = JOBS[code]

    async def scene() -> None:
        async with over_tcp(Path(), FfdVersion.V1_2) as stand:
            await shift(stand)
            await FAULTS[fault](stand, code)
            answer = await carried_out(stand, job.asked)
            assert has_struck(fault, stand, code)
            await stand.mend()
            assert answer.told is not Told.UNKNOWN, answer
            check(job, stand, answer)
            await sells(stand)

    skipping.run(scene())


def test_every_fault_is_tried() -> None:
    assert {fault for fault, _ in _CASES} == set(FAULTS)
    assert {code for _, code in _CASES} == set(JOBS)
