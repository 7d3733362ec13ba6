"""Shifts and reports: 20, 21, 23, 25, 59, A0, A1. Source: spec/service-plus.md A3, A8."""

from drivers.emulation.fiscal import slip
from drivers.emulation.fiscal.printed import Printed
from drivers.pirit.emulator.cashier import cashier, place, text
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core, Paper
from drivers.pirit.emulator.counters import Shift
from drivers.pirit.emulator.document import Requisite
from drivers.pirit.emulator.parameters import Parameters
from drivers.pirit.emulator.refused import Error, Refused, Why, wrong_state

_OPENING, _CLOSING, _STATE = 2, 3, 4  # reports of 25h
_EXTRAS = {1: (1274, 1275), _OPENING: (1276, 1277), _CLOSING: (1278, 1279), _STATE: (1280, 1281), 5: (1282, 1283)}


def x_report(core: Core, p: Parameters) -> bytes:
    core.nothing_open()
    cashier(p)
    core.counters.reports += 1
    core.counters.operations += 1
    core.print(slip.turnover("X-ОТЧЕТ", core.till.totals(), core.till.drawer))
    return b""


def _z_report(core: Core, p: Parameters) -> bytes:
    """Once recorded, the same command prints what is left. Raises Refused 01/20."""
    core.nothing_open()
    requisites = cashier(p)
    p.skip()
    requisites += place(core, p)
    close_shift(core, requisites)
    return b""


def close_shift(core: Core, requisites: list[Requisite]) -> None:
    if not core.closing:
        _must_be_open(core)
        core.paper = Paper(_closed(core, requisites + _extras(core, _CLOSING)))
        core.closing, core.last_closing = True, core.paper.items
    core.finish_paper()
    core.closing = False


def _closed(core: Core, requisites: list[Requisite]) -> list[Printed]:
    turned = slip.turnover("Z-ОТЧЕТ", core.till.totals(), core.till.drawer)[: -len(slip.ENDING)]
    document = core.till.close_shift(requisites)
    core.counters.next()
    core.counters.shift = Shift()
    return [*turned, *core.slip(document)]


def _open(core: Core, p: Parameters) -> bytes:
    core.nothing_open()
    if core.till.shift_open:
        raise Refused(core.quirks.open_shift_error)
    requisites = cashier(p) + place(core, p)
    open_shift(core, requisites)
    return b""


def open_shift(core: Core, requisites: list[Requisite]) -> None:
    document = core.till.open_shift(requisites + _extras(core, _OPENING))
    core.counters.next()
    core.counters.shift = Shift()
    core.print_document(document)


def _settlement_state(core: Core, p: Parameters) -> bytes:
    core.nothing_open()
    requisites = cashier(p) + place(core, p)
    core.print_document(core.till.settlement_state(requisites + _extras(core, _STATE)))
    return b""


def _extra(core: Core, p: Parameters) -> bytes:
    """A text and data for the next report, since 1.2."""
    if not core.marked_format:
        raise Refused(Error.UNKNOWN)
    number = p.number(_EXTRAS, Why.QUERY, empty=None)
    words, data = p.text(32), p.escaped(32)
    core.report_extras[number] = [text(_EXTRAS[number][0], words), (_EXTRAS[number][1], data)]
    return b""


def _extras(core: Core, number: int) -> list[Requisite]:
    return [(tag, value) for tag, value in core.report_extras.pop(number, []) if value]


def _must_be_open(core: Core) -> None:
    if not core.till.shift_open:
        raise wrong_state(Why.SHIFT_CLOSED)


def _emergency(core: Core, _: Parameters) -> bytes:
    """Where the ФН answers no more; it gets no document. A sound one is refused, inferred."""
    if not core.conditions.storage_broken:
        raise Refused(Error.STATE, cause="the ФН is sound")
    turned = slip.turnover("АВАРИЙНОЕ ЗАКРЫТИЕ СМЕНЫ", core.till.totals(), core.till.drawer)
    core.counters.next()
    core.counters.shift = Shift()
    core.print(turned)
    return b""


def _copy(core: Core, _: Parameters) -> bytes:
    if not core.last_closing:
        raise Refused(Error.NO_DATA)
    core.print([slip.centred("КОПИЯ"), *core.last_closing])
    return b""


COMMANDS = (
    Command("20", x_report, prints=True),
    Command("21", _z_report, prints=True, closes=True),
    Command("23", _open, prints=True),
    Command("25", _extra),
    Command("59", _settlement_state, prints=True),
    Command("A0", _emergency, prints=True, closes=True),
    Command("A1", _copy, prints=True),
)
