"""A wire that spoils bytes, in virtual time: nothing is waited for."""

import random
from collections.abc import Generator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from drivers.registers.talk import Step

A = TypeVar("A")
ACK, NAK = 0x06, 0x15


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
