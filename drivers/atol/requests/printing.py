"""Paper: lines, barcodes, pictures, the knife; bytes for a port of the register. Source: spec/atol.md 6.3.

Everything here raises ValueError for what does not fit its field.
"""

from dataclasses import dataclass
from enum import IntEnum

from drivers.atol import numbers
from drivers.atol.numbers import Reader, index, u8
from drivers.atol.request import Effect, Request
from drivers.atol.requests.making import command, nothing

LONGEST_BARCODE = 100  # bytes of one piece
LONGEST_BYTES = 94  # for a port
_RECEIPT_PRINTER = u8(1)
_GOES_ON = 0x80
_BLACK_AND_WHITE = bytes(range(256)).translate(bytes(255 - value for value in range(256)))


class Align(IntEnum):
    LEFT = 1
    CENTRE = 2
    RIGHT = 3


class Symbology(IntEnum):
    QR = 0
    EAN13 = 1


@dataclass(frozen=True, slots=True)
class Look:
    """Of a line of 87h, as the register numbers it; 0 = as it is set."""

    font: int = 0
    multiplier: int = 0  # 1: double height
    interval: int = 0
    brightness: int = 0


@dataclass(frozen=True, slots=True)
class Pictures:
    free: int  # bytes
    last: int  # number
    closed: bool


@dataclass(frozen=True, slots=True)
class Picture:
    width: int  # bytes of a line
    height: int  # lines
    state: int


def line(text: str) -> Request[None]:
    """4Ch. Not in an open receipt on every model (inferred): 128, 155."""
    return _printing(0x4C, "print line", numbers.text(text))


def field(text: str, look: Look = Look()) -> Request[None]:
    """87h."""
    looks = bytes([look.font, look.multiplier, look.interval, look.brightness])
    parameters = u8(0) + _RECEIPT_PRINTER + looks + bytes([1, 1, 0, 0, 0]) + numbers.text(text)
    return _printing(0x87, "print field", parameters)


def cliche() -> Request[None]:
    """6Ch: the lines above a receipt."""
    return _printing(0x6C, "print cliche")


def footer() -> Request[None]:
    """73h."""
    return _printing(0x73, "print footer")


def cut(*, partly: bool) -> Request[None]:
    """75h."""
    return _printing(0x75, "cut", u8(int(partly)))


def barcode(
    kind: Symbology, data: bytes, *, align: Align, width: int, options: int = 0, goes_on: bool = False
) -> Request[None]:
    """C1h. `options`: two bytes, 0100h = text of a QR in UTF-8, check digit of EAN-13 worked out (one source).

    `goes_on`: barcode_piece follows.
    """
    if not 0 < len(data) <= LONGEST_BARCODE:
        raise ValueError(f"a barcode of {len(data)} bytes, {LONGEST_BARCODE} fit")
    head = bytes([kind | (_GOES_ON if goes_on else 0), align, width])
    parameters = head + bytes(2) + index(options) + bytes(7) + data
    return _printing(0xC1, "barcode", parameters)


def barcode_piece(data: bytes, *, flagged: bool) -> Request[None]:
    """C2h. Bit 7 of the flag is set on the last piece (one source); what else it may mean is not known."""
    if not 0 < len(data) <= LONGEST_BARCODE:
        raise ValueError(f"a piece of {len(data)} bytes, {LONGEST_BARCODE} fit")
    return _printing(0xC2, "barcode piece", u8(_GOES_ON if flagged else 0) + data)


def stored_picture(number: int, offset: int = 0) -> Request[None]:
    """8Dh."""
    return _printing(0x8D, "stored picture", _RECEIPT_PRINTER + u8(number) + index(offset))


def raster(row: bytes, *, times: int = 1, offset: int = 0, inverted: bool = False) -> Request[None]:
    """8Eh: a line of dots, the left one in the highest bit, set = black; `inverted`: AtolOptions.raster."""
    dots = row.translate(_BLACK_AND_WHITE) if inverted else row
    return _printing(0x8E, "raster line", _RECEIPT_PRINTER + index(times) + index(offset) + dots)


def pictures() -> Request[Pictures]:
    """8Ch."""
    return command(0x8C, "pictures", read=_pictures)


def _pictures(data: bytes) -> Pictures:
    """Byte order as of other indices (inferred)."""
    reader = Reader(data)
    return Pictures(reader.index(), reader.u8(), bool(reader.u8()))


def picture(number: int) -> Request[Picture]:
    """90h."""
    return command(0x90, "picture", u8(number), read=_picture)


def _picture(data: bytes) -> Picture:
    reader = Reader(data)
    return Picture(reader.u8(), reader.index(), reader.u8())


def to_port(port: int, data: bytes) -> Request[None]:
    """8Fh: a customer display that hangs on the register."""
    if not 0 < len(data) <= LONGEST_BYTES:
        raise ValueError(f"{len(data)} bytes for a port, {LONGEST_BYTES} fit")
    return _printing(0x8F, "bytes to a port", u8(port) + data)


def _printing(code: int, title: str, parameters: bytes = b"") -> Request[None]:
    return command(code, title, parameters, read=nothing, effect=Effect.PAPER)
