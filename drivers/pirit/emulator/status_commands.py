"""What the register tells of itself: 00..06. Source: spec/service-plus.md A2, A3; formats are the vendor's."""

from collections.abc import Callable, Iterable, Mapping

from drivers.emulation.fiscal.sale import Kind
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.counter_answers import COUNTERS
from drivers.pirit.emulator.parameters import Parameters, date_and_time, money, told
from drivers.pirit.emulator.refused import Why

Values = Iterable[object]
_FIRMWARE = 565
_WIDTH = {1: 1, 2: 0, 3: 1, 4: 1}  # paper by model, else 80 mm
_LETTERS = {0: 44, 1: 32}  # in a line, by paper; inferred
_SERVICE = {1: 24000, 2: 31, 3: 0, 4: 0, 7: 3000, 8: 0, 9: 0}


def queried(core: Core, p: Parameters, answers: Mapping[int, Callable[[Core], Values]]) -> bytes:
    """What is asked by number, which the answer repeats. Raises Refused 03/66."""
    query = p.number(answers, Why.QUERY, empty=None)
    values = answers[query](core)
    return told([query, *values] if core.quirks.echoes_query else values)


def flags(core: Core, _: Parameters) -> bytes:
    return told(core.state)


def _counters(core: Core, p: Parameters) -> bytes:
    query = p.number(COUNTERS, Why.QUERY, empty=None)
    return told([query, *COUNTERS[query](core)])


def _info(core: Core, p: Parameters) -> bytes:
    return queried(core, p, _INFO)


def _last_time(core: Core) -> Values:
    return date_and_time(core.till.storage.documents[-1].time) if core.till.storage.documents else ("", "")


def _shift_opened(core: Core) -> Values:
    return date_and_time(core.till.storage.shift_opened) if core.till.shift else ("", "")


def _expiry(core: Core) -> Values:
    days = (core.till.storage.expiry - core.till.now().date()).days
    return (f"{core.till.storage.expiry:%d%m%y}", *((days,) if core.marked_format else ()))


def _paper(core: Core) -> int:
    return _WIDTH.get(core.model, 0)


_INFO: Mapping[int, Callable[[Core], Values]] = {
    1: lambda core: (core.till.serial,),
    2: lambda _: (_FIRMWARE,),
    3: lambda core: (core.till.inn,),
    4: lambda core: (core.till.rnm,),
    5: _last_time,
    7: lambda core: (money(core.till.drawer),),
    8: lambda core: (core.counters.documents + 1,),
    10: lambda core: (core.counters.reports + 1,),
    11: lambda core: (core.counters.operations,),
    12: lambda core: [money(core.counters.ever[kind]) for kind in Kind],
    14: _expiry,
    16: lambda core: (_paper(core),),
    17: _shift_opened,
    18: lambda core: (_LETTERS[_paper(core)],),
    21: lambda core: (core.model,),
    23: lambda core: (core.till.tax_systems, 0, 0),
    70: lambda _: ("565.1.3",),
}


def _receipt(core: Core, p: Parameters) -> bytes:
    return queried(core, p, {1: _current, 2: _last})


def _current(core: Core) -> Values:
    draft = core.draft
    return (money(draft.total), money(draft.discount), "0.00") if draft else ("0.00",) * 3


def _last(core: Core) -> Values:
    last = core.last
    sums = (money(last.total), money(last.discount), "0.00")
    sign = f"{last.sign:010}" if last.sign else ""
    return (last.type, last.operation, last.receipt, last.document, *sums, sign, last.number)


def _printer(core: Core, _: Parameters) -> bytes:
    return told((core.printer,))


def _service(core: Core, p: Parameters) -> bytes:
    values = {number: (lambda _, value=value: (value,)) for number, value in _SERVICE.items()}
    return queried(core, p, values)


def _errors(core: Core, p: Parameters) -> bytes:
    return queried(core, p, {1: _explained, 2: _locks})


def _explained(core: Core) -> Values:
    words = f"Ошибка {core.explained}" if core.explained else "Ошибок не было"
    return (core.explained, words) if core.quirks.explains_errors else (core.explained,)


def _locks(core: Core) -> Values:
    """Bit 4 a silent ФН, 3 a broken one, 5 a closing that did not end, 7 full."""
    told_ = core.conditions
    bits = {3: told_.storage_broken, 4: told_.storage_silent, 5: core.closing, 7: told_.archive_full}
    return (sum(1 << bit for bit, holds in bits.items() if holds),)


COMMANDS = (
    Command("00", flags, asks=True),
    Command("01", _counters, asks=True),
    Command("02", _info, asks=True),
    Command("03", _receipt, asks=True),
    Command("04", _printer, asks=True),
    Command("05", _service, asks=True),
    Command("06", _errors, asks=True),
)
