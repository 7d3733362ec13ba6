"""`python -m tests.faults.kills.printers COUNT`: printers that survive the server; their paper is the truth.

Writes where they are connected as a line of JSON; for each line it reads, the rows on the paper of each; ends with
stdin.
"""

import asyncio
import json
import sys
from contextlib import AsyncExitStack
from itertools import count

from drivers.escpos.emulator.tcp import TcpEmulator


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
        print(json.dumps([emulator.connection for emulator in emulators]), flush=True)
        while await asyncio.to_thread(sys.stdin.readline):
            print(json.dumps([paper.rows() for paper in papers]), flush=True)
        for task in keeping:
            task.cancel()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
