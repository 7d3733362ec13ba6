"""An ESC/POS printer in standard mode: modes, the line being filled, what goes on the roll."""

from dataclasses import dataclass, field
from fractions import Fraction

from PIL import Image

from drivers.escpos.emulator.charset import COUNTRIES
from drivers.escpos.emulator.condition import Conditions, watched
from drivers.escpos.emulator.glyphs import Glyph, Style, glyph_mask
from drivers.escpos.emulator.head import Head
from drivers.escpos.emulator.linear import LinearCode, draw_linear
from drivers.escpos.emulator.modes import Memory, Modes, fresh
from drivers.escpos.emulator.reader import Misplaced, Rejected
from drivers.escpos.emulator.roll import PrintedRow, Roll

MOST_FEED = 40  # inches: one command feeds no more (Epson, ESC d, ESC J)


@dataclass(slots=True)
class Noted:
    """What leaves no dots."""

    too_wide: list[tuple[str, str]] = field(default_factory=list)  # codes the area was too narrow for
    pulses: list[tuple[int, int, int]] = field(default_factory=list)  # pin 2 or 5, ms on, ms off
    beeps: list[tuple[int, int]] = field(default_factory=list)  # how often, ms each
    requests: list[bytes] = field(default_factory=list)  # questions


class Printer:
    """Fed with commands; everything visible ends up on `roll`, what the host hears in `answers`."""

    def __init__(self, head: Head, keep: int | None = None) -> None:
        self.head, self.roll = head, Roll(head.dots, keep)
        self.conditions, self.memory, self.noted = Conditions(), Memory(), Noted()
        self.downloads: dict[bytes, Image.Image] = {}
        self.answers = bytearray()
        self.blocks: list[bytes] = []  # of an answer the host takes piece by piece; the first one is under way
        self._set_up()

    def power_cut(self) -> None:
        """Everything but the paper and the memory made for it is gone."""
        self.downloads.clear()
        self.answers.clear()
        self.blocks.clear()
        self._set_up()

    def _set_up(self) -> None:
        self.asb = 0  # GS a
        self.reported = watched(self.conditions, 0)  # what automatic status has told
        self.density = 0  # GS ( K, as a signed number
        self.realtime_pulse = True  # GS ( D
        self._clear()

    def _clear(self) -> None:
        self.modes: Modes = fresh(self.head)
        self.drop_line()

    def drop_line(self) -> None:
        """Forget what waits in the line."""
        self.cursor = 0
        self.glyphs: list[Glyph] = []
        self.pictures: list[tuple[int, Image.Image]] = []

    @property
    def line_is_empty(self) -> bool:
        return self.cursor == 0

    @property
    def room(self) -> int:
        """Units of the print area."""
        return min(self.modes.width, self.head.dots - self.modes.left)

    @property
    def style(self) -> Style:
        modes = self.modes
        bold = modes.emphasized or modes.double_strike
        cell = self.head.fonts[modes.font]
        return Style(modes.font, cell, modes.wide, modes.tall, bold, modes.underline, modes.inverse, modes.turned)

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
        if number not in self.head.code_pages:
            raise Rejected(f"code page {number}")
        self.modes.codec = self.head.code_pages[number]

    def character(self, byte: int) -> None:
        """Put a character into the line; one that does not fit first prints the line."""
        char = bytes([byte]).decode(self.modes.codec, "replace")
        char = COUNTRIES[self.modes.country].get(char, char)
        style = self.style
        if not self.line_is_empty and self.cursor + style.width > self.room:
            self.print_line(wrapped=True)
        self.glyphs.append(Glyph(char, self.cursor, style))
        self.cursor += style.width + self.modes.character_spacing * style.wide
        if char == "\ufffd":
            raise Rejected(f"byte {byte:#x} is not in {self.modes.codec}")

    def tab(self) -> None:
        stop = next((stop for stop in self.modes.tabs if stop > self.cursor), None)
        if stop is not None and stop < self.room:
            self.cursor = stop

    def set_tabs(self, columns: bytes) -> None:
        if list(columns) != sorted(set(columns)) or len(columns) > 32:
            raise Rejected("tab stops must rise")
        self.modes.tabs = tuple(column * self.style.width for column in columns)

    def picture(self, mask: Image.Image) -> None:
        """A column picture (ESC *) stands in the line like a character; what does not fit into the line is lost."""
        seen = mask.crop((0, 0, min(mask.width, max(0, self.room - self.cursor)), mask.height))
        self.pictures.append((self.cursor, seen))
        self.cursor += seen.width

    def feed(self, units: int | Fraction) -> None:
        self.roll.feed(min(round(units), MOST_FEED * self.head.dpi[1]))

    def print_line(self, feed: int | Fraction | None = None, *, wrapped: bool = False) -> None:
        """Print what the line holds and feed `feed` units (None = the line spacing), its own height at least."""
        distance = self.modes.line_spacing if feed is None else feed
        height, shift = self._height(), self._shift(self.cursor)
        if self.glyphs or self.pictures:
            self._ink(shift, height)
        if self.glyphs or (not self.pictures and feed is None):
            self.roll.piece.rows.append(self._row(shift, wrapped))
        self.feed(max(distance, height))
        self.drop_line()

    def _ink(self, shift: int, height: int) -> None:
        marks = [(g.x, height - g.style.height, glyph_mask(g.char, g.style)) for g in self.glyphs]
        marks += [(x, 0, mask) for x, mask in self.pictures]
        for x, y, mask in marks:
            if self.modes.upside_down:
                turned = mask.transpose(Image.Transpose.ROTATE_180)
                place = self.room - x - mask.width - shift + 2 * self.modes.left
                self.roll.ink(place, self.roll.y + height - y - mask.height, turned)
            else:
                self.roll.ink(shift + x, self.roll.y + y, mask)

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
        shift = self._shift(seen.width)
        if self.modes.upside_down:
            seen = seen.transpose(Image.Transpose.ROTATE_180)
            shift = 2 * self.modes.left + self.room - seen.width - shift
        self.roll.ink(shift, self.roll.y, seen)
        self.roll.feed(mask.height)

    def symbol(self, kind: str, content: str, mask: Image.Image) -> None:
        """A code of the printer's own; it prints nothing when the area is too narrow."""
        self.need_empty_line()
        if mask.width > self.room:
            self.noted.too_wide.append((kind, content))
            return
        self.roll.piece.barcodes.append((kind, content))
        self.block(mask)

    def barcode(self, code: LinearCode) -> None:
        """Bars with their text above or below, as GS H asks."""
        self.need_empty_line()
        bars = draw_linear(code, self.modes.bar_width, self.modes.bar_height)
        fits = bars.width <= self.room
        if fits and self.modes.text_above:
            self._caption(code.caption, bars.width)
        self.symbol(code.kind, code.content, bars)
        if fits and self.modes.text_below:
            self._caption(code.caption, bars.width)

    def _caption(self, text: str, bars: int) -> None:
        style = Style(self.modes.text_font, self.head.fonts[self.modes.text_font])
        width, height = style.cell
        left = max(0, self._shift(bars) + (bars - width * len(text)) // 2)
        for place, char in enumerate(text):
            self.roll.ink(left + place * width, self.roll.y, glyph_mask(char, style))
        self.roll.feed(height)
