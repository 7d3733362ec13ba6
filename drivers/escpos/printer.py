"""Everything about a printer that decides which bytes it gets."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from drivers.model.document import Symbology
from drivers.printing.page import Paper


@dataclass(frozen=True, slots=True)
class Column:
    """How `ESC *` puts dots on the paper: mode m, rows of a band, units of ESC 3 that make bands touch, dots across.

    `coarse`: an impact head, whose dots are 1/80 inch wide and 1/72 inch high where thermal ones are 1/203 or 1/180.
    """

    mode: int
    rows: Literal[8, 24]
    spacing: int
    dots: int
    coarse: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Printer:
    """`graphics`: a Column = by `ESC *`. `dots`: across, for pictures and codes; text has `paper.dots`."""

    paper: Paper
    encoding: str
    code_page: int
    code_pages: Mapping[int, str]  # all it has: n of ESC t -> name of the encoding
    native_codes: frozenset[Symbology]
    graphics: Literal["raster", "none"] | Column
    dpi: int
    small_font: bool  # has font B
    draws_text: bool  # what the code page lacks is drawn, not replaced
    cut: Literal["full", "partial", "none"]
    feed_before_cut: int
    drawer_pin: Literal[2, 5]
    pulse_on: int  # milliseconds
    pulse_off: int
    line_spacing: int
    cancel_kanji: bool
    density: int
    beep: int
    beep_command: Literal["esc-b", "epson"]

    @property
    def dots(self) -> int:
        return self.graphics.dots if isinstance(self.graphics, Column) else self.paper.dots
