"""A line without a protocol, as RS-232 is: bytes get lost, doubled or changed on it, and neither side is told.

TCP cannot do that, its sums and numbers see to it; a serial cable, or the serial side of a device server, can. So this
lies between the driver and its transport.
"""

from dataclasses import dataclass

from drivers.ports import Transport
from drivers.transports.passing import PassingTransport
from tests.faults.wires.faults import Spoil


@dataclass(slots=True)
class Noise:
    """`spoil` is done to byte number `at` of each connection; None = a clean line."""

    spoil: Spoil | None = None
    at: int = 0

    def mend(self) -> None:
        self.spoil = None


class Noisy(PassingTransport):
    """See drivers.ports.Transport."""

    def __init__(self, inner: Transport, noise: Noise) -> None:
        super().__init__(inner)
        self._noise = noise
        self._written = 0

    async def open(self) -> None:
        self._written = 0
        await self.inner.open()

    async def write(self, data: bytes) -> None:
        spoil, place = self._noise.spoil, self._noise.at - self._written
        self._written += len(data)
        if spoil is not None and 0 <= place < len(data):
            data = data[:place] + spoil(data[place : place + 1]) + data[place + 1 :]
        await self.inner.write(data)
