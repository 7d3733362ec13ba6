"""A label as things at places, measured in dots. The same sheet goes to a label printer, to a picture and to PDF."""

from dataclasses import dataclass
from typing import Literal

from drivers.model.document import QrLevel, Symbology
from drivers.printing.bitmap import Bitmap

Turn = Literal[0, 90, 180, 270]  # degrees clockwise


@dataclass(frozen=True, slots=True)
class Code:
    """A checked barcode whose every measure is decided, so that a printer may draw it by itself.

    `width` and `height`: what it takes on the sheet after turning, caption included, quiet zones left out; the layout
    has kept those free. `bars`: dots of the bars of a linear code, 0 for the others.
    """

    symbology: Symbology
    content: str
    module: int
    width: int
    height: int
    bars: int = 0
    text: bool = True
    level: QrLevel = ""
    turn: Turn = 0


@dataclass(frozen=True, slots=True)
class Rule:
    """A black rectangle: a line, or one side of a box."""

    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Placed:
    """Something with its top left corner at (x, y); all of it is on the sheet."""

    x: int
    y: int
    item: Bitmap | Code | Rule


@dataclass(frozen=True, slots=True)
class Sheet:
    """One label."""

    width: int
    height: int
    items: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class SheetSize:
    """A blank label: dots, and how many of them are an inch."""

    width: int
    height: int
    dpi: int = 203
