"""Graphics: lines are loaded into the register's memory by number and printed from there. Source: spec/shtrih-m.md 3.2.

Bit 0 of byte 0 is the leftmost dot on most models (`Ability.REVERSED_BITS`); numbers of lines begin with
`Parameters.first_graphics_line`. Everything here raises ValueError for what does not fit.
"""

from drivers.shtrih.numbers import u8, u16
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, operator

LINE_SIZE = 40  # bytes of a line of plain graphics
WIDE_LOAD = 240  # bytes of lines in one 4Eh; 244 are the most that fit, the maker's driver sends no more than these
_WIDE_BUFFER = 1
_PATIENCE = 10.0


def load_line(password: int, number: int, data: bytes) -> Request[int]:
    """C0h: one line of 40 bytes, its number in one byte."""
    return _load(0xC0, "load graphics", password, u8(number) + _lines(data, most=1))


def print_lines(password: int, first: int, last: int) -> Request[int]:
    """C1h."""
    return _print(0xC1, "print graphics", password, u8(first) + u8(last))


def load_extended(password: int, number: int, data: bytes) -> Request[int]:
    """C4h: one line, or several where `Ability.BLOCK_LOAD` says so."""
    return _load(0xC4, "load extended graphics", password, u16(number) + _lines(data, most=6))


def print_extended(password: int, first: int, last: int, *, tape: int | None = None) -> Request[int]:
    """C3h. `tape`: only firmware that takes it."""
    return _print(0xC3, "print extended graphics", password, u16(first) + u16(last) + _optional(tape))


def print_line(password: int, data: bytes, *, repeats: int = 1, tape: int | None = None) -> Request[int]:
    """C5h: a line that is printed at once, `Parameters.line_bytes` long. `tape`: only firmware that takes it."""
    return _print(0xC5, "graphic line", password, u16(repeats) + _optional(tape) + data)


def load_wide(password: int, first: int, data: bytes, *, line_bytes: int) -> Request[int]:
    """4Eh, where `Ability.GRAPHICS_512` says so: whole lines from number `first` (1..) on."""
    lines, rest = divmod(len(data), line_bytes)
    if rest or not lines or len(data) > WIDE_LOAD:
        raise ValueError(f"whole lines of {line_bytes} bytes are loaded, {WIDE_LOAD} bytes at most; got {len(data)}")
    parameters = u8(line_bytes) + u16(first) + u16(lines) + u8(_WIDE_BUFFER) + data
    return _load(0x4E, "load graphics-512", password, parameters)


def print_wide(password: int, first: int, last: int, *, scale: int = 1, tape: int) -> Request[int]:
    """4Dh, where `Ability.GRAPHICS_512` says so. `scale`: 1..6 dots for one, both ways."""
    return _print(0x4D, "print graphics-512", password, u16(first) + u16(last) + _scale(scale) + u8(tape))


def print_scaled(password: int, first: int, last: int, *, scale: int = 1) -> Request[int]:
    """4Fh, where `Ability.SCALED_GRAPHICS` says so. `scale`: 1..6 dots for one, both ways."""
    return _print(0x4F, "print scaled graphics", password, u8(first) + u8(last) + _scale(scale))


def _scale(scale: int) -> bytes:
    if not 1 <= scale <= 6:
        raise ValueError(f"the scale is 1..6, got {scale}")
    return bytes([scale, scale])


def _lines(data: bytes, *, most: int) -> bytes:
    lines, rest = divmod(len(data), LINE_SIZE)
    if rest or not 1 <= lines <= most:
        raise ValueError(f"1..{most} lines of {LINE_SIZE} bytes are loaded, got {len(data)} bytes")
    return data


def _optional(tape: int | None) -> bytes:
    return b"" if tape is None else u8(tape)


def _load(code: int, title: str, password: int, parameters: bytes) -> Request[int]:
    return command(code, title, password, parameters, read=operator, patience=_PATIENCE)


def _print(code: int, title: str, password: int, parameters: bytes) -> Request[int]:
    return command(code, title, password, parameters, read=operator, patience=_PATIENCE, effect=Effect.PAPER)
