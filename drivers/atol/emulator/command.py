"""A command as the register knows it, and what a host asked with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING

from drivers.atol.emulator.modes import Place
from drivers.atol.emulator.numbers import read_bcd

if TYPE_CHECKING:
    from drivers.atol.emulator.core import Core

PASSWORD = 2  # bytes before the code
FORMAT, LENGTH = 19, 20  # errors


class Refused(Exception):
    """The register answers with this error. `ext`: the third byte, which 246 alone is known to use."""

    def __init__(self, code: int, cause: str = "", *, ext: int | None = None) -> None:
        super().__init__(f"{code} {cause}".strip())
        self.code, self.cause, self.ext = code, cause, ext


@dataclass(frozen=True, slots=True)
class Command:
    """`run`: -> what follows "55h, 0", or the whole answer where it `answers_itself`; None = an ordinary answer.

    `prints`: it needs paper and nothing half printed.
    """

    code: int
    run: "Callable[[Core, Asked], bytes | None]"  # raises Refused, StorageRefused, NotEnoughCash
    places: Collection[Place]
    prints: bool = False
    answers_itself: bool = False


class Asked:
    """The parameters are read in turn. Raises Refused 20 where there are too few or, at the `end`, too many."""

    def __init__(self, code: int, data: bytes) -> None:
        self.code = code
        self._data, self._at = data, 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    def raw(self, width: int) -> bytes:
        if width > self.left:
            raise Refused(LENGTH, "the request is too short")
        self._at += width
        return self._data[self._at - width : self._at]

    def byte(self) -> int:
        return self.raw(1)[0]

    def bcd(self, width: int) -> int:
        """Raises Refused 19 too."""
        try:
            return read_bcd(self.raw(width))
        except ValueError as error:
            raise Refused(FORMAT, str(error)) from error

    def little(self, width: int) -> int:
        return int.from_bytes(self.raw(width), "little")

    def big(self, width: int) -> int:
        return int.from_bytes(self.raw(width), "big")

    def rest(self, most: int | None = None) -> bytes:
        raw = self.raw(self.left)
        if most is not None and len(raw) > most:
            raise Refused(LENGTH, f"{len(raw)} bytes, not {most}")
        return raw

    def end(self) -> None:
        if self.left:
            raise Refused(LENGTH, "the request is too long")
