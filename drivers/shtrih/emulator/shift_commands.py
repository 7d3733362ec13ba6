"""Shift, reports, cash. Source: spec/shtrih-m.md 3.4, 3.7."""

from drivers.emulation.fiscal.slip import money, pair
from drivers.emulation.fiscal.storage import Form, Open
from drivers.shtrih.emulator import documents, modes, registers, shifts, slips
from drivers.shtrih.emulator.answers import named
from drivers.shtrih.emulator.command import Asked, Command, Refused, Who, command, u
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.receipt import MOST_TOTAL


def _open(core: Core, asked: Asked) -> bytes:
    shifts.open_shift(core, asked.operator)
    return asked.who


def _open_in_storage(core: Core, asked: Asked) -> bytes:
    document = shifts.open_shift(core, asked.operator)
    return u(document.shift, 2) + named(core, document)


def _close(core: Core, asked: Asked) -> bytes:
    shifts.close_shift(core, asked.operator)
    return asked.who


def _close_to_buffer(core: Core, asked: Asked) -> bytes:
    shifts.close_shift(core, asked.operator, prints=False)
    return asked.who


def _close_in_storage(core: Core, asked: Asked) -> bytes:
    document = shifts.close_shift(core, asked.operator)
    return u(document.shift, 2) + named(core, document)


def _begin_opening(core: Core, _: Asked) -> bytes:
    core.storage.begin(Open.SHIFT_OPENING, core.now)
    return b""


def _begin_closing(core: Core, _: Asked) -> bytes:
    core.storage.begin(Open.SHIFT_CLOSING, core.now)
    return b""


def _x_report(core: Core, asked: Asked) -> bytes:
    core.registers.count(registers.X_REPORTS)
    core.registers.next_document()
    shifts.x_report(core)
    return asked.who


def _deposit(core: Core, asked: Asked) -> bytes:
    numbers = (registers.DEPOSITED, registers.DEPOSITS, registers.DEPOSIT_NUMBER)
    return _move(core, asked, "ВНЕСЕНИЕ", _sum(asked), numbers)


def _withdraw(core: Core, asked: Asked) -> bytes:
    sum_ = _sum(asked)
    if sum_ > core.registers.read_money(registers.CASH):
        raise Refused(0x46)
    numbers = (registers.WITHDRAWN, registers.WITHDRAWALS, registers.WITHDRAWAL_NUMBER)
    return _move(core, asked, "ВЫПЛАТА", -sum_, numbers)


def _move(core: Core, asked: Asked, title: str, sum_: int, numbers: tuple[int, int, int]) -> bytes:
    """`numbers`: registers of the sum, of the count in the shift, of the count ever."""
    moved, in_shift, ever = numbers
    core.registers.add(registers.CASH, sum_)
    core.registers.add(moved, abs(sum_))
    core.registers.count(in_shift)
    core.registers.count(ever)
    number = core.registers.next_document()
    core.print_document(slips.report(core, f"{title} №{number}", [pair("", money(abs(sum_)))]))
    return asked.who + u(number, 2)


def _sum(asked: Asked) -> int:
    sum_ = asked.number(5)
    if not 0 < sum_ <= MOST_TOTAL:
        raise Refused(0x33)
    return sum_


def _repeat(core: Core, asked: Asked) -> bytes:
    if not core.repeatable:
        raise Refused(0x56)
    core.print_document(core.repeatable)
    return asked.who


def _begin_calculation(core: Core, _: Asked) -> bytes:
    core.storage.begin(Open.CALCULATION_STATE, core.now)
    return b""


def _calculation(core: Core, _: Asked) -> bytes:
    storage = core.storage
    storage.finish(Open.CALCULATION_STATE, core.now)
    body = documents.calculation_state(core)
    unsent = storage.unsent
    document = storage.record(Form.CALCULATION_STATE, body, core.now, numbers_shift=storage.shift_open)
    core.print_document(slips.fiscal(core, document))
    since = unsent[0].time if unsent else None
    day = bytes((since.year % 100, since.month, since.day)) if since else bytes(3)
    told = named(core, document)
    return told[:8] + u(len(unsent), 4) + day + told[8:]


# The state of calculations: mode 4; "many firmwares also 2".
_STATE_MODES = modes.NO_RECEIPT

COMMANDS: tuple[Command, ...] = (
    command("E0", _open, modes=modes.SHIFT_CLOSED, prints=True),
    command("40", _x_report, who=Who.ADMINISTRATOR, modes=modes.REPORTS, prints=True),
    command("41", _close, who=Who.ADMINISTRATOR, modes=modes.SHIFT_OPEN, prints=True),
    command("C6", _close_to_buffer, modes=modes.SHIFT_OPEN),
    command("50", _deposit, 5, modes=modes.CASH, prints=True),
    command("51", _withdraw, 5, modes=modes.CASH, prints=True),
    command("8C", _repeat, modes=modes.SHIFT_OPEN, prints=True),
    command("FF0B", _open_in_storage, modes=modes.SHIFT_CLOSED, prints=True),
    command("FF41", _begin_opening, modes=modes.SHIFT_CLOSED),
    command("FF42", _begin_closing, modes=modes.SHIFT_OPEN),
    command("FF43", _close_in_storage, modes=modes.SHIFT_OPEN, prints=True),
    command("FF37", _begin_calculation, modes=_STATE_MODES),
    command("FF38", _calculation, modes=_STATE_MODES, prints=True),
)
