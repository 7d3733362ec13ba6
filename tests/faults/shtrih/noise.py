"""A serial line that hisses: bytes are lost, doubled or changed either way by chance, and neither side is told."""

import random
from dataclasses import dataclass, field
from enum import StrEnum

from drivers.ports import Transport
from drivers.transports.passing import PassingTransport


class Hiss(StrEnum):
    LOST = "lost"
    DOUBLED = "doubled"
    CHANGED = "changed"


@dataclass(slots=True)
class Noise:
    """`rate`: of all bytes, the part that is spoiled; 0 = a clean line. The same seed spoils the same bytes."""

    kind: Hiss
    rate: float
    seed: int
    struck: int = 0  # bytes that were spoiled
    _dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    def spoil(self, data: bytes) -> bytes:
        return b"".join(self._spoiled(data[place : place + 1]) for place in range(len(data)))

    def _spoiled(self, byte: bytes) -> bytes:
        if self._dice.random() >= self.rate:
            return byte
        self.struck += 1
        if self.kind is Hiss.CHANGED:
            return bytes([byte[0] ^ 1 << self._dice.randrange(8)])
        return b"" if self.kind is Hiss.LOST else byte * 2


class Noisy(PassingTransport):
    """See drivers.ports.Transport. `piece`: bytes that go over at once, either way."""

    def __init__(self, inner: Transport, noise: Noise, piece: int = 65536) -> None:
        super().__init__(inner)
        self._noise, self._piece = noise, piece
        self._inbox = bytearray()

    async def open(self) -> None:
        self._inbox.clear()
        await self.inner.open()

    async def write(self, data: bytes) -> None:
        data = self._noise.spoil(data)
        for start in range(0, len(data), self._piece):
            await self.inner.write(data[start : start + self._piece])

    async def read(self, size: int) -> bytes:
        while not self._inbox:
            self._inbox += self._noise.spoil(await self.inner.read(min(size, self._piece)))
        data = bytes(self._inbox[:size])
        del self._inbox[: len(data)]
        return data
