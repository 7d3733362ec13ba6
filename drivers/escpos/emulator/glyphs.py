"""Characters as dots. The shapes are those of DejaVu Sans Mono; cells, weight and magnification are the printer's."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont


@dataclass(frozen=True, slots=True)
class Style:
    """How a character looks: head font and its cell, magnification, weight. `turned`: clockwise by 90°."""

    font: str = "A"
    cell: tuple[int, int] = (12, 24)
    wide: int = 1
    tall: int = 1
    bold: bool = False
    underline: int = 0
    inverse: bool = False
    turned: bool = False

    @property
    def width(self) -> int:
        return self.cell[1 if self.turned else 0] * self.wide

    @property
    def height(self) -> int:
        return self.cell[0 if self.turned else 1] * self.tall


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character in the line; `x` counts from the beginning of the line."""

    char: str
    x: int
    style: Style


@lru_cache(maxsize=4096)
def glyph_mask(char: str, style: Style) -> Image.Image:
    """The dots of one character as a mask (255 = ink)."""
    width, height = style.cell
    cell = Image.new("L", style.cell)
    pen = ImageDraw.Draw(cell)
    pen.text((0, -1), char, font=_font(style.bold, min(round(width / 0.602), round(height * 0.86))), fill=255)
    if style.underline and not style.turned:
        pen.rectangle((0, height - style.underline, width, height), fill=255)
    if style.turned:
        cell = cell.transpose(Image.Transpose.ROTATE_270)
    large = cell.resize((style.width, style.height), Image.Resampling.NEAREST)
    return large.point([0 if (level < 128) is not style.inverse else 255 for level in range(256)])


@lru_cache(maxsize=16)
def _font(bold: bool, size: int) -> ImageFont.FreeTypeFont:
    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    return ImageFont.truetype(BytesIO(files("drivers.printing").joinpath("fonts", name).read_bytes()), size)
