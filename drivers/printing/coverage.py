"""Which characters the shipped font has, read from its own table. Source: OpenType specification, "cmap", format 12."""

import struct
from functools import cache
from importlib.resources import files


def missing(text: str) -> str:
    """Each character that cannot be drawn, once, in the order of the text; bold or not makes no difference."""
    if text.isascii():
        return ""
    return "".join(sorted(set(text) - _covered(), key=text.index))


def font(bold: bool) -> bytes:
    """The file of the font."""
    name = "DejaVuSansMono-Bold.ttf" if bold else "DejaVuSansMono.ttf"
    return (files("drivers.printing") / "fonts" / name).read_bytes()


@cache
def _covered() -> frozenset[str]:
    return frozenset(map(chr, _characters(font(bold=False)) & _characters(font(bold=True))))


def _characters(data: bytes) -> set[int]:
    table = _format_12(data, _table(data, b"cmap"))
    (count,) = struct.unpack_from(">I", data, table + 12)
    found: set[int] = set()
    for first, last, _ in struct.iter_unpack(">III", data[table + 16 : table + 16 + 12 * count]):
        found.update(range(first, last + 1))
    return found


def _table(data: bytes, tag: bytes) -> int:
    """Where a table of the file begins."""
    (count,) = struct.unpack_from(">H", data, 4)
    entries = (struct.unpack_from(">4sIII", data, 12 + 16 * number) for number in range(count))
    return next(int(offset) for name, _, offset, _ in entries if name == tag)


def _format_12(data: bytes, cmap: int) -> int:
    """Where the subtable begins that knows all of Unicode."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    entries = (struct.unpack_from(">HHI", data, cmap + 4 + 8 * number) for number in range(count))
    offsets = (cmap + int(offset) for _, _, offset in entries)
    return next(offset for offset in offsets if struct.unpack_from(">H", data, offset) == (12,))
