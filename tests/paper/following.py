"""Going down the paper beside the layout: every row, picture and drawn code in its order, dot for dot."""

from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

from drivers.escpos import images
from drivers.escpos.emulator.roll import PrintedRow
from drivers.model.document import Line, Symbology
from drivers.printing import barcodes, canvas, gs1, transliterate
from drivers.printing.bitmap import Bitmap
from drivers.printing.layout import lay_out
from drivers.printing.page import BarcodeBlock, Block, PictureBlock, TextRow
from drivers.printing.raster import draw_row
from tests.drivers.escpos.printers import printer_with
from tests.paper.printed import Printed
from tests.paper.profiles import LabelPrinter, Profile, ReceiptPrinter

_ALL_KINDS = frozenset(Symbology)
_NEAR = 64  # dots below the last block
_SPARE_DOTS = 8
_BOLD_FROM = 12  # intensity; docs of the API know 1 to 15


def blocks(lines: Iterable[Line], printer: Profile) -> tuple[Block, ...]:
    """What the preview of this paper shows. Which codes fit is another matter."""
    if printer.letters == "similar":
        lines, _ = transliterate.lines(lines, "cp866")
    return lay_out(lines, printer.paper, _ALL_KINDS)


def follow(found: Printed, printer: Profile, layout: Iterable[Block]) -> None:
    """Raises AssertionError at the first block that is not on the paper behind the one before it."""
    way = _Way(found, printer)
    for block in layout:
        match block:
            case TextRow():
                way.text(block)
            case BarcodeBlock():
                way.code(block)
            case PictureBlock():
                way.picture(block.bitmap)
    way.end()


@dataclass
class _Way:
    found: Printed
    printer: Profile

    def __post_init__(self) -> None:
        self._rows = list(self.found.rows)
        self._own_codes = list(self.found.own_codes)
        self._paper, self._y = 0, 0
        width, left = self.printer.paper.dots, self.printer.left
        self._stride = (width + 7) // 8
        self._papers = [_ink(paper.crop((left, 0, left + width, paper.height))) for paper in self.found.papers]

    def text(self, row: TextRow) -> None:
        if self._has_letters(row.text):
            self._own_row(row.text, _style(row))
        elif row.text.strip():
            drawn = draw_row(row, self.printer.paper)
            assert self._seen(drawn), f"not on the paper, or not in its place: {row.text}"

    def picture(self, bitmap: Bitmap) -> None:
        if isinstance(self.printer, ReceiptPrinter) and self.printer.dot > 1:
            coarse = images.fitted(bitmap, printer_with(**self.printer.options))
            bitmap = canvas.scaled(coarse, self.printer.dot, self.printer.dot)
        shown = canvas.centred(bitmap, self.printer.paper.dots)
        assert self._seen(shown) or self._nearly_seen(shown), "a picture is not on the paper, or not in its place"

    def code(self, block: BarcodeBlock) -> None:
        """Drawn by the driver, or by the printer itself, which has its own ways; on labels see raster_sheet."""
        if isinstance(self.printer, LabelPrinter):
            return
        if self.printer.dot > 1:
            self._caption(block)
            return
        if self._own_codes and self._own_codes[0] == block.content.strip(gs1.GS):
            del self._own_codes[0]
            return
        dots = self.printer.paper.dots
        drawn = barcodes.draw(block.symbology, block.content, dots, block.style)
        assert self._seen(canvas.centred(drawn, dots)), f"{block.symbology} is not on the paper, or not in its place"

    def end(self) -> None:
        assert self._rows == [], "rows nobody asked for"
        assert self._own_codes == [], "codes nobody asked for"

    def _has_letters(self, text: str) -> bool:
        if isinstance(self.printer, LabelPrinter):
            return False
        try:
            text.encode(self.printer.options.get("code_page", "cp866"))
        except UnicodeEncodeError:
            return False
        return True

    def _own_row(self, text: str, style: tuple[object, ...] | None = None) -> None:
        row = self._rows.pop(0)
        assert row.text == text
        assert style is None or (not row.mixed and _shown(row) == style)
        assert row.y >= self._y
        self._y = row.y + row.style.height

    def _caption(self, block: BarcodeBlock) -> None:
        """A head too coarse for small letters has them as a row of text."""
        if block.symbology in barcodes.LINEAR and block.style.text:
            text = gs1.shown(block.content) if block.symbology is Symbology.GS1_128 else block.content
            blank = (self.printer.paper.columns() - len(text)) // 2
            self._own_row(" " * blank + text)

    def _seen(self, bitmap: Bitmap) -> bool:
        """Look from where the last block ended; -> whether it was found, and then it is the last one."""
        for paper in range(self._paper, len(self._papers)):
            at = self._papers[paper].find(bitmap.data, self._y * self._stride if paper == self._paper else 0)
            while at % self._stride and at >= 0:
                at = self._papers[paper].find(bitmap.data, at + 1)
            if at >= 0:
                self._paper, self._y = paper, at // self._stride + bitmap.height
                return True
        return False

    def _nearly_seen(self, bitmap: Bitmap) -> bool:
        """But for single dots: bytes that would be a real-time command of ESC/POS must not be sent."""
        wanted, size = int.from_bytes(bitmap.data), len(bitmap.data)
        for y in range(self._y, self._y + _NEAR):
            at = y * self._stride
            there = int.from_bytes(self._papers[self._paper][at : at + size])
            if (wanted ^ there).bit_count() <= _SPARE_DOTS:
                self._y = y + bitmap.height
                return True
        return False


def _ink(paper: Image.Image) -> bytes:
    return paper.point([255] * 128 + [0] * 128).convert("1", dither=Image.Dither.NONE).tobytes()


def _style(row: TextRow) -> tuple[object, ...]:
    """Font of the head, times as wide, times as high, bold."""
    wide, tall = row.wide or row.font == 1, row.tall or row.font in (1, 2)
    return "B" if row.font == 4 else "A", 1 + wide, 1 + tall, row.bold or row.intensity >= _BOLD_FROM


def _shown(row: PrintedRow) -> tuple[object, ...]:
    return row.style.font, row.style.wide, row.style.tall, row.style.bold
