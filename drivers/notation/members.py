"""Typed reading of an answer's members. Missing, null and "" all mean "not told".

Source: spec/kkmserver.md 2.3, 6 (quirks 4, 5, 14, 15): names in any letter case, numbers also as text, local time.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, tzinfo
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from drivers.errors import FrameError
from drivers.model import money
from drivers.notation.json_text import Json

_LARGEST = 10**15  # no sum, number or sign of the API comes near it
_MOST_WORDS = 8000  # characters
_T = TypeVar("_T")
_FLAGS = {"true": True, "1": True, "false": False, "0": False}


class Members:
    """One JSON object. Every reader raises FrameError for a value that cannot be what it is asked for."""

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Json]) -> None:
        self._values = {name.lower(): value for name, value in values.items() if value is not None and value != ""}

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._values

    def text(self, name: str) -> str:
        value = self._values.get(name.lower(), "")
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise _strange(name)
        return str(value).encode("utf-8", "replace").decode()  # halves of surrogate pairs cannot be stored

    def words(self, name: str) -> str:
        """A text for people, which goes into the journal: cut where nobody reads on."""
        return self.text(name)[:_MOST_WORDS]

    def decimal(self, name: str) -> Decimal:
        value = self._values.get(name.lower(), 0)
        if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
            raise _strange(name)
        try:
            number = Decimal(value.strip().replace(",", ".")) if isinstance(value, str) else Decimal(value)
        except InvalidOperation as error:
            raise _strange(name) from error
        if not number.is_finite() or abs(number) >= _LARGEST:
            raise _strange(name)
        return number

    def whole(self, name: str) -> int:
        number = self.decimal(name)
        if number != int(number):
            raise _strange(name)
        return int(number)

    def kopecks(self, name: str) -> int:
        """Of roubles."""
        return money.kopecks(self.decimal(name))

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self._values.get(name.lower(), default)
        known = value if isinstance(value, bool) else _FLAGS.get(str(value).strip().lower())
        if known is None:
            raise _strange(name)
        return known

    def moment(self, name: str, zone: tzinfo | None) -> datetime | None:
        """Aware: what comes without an offset is the wall clock in `zone`. Year 1 is the API's "none"."""
        text = self.text(name)
        try:
            read = datetime.fromisoformat(text) if text else None
        except ValueError as error:
            raise _strange(name) from error
        if read is None or read.year == 1:
            return None
        return read if read.tzinfo else read.replace(tzinfo=zone)

    def part(self, name: str) -> "Members | None":
        value = self._values.get(name.lower())
        if value is None:
            return None
        if not isinstance(value, Mapping):
            raise _strange(name)
        return Members(value)

    def parts(self, name: str) -> "Iterator[Members]":
        value = self._values.get(name.lower(), ())
        if not isinstance(value, list | tuple) or not all(isinstance(item, Mapping) for item in value):
            raise _strange(name)
        return (Members(item) for item in value if isinstance(item, Mapping))


def readable(read: Callable[[], _T]) -> _T | None:
    """None where it cannot be read: for what comes along with an answer, and must not cost the answer itself."""
    try:
        return read()
    except FrameError:
        return None


def _strange(name: str) -> FrameError:
    return FrameError(f"В ответе не читается поле {name}.")
