"""Text, cut, feed, drawer: what goes on paper outside the fiscal part. Source: spec/shtrih-m.md 3.2.

All of it is refused with 50h while the register prints.
"""

from enum import IntEnum, IntFlag

from drivers.shtrih import numbers
from drivers.shtrih.numbers import Reader, u8, u16
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, operator

_HEADER_SIZE = 30  # bytes


class Tape(IntFlag):
    CONTROL = 1 << 0
    RECEIPT = 1 << 1
    SLIP = 1 << 2
    SLIP_RECEIPT = 1 << 3
    WRAP = 1 << 6  # lines that are too long
    DELAYED = 1 << 7


class Cut(IntEnum):
    FULL = 0
    PARTIAL = 1


def line(password: int, text: str, *, tape: Tape = Tape.RECEIPT, size: int = 0) -> Request[int]:
    """17h. `size`: filled up with 00 to so many bytes; old firmware wants 40. Raises ValueError."""
    return _printing(0x17, "line", password, u8(tape) + _text(text, size))


def line_in_font(password: int, text: str, font: int, *, tape: Tape = Tape.RECEIPT, size: int = 0) -> Request[int]:
    """2Fh. As `line`."""
    return _printing(0x2F, "line in font", password, u8(tape) + u8(font) + _text(text, size))


def bold_line(password: int, text: str, *, tape: Tape = Tape.RECEIPT, size: int = 0) -> Request[int]:
    """12h. As `line`, old firmware wants 20 bytes."""
    return _printing(0x12, "bold line", password, u8(tape) + _text(text, size))


def _text(text: str, size: int) -> bytes:
    return numbers.text(text).ljust(size, numbers.PADDING)


def cut(password: int, kind: Cut) -> Request[int]:
    """25h, not within a receipt."""
    return _printing(0x25, "cut", password, u8(kind))


def feed(password: int, lines: int, *, tape: Tape = Tape.RECEIPT) -> Request[int]:
    """29h, 1..255 lines, not within a receipt. Raises ValueError."""
    if not lines:
        raise ValueError("at least one line is fed")
    return _printing(0x29, "feed", password, u8(tape) + u8(lines))


def open_drawer(password: int, number: int = 0) -> Request[int]:
    """28h, in any mode."""
    return _printing(0x28, "open drawer", password, u8(number))


def continue_printing(password: int) -> Request[int]:
    """B0h, in submode 3 only."""
    return _printing(0xB0, "continue printing", password)


def document_header(password: int, title: str, number: int) -> Request[int]:
    """18h -> number of the document. Title of 30 bytes. Raises ValueError."""
    parameters = numbers.padded(title, _HEADER_SIZE) + u16(number)
    return command(0x18, "document header", password, parameters, read=_document_number, effect=Effect.PAPER)


def _document_number(data: bytes) -> int:
    reader = Reader(data)
    reader.u8()
    return reader.u16()


def header(password: int) -> Request[int]:
    """52h: what stands in table 4 above every document."""
    return _printing(0x52, "header", password)


def end_of_document(password: int, *, advert: bool) -> Request[int]:
    """53h."""
    return _printing(0x53, "end of document", password, u8(advert))


def advert(password: int) -> Request[int]:
    """54h: what stands in table 4 below every document."""
    return _printing(0x54, "advert", password)


def _printing(code: int, title: str, password: int, parameters: bytes = b"") -> Request[int]:
    return command(code, title, password, parameters, read=operator, effect=Effect.PAPER)
