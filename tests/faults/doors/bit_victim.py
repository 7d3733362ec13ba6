"""The process that test_bit kills: the API's whole door, which kills itself at the receipt of a packet.

Its arguments: the folder, and whether it dies `before` the command is accepted or `after`. It prints its port.
"""

import asyncio
import os
import signal
import sys
from pathlib import Path

from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Order, Ticket
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.dialects.bit.counter import counter

_FATAL = "kktReceiptFiscalization"


def deadly(dispatch: Dispatcher, *, before: bool) -> None:
    submit = dispatch.submit

    async def dying(order: Order) -> Ticket:
        if before and order.name == _FATAL:
            os.kill(os.getpid(), signal.SIGKILL)
        ticket = await submit(order)
        if order.name == _FATAL:
            os.kill(os.getpid(), signal.SIGKILL)
        return ticket

    dispatch.submit = dying  # type: ignore[method-assign]


async def _life(folder: Path, *, before: bool) -> None:
    journal = await SqliteJournal.open(folder / "journal.db")
    async with counter(folder, journal=journal) as shop:
        deadly(shop.dispatch, before=before)
        print(shop.port, flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_life(Path(sys.argv[1]), before=sys.argv[2] == "before"))
