"""A register at a TCP port that goes away for a while: by a fault, or because its power is cut."""

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Protocol, TypeVar

from drivers.emulation.faults import Faults
from drivers.emulation.fiscal.output import Output
from drivers.emulation.machine import Machine
from drivers.emulation.port import TcpDevice
from drivers.emulation.text_document import TextDocument
from drivers.ports import Clock

_KEEP = 1000  # connections and pieces of paper


class Printing(Machine, Protocol):
    @property
    def roll(self) -> Output: ...


M = TypeVar("M", bound=Printing)
F = TypeVar("F", bound=Faults)


class Leaving(TcpDevice[M, TextDocument, F]):
    """`host`, `port`: see TcpDevice."""

    def __init__(self, machine: M, faults: F, *, host: str, port: int, clock: Clock | None) -> None:
        super().__init__(machine, faults, host=host, port=port, keep=_KEEP, clock=clock)
        self._absences: set[asyncio.Task[None]] = set()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for absence in self._absences:
            absence.cancel()
        await asyncio.gather(*self._absences, return_exceptions=True)
        await super().__aexit__(kind, error, trace)

    async def cut_power(self) -> None:
        """Whoever is connected gets a reset, nobody listens, nothing is held."""
        await self.switch("power", on=False)

    async def restore(self) -> None:
        """The power, or the port, is back."""
        await self.switch("power", on=True)

    @property
    def documents(self) -> list[TextDocument]:
        self._collect()  # paper comes out while nobody asks
        return super().documents

    def _fresh(self) -> Iterable[TextDocument]:
        return [each for each in self.machine.roll.documents if each.number > self._printed]

    async def _go(self, seconds: float | None) -> None:
        """Never returns: whoever is connected is taken off from outside. None = until `restore`."""
        absence = asyncio.get_running_loop().create_task(self._be_away(seconds))
        self._absences.add(absence)
        absence.add_done_callback(self._absences.discard)
        await asyncio.Event().wait()

    async def _be_away(self, seconds: float | None) -> None:
        async with self._plug:
            await self._hang_up()
        if seconds is not None:
            await self._clock.sleep(seconds)
            await self.restore()
