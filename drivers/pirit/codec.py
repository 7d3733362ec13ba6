"""Frames of the Pirit family: commands and answers <-> bytes. Source: spec/service-plus.md A1; part B shares them.

to the register      02 | password:4 | id | code:2 | parameters | 03 | crc:2
from the register    02 | id | code:2 | error:2 | parameters | 03 | crc:2

Codes, errors and crc are hex digits. Every parameter is followed by FS. crc = XOR of all between 02 and
it, 03 included.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import xor

from drivers.errors import FrameError

STX, ETX, ENQ, ACK, FS = 0x02, 0x03, 0x05, 0x06, 0x1C
FIRST_LETTER, LAST_LETTER = 0x20, 0xF0  # what a parameter may hold
_HEAD, _CRC = 5, 2  # bytes: id, code, error; crc
_LONGEST = 4096  # bytes; whoever sends more without an end is no register
_LIKE = "еЕеIiУуo..VN?# "  # cp866 F1..FF: ё Є є Ї ї Ў ў ° ∙ · √ № ¤ ■ and the fixed blank
_REPLACED = bytes(range(LAST_LETTER + 1)) + _LIKE.encode("cp866")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What differs between the makers that share the frame. Raises ValueError for what cannot be."""

    password: str = "PIRI"  # noqa: S105 - that of every register as it is delivered
    first: int = 0x20  # ids
    last: int = 0xF0
    lower: bool = False  # letters in the crc that is sent; either case is read
    raw_letters: bool = False  # ё and № are sent as they are, though beyond what the document allows (A8)

    def __post_init__(self) -> None:
        if len(self.password) != 4 or not self.password.isascii() or not self.password.isprintable():
            raise ValueError("a password has four Latin letters or digits")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer taken apart. `code`: "31"; `error`: 0 = done; `data`: parameters with their FS."""

    number: int  # id of the command it answers
    code: str
    error: int
    data: bytes = b""


def frame(dialect: Dialect, number: int, code: str, parameters: Iterable[bytes] = ()) -> bytes:
    """Letters beyond F0h are replaced by similar ones. Raises ValueError for control characters in a parameter."""
    data = b"".join(_parameter(dialect, parameter) for parameter in parameters)
    body = b"%b%c%b%b%c" % (dialect.password.encode("ascii"), number, code.encode("ascii"), data, ETX)
    crc = f"{_crc(body):02x}" if dialect.lower else f"{_crc(body):02X}"
    return b"%c%b%b" % (STX, body, crc.encode("ascii"))


def take_reply(heard: bytearray) -> Reply | None:
    """The answer that `heard` begins with, which is removed; None while it is not whole.

    Raises FrameError for a wrong crc and for what is no answer; what was looked at is removed then, too.
    """
    end = heard.find(ETX)
    if end < 0 or len(heard) < end + 1 + _CRC:
        if len(heard) > _LONGEST:
            heard.clear()
            raise FrameError(f"no end after {_LONGEST} bytes")
        return None
    whole = bytes(heard[: end + 1 + _CRC])
    del heard[: len(whole)]
    return _reply(whole[whole.rfind(STX, 0, end) + 1 :])  # what stands before another STX was cut short


def _reply(body: bytes) -> Reply:
    counted, crc = body[:-_CRC], body[-_CRC:]
    try:
        if len(counted) <= _HEAD or int(crc, 16) != _crc(counted):
            raise FrameError(f"wrong crc: {body.hex(' ')}")
        return Reply(counted[0], counted[1:3].decode("ascii").upper(), int(counted[3:5], 16), counted[_HEAD:-1])
    except ValueError as error:
        raise FrameError(f"no answer: {body.hex(' ')}") from error


def _parameter(dialect: Dialect, parameter: bytes) -> bytes:
    if parameter and min(parameter) < FIRST_LETTER:
        raise ValueError(f"a control character in {parameter!r}")
    return (parameter if dialect.raw_letters else parameter.translate(_REPLACED)) + bytes([FS])


def _crc(data: bytes) -> int:
    return reduce(xor, data)
