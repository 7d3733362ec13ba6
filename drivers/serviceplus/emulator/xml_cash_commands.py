"""36 opens the drawer, 38 moves cash, 52 is the state of the drawer. Source: spec/service-plus.md C2; IsOpen: SP2."""

from collections.abc import Iterable

from drivers.emulation.fiscal.printed import Line
from drivers.emulation.fiscal.slip import ENDING, centred, money, pair
from drivers.serviceplus.emulator.xml_command import NOTHING, Command
from drivers.serviceplus.emulator.xml_core import Core
from drivers.serviceplus.emulator.xml_fields import Fields
from drivers.serviceplus.emulator.xml_tree import Pa, unsigned

_IN, _OUT = 1, 2


def _drawer(core: Core, _: Fields) -> Iterable[Pa]:
    core.pulses += 1
    return NOTHING


def _move(core: Core, asked: Fields) -> Iterable[Pa]:
    asked.optional_text(1021)
    kopecks, operation = asked.money("CashSumm"), asked.number("MoneyOperationType", _IN, _OUT)
    header, footer = asked.optional_text("HeaderText", 4096), asked.optional_text("Footer", 4096)
    core.must_have_paper()
    with core.recording():
        (core.till.cash_in if operation == _IN else core.till.cash_out)(kopecks)
    core.moved_in += operation == _IN
    core.moved_out += operation == _OUT
    rows = [Line(line) for line in header.splitlines()]
    rows += [centred("ВНЕСЕНИЕ" if operation == _IN else "ВЫПЛАТА"), pair("СУММА", f"={money(kopecks)}")]
    core.roll.print([*rows, *(Line(line) for line in footer.splitlines()), *ENDING])
    return NOTHING


def _state(core: Core, _: Fields) -> Iterable[Pa]:
    return [unsigned("IsOpen", core.conditions.drawer_open)]


COMMANDS = (
    Command(36, _drawer),
    Command(38, _move, "200001", (1021, "CashSumm", "MoneyOperationType", "HeaderText", "Footer")),
    Command(52, _state),
)
