"""The state of an ESC/POS printer in standard mode: modes, the line being filled, the symbol store."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from PIL import Image

from tests.escpos_codes import LinearCode, Rejected, draw_linear
from tests.escpos_roll import CELLS, Glyph, PrintedRow, Roll, Style, glyph_mask

LINE_SPACING = 30  # dots, what ESC 2 stands for at 203 dpi


class Misplaced(Exception):
    """A command that a printer ignores because the line already holds data."""


@dataclass(slots=True)
class Modes:
    """Everything ESC @ sets back."""

    font: str = "A"
    wide: int = 1
    tall: int = 1
    emphasized: bool = False
    double_strike: bool = False
    underline: int = 0
    inverse: bool = False
    character_spacing: int = 0
    line_spacing: int = LINE_SPACING
    align: int = 0
    left: int = 0
    width: int = 1 << 16
    tabs: tuple[int, ...] = tuple(8 * 12 * stop for stop in range(1, 33))  # dots
    bar_height: int = 162
    bar_width: int = 3
    text_above: bool = False
    text_below: bool = False
    text_font: str = "A"
    qr_module: int = 3
    qr_level: int = 0
    pdf_columns: int = 0
    pdf_rows: int = 0
    pdf_module: int = 3
    pdf_row_height: int = 3
    pdf_level: int = -1
    pdf_truncated: bool = False
    matrix_module: int = 3
    symbols: dict[int, bytes] = field(default_factory=dict)  # cn -> stored data
    graphics: Image.Image | None = None


class Printer:
    """Fed with commands by the interpreter; everything visible ends up on `roll`."""

    def __init__(self, dots: int, code_pages: Mapping[int, str]) -> None:
        self.roll = Roll(dots)
        self.code_pages = code_pages
        self.barcodes: list[tuple[str, str]] = []
        self.too_wide: list[tuple[str, str]] = []
        self.pulses: list[tuple[int, int, int]] = []
        self.requests: list[bytes] = []
        self._clear()

    def _clear(self) -> None:
        self.modes = Modes()
        self.codec = self.code_pages.get(0, "cp437")
        self._new_line()

    def _new_line(self) -> None:
        self.cursor = 0
        self.glyphs: list[Glyph] = []
        self.pictures: list[tuple[int, Image.Image]] = []

    @property
    def line_is_empty(self) -> bool:
        return self.cursor == 0

    @property
    def room(self) -> int:
        """Dots of the print area."""
        return min(self.modes.width, self.roll.dots - self.modes.left)

    @property
    def style(self) -> Style:
        modes = self.modes
        bold = modes.emphasized or modes.double_strike
        return Style(modes.font, modes.wide, modes.tall, bold, modes.underline, modes.inverse)

    def reset(self) -> None:
        """ESC @. Text that waits in the line is lost."""
        lost = not self.line_is_empty
        self._clear()
        if lost:
            raise Misplaced

    def need_empty_line(self) -> None:
        if not self.line_is_empty:
            raise Misplaced

    def select_code_page(self, number: int) -> None:
        if number not in self.code_pages:
            raise Rejected(f"code page {number}")
        self.codec = self.code_pages[number]

    def character(self, byte: int) -> None:
        """Put a character into the line; one that does not fit first prints the line."""
        char = bytes([byte]).decode(self.codec, "replace")
        style = self.style
        if not self.line_is_empty and self.cursor + style.width > self.room:
            self.print_line(wrapped=True)
        self.glyphs.append(Glyph(char, self.cursor, style))
        self.cursor += style.width + self.modes.character_spacing * style.wide
        if char == "\ufffd":
            raise Rejected(f"byte {byte:#x} is not in {self.codec}")

    def tab(self) -> None:
        stop = next((stop for stop in self.modes.tabs if stop > self.cursor), None)
        if stop is not None and stop < self.room:
            self.cursor = stop

    def set_tabs(self, columns: bytes) -> None:
        if list(columns) != sorted(set(columns)) or len(columns) > 32:
            raise Rejected("tab stops must rise")
        self.modes.tabs = tuple(column * self.style.width for column in columns)

    def picture(self, mask: Image.Image) -> None:
        """A column picture (ESC *) stands in the line like a character."""
        self.pictures.append((self.cursor, mask))
        self.cursor += mask.width

    def print_line(self, feed: int | None = None, *, wrapped: bool = False) -> None:
        """Print what the line holds and feed `feed` dots (None = the line spacing), its own height at least."""
        distance = self.modes.line_spacing if feed is None else feed
        height = self._height()
        shift = self._shift(self.cursor)
        for glyph in self.glyphs:
            top = self.roll.y + height - glyph.style.height
            self.roll.ink(shift + glyph.x, top, glyph_mask(glyph.char, glyph.style))
        for x, mask in self.pictures:
            self.roll.ink(shift + x, self.roll.y, mask)
        if self.glyphs or (not self.pictures and feed is None):
            self.roll.rows.append(self._row(shift, wrapped))
        self.roll.feed(max(distance, height))
        self._new_line()

    def _height(self) -> int:
        heights = [glyph.style.height for glyph in self.glyphs] + [mask.height for _, mask in self.pictures]
        return max(heights, default=0)

    def _shift(self, width: int) -> int:
        return self.modes.left + max(0, self.room - width) * self.modes.align // 2

    def _row(self, shift: int, wrapped: bool) -> PrintedRow:
        styles = [glyph.style for glyph in self.glyphs] or [self.style]
        text, end = "", 0
        for glyph in self.glyphs:
            x = glyph.x + shift
            text += " " * ((x - end) // glyph.style.width) + glyph.char
            end = x + glyph.style.width + self.modes.character_spacing * glyph.style.wide
        return PrintedRow(text.rstrip(" "), styles[0], len(set(styles)) > 1, wrapped, self.roll.y)

    def block(self, mask: Image.Image) -> None:
        """A picture on rows of its own, at the alignment; what is wider than the area is lost."""
        self.need_empty_line()
        seen = mask.crop((0, 0, min(mask.width, self.room), mask.height))
        self.roll.ink(self._shift(seen.width), self.roll.y, seen)
        self.roll.feed(mask.height)

    def symbol(self, kind: str, content: str, mask: Image.Image) -> None:
        """A code of the printer's own; it prints nothing when the area is too narrow."""
        self.need_empty_line()
        if mask.width > self.room:
            self.too_wide.append((kind, content))
            return
        self.barcodes.append((kind, content))
        self.block(mask)

    def barcode(self, code: LinearCode) -> None:
        """Bars with their text above or below, as GS H asks."""
        self.need_empty_line()
        bars = draw_linear(code, self.modes.bar_width, self.modes.bar_height)
        fits = bars.width <= self.room
        if fits and self.modes.text_above:
            self._caption(code.content, bars.width)
        self.symbol(code.kind, code.content, bars)
        if fits and self.modes.text_below:
            self._caption(code.content, bars.width)

    def _caption(self, text: str, bars: int) -> None:
        style = Style(self.modes.text_font)
        width, height = CELLS[style.font]
        left = self._shift(bars) + (bars - width * len(text)) // 2
        for place, char in enumerate(text):
            self.roll.ink(left + place * width, self.roll.y, glyph_mask(char, style))
        self.roll.feed(height)
