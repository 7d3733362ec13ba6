"""An open receipt: opening, positions, requisites, cancelling. Source: spec/shtrih-m.md 3.5, 3.7."""

from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.printed import Line
from drivers.emulation.fiscal.storage import Open
from drivers.shtrih.emulator import modes, positions, registers, shifts, slips
from drivers.shtrih.emulator.command import Asked, Command, Refused, Who, command, u
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.modes import Mode
from drivers.shtrih.emulator.receipt import Position, Receipt
from drivers.shtrih.emulator.requisites import MOST, checked

_CORRECTION = 0x80
_KINDS = range(4)
_TLV = range(4, MOST + 1)
_MOST_LONG = 4096


def _open(core: Core, asked: Asked) -> bytes:
    told = asked.number(1)
    kind, correction = told & ~_CORRECTION, bool(told & _CORRECTION)
    if kind not in _KINDS or (correction and core.ffd < FFD_CODES["1.1"]):
        raise Refused(0x33)
    begin(core, asked.operator, kind, correction=correction)
    return asked.who


def begin(core: Core, operator: int, kind: int, *, correction: bool = False) -> Receipt:
    """Open the shift too where it is closed. Raises Refused 4Eh, 02h and the ФН's own."""
    if core.mode & 0x0F == Mode.SHIFT_OLD:
        raise Refused(0x4E)
    if not core.storage.shift_open:
        shifts.open_shift(core, operator)
    core.storage.begin(Open.CORRECTION if correction else Open.RECEIPT, core.now)
    core.registers.clear_receipt()
    core.receipt = Receipt(kind, operator, correction)
    return core.receipt


def own(core: Core, asked: Asked) -> Receipt:
    """The open receipt, for the operator who opened it and for the system administrator. Raises Refused 59h."""
    receipt = core.opened()
    if asked.operator not in (receipt.operator, Who.SYSTEM):
        raise Refused(0x59)
    return receipt


def _sell(core: Core, asked: Asked) -> bytes:
    receipt = own(core, asked)
    take(core, receipt, positions.read(core, receipt, asked))
    return b""


def take(core: Core, receipt: Receipt, position: Position) -> None:
    positions.add(receipt, position)
    department = max(1, position.department)
    core.registers.add(registers.slot(registers.RECEIPT_DEPARTMENTS, department, receipt.kind), position.sum)
    core.registers.counts[registers.slot(registers.OPERATIONS_RECEIPT, department, receipt.kind)] = sum(
        max(1, each.department) == department for each in receipt.positions
    )
    core.print_line(slips.position(position))


def _subtotal(core: Core, asked: Asked) -> bytes:
    return asked.who + u(own(core, asked).total, 5)


def _cancel(core: Core, asked: Asked) -> bytes:
    drop(core, own(core, asked))
    return asked.who


def drop(core: Core, receipt: Receipt) -> None:
    """The no-print of table 17 field 7 waits for the next document."""
    core.receipt = None
    core.storage.forget()
    core.registers.count(registers.CANCELLED_DOCUMENTS)
    core.registers.count(registers.CANCELLED_BY_KIND + receipt.kind)
    core.registers.add(registers.CANCELLED + receipt.kind, receipt.total)
    if core.tables.integer(1, 1, 20) == 0 or core.tables.integer(17, 1, 15):
        core.print_line([Line("ЧЕК АННУЛИРОВАН"), *slips.ending(core)])


def _cancel_in_storage(core: Core, _: Asked) -> bytes:
    """FF08: whatever document is open in the ФН."""
    core.storage.cancel()
    if core.receipt is not None:
        drop(core, core.receipt)
    return b""


def _requisites(core: Core, asked: Asked) -> bytes:
    core.storage.take(checked(core, asked.rest()))
    return b""


def _requisites_of_position(core: Core, asked: Asked) -> bytes:
    receipt = own(core, asked)
    found = checked(core, asked.rest(), position=True)
    if core.model.tags_first:
        receipt.ahead += found
    elif receipt.positions:
        receipt.positions[-1].tags += found
    else:
        raise Refused(0x33, "no position yet")
    return b""


def _begin_long(core: Core, asked: Asked) -> bytes:
    """FF32: so many bytes are coming; -> bytes of a block."""
    size = asked.number(2)
    if not 0 < size <= _MOST_LONG:
        raise Refused(0x33)
    core.memory.buffer = bytearray(size)
    return bytes((MOST - 6,))


def _load_long(core: Core, asked: Asked) -> bytes:
    at, count = asked.number(2), asked.number(1)
    if count != asked.left or at + count > len(core.memory.buffer):
        raise Refused(0x33)
    core.memory.buffer[at : at + count] = asked.rest()
    return b""


def _send_long(core: Core, _: Asked) -> bytes:
    """FF64: what was loaded is a requisite of the document."""
    data, core.memory.buffer = bytes(core.memory.buffer), bytearray()
    core.storage.take(checked(core, data))
    return b""


def _not_in_this_format(_core: Core, _asked: Asked) -> bytes:
    """Discounts of the receipt belong to ФФД 1.0."""
    raise Refused(0x35)


COMMANDS: tuple[Command, ...] = (
    command("8D", _open, 1, modes=modes.OPENS_RECEIPT, prints=True),
    command("FF46", _sell, range(26, 26 + 129), modes=modes.RECEIPT, prints=True),
    command("89", _subtotal, modes=modes.RECEIPT),
    command("88", _cancel, modes=modes.RECEIPT, prints=True),
    command("FF08", _cancel_in_storage),
    command("FF0C", _requisites, _TLV),
    command("FF4D", _requisites_of_position, _TLV, modes=modes.RECEIPT),
    command("FF32", _begin_long, 2),
    command("FF33", _load_long, range(4, 250)),
    command("FF64", _send_long),
    command("FF4B", _not_in_this_format, range(11, 250), modes=modes.RECEIPT),
)
