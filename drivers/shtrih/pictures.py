"""Dots on paper: a bitmap becomes commands that load its lines and print them. Source: spec/shtrih-m.md 3.2.

The order of bits and the number of the first line differ by model and are told by F7h; which of both a silent register
has is not evidenced (spec 10.9): the lowest bit on the left, lines from 1.
"""

from collections.abc import Iterator
from typing import Any

from drivers.printing import canvas
from drivers.printing.bitmap import Bitmap
from drivers.shtrih.head import Graphics, Way
from drivers.shtrih.request import Request
from drivers.shtrih.requests import pictures as requests
from drivers.shtrih.requests.pictures import LINE_SIZE, WIDE_LOAD
from drivers.shtrih.requests.printing import Tape

_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))
_BLOCK = 6  # lines of one C4h: 7 bytes and 240 of lines in a body of 255


def commands(bitmap: Bitmap, graphics: Graphics, password: int) -> Iterator[Request[Any]]:
    """The picture in the middle of the paper; what is higher than the register's memory goes in portions.

    Raises ValueError for a picture that is too wide: the layout does not let it come to that.
    """
    if bitmap.width > graphics.dots:
        raise ValueError(f"a picture of {bitmap.width} dots on {graphics.dots}")
    whole = canvas.centred(bitmap, graphics.dots)
    for top in range(0, whole.height, graphics.lines):
        lines = min(graphics.lines, whole.height - top)
        yield from _portion(_lines(whole, top, lines, graphics), graphics, password)


def _lines(bitmap: Bitmap, top: int, count: int, graphics: Graphics) -> list[bytes]:
    """Each as the register wants it."""
    rows = [bitmap.rows(top + row, 1).ljust(graphics.line_bytes, b"\0") for row in range(count)]
    return rows if graphics.reversed else [row.translate(_MIRRORED) for row in rows]


def _portion(lines: list[bytes], graphics: Graphics, password: int) -> Iterator[Request[Any]]:
    match graphics.way:
        case Way.WIDE:
            yield from _wide(lines, graphics, password)
        case Way.EXTENDED:
            yield from _extended(lines, graphics, password)
        case Way.PLAIN:
            yield from _plain(lines, graphics, password)


def _wide(lines: list[bytes], graphics: Graphics, password: int) -> Iterator[Request[Any]]:
    step = WIDE_LOAD // graphics.line_bytes
    for start in range(0, len(lines), step):
        block = b"".join(lines[start : start + step])
        yield requests.load_wide(password, 1 + start, block, line_bytes=graphics.line_bytes)
    yield requests.print_wide(password, 1, len(lines), tape=Tape.RECEIPT)


def _extended(lines: list[bytes], graphics: Graphics, password: int) -> Iterator[Request[Any]]:
    for start in range(0, len(lines), _BLOCK):
        yield requests.load_extended(password, graphics.first + start, b"".join(lines[start : start + _BLOCK]))
    first = _printed_first(graphics)
    yield requests.print_extended(password, first, first + len(lines) - 1)


def _plain(lines: list[bytes], graphics: Graphics, password: int) -> Iterator[Request[Any]]:
    for number, line in enumerate(lines, graphics.first):
        yield requests.load_line(password, number, line.ljust(LINE_SIZE, b"\0"))
    first = _printed_first(graphics)
    yield requests.print_lines(password, first, first + len(lines) - 1)


def _printed_first(graphics: Graphics) -> int:
    """C1h and C3h count from 1 also where lines are loaded from 0 on (the maker's driver for one model; inferred)."""
    return max(1, graphics.first)
