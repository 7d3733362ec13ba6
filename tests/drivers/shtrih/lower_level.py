"""A ШТРИХ-М register's side of the standard lower level, in virtual time.

Written from spec/shtrih-m.md, 1.4, without a look at the link it is there to try.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import reduce
from operator import xor

ENQ, STX, ACK, NAK, FILLER = 0x05, 0x02, 0x06, 0x15, 0xFF
_BYTE_TIMEOUT = 0.1  # seconds, of the register


class _Waits(Enum):
    """For what the register waits."""

    FRAME = auto()
    REST = auto()  # of a frame
    ACK = auto()
    ENQ = auto()  # it holds an answer


Answer = Callable[[bytes, int], bytes]  # body of the command, how many were carried out before it -> body of the answer


@dataclass(slots=True)
class Register:
    """`deaf`: what comes while it is busy is lost, otherwise it is dealt with afterwards."""

    answer: Answer
    busy: float = 0.0  # seconds a command takes
    deaf: bool = True
    filler: bool = False  # FF after each ACK
    known: set[bytes] = field(default_factory=set)  # if not empty: bodies that a host has sent, any other was garbled
    executed: list[bytes] = field(default_factory=list)
    said: list[tuple[float, int]] = field(default_factory=list)  # when, byte
    _waits: _Waits = _Waits.FRAME
    _frame: bytearray = field(default_factory=bytearray)
    _held: bytes = b""
    _since: float = 0.0  # the last byte heard, or the answer sent
    _free: float = 0.0  # when it will not be busy any more

    def hear(self, now: float, byte: int) -> None:
        if now < self._free and self.deaf:
            return
        now = max(now, self._free)
        self.wait(now)
        self._since = now
        match self._waits:
            case _Waits.FRAME:
                self._begin(now, byte)
            case _Waits.REST:
                self._go_on(now, byte)
            case _Waits.ACK:
                self._waits = _Waits.FRAME if byte == ACK else _Waits.ENQ
                if byte == ACK and self.filler:
                    self._say(now, FILLER)
            case _Waits.ENQ:
                if byte == ENQ:
                    self._say(now, ACK)
                    self._send(now)

    def wait(self, now: float) -> None:
        """Nothing was heard until `now`."""
        if now - self._since <= _BYTE_TIMEOUT:
            return
        if self._waits is _Waits.REST:
            self._refuse(self._since + _BYTE_TIMEOUT)
        elif self._waits is _Waits.ACK:
            self._waits = _Waits.ENQ

    def restart(self) -> None:
        """The power was cut."""
        self._waits, self._free = _Waits.FRAME, 0.0
        self._frame.clear()
        self.said.clear()

    def _begin(self, now: float, byte: int) -> None:
        if byte == STX:
            self._waits = _Waits.REST
            self._frame.clear()
        else:
            self._say(now, NAK)

    def _go_on(self, now: float, byte: int) -> None:
        self._frame.append(byte)
        if self._frame[0] == 0:
            self._refuse(now)
        elif len(self._frame) == self._frame[0] + 2:
            body = bytes(self._frame[1:-1])
            if reduce(xor, self._frame) or (self.known and body not in self.known):
                self._refuse(now)
            else:
                self._execute(now, body)

    def _refuse(self, now: float) -> None:
        self._waits = _Waits.FRAME
        self._say(now, NAK)

    def _execute(self, now: float, body: bytes) -> None:
        self._say(now, ACK)
        answer = self.answer(body, len(self.executed))
        self.executed.append(body)
        counted = bytes([len(answer)]) + answer
        self._held = bytes([STX]) + counted + bytes([reduce(xor, counted)])
        self._free = now + self.busy
        self._send(self._free)

    def _send(self, now: float) -> None:
        self._waits, self._since = _Waits.ACK, now
        for byte in self._held:
            self._say(now, byte)

    def _say(self, now: float, byte: int) -> None:
        self.said.append((now, byte))
