"""Numbers, texts and dates as the register writes them. Source: spec/atol.md 4, 13.

Sums, quantities, counts and dates are packed BCD, most significant byte first; indices (register, table, row, field)
are binary, most significant byte first; what comes from the ФН is binary, least significant byte first. Whatever cannot
be written or read raises ValueError and nothing else.
"""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

from drivers.fiscal.cp866 import to_cp866
from drivers.registers.bytes_reader import BytesReader

PADDING = b"\x00"
_CENTURY = 2000

# The register's code page is CP866 but for some places: 24h №, FCh $, 27h ’, F2h €, FAh a hyphen that does not break.
_SWAPPED = bytes.maketrans(b"\x24\xfc", b"\xfc\x24")
_TO_PLACES = str.maketrans({"€": "Є", "\u2011": "·", "’": "'", "Є": "Е", "·": "."})
_FROM_PLACES = str.maketrans({"Є": "€", "·": "\u2011", "'": "’"})


def u8(value: int) -> bytes:
    return _binary(value, 1, "little")


def index(value: int) -> bytes:
    """u16 of a row or an offset, most significant byte first."""
    return _binary(value, 2, "big")


def u32(value: int) -> bytes:
    """Number of a document of the ФН."""
    return _binary(value, 4, "little")


def _binary(value: int, size: int, order: Literal["big", "little"]) -> bytes:
    try:
        return value.to_bytes(size, order)
    except OverflowError as error:
        raise ValueError(f"{value} does not fit {size} bytes") from error


def bcd(value: int, size: int) -> bytes:
    """`size` bytes of two digits. Raises ValueError for what does not fit."""
    if not 0 <= value < 100**size:
        raise ValueError(f"{value} does not fit {2 * size} digits")
    return bytes.fromhex(f"{value:0{2 * size}}")


def from_bcd(data: bytes) -> int:
    digits = data.hex()
    if not digits.isdecimal():
        raise ValueError(f"{data.hex(' ')} is no decimal number")
    return int(digits)


def quantity(value: Decimal) -> bytes:
    """BCD5, thousandths. Raises ValueError for more than three decimals."""
    units = value.scaleb(3)
    if not units.is_finite() or units != units.to_integral_value():
        raise ValueError(f"{value} has more than three decimals")
    return bcd(int(units), 5)


def text(value: str, *, most: int = 255) -> bytes:
    """In the register's code page; what it lacks becomes the nearest or "?". Raises ValueError for more than `most`."""
    data = to_cp866(value.translate(_TO_PLACES)).encode("cp866").translate(_SWAPPED)
    if len(data) > most:
        raise ValueError(f"a text of {len(data)} bytes, {most} fit")
    return data


def padded(value: str, size: int) -> bytes:
    """Filled up with 00 to exactly `size` bytes. Raises ValueError for more."""
    return text(value, most=size).ljust(size, PADDING)


def readable(data: bytes) -> str:
    """A text up to its NUL, without the blanks at its end."""
    return data.partition(PADDING)[0].translate(_SWAPPED).decode("cp866").translate(_FROM_PLACES).rstrip()


def day(value: date) -> bytes:
    """DD MM YY, BCD. Raises ValueError outside 2000..2099."""
    return bcd(value.day, 1) + bcd(value.month, 1) + bcd(value.year - _CENTURY, 1)


def clock(value: time) -> bytes:
    """hh mm ss, BCD."""
    return bcd(value.hour, 1) + bcd(value.minute, 1) + bcd(value.second, 1)


class Reader(BytesReader):
    def index(self) -> int:
        """u16, most significant byte first."""
        return int.from_bytes(self.take(2), "big")

    def bcd(self, size: int) -> int:
        return from_bcd(self.take(size))

    def text(self, size: int) -> str:
        return readable(self.take(size))

    def bcd_moment(self) -> datetime | None:
        """YY MM DD hh mm ss, BCD, by the register's clock; None for what is no date."""
        return _moment(tuple(self._digits() for _ in range(6)))

    def moment(self) -> datetime | None:
        """YY MM DD hh mm, as the ФН writes it; None for what is no date."""
        return _moment((*self.take(5), 0))

    def day(self) -> date | None:
        """YY MM DD, as the ФН writes it; None for what is no date."""
        found = _moment((*self.take(3), 0, 0, 0))
        return None if found is None else found.date()

    def _digits(self) -> int:
        """A byte of a clock that may show nonsense: -1."""
        digits = self.take(1).hex()
        return int(digits) if digits.isdecimal() else -1


def _moment(told: tuple[int, ...]) -> datetime | None:
    """Year, month, day, hour, minute, second."""
    if min(told) < 0:
        return None
    year, month, number, hour, minute, second = told
    try:
        return datetime(_CENTURY + year, month, number, hour, minute, second)  # noqa: DTZ001 - zone of the shop
    except ValueError:
        return None
