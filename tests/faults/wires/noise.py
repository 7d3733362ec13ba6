"""A line without a protocol, as RS-232 is: bytes get lost, doubled or changed on it, and neither side is told.

TCP cannot do that, its sums and numbers see to it; a serial cable, or the serial side of a device server, can. So this
lies between the driver and its transport.
"""

from dataclasses import dataclass

from drivers.ports import Transport
from tests.faults.wires.faults import Spoil


@dataclass(slots=True)
class Noise:
    """`spoil` is done to byte number `at` of each connection; None = a clean line."""

    spoil: Spoil | None = None
    at: int = 0

    def mend(self) -> None:
        self.spoil = None


class Noisy:
    """See drivers.ports.Transport."""

    def __init__(self, inner: Transport, noise: Noise) -> None:
        self._inner, self._noise = inner, noise
        self._written = 0

    @property
    def answers(self) -> bool:
        return self._inner.answers

    @property
    def patience(self) -> float:
        return self._inner.patience

    async def open(self) -> None:
        self._written = 0
        await self._inner.open()

    async def write(self, data: bytes) -> None:
        spoil, place = self._noise.spoil, self._noise.at - self._written
        self._written += len(data)
        if spoil is not None and 0 <= place < len(data):
            data = data[:place] + spoil(data[place : place + 1]) + data[place + 1 :]
        await self._inner.write(data)

    async def read(self, size: int) -> bytes:
        return await self._inner.read(size)

    async def finish(self) -> None:
        await self._inner.finish()

    async def close(self) -> None:
        await self._inner.close()
