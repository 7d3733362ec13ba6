"""A printer that is switched off and on between two documents, while others wait for it."""

import asyncio

from drivers.emulation.line import Line
from drivers.escpos.emulator.tcp import TcpEmulator


class FlappingPrinter(TcpEmulator):
    """Off with the first answer after a document: that one was proved, and nothing of the next one has come yet."""

    def __init__(self) -> None:
        super().__init__(keep=1000)
        self._leaving: asyncio.Event | None = None
        self._proved = 0  # number of the last document it was asked about

    async def leave(self) -> None:
        """Return once it is off. It prints one more document before."""
        self._leaving = asyncio.Event()
        await self._leaving.wait()

    async def come_back(self) -> None:
        await self.switch("power", on=True)

    async def _answer(self, line: Line, answers: bytes) -> None:
        await super()._answer(line, answers)
        if self._leaving and answers and self._printed > self._proved:
            self.machine.switch("power", on=False)
            self._leaving.set()
            self._leaving = None
        if answers:
            self._proved = self._printed
