"""A register's side of the alternative lower level, in virtual time. Written from spec/shtrih-m.md, 1.7."""

from binascii import crc_hqx
from collections.abc import Callable
from dataclasses import dataclass, field

START, ESCAPE = 0x8F, 0x9F
_ESCAPED = {0x81: START, 0x83: ESCAPE}


def packed(payload: bytes) -> bytes:
    counted = len(payload).to_bytes(2, "little") + payload
    plain = counted + crc_hqx(counted, 0xFFFF).to_bytes(2, "little")
    escaped = {byte: bytes([ESCAPE, code]) for code, byte in _ESCAPED.items()}
    return bytes([START]) + b"".join(escaped.get(byte, bytes([byte])) for byte in plain)


@dataclass(slots=True)
class NumberedRegister:
    """`busy`: seconds a command takes; what comes meanwhile is dealt with afterwards."""

    answer: Callable[[bytes, int], bytes]
    busy: float = 0.0
    number: int = 0
    executed: list[bytes] = field(default_factory=list)
    said: list[tuple[float, int]] = field(default_factory=list)
    _last: bytes = b""
    _plain: bytearray = field(default_factory=bytearray)
    _escaped: bool = False
    _free: float = 0.0

    def hear(self, now: float, byte: int) -> None:
        if byte == START:
            self._plain.clear()
            self._escaped = False
        elif byte == ESCAPE:
            self._escaped = True
        else:
            self._plain.append(_ESCAPED.get(byte, 0) if self._escaped else byte)
            self._escaped = False
            self._look(max(now, self._free))

    def wait(self, now: float) -> None:
        """Nothing was heard until `now`."""

    def restart(self) -> None:
        """The power was cut."""
        self.number, self._last, self._free = 0, b"", 0.0
        self._plain.clear()
        self.said.clear()

    def _look(self, now: float) -> None:
        size = int.from_bytes(self._plain[:2], "little")
        if len(self._plain) < 4 or len(self._plain) != size + 4:
            return
        crc = int.from_bytes(self._plain[-2:], "little")
        payload = bytes(self._plain[2:-2])
        if crc != crc_hqx(self._plain[:-2], 0xFFFF):
            return
        if len(payload) > 2 and int.from_bytes(payload[:2], "little") == (self.number + 1) % 65536:
            self._last = self.answer(payload[2:], len(self.executed))
            self.executed.append(payload[2:])
            self.number = (self.number + 1) % 65536
            now = self._free = now + self.busy
        self.said += [(now, byte) for byte in packed(self.number.to_bytes(2, "little") + self._last)]
