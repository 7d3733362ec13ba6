"""`python -m tests.faults.wires` prints the tables of docs/reliability.md; some minutes. CUPS has to be installed."""

import asyncio
import logging
import sys

from tests.cups import cups
from tests.faults.wires import skipping, spooled
from tests.faults.wires.matrix import Case, cases
from tests.faults.wires.table import printed


async def direct() -> list[Case]:
    found: list[Case] = []
    async for case in cases():
        found.append(case)
        if sys.stderr.isatty() and len(found) % 50 == 0:
            print(f"\r{len(found)} cases", end="", file=sys.stderr)
    return found


def main() -> None:
    found = skipping.run(direct())
    with cups() as daemon:
        found += asyncio.run(spooled.cases(daemon))
    print(printed(found))


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    main()
