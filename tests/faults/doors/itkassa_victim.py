"""The process of test_itkassa: the API's whole door, which kills itself in the middle of a job.

`moment` of the sale at which it dies: when the job is `taken` and nothing is journaled,
`before` the sale is accepted, `after` that, or once its `result` is known and not written.
It tells its port and its register.
"""

import asyncio
import os
import signal
from multiprocessing.connection import Connection
from pathlib import Path

from kkmserver.dialects.itkassa.job import Job
from kkmserver.dispatch.order import Order, Ticket
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.dialects.itkassa.shop import Shop, shop

MOMENTS = ("taken", "before", "after", "result")
_FATAL = "sale"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def deadly(one: Shop, moment: str) -> None:
    submit, store = one.dispatch.submit, one.office.store

    async def dying(order: Order) -> Ticket:
        if moment == "taken" or (moment == "before" and order.name == _FATAL):
            _die()
        ticket = await submit(order)
        if moment == "after" and order.name == _FATAL:
            _die()
        return ticket

    async def forgetting(_: Job) -> None:
        _die()

    one.dispatch.submit = dying  # type: ignore[method-assign]
    if moment == "result":
        store.save = forgetting  # type: ignore[method-assign]


async def _life(folder: Path, moment: str, say: Connection) -> None:
    journal = await SqliteJournal.open(folder / "journal.db")
    async with shop(folder, journal=journal) as one:
        deadly(one, moment)
        say.send((one.port, one.register()))
        await asyncio.Event().wait()


def live(folder: Path, moment: str, say: Connection) -> None:
    asyncio.run(_life(folder, moment, say))
