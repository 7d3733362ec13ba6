"""A label as dots: what the preview shows, and what a printer is given that draws nothing by itself."""

from typing import TYPE_CHECKING

from drivers.printing import barcodes, canvas
from drivers.printing.bitmap import Bitmap
from drivers.printing.sheet import Code, Placed, Rule, Sheet

if TYPE_CHECKING:
    from PIL import Image


def draw(sheet: Sheet) -> Bitmap:
    """The whole label. Where things lie over one another black stays black, as on thermal paper."""
    from PIL import Image

    paper = Image.new("1", (sheet.width, sheet.height))
    for placed in sheet.items:
        _put(paper, placed)
    return Bitmap(sheet.width, sheet.height, paper.tobytes())


def _put(paper: "Image.Image", placed: Placed) -> None:
    from PIL import Image

    x, y, item = placed.x, placed.y, placed.item
    if isinstance(item, Rule):
        paper.paste(1, (x, y, x + item.width, y + item.height))
        return
    bitmap = draw_code(item) if isinstance(item, Code) else item
    ink = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data)
    paper.paste(1, (x, y, x + bitmap.width, y + bitmap.height), ink)


def draw_code(code: Code) -> Bitmap:
    """Exactly `code.width` x `code.height` dots, turned as it is printed, without quiet zones."""
    width = code.width if code.turn in (0, 180) else code.height
    upright = barcodes.symbol(
        code.symbology,
        code.content,
        code.module,
        bars=code.bars,
        text=code.text,
        level=code.level,
        widest=width // code.module,
    )
    return canvas.turn(upright, code.turn)


def inked(bitmap: Bitmap) -> tuple[Bitmap, int, int] | None:
    """The bitmap cut to its black dots, and where those begin: (part, left, top). None where all is white."""
    from PIL import Image

    if not bitmap.width or not bitmap.height:
        return None
    picture = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data)
    box = picture.getbbox()
    if box is None:
        return None
    part = picture.crop(box)
    return Bitmap(part.width, part.height, part.tobytes()), box[0], box[1]


def framed(bitmap: Bitmap) -> Bitmap:
    """For people: the label with its edge drawn around it, one dot outside."""
    from PIL import Image

    edge = Image.new("1", (bitmap.width + 2, bitmap.height + 2), 1)
    edge.paste(Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data), (1, 1))
    return Bitmap(edge.width, edge.height, edge.tobytes())
