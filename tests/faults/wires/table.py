"""What came of all cases, as Markdown."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from tests.faults.wires.case import Offence, Paper, Told
from tests.faults.wires.matrix import Case

COLUMNS = (  # docs/reliability.md explains them
    "cases",
    "done",
    "refused",
    "unknown: none",
    "part",
    "whole",
    "wrong",
    "twice",
    "next damaged",
)
BEGIN, END = "<!-- printed by python -m tests.faults.wires -->", "<!-- end -->"

Key = Callable[[Case], str]


@dataclass(frozen=True, slots=True)
class Table:
    heading: str
    first: str  # column
    shows: Callable[[Case], bool]
    key: Key


def _noisy(case: Case) -> bool:
    return case.fault.spoil is not None


def _spooled(case: Case) -> bool:
    return case.plan.subject.driver == "spooler"


def _direct(case: Case) -> bool:
    return not _noisy(case) and not _spooled(case)


def _fault(case: Case) -> str:
    return case.fault.name


def _driver(case: Case) -> str:
    return case.plan.subject.name


TABLES = (
    Table(
        "Printers that are asked what they have printed",
        "fault of the wire",
        lambda case: _direct(case) and case.plan.subject.proves,
        _fault,
    ),
    Table(
        "Printers that are not asked, or have never answered yet",
        "fault of the wire",
        lambda case: _direct(case) and not case.plan.subject.proves,
        _fault,
    ),
    Table("A printer behind CUPS, and the wire to its daemon", "fault of the wire", _spooled, _fault),
    Table("Every driver, every command", "driver: command", _direct, lambda case: f"{_driver(case)}: {case.command}"),
    Table("Noise on a serial line", "driver", _noisy, _driver),
)


def printed(found: Sequence[Case]) -> str:
    parts = [f"### {table.heading}\n\n{_table(table, found)}" for table in TABLES]
    return "\n\n".join((BEGIN, *parts, END))


def _table(table: Table, found: Sequence[Case]) -> str:
    """Rows in the order in which their first case came."""
    rows: dict[str, list[Case]] = {}
    for case in filter(table.shows, found):
        rows.setdefault(table.key(case), []).append(case)
    counted = ((name, *map(str, _counts(cases))) for name, cases in rows.items())
    head = (table.first, *COLUMNS)
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *counted))


def _counts(found: Sequence[Case]) -> tuple[int, ...]:
    """One of each of COLUMNS. What was told: while the wire was broken."""
    offences = [case.finding.offences() for case in found]
    wrong = {Offence.DONE, Offence.REFUSED, Offence.CHANGED}
    return (
        len(found),
        _told(found, Told.DONE),
        _told(found, Told.REFUSED),
        *(_told(found, Told.UNKNOWN, paper) for paper in (Paper.NONE, Paper.PART, Paper.ONCE)),
        sum(bool(each & wrong) for each in offences),
        sum(Offence.TWICE in each for each in offences),
        sum(Offence.NEXT in each for each in offences),
    )


def _told(found: Iterable[Case], told: Told, paper: Paper | None = None) -> int:
    """How often, where it was true."""
    wrong = {Offence.DONE, Offence.REFUSED}
    findings = [case.finding for case in found if not case.finding.offences() & wrong]
    return sum(one.told[-1] is told and paper in (None, one.printed) for one in findings)
