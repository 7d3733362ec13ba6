"""A page as dots: what the paper of a graphic printer or of a virtual device shows."""

from drivers.errors import RequestRefused
from drivers.printing import barcodes, canvas
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import BarcodeBlock, Block, Cut, Feed, Page, Paper, PictureBlock, Pulse, TextRow

BOLD_FROM = 12  # intensity (1..15) from which the bold face is used
_HIGHEST = 300_000  # dots of a picture: 37 m of a receipt, 20 MB
_CUT_HEIGHT = 24
_CUT_DASH = b"\xff\xff\x00"  # 16 dots of line, 8 of gap


def draw(page: Page) -> Bitmap:
    """The whole page, as wide as the paper.

    Raises RequestRefused for a barcode that cannot be drawn on it, and for a page that is too long for a picture.
    """
    strips, height = [], 0
    for block in page.blocks:
        strips.append(_strip(block, page.paper))
        height += strips[-1].height
        if height > _HIGHEST:
            raise RequestRefused("Документ слишком длинный, картинкой его не показать. Разделите его на несколько.")
    return Bitmap(page.paper.dots, height, b"".join(strip.data for strip in strips))


def draw_row(row: TextRow, paper: Paper) -> Bitmap:
    """One row of text, as wide as the paper and as high as a cell of its font."""
    return canvas.text(row.text, paper.cell_of(row), paper.dots, row.bold or row.intensity >= BOLD_FROM)


def _strip(block: Block, paper: Paper) -> Bitmap:
    """What a block adds to the paper; a Pulse adds nothing."""
    match block:
        case TextRow():
            return draw_row(block, paper)
        case BarcodeBlock():
            return _barcode(block, paper)
        case PictureBlock():
            return canvas.centred(block.bitmap, paper.dots)
        case Feed():
            return canvas.blank(paper.dots, block.dots)
        case Cut():
            return _cut(paper.dots)
        case Pulse():
            return canvas.blank(paper.dots, 0)


def _barcode(block: BarcodeBlock, paper: Paper) -> Bitmap:
    return canvas.centred(barcodes.draw(block.symbology, block.content, paper.dots, block.style), paper.dots)


def _cut(width: int) -> Bitmap:
    """A dashed line in the middle of a white strip."""
    stride = (width + 7) // 8
    dashes = bytearray((_CUT_DASH * stride)[:stride])
    dashes[-1] &= 0xFF << (stride * 8 - width) & 0xFF
    white = bytes(stride * (_CUT_HEIGHT // 2 - 1))
    return Bitmap(width, _CUT_HEIGHT, white + bytes(dashes) * 2 + white)
