"""Massa-K, protocol 100: frames and what is in them. No I/O.

Frame: F8 55 CE | length:u16 | body | crc:u16, little endian; length and crc are of the body, command + data.
Sources: spec/scales-displays.md 1. Set tare (A3h, answers 12h and 15h) is not in it, where A1h is named for the tare;
three public implementations of "Protocol 100, revision 5" agree on A3h to set it and A1h to ask for it.
"""

from binascii import crc_hqx
from collections.abc import Collection
from decimal import Decimal

from drivers.scales import texts
from drivers.scales.reading import Reading

HEADER = b"\xf8\x55\xce"
GET_WEIGHT, WEIGHT = 0x23, 0x24
GET_WEIGHT_OLD, WEIGHT_OLD = 0xA0, 0x10
SET_TARE, TARE_SET, TARE_REFUSED = 0xA3, 0x12, 0x15
ERROR, UNKNOWN_COMMAND = 0x28, 0xF0

_MOST = 512  # bytes of a body; that of the parameters (75h) is the longest, about 100
_UNITS = [Decimal(step) for step in ("0.0001", "0.001", "0.01", "0.1", "1")]  # kg, by the number of the division
_OLD_SIZE = 7  # command, weight, division, stable
_NO_TARE_SIZE = 9  # and the signs of net and zero
_FULL_SIZE = 13  # and the tare


def crc(body: bytes) -> int:
    """CRC-16 of polynomial 1021h and register 0 without the 16 zero bits at the end: of one byte it is that byte.

    So the usual CRC of all but the last two bytes, which are then only added.
    """
    return crc_hqx(body[:-2], 0) ^ int.from_bytes(body[-2:], "big")


def frame(command: int, data: bytes = b"") -> bytes:
    body = bytes([command]) + data
    return HEADER + len(body).to_bytes(2, "little") + body + crc(body).to_bytes(2, "little")


class FrameReader:
    """Bytes in, in any chunks; bodies out. What is no frame is skipped byte by byte: one may begin within it."""

    def __init__(self) -> None:
        self._buffer = bytearray()

    def feed(self, chunk: bytes) -> list[bytes]:
        self._buffer += chunk
        bodies = []
        while self._align():
            length = int.from_bytes(self._buffer[3:5], "little")
            end = 5 + length + 2
            if 0 < length <= _MOST and len(self._buffer) < end:
                break
            body = bytes(self._buffer[5 : 5 + length])
            if 0 < length <= _MOST and int.from_bytes(self._buffer[end - 2 : end], "little") == crc(body):
                bodies.append(body)
                del self._buffer[:end]
            else:
                del self._buffer[:1]
        return bodies

    def _align(self) -> bool:
        """A header and a length are at the beginning."""
        start = self._buffer.find(HEADER)
        if start < 0:
            del self._buffer[: max(0, len(self._buffer) - 2)]  # it may end with a part of a header
            return False
        del self._buffer[:start]
        return len(self._buffer) >= 5


class Question:
    """See Exchange. The answer is a body: one of `wanted`, an error, or that the command is unknown."""

    def __init__(self, request: bytes, wanted: Collection[int]) -> None:
        self._request, self._wanted = request, {*wanted, ERROR, UNKNOWN_COMMAND}
        self._reader = FrameReader()
        self.answer: bytes | None = None

    def begin(self) -> bytes:
        self._reader = FrameReader()
        return self._request

    def feed(self, chunk: bytes) -> bytes:
        for body in self._reader.feed(chunk):
            if self.answer is None and body[0] in self._wanted:
                self.answer = body
        return b""


def reading(body: bytes) -> Reading:
    """Of 24h and 10h: command, weight:i32, division, stable, and in 24h alone net, zero, tare:i32.

    Tare, and what else is missing, is taken for untold: old firmware answers less. Raises FrameError.
    """
    if len(body) < _OLD_SIZE or body[5] >= len(_UNITS):
        raise texts.malformed()
    unit = _UNITS[body[5]]
    return Reading(
        weight=_number(body[1:5]) * unit,
        stable=body[6] == 1,
        net=len(body) >= _NO_TARE_SIZE and body[7] == 1,
        tare=_number(body[9:13]) * unit if len(body) >= _FULL_SIZE else None,
        unit=unit,
    )


def error_code(body: bytes) -> int:
    """Of 28h. Raises FrameError."""
    if len(body) < 2:
        raise texts.malformed()
    return body[1]


def set_tare(divisions: int) -> bytes:
    """Raises OverflowError beyond 32 bits."""
    return frame(SET_TARE, divisions.to_bytes(4, "little", signed=True))


def _number(raw: bytes) -> int:
    return int.from_bytes(raw, "little", signed=True)
