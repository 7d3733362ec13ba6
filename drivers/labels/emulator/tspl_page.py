"""The picture of a TSPL printer and how it has been set up: what lines without quotes do.

Source: TSC TSPL/TSPL2 Programming manual, setup and system commands, label formatting commands.
"""

from dataclasses import dataclass, field, replace

from drivers.labels.emulator.machine import Job
from drivers.labels.emulator.paper import MAX_SIDE, Box, Canvas, Ink, Setup, packed
from drivers.labels.emulator.parameters import Parameters, Rejected, decimal, one_of
from drivers.labels.emulator.tspl_values import measure

_WITHOUT_EFFECT = frozenset(
    [
        "CODEPAGE",
        "COUNTRY",
        "FEED",
        "BACKFEED",
        "BACKUP",
        "FORMFEED",
        "HOME",
        "SOUND",
        "LIMITFEED",
        "CUT",
        "EOP",
        "EOJ",
        "DELAY",
        "GAPDETECT",
        "BLINEDETECT",
        "AUTODETECT",
        "LANGUAGE",
    ]
)
_OTHER_SETTINGS = frozenset(["RIBBON", "HEAD", "BACK", "REPRINT", "PRINTKEY", "COUNTER", "KEY1", "KEY2"])


@dataclass(slots=True)
class TsplPage:
    """`size`: dots, of the picture that CLS will make."""

    dpi: int
    size: tuple[int, int]
    canvas: Canvas
    setup: Setup = field(default_factory=Setup)
    reference: tuple[int, int] = (0, 0)
    shift: tuple[int, int] = (0, 0)
    cut_every: int = 0  # -1 = after the last label of a PRINT

    @property
    def origin(self) -> tuple[int, int]:
        return self.reference[0] + self.shift[0], self.reference[1] + self.shift[1]

    def point(self, values: Parameters, place: int) -> tuple[int, int]:
        x, y = (values.number(place + each, None, -MAX_SIDE, MAX_SIDE) for each in (0, 1))
        return x + self.origin[0], y + self.origin[1]

    def do(self, name: str, values: Parameters) -> None:
        """Raises Rejected."""
        if name in _COMMANDS:
            _COMMANDS[name](self, values)
        elif name not in _WITHOUT_EFFECT:
            raise Rejected(name)

    def clear(self) -> None:
        self.canvas = Canvas(*self.size)

    def job(self, values: Parameters) -> Job:
        """PRINT m,n: m sets of n copies. The picture stays for the next PRINT."""
        copies = values.number(0, 1, 1, 999_999_999) * values.number(1, 1, 1, 999_999_999)
        return Job(self.canvas.label(self.setup), copies, copies if self.cut_every < 0 else self.cut_every)

    def bitmap(self, values: Parameters, data: bytes) -> None:
        """BITMAP x,y,width in bytes,height,mode,data: a bit of 0 is a dot. Mode 0 overwrites, 1 adds, 2 reverses."""
        x, y = self.point(values, 0)
        across, down = values.number(2, None, 1, MAX_SIDE // 8), values.number(3, None, 1, MAX_SIDE)
        mask = packed(across * 8, down, data, black=0)
        mode = values.number(4, None, 0, 2)
        if mode == 0:
            self.canvas.copy(x, y, mask)
        else:
            self.canvas.put(x, y, mask, Ink.BLACK if mode == 1 else Ink.REVERSE)

    def told(self, **changes: object) -> None:
        self.setup = replace(self.setup, **changes)  # type: ignore[arg-type]


def _dots(page: TsplPage, values: Parameters, place: int, default: int | None = None) -> int:
    if default is not None and not values.given(place):
        return default
    return measure(values.text(place), page.dpi)


def _size(page: TsplPage, values: Parameters) -> None:
    """SIZE width[,length]"""
    width, length = _dots(page, values, 0), _dots(page, values, 1, page.size[1])
    if not (0 < width <= MAX_SIDE and 0 < length <= MAX_SIDE):
        raise Rejected("SIZE")
    page.size = (width, length)


def _gap(page: TsplPage, values: Parameters) -> None:
    gap = _dots(page, values, 0)
    page.told(media="gap" if gap else "continuous", gap=gap, offset=_dots(page, values, 1, 0))


def _line(page: TsplPage, values: Parameters) -> None:
    page.told(media="mark", gap=_dots(page, values, 0), offset=_dots(page, values, 1, 0))


def _offset(page: TsplPage, values: Parameters) -> None:
    page.told(offset=_dots(page, values, 0))


def _speed(page: TsplPage, values: Parameters) -> None:
    page.told(speed=decimal(values.text(0), 0.5, 18))


def _density(page: TsplPage, values: Parameters) -> None:
    page.told(darkness=values.number(0, None, 0, 15))


def _direction(page: TsplPage, values: Parameters) -> None:
    page.told(direction=f"{values.number(0, None, 0, 1)},{values.number(1, 0, 0, 1)}")


def _reference(page: TsplPage, values: Parameters) -> None:
    page.reference = (values.number(0, None, 0, MAX_SIDE), values.number(1, None, 0, MAX_SIDE))


def _shift(page: TsplPage, values: Parameters) -> None:
    """SHIFT y, or SHIFT x,y"""
    moved = [values.number(place, None, -MAX_SIDE, MAX_SIDE) for place in range(len(values.texts))]
    page.shift = (0, moved[0]) if len(moved) == 1 else (moved[0], moved[1])


def _set(page: TsplPage, values: Parameters) -> None:
    """SET CUTTER OFF|BATCH|n, SET PEEL ON|OFF, SET TEAR ON|OFF"""
    what, _, value = values.text(0).partition(" ")
    if what in ("CUTTER", "PARTIAL_CUTTER"):
        page.cut_every = {"OFF": 0, "BATCH": -1}.get(value, int(value) if value.isdigit() else -2)
        if page.cut_every < -1:
            raise Rejected(f"SET CUTTER {value}")
        page.told(after="cut" if page.cut_every else "tear")
    elif what in ("PEEL", "TEAR"):
        chosen = one_of(value, ["ON", "OFF"]) == "ON"
        page.told(after="peel" if chosen and what == "PEEL" else "tear")
    elif what not in _OTHER_SETTINGS:
        raise Rejected(f"SET {what}")


def _clear(page: TsplPage, _values: Parameters) -> None:
    page.clear()


def _area(page: TsplPage, values: Parameters) -> Box:
    return (*page.point(values, 0), values.number(2, None, 1, MAX_SIDE), values.number(3, None, 1, MAX_SIDE))


def _bar(page: TsplPage, values: Parameters) -> None:
    page.canvas.fill(_area(page, values))


def _erase(page: TsplPage, values: Parameters) -> None:
    page.canvas.fill(_area(page, values), Ink.WHITE)


def _reverse(page: TsplPage, values: Parameters) -> None:
    page.canvas.fill(_area(page, values), Ink.REVERSE)


def _box(page: TsplPage, values: Parameters) -> None:
    """BOX x,y,x end,y end,thickness[,radius]; corners are drawn square."""
    (x, y), (right, bottom) = page.point(values, 0), page.point(values, 2)
    if right <= x or bottom <= y:
        raise Rejected("BOX ends before it begins")
    page.canvas.frame((x, y, right - x, bottom - y), values.number(4, None, 1, MAX_SIDE))


_COMMANDS = {
    "SIZE": _size,
    "GAP": _gap,
    "BLINE": _line,
    "OFFSET": _offset,
    "SPEED": _speed,
    "DENSITY": _density,
    "DIRECTION": _direction,
    "REFERENCE": _reference,
    "SHIFT": _shift,
    "SET": _set,
    "CLS": _clear,
    "BAR": _bar,
    "ERASE": _erase,
    "REVERSE": _reverse,
    "BOX": _box,
}
