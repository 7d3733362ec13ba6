"""A register's side of the standard lower level, and a wire that spoils bytes; in virtual time, nothing is waited for.

Written from spec/shtrih-m.md, 1.4, without a look at the link it is there to try.
"""

import random
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import reduce
from operator import xor
from typing import Protocol, TypeVar

from drivers.shtrih.talk import Step

A = TypeVar("A")
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


@dataclass(slots=True)
class Noise:
    """What becomes of a byte on the way. Probabilities; `most`: after so many spoiled bytes the wire is well."""

    chance: random.Random
    lost: float = 0.0
    doubled: float = 0.0
    changed: float = 0.0
    most: int = 1_000_000

    def carried(self, byte: int) -> bytes:
        lot = self.chance.random()
        if self.most <= 0 or lot >= self.lost + self.doubled + self.changed:
            return bytes([byte])
        self.most -= 1
        if lot < self.lost:
            return b""
        if lot < self.lost + self.doubled:
            return bytes([byte, byte])
        return bytes([byte ^ self.chance.choice((1 << self.chance.randrange(8), ACK ^ NAK, 0xFF))])


class LeftAlone(Exception):
    """Somebody lost patience with the exchange."""


class Peer(Protocol):
    """What is at the other end of the wire."""

    @property
    def said(self) -> list[tuple[float, int]]: ...
    def hear(self, now: float, byte: int) -> None: ...
    def wait(self, now: float) -> None: ...


class Wire:
    """Carries out a talk."""

    def __init__(self, peer: Peer, noise: Noise, *, chunk: int = 0, late: float = 0.0) -> None:
        """`chunk`: most bytes heard at once, 0 = all; `late`: seconds that a byte from the register is on its way."""
        self.peer, self.noise, self._chunk, self._late = peer, noise, chunk, late
        self.now = 0.0
        self.sent = bytearray()
        self._deadline = 0.0
        self._coming: list[tuple[float, int]] = []

    def run(self, talk: Generator[Step, bytes, A], *, steps: int | None = None, limit: float = 1e9) -> A:
        """Raises what the talk raises, TimeoutError after `limit` seconds, LeftAlone after so many steps."""
        end, left = self.now + limit, steps
        try:
            step = next(talk)
            while self.now <= end:
                if left == 0:
                    raise LeftAlone
                left = left and left - 1
                step = talk.send(self.carry_out(step))
        except StopIteration as stop:
            result: A = stop.value
            return result
        finally:
            talk.close()
        raise TimeoutError

    def carry_out(self, step: Step) -> bytes:
        for byte in step.send:
            self.sent.append(byte)
            for arrived in self.noise.carried(byte):
                self.peer.hear(self.now, arrived)
        if step.seconds == 0:
            return b""
        if step.seconds is not None:
            self._deadline = self.now + step.seconds
        return self._listen()

    def cut(self) -> None:
        """What is on its way is lost."""
        self._fetch()
        self._coming.clear()

    def _listen(self) -> bytes:
        self._fetch()
        if not self._comes():
            self.peer.wait(self._deadline)
            self._fetch()
        if not self._comes():
            self.now = max(self.now, self._deadline)
            return b""
        self.now = max(self.now, self._coming[0][0])
        ready = [byte for moment, byte in self._coming if moment <= self.now]
        heard = bytes(ready[: self._chunk or None])
        del self._coming[: len(heard)]
        return heard

    def _comes(self) -> bool:
        return bool(self._coming) and self._coming[0][0] <= self._deadline

    def _fetch(self) -> None:
        for moment, byte in self.peer.said:
            self._coming += [(moment + self._late, arrived) for arrived in self.noise.carried(byte)]
        self.peer.said.clear()
        self._coming.sort(key=lambda coming: coming[0])
