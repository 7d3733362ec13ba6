"""What a client is told is true to the paper, whatever happens on the wire; WIRES=1 in the environment tries all cases.

Proof is what the printer answers. Of one that is never asked, or that was broken off before its first answer ever,
"done" means that its network has taken the bytes, and what is stuck in it can spoil the next document: that is all
that may be wrong there. Against noise on a line nothing helps: printers have no sums to check what they print.
"""

import asyncio
import logging
import os
from collections.abc import Iterator

import pytest

from tests.cups import cups, needs_cups
from tests.faults.wires import skipping, spooled
from tests.faults.wires.case import Offence, Told
from tests.faults.wires.matrix import Case, cases

EVERY = int(os.environ.get("WIRES", "9"))
UNPROVED = {Offence.DONE, Offence.NEXT}


@pytest.fixture(scope="module")
def found() -> list[Case]:
    async def collect() -> list[Case]:
        return [case async for case in cases(EVERY)]

    logging.disable(logging.WARNING)
    try:
        return skipping.run(collect())
    finally:
        logging.disable(logging.NOTSET)


def _offenders(found: list[Case], allowed: set[Offence]) -> Iterator[str]:
    return (f"{case}: {wrong}" for case in found if (wrong := case.finding.offences() - allowed))


def test_no_printer_prints_twice_or_after_it_was_told_that_nothing_was_printed(found: list[Case]) -> None:
    assert list(_offenders(found, UNPROVED)) == []


def test_what_a_printer_has_proved_is_on_the_paper(found: list[Case]) -> None:
    proved = [case for case in found if case.plan.subject.proves and case.fault.spoil is None]
    assert list(_offenders(proved, set())) == []


def test_a_wire_that_only_delays_or_splits_changes_nothing(found: list[Case]) -> None:
    harmless = [case for case in found if case.plan.subject.proves and case.fault.name in ("delayed", "single bytes")]
    assert {case.finding.told[-1] for case in harmless} == {Told.DONE}


@needs_cups
@pytest.mark.skipif(EVERY > 1, reason="two minutes; see tests/acceptance/test_cups.py for the quick ones")
def test_what_a_spooler_says_of_its_job_is_on_the_paper() -> None:
    with cups() as daemon:
        found = asyncio.run(spooled.cases(daemon))
    assert list(_offenders(found, set())) == []


def test_every_answer_was_given_and_every_command_and_fault_was_tried(found: list[Case]) -> None:
    assert {case.finding.told[-1] for case in found} == {Told.DONE, Told.REFUSED, Told.UNKNOWN}
    assert len({(case.plan.subject.name, case.command) for case in found}) == 71
    assert len({case.fault.name for case in found}) == 16
