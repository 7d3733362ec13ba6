"""4 opens the shift, 6 closes it, 12 is the report of the ФН. Source: spec/service-plus.md C2.

That 12 records the state of settlements is inferred from its root, 21, which is the form of that document.
"""

from collections.abc import Callable, Iterable

from drivers.emulation.fiscal.storage import Document
from drivers.emulation.fiscal.values import INN, Value, text
from drivers.serviceplus.emulator.xml_command import Command
from drivers.serviceplus.emulator.xml_core import Core
from drivers.serviceplus.emulator.xml_errors import Error, Refused
from drivers.serviceplus.emulator.xml_fields import Fields
from drivers.serviceplus.emulator.xml_recorded import told
from drivers.serviceplus.emulator.xml_tree import Pa

_CASHIER = (1021, 1203)
_NAME = 64


def cashier(asked: Fields) -> list[Value]:
    """1021, 1203; nothing where the host tells nobody."""
    who = [text(1021, asked.text(1021, _NAME))] if 1021 in asked else []
    return who + ([text(1203, asked.text(1203, INN), INN)] if 1203 in asked else [])


def _document(core: Core, asked: Fields, record: Callable[[list[Value]], Document]) -> Iterable[Pa]:
    who = cashier(asked)
    core.must_have_paper()
    with core.recording():
        document = record(who)
    core.print_recorded(document)
    return told(core, document)


def _open(core: Core, asked: Fields) -> Iterable[Pa]:
    if core.till.shift_open:
        raise Refused(Error.SHIFT_OPEN, "Смена уже открыта")
    return _document(core, asked, core.till.open_shift)


def _close(core: Core, asked: Fields) -> Iterable[Pa]:
    if not core.till.shift_open:
        raise Refused(Error.SHIFT_CLOSED, "Смена закрыта")
    return _document(core, asked, core.till.close_shift)


def _settlements(core: Core, asked: Fields) -> Iterable[Pa]:
    return _document(core, asked, core.till.settlement_state)


COMMANDS = (
    Command(4, _open, "2", _CASHIER),
    Command(6, _close, "5", _CASHIER),
    Command(12, _settlements, "21", _CASHIER),
)
