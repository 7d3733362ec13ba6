"""Characters as dots in fixed cells, cached. Drawn from DejaVu Sans Mono, which knows Latin, Cyrillic and box lines.

What the font lacks is drawn as U+FFFD; `missing` names it beforehand.
"""

import io
from functools import lru_cache
from typing import TYPE_CHECKING

from drivers.printing import coverage
from drivers.printing.page import Cell

if TYPE_CHECKING:
    from PIL import Image, ImageFont

missing = coverage.missing
_ADVANCE = 0.602  # width of every character of the font, in em
_HEIGHT = 1.13  # of the tallest letters, in em; a limit for cells that are wider than letters
_NONE = "\ufffd"


class Face(dict[str, bytes]):
    """Characters turned on their side: one packed row of `cell.height` dots for each dot column, left to right.

    In this form the characters of a line are simply joined, which is several times faster than pasting them. Drawn
    when first asked for.
    """

    def __init__(self, cell: Cell, bold: bool) -> None:
        super().__init__()
        self._cell, self._bold = cell, bold

    def __missing__(self, char: str) -> bytes:
        from PIL import Image

        if missing(char):
            return self[_NONE]  # and not kept: there are a million of them
        upright = _draw(char, self._cell, self._bold)
        self[char] = upright.transpose(Image.Transpose.TRANSPOSE).tobytes()
        return self[char]


@lru_cache(maxsize=64)
def face(cell: Cell, bold: bool) -> Face:
    return Face(cell, bold)


def _draw(char: str, cell: Cell, bold: bool) -> "Image.Image":
    """Black is 1. A doubled letter, or one far higher than wide, is a smaller one stretched, as printers do it."""
    from PIL import Image, ImageDraw

    width, height = cell.width // cell.across, cell.height // cell.down
    box = (width, height // max(1, height // (2 * width)))
    size = max(1, min(int(width / _ADVANCE + 0.5), int(box[1] / _HEIGHT)))
    font = _font(bold, size)
    ascent, descent = font.getmetrics()
    baseline = ascent + (box[1] - ascent - descent) // 2
    picture = Image.new("1", box)
    pen = ImageDraw.Draw(picture)
    pen.fontmode = "1"
    pen.text((int((width - size * _ADVANCE) / 2), baseline), char, fill=1, font=font, anchor="ls")
    return picture.resize((cell.width, cell.height), Image.Resampling.NEAREST)


@lru_cache(maxsize=16)
def _font(bold: bool, size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    return ImageFont.truetype(io.BytesIO(coverage.font(bold)), size, layout_engine=ImageFont.Layout.BASIC)
