"""docs/reliability.md has the rows and columns of a run; its numbers are those of the last long one."""

from drivers.escpos.emulator.tcp import TcpEmulator
from tests import documents
from tests.faults.wires import skipping
from tests.faults.wires.case import Finding, Paper, Plan, Told
from tests.faults.wires.commands import labels
from tests.faults.wires.faults import faults
from tests.faults.wires.matrix import Case, all_faults, plans
from tests.faults.wires.printers import Subject
from tests.faults.wires.table import BEGIN, COLUMNS, END, printed

FINE = Finding(Paper.ONCE, (Told.DONE,), Paper.ONCE, Told.DONE, Paper.ONCE, (Told.DONE, Paper.ONCE))


async def unrun() -> list[Case]:
    """The wire to CUPS carries kilobytes either way."""
    known = [plan async for plan in plans()]
    spooler = Subject("spooler, CUPS", "spooler", lambda _: TcpEmulator(), {})
    direct = [Case(plan, fault, FINE) for plan in known for fault in all_faults(plan)]
    return direct + [Case(Plan(spooler, labels(2), 9, 9, (), ()), fault, FINE) for fault in faults(9, 9)]


def shape(text: str) -> list[str]:
    """Headings, and of each row its first cell and how many follow; the number of cases counts."""
    kept = []
    for line in filter(None, text.splitlines()):
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        kept.append(f"{cells[0]}: {cells[1]} of {len(cells)}" if line.startswith("|") else line)
    return kept


def test_the_document_shows_every_driver_command_and_fault() -> None:
    text = documents.read("docs/reliability.md")
    shown = text[text.index(BEGIN) : text.index(END) + len(END)]
    assert shape(shown) == shape(printed(skipping.run(unrun())))


def test_the_columns_are_explained() -> None:
    text = documents.read("docs/reliability.md")
    assert [column for column in COLUMNS if f"`{column}`" not in text] == []
