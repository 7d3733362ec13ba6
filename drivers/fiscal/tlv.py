"""Requisites as bytes: tag:u16 | length:u16 | value, little-endian. Source: spec/ffd.md 1.1.

Raises ValueError for whatever cannot be written or read, and nothing else.
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from drivers.fiscal.cp866 import to_cp866
from drivers.fiscal.tags import TAGS, Kind, Tag

__all__ = ["Item", "Value", "encode", "pack", "parse", "to_cp866"]

Value = int | str | bytes | Decimal | datetime | Sequence[bytes]
_T = TypeVar("_T")

_WIDTHS = {Kind.U8: 1, Kind.U16: 2, Kind.U32: 4, Kind.BITS8: 1, Kind.BITS32: 4}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_HEAD = struct.Struct("<HH")  # tag, length


def encode(tag: int, value: Value) -> bytes:
    """One requisite, its value written as the kind of the tag wants it.

    int: numbers, bit masks, VLN; Decimal (or int): FVLN; str: texts, brought to CP866 before the length check;
    datetime: its own wall clock; encoded children: STLV; bytes: raw. Raises ValueError for an unknown tag, a value of
    another type, out of range, or too long.
    """
    known = TAGS.get(tag)
    if known is None:
        raise ValueError(f"tag {tag} is not known")
    data = _WRITERS[known.kind](known, value)
    if known.size and len(data) > known.size:
        raise ValueError(f"tag {tag} takes {known.size} bytes, got {len(data)}")
    return pack(tag, data)


def pack(tag: int, data: bytes) -> bytes:
    """A TLV of ready bytes, also for the envelope of a document, whose tag is its form code."""
    try:
        return _HEAD.pack(tag, len(data)) + data
    except struct.error as error:
        raise ValueError(f"tag {tag} of {len(data)} bytes cannot be written") from error


def _typed(tag: Tag, value: Value, kind: type[_T]) -> _T:
    if not isinstance(value, kind):
        raise ValueError(f"tag {tag.number} is a {tag.kind.value}, got {type(value).__name__}")  # noqa: TRY004 - the module's one error
    return value


def _number(tag: Tag, value: Value) -> bytes:
    return _whole(tag, _typed(tag, value, int), _WIDTHS[tag.kind])


def _vln(tag: Tag, value: Value) -> bytes:
    number = _typed(tag, value, int)
    return _whole(tag, number, max(1, (number.bit_length() + 7) // 8))


def _decimal(tag: Tag, value: Value) -> bytes:
    return _scaled(tag, Decimal(value) if isinstance(value, int) else _typed(tag, value, Decimal))


def _string(tag: Tag, value: Value) -> bytes:
    return to_cp866(_typed(tag, value, str)).encode("cp866")


def _fixed(tag: Tag, value: Value) -> bytes:
    return _string(tag, value).ljust(tag.size)


def _time(tag: Tag, value: Value) -> bytes:
    return _whole(tag, _seconds(_typed(tag, value, datetime)), 4)


def _nested(tag: Tag, value: Value) -> bytes:
    return b"".join(value) if isinstance(value, tuple) else b"".join(_typed(tag, value, list))


_WRITERS: Mapping[Kind, Callable[[Tag, Value], bytes]] = {
    **dict.fromkeys(_WIDTHS, _number),
    Kind.VLN: _vln,
    Kind.FVLN: _decimal,
    Kind.STRING: _string,
    Kind.FIXED: _fixed,
    Kind.TIME: _time,
    Kind.BYTES: lambda tag, value: _typed(tag, value, bytes),
    Kind.STLV: _nested,
}


def _whole(tag: Tag, number: int, width: int) -> bytes:
    try:
        return number.to_bytes(width, "little")
    except OverflowError as error:
        raise ValueError(f"tag {tag.number} cannot hold {number}") from error


def _scaled(tag: Tag, number: Decimal) -> bytes:
    """Decimal places as given (1.500 keeps three); fewer only where they would not fit."""
    if not number.is_finite() or number < 0:
        raise ValueError(f"tag {tag.number} cannot hold {number}")
    written = _fvln(tag, number)
    return written if len(written) <= tag.size else _fvln(tag, number.normalize())


def _fvln(tag: Tag, number: Decimal) -> bytes:
    places = max(0, -int(number.as_tuple().exponent))
    if places > 0xFF or number.adjusted() > 2 * tag.size + 2:
        raise ValueError(f"tag {tag.number} cannot hold {number}")
    digits = int("".join(map(str, number.as_tuple().digits)))
    scaled = digits * 10 ** max(0, int(number.as_tuple().exponent))
    return bytes([places]) + _whole(tag, scaled, max(1, (scaled.bit_length() + 7) // 8))


def _seconds(time: datetime) -> int:
    """The wall clock counted as if it were UTC: the format knows no zones."""
    return (time.replace(tzinfo=UTC) - _EPOCH) // timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Item:
    """One requisite as read: `raw` is the value. Each reader raises ValueError where the bytes do not suit it."""

    tag: int
    raw: bytes

    def number(self) -> int:
        """Numbers, masks and VLN."""
        if not 1 <= len(self.raw) <= 8:
            raise ValueError(f"tag {self.tag}: {len(self.raw)} bytes are no number")
        return int.from_bytes(self.raw, "little")

    def decimal(self) -> Decimal:
        """FVLN."""
        if not 2 <= len(self.raw) <= 9:
            raise ValueError(f"tag {self.tag}: {len(self.raw)} bytes are no decimal")
        return Decimal((0, tuple(map(int, str(int.from_bytes(self.raw[1:], "little")))), -self.raw[0]))

    def text(self) -> str:
        """CP866; the padding of a fixed string is taken off."""
        text = self.raw.decode("cp866")
        known = TAGS.get(self.tag)
        return text.rstrip(" ") if known is not None and known.kind is Kind.FIXED else text

    def time(self) -> datetime:
        """The wall clock of the point of sale, without a zone."""
        if len(self.raw) != 4:
            raise ValueError(f"tag {self.tag}: {len(self.raw)} bytes are no time")
        return (_EPOCH + timedelta(seconds=self.number())).replace(tzinfo=None)

    def children(self) -> "list[Item]":
        """Requisites nested in an STLV."""
        return parse(self.raw)

    def child(self, tag: int) -> "Item":
        """The first nested requisite with this tag."""
        for item in self.children():
            if item.tag == tag:
                return item
        raise ValueError(f"tag {self.tag} holds no tag {tag}")


def parse(data: bytes) -> list[Item]:
    """A run of requisites, top level only; unknown tags are kept. Raises ValueError when the lengths do not add up."""
    items = []
    position = 0
    while position < len(data):
        start = position + 4
        if start > len(data):
            raise ValueError(f"header cut off at byte {position}")
        end = start + int.from_bytes(data[position + 2 : start], "little")
        if end > len(data):
            raise ValueError(f"value cut off at byte {position}")
        items.append(Item(int.from_bytes(data[position : position + 2], "little"), data[start:end]))
        position = end
    return items
