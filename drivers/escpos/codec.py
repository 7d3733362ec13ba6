"""ESC/POS commands for text and mechanics as bytes: plain functions, no state.

Source: Epson "ESC/POS Application Programming Guide" and the TM-T88V/TM-T90 command references; the names in the
docstrings are the commands' names there. Lengths `pL pH` are little-endian 16-bit numbers.
"""

from codecs import charmap_build, charmap_encode
from functools import cache
from typing import Any, Literal

ESC, FS, GS = b"\x1b", b"\x1c", b"\x1d"

_NOTHING = "\ufffe"  # in a table: a byte without a character
_CONTROLS = bytes([*range(0x20), 0x7F])
_MODES = {1: 0x30, 2: 0x10, 3: 0x00, 4: 0x01}
_BOLD, _TALL, _WIDE = 0x08, 0x10, 0x20


def initialise() -> bytes:
    """ESC @: 1B 40. Everything as after switching on; the print buffer is dropped."""
    return ESC + b"@"


def cancel_kanji() -> bytes:
    """FS .: 1C 2E. Chinese firmware otherwise reads two bytes from 80h up as one hieroglyph."""
    return FS + b"."


def international(number: int = 0) -> bytes:
    """ESC R n: 1B 52 n. 0 = USA: # and $ stay themselves."""
    return ESC + b"R" + bytes([number])


def code_page(number: int) -> bytes:
    """ESC t n: 1B 74 n. The meaning of n depends on the model."""
    return ESC + b"t" + bytes([number])


def text(row: str, encoding: str) -> bytes:
    """Characters in the code page; control characters are left out, so that no text can become a command.

    Raises UnicodeEncodeError for a character the code page lacks.
    """
    return charmap_encode(row, "strict", _table(encoding))[0].translate(None, _CONTROLS)


@cache
def _table(encoding: str) -> Any:
    """Python's own table of a one-byte encoding is a dictionary; in this form a row takes a third of the time."""
    return charmap_build("".join(bytes((byte,)).decode(encoding, "ignore") or _NOTHING for byte in range(256)))


def mode(font: int, *, bold: bool = False, wide: bool = False, tall: bool = False) -> bytes:
    """ESC ! n: 1B 21 n. Bit 0 font B, bit 3 emphasised, bit 4 double height, bit 5 double width.

    `font` as in the API: 1 A doubled both ways, 2 A doubled in height, 3 A, 4 B.
    """
    style = _BOLD * bold | _WIDE * wide | _TALL * tall
    return ESC + b"!" + bytes([_MODES[font] | style])


def align(where: Literal["left", "centre"]) -> bytes:
    """ESC a n: 1B 61 n. 0 left, 1 centre; at the beginning of a line only."""
    return ESC + b"a" + (b"\x01" if where == "centre" else b"\x00")


def line_spacing(dots: int) -> bytes:
    """ESC 3 n: 1B 33 n, n 0..255 vertical units (dots on most heads). 0 here = ESC 2: 1B 32, the printer's own."""
    return ESC + b"3" + bytes([dots]) if dots else ESC + b"2"


def feed(dots: int) -> bytes:
    """ESC J n: 1B 4A n, n 0..255 vertical units; more are several commands."""
    whole, rest = divmod(dots, 255)
    return (ESC + b"J\xff") * whole + (ESC + b"J" + bytes([rest]) if rest else b"")


def cut(how: Literal["full", "partial"], beyond: int = 0) -> bytes:
    """GS V m n (function B): 1D 56 m n. m 65 full, 66 partial; feeds to the knife and n units more, then cuts."""
    return GS + b"V" + bytes([65 if how == "full" else 66, beyond])


def pulse(pin: Literal[2, 5], on_ms: int = 50, off_ms: int = 500) -> bytes:
    """ESC p m t1 t2: 1B 70 m t1 t2. m 0 = pin 2, 1 = pin 5; t1, t2 in units of 2 ms.

    Source of 50/500 ms: spec/scales-displays.md 5.
    """
    return ESC + b"p" + bytes([0 if pin == 2 else 1, on_ms // 2, min(255, off_ms // 2)])


def density(level: int) -> bytes:
    """GS ( K, function 49: 1D 28 4B 02 00 31 m. Level -6 (palest) to 8; each step is 5 % of the standard density.

    Source: TM-L90 specification, GS ( K <Function 49>.
    """
    return GS + b"(K\x02\x00\x31" + bytes([level & 0xFF])


def beep(times: int, command: Literal["esc-b", "epson"]) -> bytes:
    """Sound `times` times, 1..9, about 0.2 s each.

    "esc-b": ESC B n t: 1B 42 n t, t 1..9; as python-escpos sends it, printers of Chinese make know it. "epson":
    ESC ( A, function 97: 1B 28 41 05 00 61 64 c t1 t2, t1 and t2 in units of 100 ms; source: TM-U230 specification.
    """
    if command == "esc-b":
        return ESC + b"B" + bytes([times, 4])
    return ESC + b"(A\x05\x00\x61\x64" + bytes([times, 2, 2])
