"""What a printer sends when its turn comes, and of its own accord when something changes. Source: Epson's reference."""

from drivers.escpos.emulator.condition import automatic, in_turn, watched
from drivers.escpos.emulator.printer import Printer
from drivers.escpos.emulator.reader import Reader, Rejected, one_of

ACK, NAK, CAN = 0x06, 0x15, 0x18
_A_BLOCK = 40  # keys
_MODEL_ID, _TYPE_ID, _ROM_ID = b"\x20", b"\x02", b"\x01"  # bit 1 of the second: has a cutter


def identity(printer: Printer, arguments: bytes) -> None:
    """GS I n: one byte for 1..3, `_` text NUL for 65..69."""
    n = arguments[0]
    texts = {65: "1.00", 66: "EPSON", 67: printer.head.name, 68: "EMULATOR", 69: ""}
    printer.noted.requests.append(b"\x1dI" + arguments)
    if n in texts:
        printer.answers += b"\x5f" + texts[n].encode() + b"\0"
    else:
        printer.answers += (_MODEL_ID, _TYPE_ID, _ROM_ID)[one_of(n, 1, 2, 3, 49, 50, 51) % 3]


def status(printer: Printer, arguments: bytes) -> None:
    """GS r n: 1 paper, 2 drawer."""
    place = one_of(arguments[0], 1, 2, 49, 50) % 2
    printer.noted.requests.append(b"\x1dr" + arguments)
    printer.answers += in_turn(printer.conditions, place + 1)


def automatic_status(printer: Printer, arguments: bytes) -> None:
    """GS a n: bit 0 drawer, 1 online, 2 errors, 3 paper; sent at once and whenever one of them changes."""
    printer.noted.requests.append(b"\x1da" + arguments)
    printer.asb = arguments[0]
    printer.reported = watched(printer.conditions, printer.asb)
    if printer.asb & 0x0F:
        printer.answers += automatic(printer.conditions)


def changes(printer: Printer) -> None:
    """Send automatic status if what it watches has changed."""
    now = watched(printer.conditions, printer.asb)
    if now != printer.reported:
        printer.reported = now
        printer.answers += automatic(printer.conditions)


def process_id(printer: Printer, body: Reader) -> None:
    """GS ( H, fn 48: the four bytes come back when everything before them has been printed: 37 22 d1 d2 d3 d4 00."""
    one_of(body.byte(), 48)
    one_of(body.byte(), 48)
    mark = body.take(4)
    if body.left or not all(32 <= byte <= 126 for byte in mark):
        raise Rejected("process ID")
    printer.noted.requests.append(b"\x1d(H" + mark)
    printer.answers += b"\x37\x22" + mark + b"\0"


def keys(printer: Printer, identifier: int, stored: list[bytes]) -> None:
    """Key codes of stored pictures, 37 identifier status keys 00, 40 keys a block; the host answers each with ACK.

    Status 41 = more to come, 40 = the last block.
    """
    groups = [stored[first : first + _A_BLOCK] for first in range(0, len(stored), _A_BLOCK)] or [[]]
    marks = [0x41] * (len(groups) - 1) + [0x40]
    printer.blocks = [
        bytes((0x37, identifier, mark)) + b"".join(group) + b"\0" for group, mark in zip(groups, marks, strict=True)
    ]
    printer.answers += printer.blocks[0]


def handshake(printer: Printer, byte: int) -> None:
    """ACK, NAK or CAN of the host while an answer is sent block by block. Raises Rejected when none is."""
    if not printer.blocks:
        raise Rejected(f"control byte {byte:#x}")
    if byte == ACK:
        del printer.blocks[0]
    elif byte == CAN:
        printer.blocks.clear()
    if printer.blocks:
        printer.answers += printer.blocks[0]
