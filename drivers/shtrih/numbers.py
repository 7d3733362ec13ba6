"""Numbers, texts and dates as the register writes them. Source: spec/shtrih-m.md 2.

Numbers are little-endian, texts cp1251 (cp866 within a TLV), years count from 2000. Whatever cannot be written or read
raises ValueError and nothing else.
"""

from datetime import date, datetime, time
from decimal import Decimal

from drivers.registers.bytes_reader import BytesReader

ENCODING = "cp1251"
PADDING = b"\x00"
_CENTURY = 2000


def u8(value: int) -> bytes:
    return unsigned(value, 1)


def u16(value: int) -> bytes:
    return unsigned(value, 2)


def u32(value: int) -> bytes:
    return unsigned(value, 4)


def unsigned(value: int, size: int) -> bytes:
    """`size` bytes. Raises ValueError for what does not fit."""
    try:
        return value.to_bytes(size, "little")
    except OverflowError as error:
        raise ValueError(f"{value} does not fit {size} bytes") from error


def signed(value: int, size: int) -> bytes:
    """`size` bytes, two's complement. Raises ValueError for what does not fit."""
    try:
        return value.to_bytes(size, "little", signed=True)
    except OverflowError as error:
        raise ValueError(f"{value} does not fit {size} bytes with a sign") from error


MOST_MONEY = 9_999_999_999  # kopecks


def money(kopecks: int) -> bytes:
    """u40. Raises ValueError outside 0..9 999 999 999."""
    if not 0 <= kopecks <= MOST_MONEY:
        raise ValueError(f"{kopecks} kopecks are outside 0..{MOST_MONEY}")
    return unsigned(kopecks, 5)


def quantity(value: Decimal, *, places: int, size: int) -> bytes:
    """`value` in units of 10 to the -`places`. Raises ValueError for more decimals, a sign, or too much."""
    units = value.scaleb(places)
    if not units.is_finite() or units != units.to_integral_value():
        raise ValueError(f"{value} has more than {places} decimals")
    return unsigned(int(units), size)


def text(value: str, *, most: int = 255) -> bytes:
    """cp1251. Raises ValueError for other letters, NUL (it would end the text) and more than `most` bytes."""
    data = value.encode(ENCODING)
    if PADDING in data:
        raise ValueError("a text cannot hold NUL")
    if len(data) > most:
        raise ValueError(f"a text of {len(data)} bytes, {most} fit")
    return data


def padded(value: str, size: int) -> bytes:
    """cp1251, filled up with 00 to exactly `size` bytes. Raises ValueError as `text` does."""
    return text(value, most=size).ljust(size, PADDING)


def ascii_field(value: str, size: int) -> bytes:
    """Digits of an ИНН or РНМ, filled up with blanks. Raises ValueError for other letters and for too many."""
    data = value.encode("ascii")
    if len(data) > size:
        raise ValueError(f"{value!r} is longer than {size}")
    return data.ljust(size)


def day(value: date) -> bytes:
    """DD MM YY. Raises ValueError outside 2000..2099."""
    return bytes([value.day, value.month, _year(value)])


def clock(value: time) -> bytes:
    """HH MM SS."""
    return bytes([value.hour, value.minute, value.second])


def _year(value: date) -> int:
    if not _CENTURY <= value.year < _CENTURY + 100:
        raise ValueError(f"the year {value.year} cannot be written")
    return value.year - _CENTURY


class Reader(BytesReader):
    def u16(self) -> int:
        return self.unsigned(2)

    def u32(self) -> int:
        return self.unsigned(4)

    def flag(self) -> bool:
        return self.u8() != 0

    def money(self) -> int:
        """u40, kopecks."""
        return self.unsigned(5)

    def text(self, size: int) -> str:
        return readable(self.take(size))

    def rest_text(self) -> str:
        return readable(self.rest())

    def day(self) -> date | None:
        """DD MM YY; None for what is no date."""
        number, month, year = self.take(3)
        return _date(year, month, number)

    def year_first_day(self) -> date | None:
        """YY MM DD, as the ФН writes it; None for what is no date."""
        year, month, number = self.take(3)
        return _date(year, month, number)

    def clock(self) -> time | None:
        """HH MM SS; None for what is no time."""
        hour, minute, second = self.take(3)
        try:
            return time(hour, minute, second)
        except ValueError:
            return None

    def moment(self) -> datetime | None:
        """YY MM DD HH MM, as the ФН writes it, by the register's clock; None for what is no date."""
        year, month, number, hour, minute = self.take(5)
        try:
            return datetime(_CENTURY + year, month, number, hour, minute)  # noqa: DTZ001 - zone of the shop, unknown here
        except ValueError:
            return None

    def later_moment(self) -> datetime | None:
        """As `moment`, where only some firmware tells it; None where it is absent."""
        return self.moment() if self.left >= 5 else None


def readable(data: bytes) -> str:
    """A text up to its NUL, without the blanks some firmware pads with; bytes that are no letters become "�"."""
    return data.partition(PADDING)[0].decode(ENCODING, "replace").rstrip()


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(_CENTURY + year, month, number)
    except ValueError:
        return None
