"""What a client is told of a register at a broken wire is true to its ФН, its drawer and its paper.

WIRES=1 in the environment tries all cases. A register can be asked, so nothing that counts is ever unknown once the
wire is well again; a plain document on paper alone may be.
"""

import logging
import os
from collections.abc import Iterator

import pytest

from drivers.model.command import OpenDrawer, PrintDocument, XReport
from tests.faults.wires import skipping
from tests.faults.wires.case import Told
from tests.faults.wires.matrix import Case, cases
from tests.faults.wires.registers import OTHERS, SUBJECTS

EVERY = int(os.environ.get("WIRES", "9"))
EVERY_OTHER = int(os.environ.get("WIRES", "211"))  # of the other families
_PAPER_ALONE = (PrintDocument, XReport, OpenDrawer)


@pytest.fixture(scope="module")
def found() -> Iterator[list[Case]]:
    async def collect() -> list[Case]:
        others = [case async for case in cases(EVERY_OTHER, OTHERS)]
        return [case async for case in cases(EVERY, SUBJECTS)] + others

    logging.disable(logging.WARNING)
    try:
        yield skipping.run(collect())
    finally:
        logging.disable(logging.NOTSET)


def test_no_answer_is_untrue_and_nothing_is_done_twice(found: list[Case]) -> None:
    assert [f"{case}: {wrong}" for case in found if (wrong := case.finding.offences())] == []


def test_in_the_end_everything_that_counts_is_known(found: list[Case]) -> None:
    counting = [case for case in found if not isinstance(case.plan.command, _PAPER_ALONE)]
    assert [str(case) for case in counting if case.finding.finally_told is not Told.DONE] == []


def test_a_wire_that_only_delays_or_splits_changes_nothing(found: list[Case]) -> None:
    harmless = [case for case in found if case.fault.name in ("delayed", "single bytes")]
    assert {case.finding.told[-1] for case in harmless} == {Told.DONE}


def test_every_command_and_fault_was_tried(found: list[Case]) -> None:
    first = [case for case in found if case.plan.subject in SUBJECTS]
    assert {type(case.plan.command) for case in first} == {type(one) for one in SUBJECTS[0].commands}
    assert len({case.fault.name for case in first}) == 16
    assert {case.plan.subject.name for case in found} == {one.name for one in (*SUBJECTS, *OTHERS)}
