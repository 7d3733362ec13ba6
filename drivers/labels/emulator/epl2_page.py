"""The picture of an EPL2 printer and how it has been set up.

Source: Zebra EPL Programming Guide 14245L-003, EPL2 Programmer's Manual 980352-001.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from PIL import Image, ImageDraw

from drivers.labels.emulator import lettering
from drivers.labels.emulator.machine import Job
from drivers.labels.emulator.paper import MAX_SIDE, Canvas, Ink, Setup, about_corner, turned
from drivers.labels.emulator.parameters import Parameters, Rejected, one_of

_FONTS = {"1": (8, 12), "2": (10, 16), "3": (12, 20), "4": (14, 24), "5": (32, 48)}


@dataclass(slots=True)
class Epl2Page:
    size: tuple[int, int]  # dots, of the picture that N will make
    canvas: Canvas
    origin: tuple[int, int] = (0, 0)
    setup: Setup = field(default_factory=Setup)
    cut_every: int = 0

    def clear(self) -> None:
        self.canvas = Canvas(*self.size)

    def job(self, values: Parameters) -> Job:
        """Pn,m: n sets of m copies. The picture stays."""
        copies = values.number(0, None, 1, 65535) * values.number(1, 1, 1, 65535)
        return Job(self.canvas.label(self.setup), copies, self.cut_every)

    def told(self, **changes: object) -> None:
        self.setup = replace(self.setup, **changes)  # type: ignore[arg-type]

    def point(self, values: Parameters, place: int) -> tuple[int, int]:
        x, y = values.number(place, None, 0, MAX_SIDE), values.number(place + 1, None, 0, MAX_SIDE)
        return x + self.origin[0], y + self.origin[1]

    def do(self, text: str) -> bool:
        """A line without quotes; False = not one of these. Raises Rejected."""
        if text[:2] in _LINES:
            _LINES[text[:2]](self, plain(text[2:]))
        elif text[:1] in _SETTINGS:
            _SETTINGS[text[:1]](self, text[1:])
        else:
            return False
        return True

    def text(self, values: Parameters, content: bytes) -> None:
        """Ax,y,turn,font,x-scale,y-scale,reverse N or R, and the text in quotes."""
        x, y = self.point(values, 0)
        turn, font = 90 * values.number(2, None, 0, 3), one_of(values.text(3), list(_FONTS))
        wide, tall = values.number(4, None, 1, 8), values.number(5, None, 1, 9)
        values.letter(6, "N", "NR")
        shown = content.decode("cp437")
        mask = lettering.line(shown, _FONTS[font][0] * wide, _FONTS[font][1] * tall)
        dx, dy = about_corner(*mask.size, turn)
        self.canvas.texts.append(shown)
        self.canvas.put(x + dx, y + dy, turned(mask, turn))


def plain(text: str) -> Parameters:
    return Parameters([part.strip() for part in text.split(",")])


def _fill(ink: Ink) -> Callable[[Epl2Page, Parameters], None]:
    """LO LW LE x,y,width,height"""

    def do(page: Epl2Page, values: Parameters) -> None:
        width, height = values.number(2, None, 1, MAX_SIDE), values.number(3, None, 1, MAX_SIDE)
        page.canvas.fill((*page.point(values, 0), width, height), ink)

    return do


def _slant(page: Epl2Page, values: Parameters) -> None:
    """LSx,y,thickness,x end,y end"""
    mask = Image.new("1", page.canvas.image.size)
    ends = (*page.point(values, 0), *page.point(values, 3))
    ImageDraw.Draw(mask).line(ends, fill=1, width=values.number(2, None, 1, 999))
    page.canvas.put(0, 0, mask)


def _box(page: Epl2Page, text: str) -> None:
    """Xx,y,thickness,x end,y end"""
    values = plain(text)
    (x, y), (right, bottom) = page.point(values, 0), page.point(values, 3)
    if right <= x or bottom <= y:
        raise Rejected("X ends before it begins")
    page.canvas.frame((x, y, right - x, bottom - y), values.number(2, None, 1, MAX_SIDE))


def _width(page: Epl2Page, text: str) -> None:
    """q: a change clears the picture."""
    page.size = (plain(text).number(0, None, 1, MAX_SIDE), page.size[1])
    page.clear()


def _length(page: Epl2Page, text: str) -> None:
    """Qlength,gap[,offset]: gap 0 = continuous, B before it = black mark. A change clears the picture."""
    values = plain(text)
    mark = values.text(1).startswith("B")
    gap = Parameters([values.text(1).removeprefix("B")]).number(0, 0, 0, MAX_SIDE)
    page.size = (page.size[0], values.number(0, None, 1, MAX_SIDE))
    media = "mark" if mark else "gap" if gap else "continuous"
    page.told(media=media, gap=gap, offset=values.number(2, 0, -MAX_SIDE, MAX_SIDE))
    page.clear()


def _speed(page: Epl2Page, text: str) -> None:
    page.told(speed=float(plain(text).number(0, None, 0, 6)))


def _density(page: Epl2Page, text: str) -> None:
    page.told(darkness=plain(text).number(0, None, 0, 15))


def _direction(page: Epl2Page, text: str) -> None:
    page.told(direction=f"Z{one_of(text, 'TB')}")


def _reference(page: Epl2Page, text: str) -> None:
    values = plain(text)
    page.origin = (values.number(0, None, 0, MAX_SIDE), values.number(1, None, 0, MAX_SIDE))


def _options(page: Epl2Page, text: str) -> None:
    """O and letters: C cutter (and a number: after so many labels), P peel; others have no effect here."""
    match = re.fullmatch(r"[A-BD-Z]*(C(\d*))?[A-BD-Z]*(,\d+)?", text)
    if match is None:
        raise Rejected(f"O{text}")
    page.cut_every = int(match.group(2) or 1) if match.group(1) else 0
    page.told(after="cut" if page.cut_every else "peel" if "P" in text else "tear")


_LINES: dict[str, Callable[[Epl2Page, Parameters], None]] = {
    "LO": _fill(Ink.BLACK),
    "LW": _fill(Ink.WHITE),
    "LE": _fill(Ink.REVERSE),
    "LS": _slant,
}
_SETTINGS: dict[str, Callable[[Epl2Page, str], None]] = {
    "q": _width,
    "Q": _length,
    "S": _speed,
    "D": _density,
    "Z": _direction,
    "R": _reference,
    "O": _options,
    "X": _box,
}
