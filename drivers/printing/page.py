"""The page model: what is on the paper, measured in dots. The same page goes to a printer, to a picture and to text."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.model.document import PLAIN, BarcodeStyle, Symbology
from drivers.printing.bitmap import Bitmap


@dataclass(frozen=True, slots=True)
class Cell:
    """The box one character takes, in dots. `across`, `down`: how often each dot of a smaller letter is repeated."""

    width: int
    height: int
    across: int = 1
    down: int = 1


# The API's fonts 1 (largest) to 4 (smallest) on an ESC/POS head: A doubled both ways, A doubled in height, A, B.
FONTS = {1: Cell(24, 48), 2: Cell(12, 48), 3: Cell(12, 24), 4: Cell(9, 17)}
WIDE, TALL = frozenset({1}), frozenset({1, 2})  # those that are doubled already


@dataclass(frozen=True, slots=True)
class Paper:
    """A roll. 576 dots are 80 mm paper at 203 dpi (48 columns), 384 are 58 mm (32 columns)."""

    dots: int = 576
    fonts: Mapping[int, Cell] = field(default_factory=lambda: FONTS)
    font: int = 3  # what font 0 of the API means here

    def number(self, font: int) -> int:
        """The font that is really used: unknown numbers count as 0, the device's own font."""
        return font if font in self.fonts else self.font

    def cell(self, font: int, *, wide: bool = False, tall: bool = False) -> Cell:
        """Of a font that may be doubled; one that is doubled already stays as it is."""
        number = self.number(font)
        cell = self.fonts[number]
        if not wide and not tall:
            return cell
        across, down = 1 + (wide and number not in WIDE), 1 + (tall and number not in TALL)
        return Cell(cell.width * across, cell.height * down, cell.across * across, cell.down * down)

    def cell_of(self, row: "TextRow") -> Cell:
        return self.cell(row.font, wide=row.wide, tall=row.tall)

    def columns(self, font: int = 0, wide: bool = False) -> int:
        return self.dots // self.cell(font, wide=wide).width


@dataclass(frozen=True, slots=True)
class TextRow:
    """One printed row: already broken and aligned, never longer than the font's columns, no trailing blanks."""

    text: str
    font: int = 0
    intensity: int = 0
    bold: bool = False
    wide: bool = False
    tall: bool = False


@dataclass(frozen=True, slots=True)
class BarcodeBlock:
    """A checked barcode: `content` is complete (check digit included). Centred; linear kinds carry their text below."""

    symbology: Symbology
    content: str
    style: BarcodeStyle = PLAIN


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
