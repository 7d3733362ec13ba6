"""Blocks of a page as rows that the driver prints. Pure."""

from collections.abc import Iterable

from drivers.atol_web.tasks.printing import BARCODES, Barcode, Row, Text, pixels
from drivers.printing import barcodes
from drivers.printing.page import TALL, WIDE, BarcodeBlock, Block, Paper, PictureBlock, TextRow


def rows(blocks: Iterable[Block], paper: Paper) -> tuple[Row, ...]:
    return tuple(_row(block, paper) for block in blocks)


def _row(block: Block, paper: Paper) -> Row:
    if isinstance(block, TextRow):
        return _text(block, paper)
    if isinstance(block, BarcodeBlock):
        return _code(block, paper)
    assert isinstance(block, PictureBlock), block
    return pixels(block.bitmap)


def _text(row: TextRow, paper: Paper) -> Text:
    """Rows come aligned and broken already."""
    font = paper.number(row.font)
    return Text(text=row.text or " ", double_width=row.wide or font in WIDE, double_height=row.tall or font in TALL)


def _code(block: BarcodeBlock, paper: Paper) -> Row:
    """Drawn here where the driver has no such kind."""
    kind = BARCODES.get(block.symbology)
    if kind is None:
        return pixels(barcodes.draw(block.symbology, block.content, paper.dots, block.style))
    return Barcode(barcode=block.content, barcode_type=kind, print_text=block.style.text)
