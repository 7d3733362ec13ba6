"""One CPCL label while it is being drawn.

Source: Zebra CPCL Programming Manual (PROMAN-CPCL). Inferred: a line lies below or to the right of
its points.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from drivers.labels.emulator import lettering
from drivers.labels.emulator.codes import Bars
from drivers.labels.emulator.cpcl_symbols import Drawn, linear
from drivers.labels.emulator.paper import MAX_SIDE, Canvas, Ink, Setup, about_corner, turned
from drivers.labels.emulator.parameters import Parameters, Rejected, sized, whole

_TURNS = {"": 0, "90": 270, "180": 180, "270": 90}  # CPCL turns counter-clockwise


@dataclass(slots=True)
class CpclPage:
    """`offset`: dots that everything is moved to the right."""

    canvas: Canvas
    offset: int
    copies: int
    setup: Setup
    justify: str = "LEFT"
    caption: bool = False  # BARCODE-TEXT
    scale: tuple[int, int] = (1, 1)  # SETMAG

    def told(self, **changes: object) -> None:
        self.setup = replace(self.setup, **changes)  # type: ignore[arg-type]

    def place(self, values: Sequence[str]) -> tuple[int, int]:
        x, y = (whole(value, 0, MAX_SIDE) for value in values)
        return x + self.offset, y

    def code(self, at: tuple[int, int], drawn: Drawn, *, upright: bool) -> None:
        """`upright`: the code reads from the bottom to the top, and `at` is its lower left corner."""
        mask, code = drawn
        shown = mask
        if self.caption and isinstance(code, Bars):
            shown, _ = lettering.captioned(mask, code.content.decode("latin-1"))
        x, y = self._justified(at[0], shown.width), at[1]
        if not upright:
            self.canvas.code_at(code.kind, code.content, (x, y, *mask.size), 0)
            self.canvas.put(x, y, shown)
            return
        self.canvas.code_at(code.kind, code.content, (at[0], y - mask.width, mask.height, mask.width), 270)
        self.canvas.put(at[0], y - shown.width, turned(shown, 270))

    def _justified(self, x: int, width: int) -> int:
        room = self.canvas.image.width - x - width
        return x + {"LEFT": 0, "CENTER": room // 2, "RIGHT": room}[self.justify]

    def bars(self, values: Sequence[str], data: bytes, *, upright: bool) -> None:
        """kind width ratio height x y, and the data."""
        if len(values) != 6:
            raise Rejected("BARCODE has six values and data")
        drawn = linear(values[0], Parameters(values[1:4]), data)
        self.code(self.place(values[4:6]), drawn, upright=upright)

    def text(self, turn: str, values: Sequence[str], data: bytes) -> None:
        """font size x y, and the data."""
        if len(values) != 4 or turn not in _TURNS:
            raise Rejected("TEXT has four values and data")
        height = 12 * (whole(values[1], 0, 15) + 1)
        shown = data.decode("utf-8", "replace")
        mask = lettering.line(shown, height // 2 * self.scale[0], height * self.scale[1])
        x, y = self.place(values[2:4])
        dx, dy = about_corner(*mask.size, _TURNS[turn])
        self.canvas.texts.append(shown)
        left = self._justified(x, mask.width) if not turn else x + dx
        self.canvas.put(left, y + dy, turned(mask, _TURNS[turn]))

    def line(self, values: Sequence[str], ink: Ink) -> None:
        """x0 y0 x1 y1 width"""
        (x0, y0), (x1, y1), wide = self.place(values[:2]), self.place(values[2:4]), whole(values[4], 1, MAX_SIDE)
        if y0 == y1:
            self.canvas.fill((min(x0, x1), y0, abs(x1 - x0), wide), ink)
        elif x0 == x1:
            self.canvas.fill((x0, min(y0, y1), wide, abs(y1 - y0)), ink)
        else:
            self.canvas.polygon([(x0, y0), (x0 + wide, y0), (x1 + wide, y1), (x1, y1)], ink)

    def box(self, values: Sequence[str]) -> None:
        """x0 y0 x1 y1 width"""
        (x0, y0), (x1, y1), wide = self.place(values[:2]), self.place(values[2:4]), whole(values[4], 1, MAX_SIDE)
        if x1 <= x0 or y1 <= y0:
            raise Rejected("BOX ends before it begins")
        self.canvas.frame((x0, y0, x1 - x0, y1 - y0), wide)

    def widen(self, width: int) -> None:
        """PAGE-WIDTH: what has been drawn stays."""
        old, self.canvas.image = self.canvas.image, Image.new("1", sized(width, self.canvas.image.height))
        self.canvas.image.paste(old, (0, 0))
