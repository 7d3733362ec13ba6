"""Tables of settings and registers of sums. Source: spec/atol.md 6.1, 13.

Indices are binary. How a field or register 55 holds a number is not known (BCD or binary): the caller says it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from drivers.atol import numbers
from drivers.atol.numbers import from_bcd, index, u8
from drivers.atol.request import Request
from drivers.atol.requests.making import command, nothing

Coding = Literal["bcd", "binary"]
LONGEST_FIELD = 64  # bytes
LAST_DOCUMENT, EXTENDED_ERROR = 52, 55  # registers


@dataclass(frozen=True, slots=True)
class Place:
    """Where a setting stands."""

    table: int
    row: int
    field: int


TILL_NUMBER = Place(2, 1, 1)
LINE_LENGTH = Place(2, 1, 55)
OLD_POSITIONS = Place(2, 1, 109)  # 1: positions are told by E6


def read(place: Place) -> Request[bytes]:
    """46h: the raw value. In mode 4, by the firmware of one source; 102 or 122 in others where it must be so."""
    return command(0x46, "read table", _place(place), read=bytes)


def read_number(place: Place, coding: Coding) -> Request[int]:
    """46h of a field that holds a number. `coding`: AtolOptions.table_numbers."""
    return command(0x46, "read table", _place(place), read=_number(coding))


def read_text(place: Place) -> Request[str]:
    """46h of a field that holds a text."""
    return command(0x46, "read table", _place(place), read=numbers.readable)


def write(place: Place, value: bytes) -> Request[None]:
    """50h, in mode 4. Raises ValueError for a value that is too long."""
    if len(value) > LONGEST_FIELD:
        raise ValueError(f"a field of {len(value)} bytes, {LONGEST_FIELD} fit")
    return command(0x50, "write table", _place(place) + value, read=nothing)


def write_text(place: Place, value: str, size: int) -> Request[None]:
    """50h, filled up with 00 to `size` bytes. Raises ValueError."""
    return write(place, numbers.padded(value, size))


def register(number: int, first: int = 0, second: int = 0) -> Request[bytes]:
    """91h: the raw value."""
    return command(0x91, "read register", u8(number) + u8(first) + u8(second), read=bytes)


def money_register(number: int, first: int = 0, second: int = 0) -> Request[int]:
    """91h of a register of sums -> kopecks."""
    return command(0x91, "read register", u8(number) + u8(first) + u8(second), read=_number("bcd"))


def cash_in_drawer() -> Request[int]:
    """91h, register 10 -> kopecks."""
    return money_register(10)


def cash_ins() -> Request[int]:
    """91h, register 8: how often cash was put in. Its width is not known."""
    return money_register(8)


def cash_outs() -> Request[int]:
    """91h, register 9: how often cash was taken out."""
    return money_register(9)


def last_document() -> Request[int]:
    """91h, register 52: number of the last document of the ФН, BCD5."""
    return money_register(LAST_DOCUMENT)


def extended_error(coding: Coding) -> Request[int]:
    """91h, register 55: what 238 stands for. `coding`: AtolOptions.register_numbers."""
    return command(0x91, "extended error", u8(EXTENDED_ERROR) + b"\0\0", read=_number(coding))


def _place(place: Place) -> bytes:
    return u8(place.table) + index(place.row) + u8(place.field)


def _number(coding: Coding) -> Callable[[bytes], int]:
    def read(data: bytes) -> int:
        if not data:
            raise ValueError("no value")
        return from_bcd(data) if coding == "bcd" else int.from_bytes(data, "big")

    return read
