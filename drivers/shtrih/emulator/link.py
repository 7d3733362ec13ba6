"""The register's side of the ordinary link: bytes in, what they mean out. No I/O, and time is told to it.

Source: spec/shtrih-m.md 1.2, 1.4. A byte that comes while a command is executed is nobody's: real devices are silent
then (spec 10.11). Over TCP a device says FF once its answer is confirmed (10.14: some may not).
"""

from enum import Enum
from functools import reduce
from operator import xor

STX, ENQ, ACK, NAK, EXTRA = 0x02, 0x05, 0x06, 0x15, 0xFF


class State(Enum):
    POWER_ON = "power on"
    WAIT_STX = "wait for STX"
    RECEIVING = "receiving"  # N, body and LRC
    EXECUTING = "executing"
    WAIT_ACK = "wait for ACK"  # an answer is out
    HOLD_ANSWER = "hold answer"  # until ENQ


class Heard(Enum):
    """What a byte has brought."""

    NOTHING = "nothing"
    REFUSED = "refused"  # say NAK
    COMMAND = "command"  # `command` is whole: confirm, execute, answer
    CONFIRMED = "confirmed"  # the answer has arrived
    AGAIN = "again"  # the held answer is asked for


class Link:
    """`byte_timeout`: seconds the next byte of a frame and the host's ACK may take."""

    needs_ack = True

    def __init__(self, byte_timeout: float = 0.1) -> None:
        self.byte_timeout = byte_timeout
        self.state = State.POWER_ON
        self.command = b""  # the last one that came whole
        self.answer: bytes | None = None  # held until the host confirms it
        self._frame = bytearray()  # N, body, LRC as far as they came
        self._since = 0.0

    @property
    def deadline(self) -> float | None:
        """When to call `tick`, on the clock that is told to `take`."""
        waits = self.state in (State.RECEIVING, State.WAIT_ACK)
        return self._since + self.byte_timeout if waits else None

    @property
    def heeds_enq(self) -> bool:
        """An ENQ would be reacted to at once."""
        return self.state in (State.POWER_ON, State.WAIT_STX, State.HOLD_ANSWER)

    def tick(self, now: float) -> Heard:
        """Time has passed: half a frame is refused, an answer that nobody confirmed is held."""
        if self.deadline is None or now < self.deadline:
            return Heard.NOTHING
        if self.state is State.RECEIVING:
            return self._refuse()
        self.state = State.HOLD_ANSWER
        return Heard.NOTHING

    def take(self, byte: int, now: float) -> Heard:
        match self.state:
            case State.POWER_ON:
                return self._wake(byte)
            case State.WAIT_STX:
                return self._begin(byte, now)
            case State.RECEIVING:
                return self._grow(byte, now)
            case State.WAIT_ACK:
                return self._confirm(byte)
            case State.HOLD_ANSWER:
                return Heard.AGAIN if byte == ENQ else Heard.NOTHING
            case State.EXECUTING:
                return Heard.NOTHING

    def refuse(self) -> None:
        """The whole command was answered with NAK."""
        self.state = State.WAIT_STX

    def executed(self, answer: bytes) -> None:
        """The body of the answer; it is held from now on."""
        self.answer = answer

    def said(self, now: float) -> None:
        """The answer is out, or lost on its way."""
        self.state, self._since = State.WAIT_ACK, now

    def hang_up(self) -> None:
        """The connection broke: half a frame has no other half, nobody will confirm the answer."""
        self._frame.clear()
        if self.state is not State.POWER_ON:
            self.state = State.HOLD_ANSWER if self.answer is not None else State.WAIT_STX

    def power_cut(self) -> None:
        self._frame.clear()
        self.state, self.answer = State.POWER_ON, None

    def framed(self, body: bytes) -> bytes:
        told = bytes([len(body)]) + body
        return bytes([STX]) + told + bytes([reduce(xor, told)])

    def _wake(self, byte: int) -> Heard:
        if byte != ENQ:
            return Heard.NOTHING
        return self._refuse()

    def _begin(self, byte: int, now: float) -> Heard:
        if byte != STX:
            return Heard.REFUSED
        self.state, self._since = State.RECEIVING, now
        return Heard.NOTHING

    def _grow(self, byte: int, now: float) -> Heard:
        self._frame.append(byte)
        self._since = now
        if not self._frame[0]:
            return self._refuse()
        if len(self._frame) < self._frame[0] + 2:
            return Heard.NOTHING
        frame = bytes(self._frame)
        self._frame.clear()
        if reduce(xor, frame):
            return self._refuse()
        self.state, self.command, self.answer = State.EXECUTING, frame[1:-1], None
        return Heard.COMMAND

    def _confirm(self, byte: int) -> Heard:
        if byte != ACK:
            self.state = State.HOLD_ANSWER
            return Heard.NOTHING
        self.state, self.answer = State.WAIT_STX, None
        return Heard.CONFIRMED

    def _refuse(self) -> Heard:
        self._frame.clear()
        self.state = State.WAIT_STX
        return Heard.REFUSED
