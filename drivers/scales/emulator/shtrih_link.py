"""The device's side of the Shtrih link: frames in, control bytes and answers out, an answer held until it is taken.

Source: spec/scales-displays.md 2; what it leaves open is as in spec/shtrih-m.md 1.4, for a public driver of the maker's
scales calls it one protocol. Inferred: an ENQ instead of the confirmation finds the answer held, as it would once the
time for that has passed; what comes after half a frame is not told from its rest, for there is no time here.
"""

from collections.abc import Callable
from enum import Enum
from functools import reduce
from operator import xor

STX, ENQ, ACK, NAK = 0x02, 0x05, 0x06, 0x15


class State(Enum):
    READY = "ready"  # takes a frame
    UNCONFIRMED = "unconfirmed"  # an answer is out
    HELD = "held"  # an answer waits for ENQ


class Link:
    """`answer` is called once for each whole command. `confirms` off: an answer counts as taken once it is out."""

    def __init__(self, answer: Callable[[bytes], bytes], *, confirms: bool = True) -> None:
        self._answer, self._confirms = answer, confirms
        self.bad_sum, self.junk_before = False, b""
        self.state = State.READY
        self._held = b""
        self._frame = bytearray()

    def feed(self, data: bytes) -> bytes:
        return b"".join(self._take(byte) for byte in data)

    def power_cut(self) -> None:
        self.state, self._held = State.READY, b""
        self.lose_frame()

    def lose_frame(self) -> None:
        """What has begun will not go on."""
        self._frame.clear()

    def _take(self, byte: int) -> bytes:
        if self._frame:
            return self._grow(byte)
        if self.state is State.READY:
            return self._begin(byte)
        if byte == ENQ:
            return bytes([ACK]) + self._say()
        if self.state is State.UNCONFIRMED:
            self.state = State.READY if byte == ACK else State.HELD
        return b""

    def _begin(self, byte: int) -> bytes:
        if byte != STX:
            return bytes([NAK])
        self._frame.append(byte)
        return b""

    def _grow(self, byte: int) -> bytes:
        self._frame.append(byte)
        if len(self._frame) < 3 or len(self._frame) < self._frame[1] + 3:
            return b""
        frame = bytes(self._frame)
        self._frame.clear()
        if not frame[1] or reduce(xor, frame[1:]):
            return bytes([NAK])
        self._held = self._answer(frame[2:-1])
        return bytes([ACK]) + self._say()

    def _say(self) -> bytes:
        self.state = State.UNCONFIRMED if self._confirms else State.READY
        told = bytes([len(self._held)]) + self._held
        check = reduce(xor, told) ^ (0xFF if self.bad_sum else 0)
        return self.junk_before + bytes([STX]) + told + bytes([check])
