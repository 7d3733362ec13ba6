"""The shift: 9Ah opens it, 5Ah closes it; 67h reports; cash moves. Source: spec/atol.md 6.2, 6.3, 7.2."""

from drivers.atol.emulator import requisites
from drivers.atol.emulator.command import FORMAT, Asked, Command, Refused
from drivers.atol.emulator.core import Core
from drivers.atol.emulator.modes import ANYWHERE, IDLE, Place
from drivers.atol.emulator.numbers import bcd
from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.slip import ENDING, slip, turnover
from drivers.emulation.fiscal.storage import Document

_TEST = 1
_SHIFT_OPEN, _SHIFT_CLOSED = 156, 143
_X_PRINTING, _Z_PRINTING, _RESETTING = 0x22, 0x23, 0x17
_REPORTS = {
    1: "СУТОЧНЫЙ ОТЧЕТ БЕЗ ГАШЕНИЯ",
    2: "ОТЧЕТ ПО СЕКЦИЯМ",
    3: "ОТЧЕТ ПО КАССИРАМ",
    5: "ПОЧАСОВОЙ ОТЧЕТ",
    7: "ОТЧЕТ КОЛИЧЕСТВ",
    8: "СЛУЖЕБНЫЙ ОТЧЕТ",
    9: "ОТЧЕТ О СОСТОЯНИИ РАСЧЕТОВ",
    0x10: "ОТЧЕТ ПО ТОВАРАМ",
    0x13: "ОТЧЕТ ПО ТОВАРАМ ПО СНО",
    0x14: "ОТЧЕТ ПО ТОВАРАМ (ВСЕ)",
    0x15: "ОТЧЕТ ПО ТОВАРАМ С ОБНУЛЕНИЕМ",
}
_SETTLEMENTS = 9


def open_shift(core: Core) -> None:
    _print(core, core.till.open_shift(requisites.taken(core)))


def _open(core: Core, asked: Asked) -> None:
    """9Ah."""
    flags = asked.byte()
    asked.rest()
    if core.till.shift_open:
        raise Refused(_SHIFT_OPEN)
    if not flags & _TEST:
        open_shift(core)


def _x(core: Core, asked: Asked) -> None:
    """67h."""
    kind = asked.byte()
    asked.end()
    if kind not in _REPORTS:
        raise Refused(FORMAT, f"report {kind:02X}h")
    told = requisites.taken(core)
    if kind == _SETTLEMENTS:
        _print(core, core.till.settlement_state(told))
    else:
        core.print_document(_turnover(core, _REPORTS[kind]))
    core.polls = [_X_PRINTING] * core.report_polls


def _z(core: Core, asked: Asked) -> None:
    """5Ah; after an interruption it finishes what was begun."""
    asked.end()
    if not core.till.shift_open and not core.z_interrupted:
        raise Refused(_SHIFT_CLOSED)
    if core.till.shift_open:
        _close(core)
    if not core.roll.stopped:
        core.print_document(_slip(core, core.till.storage.documents[-1]))
    _show_z(core)


def _close(core: Core) -> None:
    """What was turned over comes out; the ФН is told before that, or only once it is out."""
    turned_over = _turnover(core, "СУТОЧНЫЙ ОТЧЕТ С ГАШЕНИЕМ")[: -len(ENDING)]
    if core.quirks.z_before_paper:
        core.till.close_shift(requisites.taken(core))
    core.print(turned_over)
    if core.till.shift_open and not core.roll.stopped:
        core.till.close_shift(requisites.taken(core))


def _show_z(core: Core) -> None:
    core.z_interrupted = core.roll.stopped
    core.polls = [_Z_PRINTING] * core.report_polls
    if core.z_interrupted:
        core.roll.drop()  # the whole of it is printed anew
    else:
        core.polls += [_RESETTING] * core.reset_polls
        core.mode = core.quirks.mode_after_z


def _turnover(core: Core, title: str) -> list[Printed]:
    lines = turnover(title, core.till.totals(), core.till.drawer, width=core.tables.characters)
    return [*core.header(), *lines]


def _slip(core: Core, document: Document) -> list[Printed]:
    width = core.tables.characters
    return slip(core.till.storage.number, document, width=width, header=core.header(), ending=core.ending())


def _print(core: Core, document: Document) -> None:
    core.print_document(_slip(core, document))


def _cash_in(core: Core, asked: Asked) -> None:
    _move(core, asked, 1, "ВНЕСЕНИЕ")


def _cash_out(core: Core, asked: Asked) -> None:
    _move(core, asked, -1, "ВЫПЛАТА")


def _move(core: Core, asked: Asked, sign: int, name: str) -> None:
    flags, sum_ = asked.byte(), asked.bcd(5)
    asked.end()
    if core.quirks.cash_needs_shift and not core.till.shift_open:
        raise Refused(_SHIFT_CLOSED)
    if sign < 0 and sum_ > core.till.drawer:
        raise Refused(152)
    if flags & _TEST:
        return
    if sign > 0:
        core.till.cash_in(sum_)
    else:
        core.till.cash_out(sum_)
    core.note(f"{name} ={sum_ // 100}.{sum_ % 100:02}")


def _drawer(core: Core, _asked: Asked) -> bytes:
    """4Dh."""
    return b"\x4d" + bcd(core.till.drawer, 7)


def _last_shift(core: Core, _asked: Asked) -> bytes:
    """58h: which two sums they are is unknown; here the sales and the returns of the last closed shift."""
    closed = core.till.shift - core.till.shift_open
    receipts = [each for each in core.till.storage.documents if each.shift == closed]
    return b"".join(bcd(sum(each.total for each in receipts if each.type == kind), 7) for kind in (1, 2))


COMMANDS = (
    Command(0x9A, _open, {Place.REGISTRATION}, prints=True),
    Command(0x67, _x, {Place.X}, prints=True),
    Command(0x5A, _z, {Place.Z}, prints=True),
    Command(0x49, _cash_in, {Place.REGISTRATION}, prints=True),
    Command(0x4F, _cash_out, {Place.REGISTRATION}, prints=True),
    Command(0x4D, _drawer, ANYWHERE, answers_itself=True),
    Command(0x58, _last_shift, IDLE),
)
