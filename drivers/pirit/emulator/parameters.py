"""Parameters of a command, read in turn, and those of an answer. Source: spec/service-plus.md A1."""

import re
from collections.abc import Container, Iterable
from datetime import datetime
from decimal import Decimal

from drivers.pirit.emulator.refused import Why, wrong

FS = b"\x1c"
_LETTERS = bytes(range(0x20, 0xF1))
_ESCAPE = re.compile(rb"\$([0-9A-Fa-f]{2})")
_MONEY = re.compile(r"-?\d{1,10}(\.\d{0,2})?")
_DECIMAL = re.compile(r"\d{1,10}(\.\d{1,9})?")


class Parameters:
    """Empty where the host left them off; raises Refused 03 for what cannot be, `why` being the extended code."""

    def __init__(self, data: bytes) -> None:
        parts = data.split(FS)
        if parts[-1] == b"":
            parts.pop()
        if any(part.translate(None, _LETTERS) for part in parts):
            raise wrong(cause="letters")
        self._parts = parts

    @property
    def left(self) -> int:
        return len(self._parts)

    def raw(self) -> bytes:
        return self._parts.pop(0) if self._parts else b""

    def skip(self, count: int = 1) -> None:
        del self._parts[:count]

    def text(self, most: int, why: int = 0, *, least: int = 0) -> str:
        text = self.raw().decode("cp866")
        if not least <= len(text) <= most:
            raise wrong(why, f"{len(text)} letters")
        return text

    def escaped(self, most: int, why: int = 0) -> bytes:
        """With control characters as $1D."""
        raw = _ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode("ascii")), self.raw())
        if len(raw) > most:
            raise wrong(why, f"{len(raw)} bytes")
        return raw

    def number(self, allowed: Container[int], why: int = 0, *, empty: int | None = 0) -> int:
        """Empty is `empty`; where that is None it must be there."""
        text = self.raw().decode("cp866")
        number = empty if text == "" else _whole(text)
        if number is None or (text and number not in allowed):
            raise wrong(why, f"number {text!r}")
        return number

    def money(self, why: int = 0) -> int:
        """Kopecks; empty is 0."""
        text = self.raw().decode("cp866") or "0"
        if not _MONEY.fullmatch(text):
            raise wrong(why, f"sum {text!r}")
        return int(Decimal(text) * 100)

    def decimal(self, why: int = 0) -> Decimal:
        return as_decimal(self.raw().decode("cp866"), why)

    def moment(self, why: int = 0) -> datetime:
        """Date ddmmyy and time hhmmss, two parameters."""
        text = (self.raw() + b" " + self.raw()).decode("cp866")
        return _moment(text, "%d%m%y %H%M%S", why)

    def day(self, form: str = "%d%m%y", why: int = 0) -> datetime | None:
        text = self.raw().decode("cp866")
        return _moment(text, form, why) if text else None


def as_decimal(text: str, why: int = 0) -> Decimal:
    if not _DECIMAL.fullmatch(text):
        raise wrong(why, f"number {text!r}")
    return Decimal(text)


def told(values: Iterable[object]) -> bytes:
    """Data of an answer."""
    return b"".join(str(value).encode("cp866", "replace") + FS for value in values)


def money(kopecks: int) -> str:
    return f"{'-' if kopecks < 0 else ''}{abs(kopecks) // 100}.{abs(kopecks) % 100:02}"


def date_and_time(moment: datetime) -> tuple[str, str]:
    return f"{moment:%d%m%y}", f"{moment:%H%M%S}"


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None


def _moment(text: str, form: str, why: int) -> datetime:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - the device knows no zones
    except ValueError as error:
        raise wrong(why or Why.QUERY, f"time {text!r}") from error
