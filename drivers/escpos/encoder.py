"""Blocks as ESC/POS bytes: text native in the code page, codes native, the rest as pictures."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from drivers.escpos import codec, graphics_commands, images, native
from drivers.escpos.printer import Printer
from drivers.printing import transliterate
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import BarcodeBlock, Block, Cut, Feed, PictureBlock, Pulse, TextRow
from drivers.printing.raster import BOLD_FROM, draw_row

PIECE = 800  # dots of paper from which on a piece of a job is closed: 100 mm
_CODE = 200  # dots of a code, roughly
_COARSE = 3  # of them, about, are a row of an impact head
_TEAR_OFF = 120  # dots from the head to the tear bar where there is no knife, 15 mm


@dataclass(frozen=True, slots=True)
class CodePageSample:
    """For the test page: a row in another code page, and a title that every page has."""

    number: int
    title: str
    row: bytes


@dataclass(frozen=True, slots=True)
class StoredPicture:
    """A picture the printer keeps under `key`; `bitmap` is what it looks like."""

    key: bytes
    bitmap: Bitmap


Printed = Block | CodePageSample | StoredPicture


@dataclass(frozen=True, slots=True)
class Piece:
    """Bytes that may be confirmed together: they end at the beginning of a line. `labels` of a batch are out then."""

    data: bytes
    labels: int = 0


class Encoder:
    """Stateless between documents. `start` is sent once, before the first piece of a job."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._face = cache(self._make_face)
        self.start = (
            codec.initialise()
            + (codec.cancel_kanji() if printer.cancel_kanji else b"")
            + codec.international()
            + codec.code_page(printer.code_page)
            + codec.line_spacing(printer.line_spacing)
            + (codec.density(printer.density) if printer.density else b"")
        )

    def pieces(self, blocks: Iterable[Printed], last: bytes = b"") -> Iterator[Piece]:
        """Whole blocks together up to about PIECE dots of paper; `last` goes out with the last one.

        The mode is sent when it changes; nothing but it survives from block to block.
        """
        current, made, dots = b"", [b""], 0
        for block in blocks:
            if dots >= PIECE:
                yield Piece(b"".join(made))
                made, dots = [], 0
            if isinstance(block, TextRow):
                mode, data, height = self._text(block)
                if mode not in (b"", current):
                    current = mode
                    made.append(mode)
            else:
                data, height = self._other(block), self._height(block)
            made.append(data)
            dots += height
        yield Piece(b"".join([*made, last]))

    def beep(self) -> bytes:
        return codec.beep(self._printer.beep, self._printer.beep_command) if self._printer.beep else b""

    def pulse(self) -> bytes:
        printer = self._printer
        return codec.pulse(printer.drawer_pin, printer.pulse_on, printer.pulse_off)

    def label(self, bitmap: Bitmap) -> Piece:
        return Piece(images.centred(bitmap, self._printer) + self._cut(), labels=1)

    def _text(self, row: TextRow) -> tuple[bytes, bytes, int]:
        """Mode, bytes and height; a row with a character the code page lacks is drawn, so that none becomes "?"."""
        encoding = self._printer.encoding
        mode, height = self._face(row.font, row.bold or row.intensity >= BOLD_FROM, row.wide, row.tall)
        try:
            text = codec.text(row.text, encoding)
        except UnicodeEncodeError:
            if self._printer.draws_text:
                return b"", images.send(draw_row(row, self._printer.paper), self._printer), height
            text = codec.text(transliterate.into(row.text, encoding)[0], encoding)
        return mode, text + b"\n", height

    def _make_face(self, font: int, bold: bool, wide: bool, tall: bool) -> tuple[bytes, int]:
        """Mode and height of a row; there are but a few."""
        paper = self._printer.paper
        own = paper.number(font)
        shown = 3 if own == 4 and not self._printer.small_font else own
        height = paper.cell(own).height * (2 if tall else 1)
        return codec.mode(shown, bold=bold, wide=wide, tall=tall), height

    def _other(self, block: PictureBlock | BarcodeBlock | Feed | Cut | Pulse | CodePageSample | StoredPicture) -> bytes:
        match block:
            case BarcodeBlock():
                code = native.encode(block, self._printer.paper.dots) or b""
                return codec.align("centre") + code + codec.align("left")
            case PictureBlock():
                return images.centred(block.bitmap, self._printer)
            case StoredPicture():
                return codec.align("centre") + graphics_commands.print_stored(block.key) + codec.align("left")
            case CodePageSample():
                return codec.code_page(block.number) + block.row + b"\n" + codec.code_page(self._printer.code_page)
            case Feed():
                return codec.feed(block.dots)
            case Cut():
                return self._cut()
            case Pulse():
                return self.pulse()

    def _height(self, block: Printed) -> int:
        """Dots of paper, roughly: it decides only where a job is cut into pieces."""
        match block:
            case PictureBlock() | StoredPicture():
                return block.bitmap.height * (_COARSE if images.coarse(self._printer) else 1)
            case BarcodeBlock():
                return _CODE
            case _:
                return self._printer.paper.cell(3).height

    def _cut(self) -> bytes:
        if self._printer.cut == "none":
            return codec.feed(_TEAR_OFF + self._printer.feed_before_cut)
        return codec.cut(self._printer.cut, self._printer.feed_before_cut)
