"""Shtrih-Slim, and other scales of the Shtrih POS protocol: frames, the handshake, what is in an answer. No I/O.

Frame: 02 | length:u8 | body | lrc:u8; length is of the body, command + data, and lrc the XOR of length and body.
Sources: spec/scales-displays.md 2 for frames, handshake and the state (3Ah). The ACK between a command and its answer,
the codes of commands that set a tare and the layout of E8h are from the maker's own public source (jpos_scale,
ScaleProtocol.pas, ScaleDriver.pas, Pos2Serial.java).
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import xor

from drivers.scales import texts

STX, ENQ, ACK, NAK = 0x02, 0x05, 0x06, 0x15
TAKE_TARE, SET_TARE, STATE = 0x31, 0x32, 0x3A
CHANNEL_SETTINGS, CHANNEL_NUMBER = 0xE8, 0xEA

_RESENDS = 2  # of a command that they did not understand
_MOST_TARE = 0xFFFF
_Turn = Callable[[], bytes | None]  # takes from what came, says what is to be sent; None: more has to come


def frame(body: bytes) -> bytes:
    """Raises ValueError for a body that is empty or longer than 255 bytes."""
    if not body:
        raise ValueError("a frame holds a command")
    covered = bytes([len(body)]) + body
    return bytes([STX]) + covered + bytes([reduce(xor, covered)])


class Question:
    """See Exchange. ENQ is answered by NAK: send; or by ACK: they hold an answer that has to be read first.

    An answer held for an older question is thanked for and dropped, one to this question is taken. The ACK to a
    command may be missing.
    """

    def __init__(self, request: bytes) -> None:
        """`request`: a body."""
        self._request = request
        self._buffer = bytearray()
        self._turn: _Turn = self._asked
        self._sent = False  # they have this question, perhaps
        self._resends = 0
        self.answer: bytes | None = None

    def begin(self) -> bytes:
        self._buffer.clear()
        self._turn, self._resends = self._asked, _RESENDS
        return bytes([ENQ])

    def feed(self, chunk: bytes) -> bytes:
        self._buffer += chunk
        replies = b""
        while self._buffer and self.answer is None:
            reply = self._turn()
            if reply is None:
                break
            replies += reply
        return replies

    def _asked(self) -> bytes:
        byte = self._take()
        if byte == ACK:
            self._turn = self._answered
        if byte != NAK:
            return b""
        self._turn, self._sent = self._confirmed, True
        return frame(self._request)

    def _confirmed(self) -> bytes:
        if self._buffer[0] == STX:
            self._turn = self._answered
            return b""
        byte = self._take()
        if byte == ACK:
            self._turn = self._answered
        if byte != NAK or not self._resends:
            return b""
        self._resends -= 1
        return frame(self._request)

    def _answered(self) -> bytes | None:
        """None: more has to come. A frame may begin within what only looks like one."""
        starts = [place for place, byte in enumerate(self._buffer) if byte == STX]
        ends = [_end(self._buffer, start) for start in starts]
        for start, end in zip(starts, ends, strict=True):
            if end and end - start > 4 and reduce(xor, self._buffer[start + 1 : end]) == 0:
                body = bytes(self._buffer[start + 2 : end - 1])
                del self._buffer[:end]
                return self._heard(body)
        if not all(ends):
            del self._buffer[: starts[ends.index(0)]]
            return None
        self._buffer.clear()
        return bytes([NAK]) if starts else b""

    def _heard(self, body: bytes) -> bytes:
        if self._sent and body[0] == self._request[0]:
            self.answer = body
            return bytes([ACK])
        self._turn = self._asked
        return bytes([ACK, ENQ])

    def _take(self) -> int:
        byte = self._buffer[0]
        del self._buffer[:1]
        return byte


def _end(buffer: bytearray, start: int) -> int:
    """Where a frame that begins at `start` ends; 0: not come yet."""
    end = start + buffer[start + 1] + 3 if start + 1 < len(buffer) else 0
    return end if end <= len(buffer) else 0


def with_password(command: int, password: int, data: bytes = b"") -> bytes:
    """A body. `password`: 0 to 9999; it goes out as four digits."""
    return bytes([command]) + f"{password:04}".encode("ascii") + data


def error_code(body: bytes) -> int:
    """0 = done."""
    return body[1]


@dataclass(frozen=True, slots=True)
class ChannelState:
    """`weight` and `tare` are in units of the channel; whether the tare is taken off the weight already is not said:
    it is, as on the display of the scales (inferred).
    """

    bits: int
    weight: int
    tare: int

    def has(self, bit: int) -> bool:
        return bool(self.bits & 1 << bit)


def channel_state(body: bytes) -> ChannelState:
    """Of 3Ah: command, error, state:u16, weight:i32, tare:u16. Raises FrameError."""
    if len(body) < 10:
        raise texts.malformed()
    return ChannelState(
        bits=int.from_bytes(body[2:4], "little"),
        weight=int.from_bytes(body[4:8], "little", signed=True),
        tare=int.from_bytes(body[8:10], "little"),
    )


def channel_unit(body: bytes) -> Decimal:
    """Kg that one unit is. Of E8h: command, error, flags:u16, place of the point, power of ten:i8, more.

    Raises FrameError.
    """
    if len(body) < 6:
        raise texts.malformed()
    power = int.from_bytes(body[5:6], "little", signed=True)
    if not -7 <= power <= 3:  # nobody weighs in those
        raise texts.malformed()
    return Decimal(10) ** power


def channel_number(body: bytes) -> int:
    """Of EAh: command, error, number. Raises FrameError."""
    if len(body) < 3:
        raise texts.malformed()
    return body[2]


def tare(units: int) -> bytes:
    """Raises ValueError for what does not fit the command."""
    if not 0 < units <= _MOST_TARE:
        raise ValueError(f"no tare: {units}")
    return units.to_bytes(2, "little")
