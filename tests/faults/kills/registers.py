"""`python -m tests.faults.kills.registers COUNT`: registers of Shtrih-M that survive the server; their ФН is the truth.

Their evidence is the name of the goods and the number of each receipt; see devices.tell. Ends with stdin.
"""

import asyncio
import sys
from contextlib import AsyncExitStack

from drivers.fiscal import tlv
from drivers.model.ffd import DocumentForm
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from tests.faults.kills.devices import tell


def receipts(emulator: ShtrihEmulator) -> list[tuple[str, int]]:
    return [
        (item.child(1030).text(), document.number)
        for document in emulator.machine.storage.documents
        if document.form == DocumentForm.RECEIPT
        for item in tlv.parse(document.tlv)
        if item.tag == 1059
    ]


async def main(registers: int) -> None:
    async with AsyncExitStack() as held:
        emulators = [await held.enter_async_context(ShtrihEmulator()) for _ in range(registers)]
        await tell([emulator.connection for emulator in emulators], lambda: list(map(receipts, emulators)))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
