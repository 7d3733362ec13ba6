"""A command as the register knows it, and what a host asked with it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

from drivers.emulation.fiscal.refused import StorageRefused

if TYPE_CHECKING:
    from drivers.shtrih.emulator.core import Core

ANY = range(256)  # of modes, and of lengths
_PASSWORD = 4  # bytes


class Who(IntEnum):
    """The least row of the passwords that may do it; rows 1..28 are cashiers."""

    NOBODY = 0  # without a password
    OPERATOR = 1
    ADMINISTRATOR = 29
    SYSTEM = 30


class Refused(StorageRefused):
    """The register answers with this error, one of its own or of its ФН, and does nothing."""


@dataclass(frozen=True, slots=True)
class Command:
    """`lengths`: bytes of the body, code and password included. `prints`: it needs paper and an idle printer."""

    code: bytes
    run: "Callable[[Core, Asked], bytes]"  # -> what follows the error byte; raises Refused
    lengths: Collection[int]
    who: Who = Who.OPERATOR
    modes: Collection[int] = ANY
    prints: bool = False


class Asked:
    """A request whose length fits: its parameters are read in turn. Integers are unsigned, little-endian."""

    def __init__(self, code: bytes, operator: int, data: bytes) -> None:
        self.code, self.operator = code, operator
        self._data, self._at = data, 0

    @property
    def left(self) -> int:
        return len(self._data) - self._at

    @property
    def who(self) -> bytes:
        """The operator's number as most answers begin with it."""
        return bytes([self.operator])

    def number(self, width: int) -> int:
        return int.from_bytes(self.raw(width), "little")

    def signed(self, width: int) -> int:
        return int.from_bytes(self.raw(width), "little", signed=True)

    def raw(self, width: int) -> bytes:
        """Raises Refused 33h where the request ends before."""
        if width > self.left:
            raise Refused(0x33, "the request is too short")
        self._at += width
        return self._data[self._at - width : self._at]

    def rest(self) -> bytes:
        return self.raw(self.left)

    def text(self, width: int | None = None) -> str:
        """cp1251 up to the first 00."""
        raw = self.rest() if width is None else self.raw(width)
        return raw.split(b"\0")[0].decode("cp1251", "replace")


def head(code: bytes, who: Who) -> int:
    """Bytes before the parameters."""
    return len(code) + (_PASSWORD if who else 0)


def sized(code: bytes, who: Who, parameters: Collection[int]) -> frozenset[int]:
    """Lengths of the body for lengths of the parameters."""
    return frozenset(head(code, who) + each for each in parameters)


def u(value: int, width: int) -> bytes:
    """Raises Refused 33h where a device has no room for the number."""
    try:
        return value.to_bytes(width, "little")
    except OverflowError as error:
        raise Refused(0x33, f"{value} does not fit {width} bytes") from error


def command(
    code: str,
    run: "Callable[[Core, Asked], bytes]",
    parameters: int | Collection[int] = 0,
    who: Who = Who.OPERATOR,
    modes: Collection[int] = ANY,
    *,
    prints: bool = False,
) -> Command:
    """`code` in hex, `parameters`: how many bytes may follow the password."""
    raw = bytes.fromhex(code)
    lengths = {parameters} if isinstance(parameters, int) else parameters
    return Command(raw, run, sized(raw, who, lengths), who, modes, prints)
