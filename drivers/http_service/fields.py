"""Typed reading of a service's JSON: what the members of another server's answer are, and lists of plain values."""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from drivers.errors import FrameError
from drivers.notation.json_text import Json, decode
from drivers.notation.members import Members


class Fields(Members):
    """One JSON object. Every reader raises FrameError for a value that cannot be what it is asked for."""

    __slots__ = ()

    def part(self, name: str) -> "Fields | None":
        value = self._values.get(name.lower())
        return None if value is None else _object(name, value)

    def inner(self, name: str) -> "Fields":
        """An object, empty where it is not told."""
        return self.part(name) or Fields({})

    def parts(self, name: str) -> "Iterator[Fields]":
        return (_object(name, item) for item in self._list(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of strings."""
        items = self._list(name)
        if not all(isinstance(item, str) for item in items):
            raise _strange(name)
        return tuple(str(item) for item in items)

    def numbers(self, name: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        items = self._list(name)
        if not all(isinstance(item, int | Decimal) and item == int(item) for item in items):
            raise _strange(name)
        return tuple(int(item) for item in items if isinstance(item, int | Decimal))

    def raised(self) -> tuple[str, ...]:
        """Names of the members that are true, in small letters: flags whose names nobody has listed."""
        return tuple(name for name, value in self._values.items() if value is True)

    def _list(self, name: str) -> list[Json]:
        value = self._values.get(name.lower(), [])
        if not isinstance(value, list):
            raise _strange(name)
        return value


def fields_of(body: bytes) -> Fields:
    """Raises FrameError for anything but a JSON object."""
    try:
        return Fields(decode(body))
    except FrameError as error:
        raise FrameError("это не объект JSON") from error


def _object(name: str, value: Json) -> Fields:
    if not isinstance(value, Mapping):
        raise _strange(name)
    return Fields(value)


def _strange(name: str) -> FrameError:
    return FrameError(f"не читается поле {name}")
