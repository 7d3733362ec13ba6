"""A document as ESC/POS bytes: text native in the code page, codes native or as pictures, the rest as pictures."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from drivers.errors import NotSupported, RequestRefused
from drivers.escpos import codec, native
from drivers.model.document import Line, Symbology
from drivers.printing import barcodes
from drivers.printing.bitmap import Bitmap
from drivers.printing.layout import check, lay_out
from drivers.printing.page import BarcodeBlock, Block, Cut, Feed, Paper, PictureBlock, Pulse, TextRow
from drivers.printing.raster import BOLD_FROM, draw_row

_TEAR_OFF = 120  # dots from the head to the tear bar where there is no knife, 15 mm


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """Everything about a printer that decides which bytes it gets."""

    paper: Paper
    encoding: str
    code_page: int
    native_codes: frozenset[Symbology]
    raster: bool
    small_font: bool  # has font B
    cut: Literal["full", "partial", "none"]
    feed_before_cut: int
    drawer_pin: Literal[2, 5]
    line_spacing: int
    cancel_kanji: bool


class Encoder:
    """Stateless between documents: each begins with the printer's initialisation."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._start = (
            codec.initialise()
            + (codec.cancel_kanji() if printer.cancel_kanji else b"")
            + codec.international()
            + codec.code_page(printer.code_page)
            + codec.line_spacing(printer.line_spacing)
        )

    def document(self, lines: Sequence[Line]) -> bytes:
        """One copy, cut at the end. Raises RequestRefused: a row that cannot be printed, by its number."""
        paper = self._printer.paper
        try:
            return self.page([*lay_out(lines, paper, self._printer.native_codes), Cut()])
        except RequestRefused:
            check(lines, paper)  # knows the number of the row, where a code that had to be drawn does not
            raise

    def ruler(self) -> bytes:
        """For each font its number, its columns and a row of digits as long as the line."""
        rows: list[Block] = []
        for font in sorted(self._printer.paper.fonts, reverse=True):
            columns = self._printer.paper.columns(font)
            rows.append(TextRow(f"Шрифт {font}: {columns}"[:columns], font))
            rows.append(TextRow("".join(str(place % 10) for place in range(1, columns + 1)), font))
        return self.page([*rows, Cut()])

    def pulse(self) -> bytes:
        return codec.pulse(self._printer.drawer_pin)

    def page(self, blocks: Iterable[Block]) -> bytes:
        """Raises RequestRefused for a code wider than the paper, NotSupported for a picture without raster."""
        return b"".join([self._start, *self._pieces(blocks)])

    def _pieces(self, blocks: Iterable[Block]) -> Iterator[bytes]:
        """The mode is sent when it changes; nothing but it survives from block to block."""
        current = b""
        for block in blocks:
            if isinstance(block, TextRow):
                mode, row = self._text(block)
                if mode not in (b"", current):
                    current = mode
                    yield mode
                yield row
            else:
                yield self._other(block)

    def _text(self, row: TextRow) -> tuple[bytes, bytes]:
        """Mode and bytes of a row; a row with a character the code page lacks is drawn, so that none becomes "?"."""
        font = row.font if row.font in self._printer.paper.fonts else self._printer.paper.font
        try:
            text = codec.text(row.text, self._printer.encoding)
        except UnicodeEncodeError:
            return b"", self._picture(lambda: draw_row(row, self._printer.paper), "строка с особыми знаками")
        shown = 3 if font == 4 and not self._printer.small_font else font
        return codec.mode(shown, bold=row.intensity >= BOLD_FROM), text + b"\n"

    def _other(self, block: Block) -> bytes:
        match block:
            case BarcodeBlock():
                return codec.align("centre") + self._barcode(block) + codec.align("left")
            case PictureBlock():
                picture = self._picture(lambda: block.bitmap, "картинка")
                return codec.align("centre") + picture + codec.align("left")
            case Feed():
                return codec.feed(block.dots)
            case Cut():
                return self._cut()
            case Pulse():
                return self.pulse()
            case TextRow():
                return self._text(block)[1]

    def _barcode(self, block: BarcodeBlock) -> bytes:
        dots = self._printer.paper.dots
        if block.symbology in self._printer.native_codes and (code := native.encode(block, dots)) is not None:
            return code
        return self._picture(lambda: barcodes.draw(block.symbology, block.content, dots), f"штрихкод {block.symbology}")

    def _picture(self, draw: Callable[[], Bitmap], what: str) -> bytes:
        if not self._printer.raster:
            raise NotSupported(f"Этот принтер не печатает изображений, а {what} иначе не напечатать. Уберите из чека.")
        return codec.raster(draw())

    def _cut(self) -> bytes:
        if self._printer.cut == "none":
            return codec.feed(_TEAR_OFF + self._printer.feed_before_cut)
        return codec.cut(self._printer.cut, self._printer.feed_before_cut)
