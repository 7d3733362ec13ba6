"""Packets of the buffered lower level, and what they say. Source: spec/atol.md 3.1–3.3.

    FE | LEN: 7 bits, 7 bits | ID | data | CRC8        LEN = size of data; in data and CRC FE goes as FD EE, FD as FD ED

CRC8 (polynomial 31h, from FFh) of ID and data. A packet without data says: what came was broken, send it again.
"""

from dataclasses import dataclass
from enum import IntEnum

from drivers.errors import FrameError

IDS = 0xE0  # of the host: 00..DF; tids likewise
OWN_IDS = 0xF0  # from here on: packets that the register sends by itself
LONGEST = (1 << 14) - 1  # bytes of data

_START, _ESCAPE = b"\xfe", b"\xfd"
_HEAD = 4  # bytes before the data
_RESULT_WANTED = 0x01


class Says(IntEnum):
    """First byte of an answer."""

    PENDING = 0xA1
    IN_PROGRESS = 0xA2
    RESULT = 0xA3
    ERROR = 0xA4
    STOPPED = 0xA5  # the queue stands still since an error
    ASYNC_RESULT = 0xA6
    ASYNC_ERROR = 0xA7
    WAITING = 0xA8
    OVERFLOW = 0xB1
    TID_EXISTS = 0xB2
    TID_NOT_FOUND = 0xB3
    BAD_VALUE = 0xB4


@dataclass(frozen=True, slots=True)
class Packet:
    id: int
    data: bytes


def add(tid: int, task: bytes) -> bytes:
    """Put a task into the queue."""
    return bytes([0xC1, _RESULT_WANTED, tid]) + task


def ack(tid: int) -> bytes:
    """Its result was read: the register may forget it."""
    return bytes([0xC2, tid])


def req(tid: int) -> bytes:
    """How is it with that task?"""
    return bytes([0xC3, tid])


def abort() -> bytes:
    """Drop the whole queue."""
    return b"\xc4"


def packet(number: int, data: bytes) -> bytes:
    """Raises ValueError for a number that cannot be one and for too much data."""
    if not 0 <= number < _ESCAPE[0] or len(data) > LONGEST:
        raise ValueError(f"a packet {number} of {len(data)} bytes")
    checked = data + bytes([_crc(bytes([number]) + data)])
    return _START + bytes([len(data) & 0x7F, len(data) >> 7, number]) + _stuffed(checked)


def take_packet(heard: bytearray) -> Packet | None:
    """The first packet in `heard`, which is removed with all that comes before it; None while it is not whole.

    Raises FrameError for one that is broken; it is removed too.
    """
    begin = heard.find(_START)
    del heard[: begin if begin >= 0 else len(heard)]
    cut = heard.find(_START, 1)  # another one begins
    raw = bytes(heard[: cut if cut >= 0 else None])
    size = _size(raw)
    if size is None and cut < 0:
        return None
    del heard[: cut if size is None else size]
    if size is None:
        raise FrameError(f"a packet that is cut short: {raw.hex(' ')}")
    return _opened(raw[:size])


def _size(raw: bytes) -> int | None:
    """Bytes of the packet that `raw` begins with; None while it is not whole."""
    if len(raw) < _HEAD:
        return None
    if raw[1] > 0x7F or raw[2] > 0x7F:
        return _HEAD  # there is no such length
    place = _HEAD
    for _ in range((raw[1] | raw[2] << 7) + 1):
        place += 2 if raw[place : place + 1] == _ESCAPE else 1
    return place if place <= len(raw) else None


def _opened(raw: bytes) -> Packet:
    plain = raw[3:4] + raw[_HEAD:].replace(b"\xfd\xee", _START).replace(b"\xfd\xed", _ESCAPE)
    if len(plain) != (raw[1] | raw[2] << 7) + 2 or _crc(plain):  # with the CRC itself it comes to 0
        raise FrameError(f"a broken packet: {raw.hex(' ')}")
    return Packet(plain[0], plain[1:-1])


def _stuffed(data: bytes) -> bytes:
    return data.replace(_ESCAPE, b"\xfd\xed").replace(_START, b"\xfd\xee")


def _table() -> bytes:
    """CRC8 of each byte, polynomial 31h, most significant bit first."""
    rests = []
    for rest in range(256):
        for _ in range(8):
            rest = (rest << 1 ^ (0x31 if rest & 0x80 else 0)) & 0xFF
        rests.append(rest)
    return bytes(rests)


_RESTS = _table()


def _crc(data: bytes) -> int:
    rest = 0xFF
    for byte in data:
        rest = _RESTS[rest ^ byte]
    return rest
