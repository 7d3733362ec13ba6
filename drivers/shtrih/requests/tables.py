"""Tables of settings, money registers, operation registers. Source: spec/shtrih-m.md 3.3."""

from dataclasses import dataclass
from enum import IntEnum

from drivers.shtrih import numbers
from drivers.shtrih.numbers import Reader, u8, u16
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.requests.making import command, nothing

_NAME = 40  # bytes


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a setting stands."""

    table: int
    row: int
    field: int


class FieldType(IntEnum):
    NUMBER = 0
    TEXT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TableInfo:
    name: str
    rows: int
    fields: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldInfo:
    """`size` in bytes; `least` and `most` are 0 for texts."""

    name: str
    type: FieldType
    size: int
    least: int = 0
    most: int = 0


def read(password: int, place: Place) -> Request[bytes]:
    """1Fh, by the system administrator, in any mode: the raw value."""
    return command(0x1F, "read field", password, _place(place), read=bytes)


def read_number(password: int, place: Place) -> Request[int]:
    """1Fh of a field that holds a number."""
    return command(0x1F, "read field", password, _place(place), read=_number)


def read_text(password: int, place: Place) -> Request[str]:
    """1Fh of a field that holds a text."""
    return command(0x1F, "read field", password, _place(place), read=numbers.readable)


def write_number(password: int, place: Place, value: int, size: int) -> Request[None]:
    """1Eh, by the system administrator, not within a receipt. `size`: `FieldInfo.size`. Raises ValueError."""
    return _write(password, place, numbers.unsigned(value, size))


def write_text(password: int, place: Place, value: str, size: int) -> Request[None]:
    """1Eh, as `write_number`. `size`: `FieldInfo.size`, it is filled up with 00. Raises ValueError."""
    return _write(password, place, numbers.padded(value, size))


def _write(password: int, place: Place, value: bytes) -> Request[None]:
    return command(0x1E, "write field", password, _place(place) + value, read=nothing)


def _place(place: Place) -> bytes:
    return u8(place.table) + u16(place.row) + u8(place.field)


def _number(data: bytes) -> int:
    if not data:
        raise ValueError("the field is empty")
    return int.from_bytes(data, "little")


def table_info(password: int, table: int) -> Request[TableInfo]:
    """2Dh, by the system administrator, in any mode."""
    return command(0x2D, "table info", password, u8(table), read=_table_info)


def _table_info(data: bytes) -> TableInfo:
    reader = Reader(data)
    return TableInfo(name=reader.text(_NAME), rows=reader.u16(), fields=reader.u8())


def field_info(password: int, table: int, field: int) -> Request[FieldInfo]:
    """2Eh, by the system administrator, in any mode."""
    return command(0x2E, "field info", password, u8(table) + u8(field), read=_field_info)


def _field_info(data: bytes) -> FieldInfo:
    """Some firmware tells limits of texts too: they are not read."""
    reader = Reader(data)
    name, kind, size = reader.text(_NAME), reader.u8(), reader.u8()
    if kind:
        return FieldInfo(name=name, type=FieldType.TEXT, size=size)
    least, most = reader.unsigned(size), reader.unsigned(size)
    return FieldInfo(name=name, type=FieldType.NUMBER, size=size, least=least, most=most)


def initialise(password: int) -> Request[None]:
    """24h, for service only: every setting as from the factory. By the system administrator, in mode 4."""
    return command(0x24, "initialise tables", password, read=nothing, effect=Effect.MONEY)


def money_register(password: int, number: int) -> Request[int]:
    """1Ah -> kopecks. Numbers over 255 (cash core) go out as two bytes. Raises ValueError."""
    return command(0x1A, "money register", password, _register(number), read=_money)


def operation_register(password: int, number: int) -> Request[int]:
    """1Bh. Numbers over 255 (cash core) go out as two bytes (inferred from 1Ah). Raises ValueError."""
    return command(0x1B, "operation register", password, _register(number), read=_operations)


def _register(number: int) -> bytes:
    return u8(number) if number < 0x100 else u16(number)


def _money(data: bytes) -> int:
    reader = Reader(data)
    reader.u8()
    return reader.unsigned(6)


def _operations(data: bytes) -> int:
    reader = Reader(data)
    reader.u8()
    return reader.u16()
