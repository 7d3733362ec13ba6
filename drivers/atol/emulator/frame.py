"""Frames of the lower level v2, both ways. Source: spec/atol.md 2.

STX, data with DLE before every ETX and DLE, ETX, XOR of everything after STX; the sum itself is not escaped.
"""

from functools import reduce
from operator import xor

STX, ETX, EOT, ENQ, ACK, DLE, NAK = 0x02, 0x03, 0x04, 0x05, 0x06, 0x10, 0x15


def framed(data: bytes) -> bytes:
    body = b"".join(bytes([DLE, byte]) if byte in (ETX, DLE) else bytes([byte]) for byte in data) + bytes([ETX])
    return bytes([STX]) + body + bytes([reduce(xor, body)])


class Reader:
    """What follows STX, byte by byte."""

    def __init__(self) -> None:
        self._data, self._sum = bytearray(), 0
        self._escaped = self._ended = False

    def take(self, byte: int) -> bytes | None:
        """The data once the frame is whole, None before. Raises ValueError where the sum is wrong."""
        if self._ended:
            if byte != self._sum:
                raise ValueError(f"sum {byte:02X}h, not {self._sum:02X}h")
            return bytes(self._data)
        self._sum ^= byte
        if self._escaped or byte not in (ETX, DLE):
            self._data.append(byte)
            self._escaped = False
        else:
            self._escaped, self._ended = byte == DLE, byte == ETX
        return None
