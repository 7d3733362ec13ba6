"""What a printer would put on the paper, as a picture: nothing is asked of it."""

from collections.abc import Iterable

from drivers.errors import NotSupported
from drivers.escpos import images
from drivers.escpos.encoder import CodePageSample, Printed, StoredPicture
from drivers.escpos.printer import Printer
from drivers.printing import barcodes, raster
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import BarcodeBlock, Block, Page, PictureBlock, TextRow


def draw(blocks: Iterable[Printed], printer: Printer) -> Bitmap:
    """As wide as the paper. Code pages look as they do in the font of the preview. Raises RequestRefused."""
    return raster.draw(Page(printer.paper, tuple(_shown(block, printer) for block in blocks)))


def _shown(block: Printed, printer: Printer) -> Block:
    match block:
        case StoredPicture():
            return PictureBlock(images.shown(block.bitmap, printer))
        case PictureBlock():
            return PictureBlock(images.shown(block.bitmap, printer))
        case BarcodeBlock():
            return _code(block, printer)
        case CodePageSample():
            return TextRow(_decoded(block), 3)
        case _:
            return block


def _code(block: BarcodeBlock, printer: Printer) -> Block:
    """Named where the printer can draw it and this computer cannot."""
    try:
        return PictureBlock(barcodes.draw(block.symbology, block.content, printer.paper.dots, block.style))
    except NotSupported:
        return TextRow(f"[{block.symbology} {block.content}]"[: printer.paper.columns()])


def _decoded(sample: CodePageSample) -> str:
    try:
        return sample.row.decode(sample.title.partition(": ")[2], "replace")
    except LookupError:
        return f"({sample.title})"
