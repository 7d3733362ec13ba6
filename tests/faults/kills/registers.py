"""`python -m tests.faults.kills.registers [DRIVER | DRIVER@cable]...`: registers that survive the server.

Their ФН is the truth: their evidence is the name of the goods and the number of each receipt; see devices.tell. Ends
with stdin.
"""

import asyncio
import sys
from contextlib import AsyncExitStack

from tests.faults.kills.devices import tell
from tests.one_of_each import switched_on


async def main(wanted: list[str]) -> None:
    async with AsyncExitStack() as held:
        registers = [
            await held.enter_async_context(switched_on(driver, cable=bool(cable)))
            for driver, _, cable in (one.partition("@") for one in wanted)
        ]
        connections = [register.connection for register in registers]
        await tell(connections, lambda: [register.receipts() for register in registers])


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
