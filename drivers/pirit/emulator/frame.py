"""Frames of the Пирит family, as the register hears and says them. No I/O. Source: spec/service-plus.md A1, B.

Host: 02 | password 4 | id 1 | command 2 | data | 03 | crc 2.
Register: 02 | id 1 | command 2 | error 2 | data | 03 | crc 2.
Command, error and crc are hexadecimal digits; crc is XOR of everything after 02 up to and including 03.
"""

from collections.abc import Container
from dataclasses import dataclass
from functools import reduce
from operator import xor

STX, ETX, ENQ, ACK, LF, CAN = 0x02, 0x03, 0x05, 0x06, 0x0A, 0x18
_IDS = range(0x20, 0xF1)
_HEAD = 7  # bytes of password, id and command


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What differs between the families. `ids`: of frames; `lower`: the register writes crc in lower case."""

    password: bytes = b"PIRI"
    ids: Container[int] = _IDS
    lower: bool = False


PIRIT = Dialect()
SERVICE_PLUS = Dialect(password=b"PONE", ids=range(0x20, 0xFE), lower=True)


@dataclass(frozen=True, slots=True)
class Request:
    """`command` in upper-case hexadecimal digits as "31"; `data`: the parameters, each followed by FS."""

    id: int
    command: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Broken:
    """A frame that is not obeyed: `error` 02..07; `id` and `command` as far as they came, else 20h and 00."""

    error: int
    id: int = _IDS[0]
    command: str = "00"


def read(body: bytes, crc: bytes, dialect: Dialect) -> Request | Broken:
    """`body` from the password up to and including 03. Checked in this order: crc, password, command, id."""
    id_, command = named(body[:-1])
    if crc.upper() != checksum(body) or len(body) <= _HEAD:
        return Broken(0x07, id_, command)
    if body[:4] != dialect.password:
        return Broken(0x06, id_, command)
    if command != body[5:7].decode("latin-1").upper():
        return Broken(0x02, id_)
    if id_ not in dialect.ids:
        return Broken(0x03, id_, command)
    return Request(id_, command, body[_HEAD:-1])


def named(frame: bytes) -> tuple[int, str]:
    """Id and command of a beginning of a frame, as far as they can be read."""
    digits = frame[5:_HEAD].decode("latin-1").upper()
    told = len(digits) == 2 and all(each in "0123456789ABCDEF" for each in digits)
    return frame[4] if len(frame) > 4 else _IDS[0], digits if told else "00"


def answer(id_: int, command: str, error: int, data: bytes, dialect: Dialect) -> bytes:
    body = bytes([id_]) + f"{command}{error:02X}".encode("ascii") + data + bytes([ETX])
    return bytes([STX]) + body + checksum(body, lower=dialect.lower)


def checksum(body: bytes, *, lower: bool = False) -> bytes:
    digits = f"{reduce(xor, body):02X}"
    return (digits.lower() if lower else digits).encode("ascii")
