"""Characters as dots in fixed cells, cached. Drawn from DejaVu Sans Mono, which knows Latin, Cyrillic and box lines."""

import io
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from drivers.printing.page import Cell

if TYPE_CHECKING:
    from PIL import Image, ImageFont

_ADVANCE = 0.602  # width of every character of the font, in em


@lru_cache(maxsize=4096)
def columns(char: str, cell: Cell, bold: bool) -> bytes:
    """The character turned on its side: one packed row of `cell.height` dots for each dot column, left to right.

    In this form the characters of a line are simply joined, which is several times faster than pasting them.
    """
    from PIL import Image

    upright = _draw(char, cell, bold)
    return upright.transpose(Image.Transpose.TRANSPOSE).tobytes()


def _draw(char: str, cell: Cell, bold: bool) -> "Image.Image":
    """Black is 1. A cell far higher than wide is a shorter one stretched, as printers do it."""
    from PIL import Image, ImageDraw

    stretch = max(1, cell.height // (2 * cell.width))
    box = (cell.width, cell.height // stretch)
    font = _font(bold, int(cell.width / _ADVANCE + 0.5))
    ascent, descent = font.getmetrics()
    baseline = ascent + (box[1] - ascent - descent) // 2
    picture = Image.new("1", box)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    pen.text((0, baseline), char, fill=1, font=font, anchor="ls")
    return picture.resize((cell.width, cell.height), Image.Resampling.NEAREST)


@lru_cache(maxsize=16)
def _font(bold: bool, size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    data = (files("drivers.printing") / "fonts" / name).read_bytes()
    return ImageFont.truetype(io.BytesIO(data), size, layout_engine=ImageFont.Layout.BASIC)
