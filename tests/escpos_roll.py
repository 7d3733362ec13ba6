"""The roll of paper an interpreted ESC/POS stream leaves: dots, rows of text, cuts."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

import drivers.printing

FONTS = Path(drivers.printing.__file__).parent / "fonts"
CELLS = {"A": (12, 24), "B": (9, 17)}  # dots of a character without magnification
SIDES = 32  # dots of paper that no head reaches: 80 mm of paper carry 72 mm of print


@dataclass(frozen=True, slots=True)
class Style:
    """How a character looks: head font, magnification, weight."""

    font: str = "A"
    wide: int = 1
    tall: int = 1
    bold: bool = False
    underline: int = 0
    inverse: bool = False

    @property
    def width(self) -> int:
        return CELLS[self.font][0] * self.wide

    @property
    def height(self) -> int:
        return CELLS[self.font][1] * self.tall


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the line; `x` counts from the beginning of the line."""

    char: str
    x: int
    style: Style


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A row of text on the paper. `text` has blanks for the space before and between; none trail."""

    text: str
    style: Style  # of the first character
    mixed: bool  # more than one style in the row
    wrapped: bool  # the printer broke the line by itself because the next character did not fit
    y: int


@dataclass(frozen=True, slots=True)
class Cut:
    """`blank` is the white paper between the last dot printed and the head, the command's own feed included.

    `to_knife`: the printer first feeds the print past its knife by itself (GS V 65/66).
    """

    kind: str  # "full" or "partial"
    y: int
    blank: int
    to_knife: bool


@lru_cache(maxsize=4096)
def glyph_mask(char: str, style: Style) -> Image.Image:
    """The dots of one character as a mask (255 = ink)."""
    width, height = CELLS[style.font]
    name = "DejaVuSansMono-Bold.ttf" if style.bold else "DejaVuSansMono.ttf"
    cell = Image.new("L", (width, height))
    font = ImageFont.truetype(str(FONTS / name), 20 if style.font == "A" else 14)
    pen = ImageDraw.Draw(cell)
    pen.text((0, -1), char, font=font, fill=255)
    if style.underline:
        pen.rectangle((0, height - style.underline, width, height), fill=255)
    large = cell.resize((style.width, style.height), Image.Resampling.NEAREST)
    return large.point([0 if (level < 128) is not style.inverse else 255 for level in range(256)])


@dataclass(slots=True)
class Roll:
    """Grows downwards; `y` is where the head stands."""

    dots: int
    y: int = 0
    inked: int = 0  # the lowest dot printed so far
    rows: list[PrintedRow] = field(default_factory=list)
    cuts: list[Cut] = field(default_factory=list)
    marks: list[tuple[int, int, Image.Image]] = field(default_factory=list)

    def ink(self, x: int, y: int, mask: Image.Image) -> None:
        """Put dots on the paper; what lies outside the head's reach is lost."""
        box = mask.getbbox()
        if box is not None:
            self.marks.append((x, y, mask))
            self.inked = max(self.inked, y + box[3])

    def feed(self, dots: int) -> None:
        self.y += dots

    def cut(self, kind: str, *, to_knife: bool) -> None:
        self.cuts.append(Cut(kind, self.y, self.y - self.inked, to_knife))

    def image(self) -> Image.Image:
        """The whole roll, black on white, with the unprintable `SIDES` all around; a dashed line is a cut."""
        sheet = Image.new("L", (self.dots, max(self.y, self.inked, 1)), 255)
        for x, y, mask in self.marks:
            sheet.paste(0, (x, y), mask)
        paper = Image.new("L", (sheet.width + 2 * SIDES, sheet.height + 2 * SIDES), 255)
        paper.paste(sheet, (SIDES, SIDES))
        pen = ImageDraw.Draw(paper)
        for cut in self.cuts:
            for x in range(0, SIDES, 8):
                pen.line((x, cut.y + SIDES, x + 3, cut.y + SIDES), fill=0)
        return paper
