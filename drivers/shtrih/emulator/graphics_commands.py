"""Pictures: lines loaded and printed by number, or printed as they come. Source: spec/shtrih-m.md 3.2.

Bit 0 of the first byte is the leftmost dot. Every dot line comes out as it was loaded; scaling repeats rows and dots.
"""

from collections.abc import Mapping

from drivers.emulation.fiscal.printed import Picture
from drivers.shtrih.emulator import modes
from drivers.shtrih.emulator.command import Asked, Command, Refused, command
from drivers.shtrih.emulator.core import Core

_OLD_LINES = 200
_NARROW = 40  # bytes of a line of 320 dots
_MOST_LINES = 1200
_MOST_SCALE = 6
_ORDINARY, _WIDE = 0, 1
_WIDTHS = (40, 64, 72)  # bytes of a line


def _load(core: Core, asked: Asked) -> bytes:
    line = asked.number(1)
    if not 1 <= line <= _OLD_LINES:
        raise Refused(0x33)
    core.memory.graphics[line] = asked.raw(_NARROW)
    return asked.who


def _load_more(core: Core, asked: Asked) -> bytes:
    """C4h: one line, or several after each other."""
    line = asked.number(2)
    if not line or asked.left % _NARROW or line + asked.left // _NARROW > _MOST_LINES + 1:
        raise Refused(0x33)
    while asked.left:
        core.memory.graphics[line] = asked.raw(_NARROW)
        line += 1
    return asked.who


def _load_wide(core: Core, asked: Asked) -> bytes:
    """4Eh: lines of a width of one's own."""
    width, line, count, buffer = asked.number(1), asked.number(2), asked.number(2), asked.number(1)
    if not width or buffer not in (_ORDINARY, _WIDE) or asked.left != width * count or not line:
        raise Refused(0x33)
    lines = core.memory.wide if buffer == _WIDE else core.memory.graphics
    for number in range(line, line + count):
        lines[number] = asked.raw(width)
    return asked.who


def _print(core: Core, asked: Asked) -> bytes:
    return _out(core, asked, core.memory.graphics, asked.number(1), asked.number(1))


def _print_more(core: Core, asked: Asked) -> bytes:
    return _out(core, asked, core.memory.graphics, asked.number(2), asked.number(2))


def _print_scaled(core: Core, asked: Asked) -> bytes:
    first, last, down, across = asked.raw(4)
    return _out(core, asked, core.memory.graphics, first, last, down, across)


def _print_wide(core: Core, asked: Asked) -> bytes:
    first, last, down, across = asked.number(2), asked.number(2), asked.number(1), asked.number(1)
    return _out(core, asked, core.memory.wide, first, last, down, across)


def _print_line(core: Core, asked: Asked) -> bytes:
    """C5h: flags stand before the data where there is a byte more than a line may have."""
    repeats = asked.number(2)
    if asked.left - 1 in _WIDTHS:
        asked.number(1)
    row = asked.rest()
    core.print_line([Picture(8 * len(row), (row,) * repeats)])
    return asked.who


def _out(
    core: Core, asked: Asked, lines: Mapping[int, bytes], first: int, last: int, down: int = 1, across: int = 1
) -> bytes:
    """Raises Refused 33h for lines that were never loaded, 34h where none was."""
    if not (first <= last and 1 <= down <= _MOST_SCALE and 1 <= across <= _MOST_SCALE):
        raise Refused(0x33)
    if any(each not in lines for each in range(first, last + 1)):
        raise Refused(0x34 if not lines else 0x33)
    rows = [_stretched(lines[each], across) for each in range(first, last + 1) for _ in range(down)]
    core.print_line([Picture(8 * max(map(len, rows)), tuple(rows))])
    return asked.who


def _stretched(row: bytes, across: int) -> bytes:
    if across == 1:
        return row
    bits = int.from_bytes(row, "little")
    dots = "".join(across * str(bits >> dot & 1) for dot in range(8 * len(row)))
    return int(dots[::-1], 2).to_bytes(len(row) * across, "little")


COMMANDS: tuple[Command, ...] = (
    command("C0", _load, 1 + _NARROW, modes=modes.GRAPHICS),
    command("C4", _load_more, range(2 + _NARROW, 251, _NARROW), modes=modes.GRAPHICS),
    command("4E", _load_wide, range(7, 251), modes=modes.GRAPHICS),
    command("C1", _print, 2, modes=modes.GRAPHICS, prints=True),
    command("C3", _print_more, {4, 5}, modes=modes.GRAPHICS, prints=True),
    command("4F", _print_scaled, 4, modes=modes.GRAPHICS, prints=True),
    command("4D", _print_wide, {6, 7}, modes=modes.GRAPHICS, prints=True),
    command(
        "C5", _print_line, [2 + flags + each for each in _WIDTHS for flags in (0, 1)], modes=modes.GRAPHICS, prints=True
    ),
)
