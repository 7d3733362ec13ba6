"""A page for people: as a PNG and as plain text."""

import io

from drivers.printing.bitmap import Bitmap
from drivers.printing.columns import printable
from drivers.printing.page import BarcodeBlock, Block, Cut, Feed, Page, Paper, PictureBlock, Pulse, TextRow

MARGIN = 24  # white dots around the paper


def png(bitmap: Bitmap) -> bytes:
    """A 1-bit PNG with a white margin; the width is `bitmap.width + 2 * MARGIN`."""
    from PIL import Image

    # In the picture 0 is black, so the bits are turned over on the way.
    canvas = Image.new("1", (bitmap.width + 2 * MARGIN, bitmap.height + 2 * MARGIN), 1)
    if bitmap.width and bitmap.height:
        paper = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data, "raw", "1;I")
        canvas.paste(paper, (MARGIN, MARGIN))
    file = io.BytesIO()
    canvas.save(file, "PNG", compress_level=1)
    return file.getvalue()


def plain_text(page: Page) -> str:
    """The rows of the page, each ended by a newline; codes and pictures in brackets, fed paper as empty rows."""
    return "".join(row + "\n" for block in page.blocks for row in _rows(block, page.paper))


def _rows(block: Block, paper: Paper) -> list[str]:
    match block:
        case TextRow():
            return [block.text]
        case BarcodeBlock():
            return [f"[{block.symbology} {_one_line(block.content)}]"]
        case PictureBlock():
            return [f"[картинка {block.bitmap.width}x{block.bitmap.height}]"]
        case Feed():
            return [""] * (block.dots // paper.cell(0).height)
        case Cut() | Pulse():
            return []


def _one_line(content: str) -> str:
    """Content of a code without what would break the row."""
    return "".join(printable(char) or " " for char in content).replace("\t", " ").strip()
