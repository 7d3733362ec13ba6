"""`python -m tests.faults.kills.printers escpos...`: printers that survive the server; their paper is the truth.

Their evidence is the rows on the paper of each; see devices.tell. Ends with stdin.
"""

import asyncio
import sys
from contextlib import AsyncExitStack
from itertools import count

from drivers.escpos.emulator.tcp import TcpEmulator
from tests.faults.kills.devices import tell


class Printer:
    """Keeps the rows of all documents; the emulator itself remembers only the last ones."""

    def __init__(self, emulator: TcpEmulator) -> None:
        self._emulator, self._rows = emulator, list[str]()

    async def keep(self) -> None:
        for number in count(1):
            documents = await self._emulator.printed(number, within=1e6)
            (document,) = (one for one in documents if one.number == number)
            self._rows += document.rows

    def rows(self) -> list[str]:
        """Those on the paper that still hangs out of it too."""
        return [*self._rows, *(row.text for row in self._emulator.machine.roll.piece.rows)]


async def main(printers: int) -> None:
    async with AsyncExitStack() as held:
        emulators = [await held.enter_async_context(TcpEmulator()) for _ in range(printers)]
        group = await held.enter_async_context(asyncio.TaskGroup())
        papers = [Printer(emulator) for emulator in emulators]
        keeping = [group.create_task(paper.keep()) for paper in papers]
        await tell([emulator.connection for emulator in emulators], lambda: [paper.rows() for paper in papers])
        for task in keeping:
            task.cancel()


if __name__ == "__main__":
    asyncio.run(main(len(sys.argv) - 1))
