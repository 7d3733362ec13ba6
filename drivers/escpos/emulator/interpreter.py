"""Bytes -> commands -> the printer. Never raises for bad bytes: what the printer does not understand is kept."""

from dataclasses import dataclass, field

from drivers.escpos.emulator import answers
from drivers.escpos.emulator.long import LONG
from drivers.escpos.emulator.printer import Printer
from drivers.escpos.emulator.reader import Misplaced, Reader, Rejected, Truncated
from drivers.escpos.emulator.short import NEED_PIXELS, SHORT

_LF, _HT, _CR = 0x0A, 0x09, 0x0D
_LEADS = (0x10, 0x1B, 0x1C, 0x1D)


@dataclass(slots=True)
class Complaints:
    """The bytes of commands that came to nothing."""

    unknown: list[bytes] = field(default_factory=list)  # commands or values the printer does not know
    misplaced: list[bytes] = field(default_factory=list)  # ignored (or text lost) because the line held data


def step(data: bytes | bytearray, printer: Printer, complaints: Complaints) -> int:
    """Do what stands first in `data`; -> how many bytes that were, 0 when the end of the command is still to come."""
    reader = Reader(data)
    try:
        _one(reader, printer)
    except Truncated:
        return 0
    except Rejected:
        complaints.unknown.append(bytes(data[: reader.at]))
    except Misplaced:
        complaints.misplaced.append(bytes(data[: reader.at]))
    return reader.at


def _one(reader: Reader, printer: Printer) -> None:
    byte = reader.byte()
    if byte in (answers.ACK, answers.NAK, answers.CAN):
        answers.handshake(printer, byte)
        return
    printer.blocks.clear()  # a host that goes on without an answer has lost interest
    if byte >= 0x20 and byte != 0x7F:
        printer.character(byte)
    elif byte == _LF:
        printer.print_line()
    elif byte == _HT:
        printer.tab()
    elif byte in _LEADS:
        _command(bytes([byte]) + reader.take(1), reader, printer)
    elif byte != _CR:  # CR does nothing while the printer's automatic line feed is off
        raise Rejected(f"control byte {byte:#x}")


def _command(name: bytes, reader: Reader, printer: Printer) -> None:
    if name in NEED_PIXELS and not printer.head.pixels:
        raise Rejected(f"command {name!r}")
    if name in LONG:
        LONG[name](reader, printer)
    elif name in SHORT:
        count, action = SHORT[name]
        action(printer, reader.take(count))
    else:
        raise Rejected(f"command {name!r}")
