"""What comes out of the slot."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """`font` 1 = the usual one, 2 = bold; others as the family numbers them."""

    text: str
    font: int = 1


@dataclass(frozen=True, slots=True)
class Barcode:
    """`kind`: EAN13, CODE128, QR …"""

    kind: str
    content: str


@dataclass(frozen=True, slots=True)
class Picture:
    """`rows`: bytes of each dot line, bit 0 of the first byte is leftmost, scaling done; `width` in dots."""

    width: int
    rows: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    lines: int


@dataclass(frozen=True, slots=True)
class Cut:
    full: bool


Printed = Line | Barcode | Picture | Feed | Cut
