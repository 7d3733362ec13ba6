"""Commands that end with a line, and their values in a list with texts in quotes."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field

from drivers.labels.emulator.machine import Event
from drivers.labels.emulator.parameters import Rejected


@dataclass(slots=True)
class Unread:
    """Bytes that are not yet understood."""

    data: bytearray = field(default_factory=bytearray)

    def line(self) -> bytes | None:
        """The next line without its end (LF, and a CR before it), taken; None while it is not complete."""
        end = self.data.find(b"\n")
        if end < 0:
            return None
        return self.take(end + 1)[:-1].removesuffix(b"\r")

    def take(self, count: int) -> bytes:
        found = bytes(self.data[:count])
        del self.data[:count]
        return found


class LineLanguage(ABC):
    """An Interpreter of commands that end with a line, or say how long they are."""

    def __init__(self, dpi: int, model: str) -> None:
        self.unknown: list[bytes] = []
        self.dpi, self.model = dpi, model
        self.reset()

    def reset(self) -> None:
        self._unread = Unread()

    def feed(self, data: bytes) -> Iterator[Event]:
        self._unread.data += data
        while (events := self._next()) is not None:
            yield from events

    @abstractmethod
    def _next(self) -> list[Event] | None:
        """What the next bytes bring about; None while they are not complete."""


def listed(text: bytes, item: re.Pattern[bytes]) -> list[bytes]:
    """Items between commas; `item` matches one, a text in quotes or a plain value. Raises Rejected."""
    found, place = [], 0
    while True:
        match = item.match(text, place)
        if match is None:
            raise Rejected(f"{text[place:]!r} is no value")
        found.append(match.group())
        place = match.end()
        if place == len(text):
            return found
        if text[place : place + 1] != b",":
            raise Rejected(f"{text[place:]!r} behind a value")
        place += 1


def number_of_bytes(*factors: bytes, most: int = 1 << 24) -> int | None:
    """The product of plain numbers, as raster commands state their length; None where they are none, or too large."""
    count = 1
    for factor in factors:
        if not factor.strip().isdigit():
            return None
        count *= int(factor)
    return count if 0 < count <= most else None
