"""Packets of the lower level v3, both ways. Source: spec/atol.md 3.1.

FE, length of the data in two times seven bits, id, data and CRC8 escaped; the sum is over id and unescaped data.
"""

from collections.abc import Iterator
from dataclasses import dataclass

START = 0xFE
_ESCAPE, _ESCAPED = 0xFD, {0xEE: 0xFE, 0xED: 0xFD}
_POLYNOMIAL = 0x31
_HEAD = 3  # bytes: length, id


@dataclass(frozen=True, slots=True)
class Packet:
    """`sound`: the sum was right."""

    id: int
    data: bytes
    sound: bool = True

    def framed(self) -> bytes:
        size = len(self.data)
        rest = self.data + bytes([checksum(bytes([self.id]) + self.data)])
        return bytes([START, size & 0x7F, size >> 7, self.id]) + escaped(rest)


def checksum(data: bytes) -> int:
    """CRC8: polynomial 31h, begins with FFh, most significant bit first."""
    crc = 0xFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = (crc << 1 ^ _POLYNOMIAL if crc & 0x80 else crc << 1) & 0xFF
    return crc


def escaped(data: bytes) -> bytes:
    return data.replace(b"\xfd", b"\xfd\xed").replace(b"\xfe", b"\xfd\xee")


class Reader:
    """Bytes in, packets out. FE begins a new packet wherever it comes; bytes between packets are nobody's."""

    def __init__(self) -> None:
        self._head = bytearray()
        self._rest = bytearray()
        self._inside = self._escape = False

    @property
    def inside(self) -> bool:
        """A packet has begun and is not whole."""
        return self._inside

    def feed(self, data: bytes) -> Iterator[Packet]:
        for byte in data:
            packet = self.take(byte)
            if packet is not None:
                yield packet

    def take(self, byte: int) -> Packet | None:
        if byte == START:
            self.reset()
            self._inside = True
        elif self._inside and len(self._head) < _HEAD:
            self._head.append(byte)
        elif self._inside:
            return self._grown(byte)
        return None

    def reset(self) -> None:
        self._head.clear()
        self._rest.clear()
        self._inside = self._escape = False

    def _grown(self, byte: int) -> Packet | None:
        if byte == _ESCAPE and not self._escape:
            self._escape = True
            return None
        self._rest.append(_ESCAPED.get(byte, byte) if self._escape else byte)
        self._escape = False
        if len(self._rest) <= self._head[0] + (self._head[1] << 7):
            return None
        return self._ended()

    def _ended(self) -> Packet:
        sender, data, told = self._head[2], bytes(self._rest[:-1]), self._rest[-1]
        self.reset()
        return Packet(sender, data, checksum(bytes([sender]) + data) == told)
