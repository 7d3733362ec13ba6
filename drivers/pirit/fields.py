"""Parameters of commands and answers <-> values. Source: spec/service-plus.md A1.

All of them are text in cp866. Whatever cannot be written or read raises ValueError and nothing else.
"""

import re
from datetime import date, datetime, time
from decimal import Decimal

from drivers.fiscal.cp866 import to_cp866
from drivers.model.money import kopecks, roubles

ENCODING = "cp866"
_FS = b"\x1c"
_CENTURY = 2000
_MOST_DECIMALS = 9
_CONTROL = 0x20  # codes below it are written $1D
_LAST = 0xF0  # letters beyond it are replaced on their way
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{0,12})?")


def text(value: str, most: int, least: int = 0) -> bytes:
    """The nearest text that cp866 can write. Raises ValueError for other lengths."""
    data = to_cp866(value).encode(ENCODING)
    if not least <= len(data) <= most:
        raise ValueError(f"a text of {len(data)} letters, {least}..{most} fit")
    return data


def exact(value: str) -> bytes:
    """A text in which no letter may become another. Raises ValueError where one would, and for an empty one."""
    data = value.encode(ENCODING)
    if not data or to_cp866(value) != value or max(data) > _LAST:
        raise ValueError(f"{value!r} cannot be written")
    return data


def whole(value: int, least: int = 0, most: int = 0xFFFFFFFF) -> bytes:
    """Raises ValueError outside `least`..`most`."""
    if not least <= value <= most:
        raise ValueError(f"{value} is outside {least}..{most}")
    return b"%d" % value


def money(amount: int) -> bytes:
    """Kopecks -> roubles with two decimals. Raises ValueError below 0."""
    if amount < 0:
        raise ValueError(f"{amount} kopecks")
    return f"{roubles(amount):.2f}".encode()


def quantity(value: Decimal) -> bytes:
    """Up to nine decimals, none that are not needed. Raises ValueError for more, and for what is not above 0."""
    if not value.is_finite() or value <= 0 or value != round(value, _MOST_DECIMALS):
        raise ValueError(f"{value} is no quantity")
    written = f"{value:f}"
    return (written.rstrip("0").rstrip(".") if "." in written else written).encode()


def share(numerator: int, denominator: int) -> bytes:
    """n/m: of a marked pack (1293, 1294). Raises ValueError where it is not less than one pack."""
    if not 0 < numerator < denominator:
        raise ValueError(f"{numerator}/{denominator} is no part of a pack")
    return b"%d/%d" % (numerator, denominator)


def escaped(code: bytes, most: int) -> bytes:
    """A marking code as it was scanned; GS becomes $1D. A "$" of its own is sent as it is (inferred).

    Raises ValueError for more than `most` bytes of the code.
    """
    if len(code) > most:
        raise ValueError(f"a marking code of {len(code)} bytes, {most} fit")
    return b"".join(b"$%02X" % byte if byte < _CONTROL else bytes([byte]) for byte in code)


def day(value: date) -> bytes:
    """ddmmyy. Raises ValueError outside 2000..2099: a register would take another century."""
    if not _CENTURY <= value.year < _CENTURY + 100:
        raise ValueError(f"the year {value.year} cannot be written")
    return b"%02d%02d%02d" % (value.day, value.month, value.year - _CENTURY)


def long_day(value: date | None) -> bytes:
    """ddmmyyyy; nothing for None."""
    return b"%02d%02d%04d" % (value.day, value.month, value.year) if value else b""


def clock(value: time) -> bytes:
    """hhmmss."""
    return b"%02d%02d%02d" % (value.hour, value.minute, value.second)


def trimmed(required: tuple[bytes, ...], optional: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """All parameters without the empty ones at the end, as far as those may be left off."""
    while optional and not optional[-1]:
        optional = optional[:-1]
    return required + optional


class Fields:
    """Takes an answer apart, parameter by parameter. Raises ValueError where none is left."""

    def __init__(self, data: bytes) -> None:
        self._fields = data.removesuffix(_FS).split(_FS) if data else []
        self._place = 0

    @classmethod
    def of_query(cls, data: bytes, number: int, *sizes: int) -> "Fields":
        """Of a command that has queries with numbers.

        Its answers begin with that number, or do not (A8): both are read, `sizes` being how many parameters there may
        be without it.
        """
        fields = cls(data)
        if len(fields._fields) not in sizes and fields._fields[:1] == [b"%d" % number]:
            fields._place = 1
        return fields

    @property
    def left(self) -> int:
        return len(self._fields) - self._place

    def raw(self) -> bytes:
        if not self.left:
            raise ValueError(f"an answer of {len(self._fields)} parameters, more were expected")
        self._place += 1
        return self._fields[self._place - 1]

    def text(self) -> str:
        """Without the blanks around it."""
        return self.raw().decode(ENCODING).strip()

    def whole(self) -> int:
        """Nothing is 0."""
        return int(self.raw().decode("ascii").strip() or "0")

    def decimal(self) -> Decimal:
        """Nothing is 0."""
        written = self.raw().decode("ascii").strip() or "0"
        if not _NUMBER.fullmatch(written):
            raise ValueError(f"{written!r} is no number")
        return Decimal(written)

    def money(self) -> int:
        """Kopecks; may be below 0."""
        return kopecks(self.decimal())

    def amounts(self) -> tuple[int, ...]:
        """All that is left, kopecks."""
        return tuple(self.money() for _ in range(self.left))

    def wholes(self) -> tuple[int, ...]:
        """All that is left."""
        return tuple(self.whole() for _ in range(self.left))

    def bytes_in_hex(self) -> bytes:
        return bytes.fromhex(self.raw().decode("ascii"))

    def day(self) -> date | None:
        """ddmmyy or ddmmyyyy; None for what is no date."""
        written = self.raw()
        try:
            day, month, year = int(written[:2]), int(written[2:4]), int(written[4:])
            return date(year if len(written) == 8 else _CENTURY + year, month, day)
        except ValueError:
            return None

    def clock(self) -> time | None:
        """hhmmss or hhmm; None for what is no time."""
        written = self.raw()
        try:
            return time(int(written[:2]), int(written[2:4]), int(written[4:6] or b"0"))
        except ValueError:
            return None

    def moment(self) -> datetime | None:
        """A date and a time, two parameters, by the register's clock; None for what is none."""
        on, at = self.day(), self.clock()
        return datetime.combine(on, at) if on and at else None
