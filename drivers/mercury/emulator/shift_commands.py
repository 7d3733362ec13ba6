"""Shifts, the state of settlements, the end of a ФН. Source: spec/mercury.md 3."""

from collections.abc import Callable

from drivers.emulation.fiscal.storage import Document
from drivers.emulation.fiscal.values import Value
from drivers.mercury.emulator.command import Answer, Command
from drivers.mercury.emulator.core import Core
from drivers.mercury.emulator.fields import Fields
from drivers.mercury.emulator.people import cashier
from drivers.mercury.emulator.recorded import told
from drivers.mercury.emulator.results import Refused, Result

_FIELDS = ("printDoc", "cashierInfo")


def _document(core: Core, asked: Fields, record: Callable[[list[Value]], Document]) -> Answer:
    """Whether it can be printed is seen before it is recorded."""
    prints, who = asked.flag("printDoc", default=True), cashier(asked)
    core.must_have_no_check()
    if prints:
        core.must_have_paper()
    with core.recording():
        document = record(who)
    core.print_recorded(document, prints=prints)
    return told(core, document)


def _open(core: Core, asked: Fields) -> Answer:
    if core.till.shift_open:
        raise Refused(Result.SHIFT_OPEN, "Смена уже открыта")
    return _document(core, asked, core.till.open_shift)


def _close(core: Core, asked: Fields) -> Answer:
    if not core.till.shift_open:
        raise Refused(Result.SHIFT_CLOSED, "Смена закрыта")
    return _document(core, asked, core.till.close_shift)


def _settlements(core: Core, asked: Fields) -> Answer:
    return _document(core, asked, core.till.settlement_state)


def _close_storage(core: Core, asked: Fields) -> Answer:
    return _document(core, asked, core.till.close_archive)


COMMANDS = (
    Command("OpenShift", _open, _FIELDS),
    Command("CloseShift", _close, _FIELDS),
    Command("ReportStatusOfSettlements", _settlements, _FIELDS),
    Command("CloseFN", _close_storage, _FIELDS),
)
