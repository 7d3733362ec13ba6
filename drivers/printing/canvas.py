"""Putting dots together: white space, text in fixed cells, pictures on pictures."""

from functools import lru_cache

from drivers.printing import glyphs
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import Cell


def blank(width: int, height: int) -> Bitmap:
    return Bitmap(width, height, bytes((width + 7) // 8 * height))


def black(width: int, height: int) -> Bitmap:
    stride = (width + 7) // 8
    row = (((1 << width) - 1) << (stride * 8 - width)).to_bytes(stride, "big")
    return Bitmap(width, height, row * height)


@lru_cache(maxsize=256)  # rules, headings and empty rows come again on every receipt
def text(line: str, cell: Cell, dots: int, bold: bool = False) -> Bitmap:
    """A row of text from the left edge, `dots` wide and a cell high; what goes over the edge is cut off.

    The line is put together turned on its side, see glyphs.Face, and turned upright once.
    """
    from PIL import Image

    if not line.strip():
        return blank(dots, cell.height)
    size = (cell.height + 7) // 8 * dots
    face = glyphs.face(cell, bold)
    turned = b"".join([face[char] for char in line[: dots // cell.width + 1]])
    picture = Image.frombytes("1", (cell.height, dots), turned.ljust(size, b"\0")[:size])
    return Bitmap(dots, cell.height, picture.transpose(Image.Transpose.TRANSPOSE).tobytes())


def paste(parts: list[tuple[Bitmap, int, int]], width: int, height: int) -> Bitmap:
    """A white bitmap with others put on it, each at its (left, top); what goes over an edge is cut off."""
    from PIL import Image

    canvas = Image.new("1", (width, height))
    for bitmap, left, top in parts:
        if bitmap.width and bitmap.height:
            canvas.paste(Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data), (left, top))
    return Bitmap(width, height, canvas.tobytes())


def centred(bitmap: Bitmap, width: int) -> Bitmap:
    """White on both sides; what is too wide is cut off on both."""
    if bitmap.width == width:
        return bitmap
    return paste([(bitmap, (width - bitmap.width) // 2, 0)], width, bitmap.height)


def turn(bitmap: Bitmap, degrees: int) -> Bitmap:
    """Turned clockwise by 0, 90, 180 or 270 degrees."""
    from PIL import Image

    if not degrees:
        return bitmap
    ways = {90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}
    size = (bitmap.width, bitmap.height) if degrees == 180 else (bitmap.height, bitmap.width)
    if not bitmap.data:
        return blank(*size)
    picture = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data)
    return Bitmap(*size, picture.transpose(ways[degrees]).tobytes())


def scaled(bitmap: Bitmap, across: int, down: int) -> Bitmap:
    """Every dot `across` dots wide and `down` dots high."""
    from PIL import Image

    size = (bitmap.width * across, bitmap.height * down)
    picture = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data)
    return Bitmap(*size, picture.resize(size, Image.Resampling.NEAREST).tobytes())
