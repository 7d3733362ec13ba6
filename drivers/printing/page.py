"""The page model: what is on the paper, measured in dots. The same page goes to a printer, to a picture and to text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.model.document import Symbology
from drivers.printing.bitmap import Bitmap


@dataclass(frozen=True, slots=True)
class Cell:
    """The box one character takes, in dots."""

    width: int
    height: int


# The API's fonts 1 (largest) to 4 (smallest) on an ESC/POS head: A doubled both ways, A doubled in height, A, B.
FONTS = {1: Cell(24, 48), 2: Cell(12, 48), 3: Cell(12, 24), 4: Cell(9, 17)}


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll. 576 dots are 80 mm paper at 203 dpi (48 columns), 384 are 58 mm (32 columns)."""

    dots: int = 576
    fonts: Mapping[int, Cell] = field(default_factory=lambda: FONTS)
    font: int = 3  # what font 0 of the API means here

    def cell(self, font: int) -> Cell:
        """Unknown numbers count as 0: the device's own font."""
        return self.fonts.get(font) or self.fonts[self.font]

    def columns(self, font: int = 0) -> int:
        return self.dots // self.cell(font).width


@dataclass(frozen=True, slots=True)
class TextRow:
    """One printed row: already broken and aligned, never longer than the font's columns, no trailing blanks."""

    text: str
    font: int = 0
    intensity: int = 0


@dataclass(frozen=True, slots=True)
class BarcodeBlock:
    """A checked barcode: `content` is complete (check digit included). Centred; linear kinds carry their text below."""

    symbology: Symbology
    content: str


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture that fits the paper, centred."""

    bitmap: Bitmap


@dataclass(frozen=True, slots=True)
class Feed:
    dots: int


@dataclass(frozen=True, slots=True)
class Cut:
    """End of the document: the paper is fed past the knife and cut."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """Open the drawer."""


Block = TextRow | BarcodeBlock | PictureBlock | Feed | Cut | Pulse


@dataclass(frozen=True, slots=True)
class Page:
    paper: Paper
    blocks: tuple[Block, ...]
