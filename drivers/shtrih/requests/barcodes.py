"""Barcodes that the register draws itself. Source: spec/shtrih-m.md 3.2.

Everything here raises ValueError for what does not fit.
"""

from dataclasses import dataclass
from enum import IntEnum

from drivers.shtrih import numbers
from drivers.shtrih.numbers import Reader, u8, u16
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, operator

BLOCK = 64  # bytes of one DDh
_DATA = 0  # kind of what DDh loads
_MOST_BARCODE = 48  # bytes of CBh
_EAN_13 = 10**12


class Symbology(IntEnum):
    UPC_A = 0
    UPC_E = 1
    EAN_13 = 2
    EAN_8 = 3
    CODE_39 = 4
    ITF = 5
    CODABAR = 6
    CODE_93 = 7
    CODE_128 = 8
    PDF417 = 10


class Caption(IntEnum):
    """Where the characters stand (HRI)."""

    NONE = 0
    ABOVE = 1
    BELOW = 2
    BOTH = 3


class Matrix(IntEnum):
    PDF417 = 0
    DATA_MATRIX = 1
    AZTEC = 2
    QR = 3


class Align(IntEnum):
    LEFT = 0
    CENTRE = 1
    RIGHT = 2


def ean_13(password: int, digits: str) -> Request[int]:
    """C2h: twelve digits; the register adds the check digit."""
    if not (len(digits) == 12 and digits.isascii() and digits.isdigit()):
        raise ValueError(f"EAN-13 is given as twelve digits, got {digits!r}")
    return command(0xC2, "EAN-13", password, numbers.unsigned(int(digits), 5), read=operator, effect=Effect.PAPER)


def barcode(
    password: int,
    symbology: Symbology,
    data: bytes,
    *,
    height: int,
    bar_width: int,
    caption: Caption = Caption.NONE,
    caption_font: int = 0,
) -> Request[int]:
    """CBh, in modes 2, 3, 4. Sizes are in dots (that is not said: inferred)."""
    if not 1 <= len(data) <= _MOST_BARCODE:
        raise ValueError(f"a barcode holds 1..{_MOST_BARCODE} bytes, got {len(data)}")
    looks = b"".join(map(u8, (height, bar_width, caption, caption_font, symbology)))
    return command(0xCB, "barcode", password, looks + data, read=operator, effect=Effect.PAPER)


def load_block(password: int, block: int, data: bytes) -> Request[int]:
    """DDh: a block of 64 bytes, the last one filled up with 00, from block 0 on."""
    if not 1 <= len(data) <= BLOCK:
        raise ValueError(f"a block holds 1..{BLOCK} bytes, got {len(data)}")
    parameters = u8(_DATA) + u8(block) + data.ljust(BLOCK, numbers.PADDING)
    return command(0xDD, "load 2D data", password, parameters, read=operator)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Size of a code on paper, in dots; 0 where firmware does not tell."""

    width: int
    height: int


def matrix(password: int, kind: Matrix, length: int, looks: tuple[int, ...], *, align: Align) -> Request[Drawn]:
    """DEh: prints what was loaded from block 0 on. `length`: bytes of data; `looks`: five numbers, see `qr_looks`."""
    if len(looks) != 5:
        raise ValueError("five numbers describe a code")
    parameters = u8(kind) + u16(length) + u8(0) + b"".join(map(u8, looks)) + u8(align)
    return command(0xDE, "2D code", password, parameters, read=_drawn, effect=Effect.PAPER)


def qr_looks(*, dot: int, correction: int, version: int = 0, mask: int = 0) -> tuple[int, int, int, int, int]:
    """Of a QR code. `dot`: 3..8 dots; `correction`: 0..3 = L, M, Q, H; `version`: 0 = as needed."""
    if not (3 <= dot <= 8 and 0 <= correction <= 3):
        raise ValueError(f"QR of dots of {dot} and correction {correction}")
    return version, mask, dot, 0, correction


def _drawn(data: bytes) -> Drawn:
    """op, then by some firmware: five numbers, width, height."""
    reader = Reader(data)
    if reader.left < 10:
        return Drawn(0, 0)
    reader.take(6)
    return Drawn(reader.u16(), reader.u16())
