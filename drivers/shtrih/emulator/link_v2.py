"""The register's side of the alternative link, with numbered packets instead of control bytes. No I/O.

    8F | LEN u16 | [NUM u16 | body] | CRC u16        after 8F: 8F is sent as 9F 81, 9F as 9F 83

Source: spec/shtrih-m.md 1.7. A broken packet is passed over in silence. Inferred: a register that has not answered yet
tells an empty packet the number alone, and its number is 0 then, for the host's first is 1.
"""

from drivers.shtrih.emulator.link import Heard

START, ESCAPE = 0x8F, 0x9F
_ESCAPED = {0x81: START, 0x83: ESCAPE}
_LEN, _NUM, _CRC = 2, 2, 2  # bytes


class LinkV2:
    """`byte_timeout`: seconds the next byte of a packet may take."""

    needs_ack = heeds_enq = False

    def __init__(self, byte_timeout: float = 0.1) -> None:
        self.byte_timeout = byte_timeout
        self.command = b""
        self.answer: bytes | None = None  # the last one; it is told again until there is another
        self._number = 0  # of the last answer
        self._packet: bytearray | None = None  # what followed 8F; None = no packet has begun
        self._escaped = self._executing = False
        self._since = 0.0

    @property
    def deadline(self) -> float | None:
        return None if self._packet is None else self._since + self.byte_timeout

    def tick(self, now: float) -> Heard:
        if self.deadline is not None and now >= self.deadline:
            self._packet = None
        return Heard.NOTHING

    def take(self, byte: int, now: float) -> Heard:
        if self._executing:
            return Heard.NOTHING
        self._since = now
        if byte == START:
            self._packet, self._escaped = bytearray(), False
        elif self._packet is not None:
            self._grow(self._packet, byte)
            return self._judge()
        return Heard.NOTHING

    def refuse(self) -> None:
        """The whole command is treated as a broken one."""
        self._executing = False
        self._number = (self._number - 1) & 0xFFFF

    def executed(self, answer: bytes) -> None:
        self.answer = answer

    def said(self, now: float) -> None:  # noqa: ARG002 - nobody confirms it
        self._executing = False

    def hang_up(self) -> None:
        self._packet, self._executing = None, False

    def power_cut(self) -> None:
        self.hang_up()
        self.answer, self._number = None, 0

    def framed(self, body: bytes) -> bytes:
        return _packed(self._number, body)

    def _grow(self, packet: bytearray, byte: int) -> None:
        if self._escaped:
            self._escaped = False
            if byte in _ESCAPED:
                packet.append(_ESCAPED[byte])
            else:
                self._packet = None
        elif byte == ESCAPE:
            self._escaped = True
        else:
            packet.append(byte)

    def _judge(self) -> Heard:
        """Is the packet whole, and what does it want?"""
        packet = self._packet
        if packet is None or len(packet) < _LEN:
            return Heard.NOTHING
        length = int.from_bytes(packet[:_LEN], "little")
        if length == 1:
            self._packet = None
        if length == 1 or len(packet) < _LEN + length + _CRC:
            return Heard.NOTHING
        self._packet = None
        if crc(packet[:-_CRC]) != int.from_bytes(packet[-_CRC:], "little"):
            return Heard.NOTHING
        return self._asked(bytes(packet[_LEN:-_CRC]))

    def _asked(self, told: bytes) -> Heard:
        """`told`: number and body, or nothing."""
        number, body = int.from_bytes(told[:_NUM], "little"), told[_NUM:]
        if not body or number != (self._number + 1) & 0xFFFF:
            return Heard.AGAIN
        self._number, self.command, self._executing = number, body, True
        return Heard.COMMAND


def crc(data: bytes | bytearray) -> int:
    """CRC-16/CCITT-FALSE."""
    register = 0xFFFF
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = ((register << 1) ^ (0x1021 if register & 0x8000 else 0)) & 0xFFFF
    return register


def _packed(number: int, body: bytes) -> bytes:
    told = number.to_bytes(_NUM, "little") + body
    told = len(told).to_bytes(_LEN, "little") + told
    told += crc(told).to_bytes(_CRC, "little")
    return bytes([START]) + told.replace(b"\x9f", b"\x9f\x83").replace(b"\x8f", b"\x9f\x81")
