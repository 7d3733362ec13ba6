"""What the register tells of itself, its clock, its settings, and papers the ФН does not know.

Source: spec/service-plus.md C2. What 2 and 40 tell is as SP2 reads it; what 50 and 58 tell beside tags that SP2 reads,
and the names of settings, are made up; that 54 reads settings and 56 writes them is inferred from 22 and 24.
"""

from collections.abc import Iterable

from drivers.emulation.fiscal.printed import Line
from drivers.emulation.fiscal.sale import CASH, ELECTRONIC, Kind
from drivers.emulation.fiscal.slip import ENDING, turnover
from drivers.emulation.fiscal.storage import Life
from drivers.serviceplus.emulator.xml_command import ANY, NOTHING, Command
from drivers.serviceplus.emulator.xml_core import Core
from drivers.serviceplus.emulator.xml_errors import Error, Refused
from drivers.serviceplus.emulator.xml_fields import Fields
from drivers.serviceplus.emulator.xml_recorded import last
from drivers.serviceplus.emulator.xml_tree import Pa, moment, money, string, structure, unsigned

_MOST_TEXT = 65_536
_CLOCK = "200001"
_TEXT = "200003"
_FIRMWARE = "KKTFWVersion"
_BLOCKS = dict(zip(Kind, (1129, 1130, 1131, 1132), strict=True))
_BY_CARD = 1138
_CASH_IN_SHIFT = 1136


def _status(core: Core, _: Fields) -> Iterable[Pa]:
    core.must_have_paper()
    storage = core.till.storage
    with core.recording():
        storage.check()
    shift = unsigned("ShiftState", core.till.shift_open)
    return [string(1041, storage.number), unsigned("lastDocNumber", storage.last), shift, string(_FIRMWARE, "1.0")]


def _clock(core: Core, _: Fields) -> Iterable[Pa]:
    return [moment("DateTime", core.till.now())]


def _set_clock(core: Core, asked: Fields) -> Iterable[Pa]:
    core.till.set_clock(asked.moment("DateTime"))
    return NOTHING


def _text(core: Core, asked: Fields) -> Iterable[Pa]:
    text = asked.text("NonFiscalText", _MOST_TEXT)
    core.must_have_paper()
    core.roll.print([*(Line(line) for line in text.splitlines()), *ENDING])
    return NOTHING


def _counters(core: Core, _: Fields) -> Iterable[Pa]:
    """Of the shift: SP2 takes them for that, and for its sum of all times too."""
    till, numbers = core.till, core.quirks.numbers
    turned = till.totals()
    blocks = [
        structure(
            tag,
            [
                unsigned(1135, turned.receipts[kind]),
                money(1201, turned.totals[kind], numbers),
                money(_CASH_IN_SHIFT, turned.sums[kind, CASH], numbers),
                money(_BY_CARD, turned.sums[kind, ELECTRONIC], numbers),
            ],
        )
        for kind, tag in _BLOCKS.items()
    ]
    moved = [unsigned("MOIncomeCount", core.moved_in), unsigned("MOOutcomeCount", core.moved_out)]
    return [*last(core), unsigned(1038, till.shift), money("CashSumm", till.drawer, numbers), *moved, *blocks]


def _state(core: Core, _: Fields) -> Iterable[Pa]:
    till = core.till
    with core.recording():
        till.storage.check()
    shift = [unsigned("ShiftState", till.shift_open), unsigned("ShiftOvertime", till.shift_expired)]
    return [unsigned(1038, till.shift), *shift, *last(core)]


def _report(core: Core, _: Fields) -> Iterable[Pa]:
    core.must_have_paper()
    core.roll.print(turnover("X-ОТЧЕТ", core.till.totals(), core.till.drawer))
    return NOTHING


def _registration(core: Core, _: Fields) -> Iterable[Pa]:
    till = core.till
    if till.storage.life is Life.SET_UP:
        raise Refused(Error.STORAGE + 2, "ККТ не зарегистрирована")
    texts = {1048: till.owner.name, 1018: till.inn, 1037: till.rnm, 1009: till.owner.address, 1187: till.owner.place}
    return [*(string(tag, text) for tag, text in texts.items()), unsigned(1062, till.tax_systems), unsigned(1209, 2)]


def _settings(core: Core, _: Fields) -> Iterable[Pa]:
    return list(core.settings.values())


def _put_settings(core: Core, asked: Fields) -> Iterable[Pa]:
    core.settings.update(asked.raw())
    return NOTHING


def _information(core: Core, _: Fields) -> Iterable[Pa]:
    till = core.till
    texts = {1013: till.serial, 1041: till.storage.number, 1018: till.inn, 1037: till.rnm}
    return [*(string(tag, text) for tag, text in texts.items()), string("Model", "СП802-Ф"), string(_FIRMWARE, "1.0")]


COMMANDS = (
    Command(2, _status),
    Command(22, _clock, _CLOCK),
    Command(24, _set_clock, _CLOCK, ("DateTime",)),
    Command(30, _text, _TEXT, ("NonFiscalText",)),
    Command(40, _counters),
    Command(44, _state),
    Command(46, _report, ANY, (1021,)),  # SP2 sends the cashier
    Command(50, _registration),
    Command(54, _settings),
    Command(56, _put_settings, ANY, (ANY,)),
    Command(58, _information),
)
