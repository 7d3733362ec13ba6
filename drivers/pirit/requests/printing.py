"""What is printed in a document. Source: spec/service-plus.md A3 (40h, 41h, 49h).

40h and 41h belong into a service document (30h of kind 1); whether a receipt takes them is not certain (A8).
"""

from enum import IntEnum, IntFlag

from drivers.pirit.fields import exact, text, trimmed, whole
from drivers.pirit.request import Request
from drivers.pirit.requests.making import on_paper

LONGEST = 72  # letters of a row


class Style(IntFlag):
    """Bits 0 to 3 hold the number of the font, which differs from model to model."""

    PLAIN = 0
    TALL = 1 << 4
    WIDE = 1 << 5


def row(value: str, style: Style = Style.PLAIN, font: int = 0) -> Request[None]:
    """40h: 1..72 letters; an empty row is a blank one. Raises ValueError."""
    return on_paper(0x40, "row", text(value or " ", LONGEST, 1), whole(style | font, 0, 63))


class Symbology(IntEnum):
    UPC_A = 0
    UPC_E = 1
    EAN_13 = 2
    EAN_8 = 3
    CODE_39 = 4
    ITF = 5
    CODABAR = 6
    PDF417 = 7
    QR = 8
    CODE_128_A = 9


class Digits(IntEnum):
    """Where the content of a barcode is printed as text."""

    NONE = 0
    ABOVE = 1
    BELOW = 2
    BOTH = 3


def barcode(
    kind: Symbology, content: str, *, width: int = 2, height: int = 100, digits: int = Digits.NONE
) -> Request[None]:
    """41h. `width`: dots of a module, 2..8; `height`: dots, 1..255, of linear codes; `digits`: a `Digits`, of PDF417
    its height in per cent of the width."""
    parameters = whole(digits, 0, 100), whole(width, 2, 8), whole(height, 1, 255), whole(kind)
    return on_paper(0x41, "barcode", *parameters, exact(content))


def requisite_rows(code: int, rows: tuple[str, ...], style: Style = Style.PLAIN) -> Request[None]:
    """49h: one to four rows after title `code` of setting 52, 0 = none. Raises ValueError."""
    if not 1 <= len(rows) <= 4:
        raise ValueError("a requisite has one to four rows")
    first, *others = (text(value, LONGEST) for value in rows)
    required = whole(code, 0, 5), whole(style, 0, 63), first
    return on_paper(0x49, "requisite rows", *trimmed(required, tuple(others)))
