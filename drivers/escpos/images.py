"""Dots on the paper of one printer: pictures, codes and rows of text as its graphics command wants them."""

from dataclasses import replace

from drivers.escpos import codec
from drivers.escpos import graphics_commands as commands
from drivers.escpos.printer import Column, Printer
from drivers.model.document import BarcodeStyle
from drivers.printing import barcodes
from drivers.printing.barcode_kinds import least_height
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import BarcodeBlock

_THERMAL = 203  # dots an inch that heights of the page model are meant for
_COARSE = 72  # dots an inch down the paper of an impact head
_COARSE_MODULE = 2  # dots of its modules, at most
_DOWN = 72 / 80  # of those to the ones across
_BLACK = 96  # shade of a shrunk dot from which it is printed; 255 = all black


def send(bitmap: Bitmap, printer: Printer) -> bytes:
    """The bitmap, at most `printer.dots` wide, at the left. Not for printers without graphics."""
    graphics = printer.graphics
    if not isinstance(graphics, Column):
        return commands.raster(bitmap)
    return commands.columns(
        bitmap, mode=graphics.mode, rows=graphics.rows, spacing=graphics.spacing, spacing_after=printer.line_spacing
    )


def centred(bitmap: Bitmap, printer: Printer) -> bytes:
    middle = bitmap if isinstance(printer.graphics, Column) else _amid_its_bytes(bitmap)
    return codec.align("centre") + send(middle, printer) + codec.align("left")


def _amid_its_bytes(bitmap: Bitmap) -> Bitmap:
    """Raster pictures go in whole bytes, and those are what the printer centres.

    What is shifted out of a row on the right are padding bits, 0, and so it is at the left of the next one.
    """
    data = int.from_bytes(bitmap.data) >> (-bitmap.width % 8) // 2
    return Bitmap(8 * bitmap.stride, bitmap.height, data.to_bytes(len(bitmap.data)))


def code(block: BarcodeBlock, printer: Printer) -> Bitmap:
    """Raises RequestRefused if it is wider than the paper, NotSupported if nothing here can draw the kind."""
    return barcodes.draw(block.symbology, block.content, printer.dots, _style(block, printer))


def fitted(bitmap: Bitmap, printer: Printer) -> Bitmap:
    """A picture laid out in the dots of text, as large in those of graphics."""
    return _scaled(bitmap, printer.dots / printer.paper.dots, _DOWN) if coarse(printer) else bitmap


def shown(bitmap: Bitmap, printer: Printer) -> Bitmap:
    """The other way round: what graphics put on the paper, in the dots of text."""
    return _scaled(bitmap, printer.paper.dots / printer.dots, 1 / _DOWN) if coarse(printer) else bitmap


def coarse(printer: Printer) -> bool:
    return isinstance(printer.graphics, Column) and printer.graphics.coarse


def _style(block: BarcodeBlock, printer: Printer) -> BarcodeStyle:
    """The bars as high on an impact head as on a thermal one, but in no fewer dots than a code needs."""
    style = block.style
    if not coarse(printer) or block.symbology not in barcodes.LINEAR:
        return style
    height = round((style.height or barcodes.HEIGHT) * _COARSE / _THERMAL)
    return replace(style, height=max(height, least_height(block.symbology, style.module or _COARSE_MODULE)))


def _scaled(bitmap: Bitmap, across: float, down: float) -> Bitmap:
    """`down`: how much flatter the dots are than they are narrower."""
    from PIL import Image

    size = (max(1, int(bitmap.width * across)), max(1, round(bitmap.height * across * down)))
    shades = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data).convert("L")
    scaled = shades.resize(size, Image.Resampling.BOX).point([0] * _BLACK + [255] * (256 - _BLACK), "1")
    return Bitmap(*size, scaled.tobytes())
