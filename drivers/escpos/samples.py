"""The ruler and the test page: what a printer can do, on paper."""

import codecs
from collections.abc import Iterator

from drivers.errors import RequestRefused
from drivers.escpos import images, native
from drivers.escpos.encoder import CodePageSample, Printed
from drivers.escpos.printer import Printer
from drivers.model.document import Symbology
from drivers.printing import barcodes
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import BarcodeBlock, Cut, PictureBlock, TextRow

_PANGRAM = "Съешь ещё этих мягких французских булок, да выпей чаю № 1"
_UPPER_HALF = bytes(range(0x80, 0x100))
_CODES = {
    Symbology.EAN8: "4600000",
    Symbology.EAN13: "460000000000",
    Symbology.UPCA: "01234567890",
    Symbology.ITF14: "1460000000000",
    Symbology.CODE39: "KKM-39",
    Symbology.CODE93: "KKM-93",
    Symbology.CODE128: "Kkm-128",
    Symbology.GS1_128: "(10)A128",
    Symbology.QR: "t=20240201T1105&s=1.00&fn=9999078900000001&i=19&fp=1020304050&n=1",
    Symbology.PDF417: "kkmserver PDF417",
    Symbology.DATAMATRIX: "kkmserver",
    Symbology.GS1_DATAMATRIX: "(01)04600000000008(21)5Abc",
    Symbology.AZTEC: "kkmserver Aztec",
}


def ruler(printer: Printer) -> Iterator[Printed]:
    """For each font its number, its columns and a row of digits as long as the line."""
    yield from _fonts(printer)
    yield Cut()


def page(printer: Printer) -> Iterator[Printed]:
    """Fonts, styles, intensities, code pages, barcodes by the printer and as pictures, a picture, the cut."""
    yield from _fonts(printer)
    yield from _styles(printer)
    yield from _code_pages(printer)
    for symbology, content in _CODES.items():
        yield from _code(printer, symbology, barcodes.check(symbology, content))
    if printer.graphics != "none":
        yield TextRow(_cut_to("Картинка на всю ширину:", printer))
        yield PictureBlock(_wedge(printer.dots))
    yield Cut()


def _fonts(printer: Printer) -> Iterator[TextRow]:
    for font in sorted(printer.paper.fonts, reverse=True):
        columns = printer.paper.columns(font)
        yield TextRow(f"Шрифт {font}: {columns}"[:columns], font)
        yield TextRow("".join(str(place % 10) for place in range(1, columns + 1)), font)


def _styles(printer: Printer) -> Iterator[TextRow]:
    yield TextRow(_cut_to("Жирный", printer), bold=True)
    yield TextRow(_cut_to("Широкий", printer), 3, wide=True)
    yield TextRow(_cut_to("Высокий", printer), 3, tall=True)
    for intensity in (1, 8, 15):
        yield TextRow(_cut_to(f"Яркость {intensity}", printer), 0, intensity)


def _code_pages(printer: Printer) -> Iterator[Printed]:
    """Each under its number and name, in ASCII, which all pages share; Russian where the page has it."""
    columns = printer.paper.columns(3)
    for number, name in sorted(printer.code_pages.items()):
        title = f"{number}: {name}"[:columns]
        yield TextRow(title, 3)
        text = _russian(name) or _upper_half(name)
        for at in range(0, len(text), columns):
            yield CodePageSample(number, title, text[at : at + columns])


def _upper_half(name: str) -> bytes:
    """What stands above ASCII: all of it where nobody knows the page."""
    try:
        return bytes(byte for byte in _UPPER_HALF if bytes((byte,)).decode(name, "ignore"))
    except LookupError:
        return _UPPER_HALF


def _russian(name: str) -> bytes:
    """The pangram in a code page, b"" where it lacks the letters or nobody knows the page."""
    try:
        return _PANGRAM.encode(codecs.lookup(name).name)
    except (LookupError, UnicodeEncodeError):
        return b""


def _code(printer: Printer, symbology: Symbology, content: str) -> Iterator[Printed]:
    block = BarcodeBlock(symbology, content)
    if native.possible(block, printer):
        yield TextRow(_cut_to(f"{symbology} принтером:", printer))
        yield block
    if printer.graphics == "none":
        return
    try:
        picture = images.code(block, printer)
    except RequestRefused as error:
        yield TextRow(_cut_to(error.text, printer))
    else:
        yield TextRow(_cut_to(f"{symbology} картинкой:", printer))
        yield PictureBlock(picture)


def _cut_to(text: str, printer: Printer) -> str:
    return text[: printer.paper.columns(1)] if len(text) < 12 else text[: printer.paper.columns()]


def _wedge(dots: int) -> Bitmap:
    """A black frame as wide as the paper with a diagonal: a missing edge or a slipped dot row is seen at once."""
    height = max(16, dots // 8)
    stride = (dots + 7) // 8
    rows = []
    for row in range(height):
        line = bytearray(stride)
        edge = row in (0, height - 1)
        for column in range(dots) if edge else (0, dots - 1, row * (dots - 1) // (height - 1)):
            line[column // 8] |= 0x80 >> column % 8
        rows.append(bytes(line))
    return Bitmap(dots, height, b"".join(rows))
