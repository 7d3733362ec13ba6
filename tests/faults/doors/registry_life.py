"""One life of a server that prints a registry, for test_registry.

The first one brings and starts it, each further one goes on with it. Tells how many receipts are done, as it goes, and
all counts when it is over.
"""

import asyncio
from multiprocessing.connection import Connection
from pathlib import Path

from kkmserver.dialects.itkassa.registry_desk import RegistryDesk
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.dialects.itkassa.shop import SHOP, shop

HEADS = "Номер документа;Наименование;Цена\n"


def table(receipts: int) -> bytes:
    """Each has a sum of its own."""
    return (HEADS + "".join(f"{number};Чай;{number}\n" for number in range(1, receipts + 1))).encode()


async def _live(folder: Path, receipts: int, say: Connection) -> None:
    journal = await SqliteJournal.open(folder / "journal.db")
    async with shop(folder, journal=journal) as there:
        desk = await RegistryDesk.open(there.office)
        known = await desk.registries.all(1)
        registry = known[0] if known else await desk.bring(SHOP, "реестр.csv", table(receipts), "Admin")
        if registry.state.value == "draft":
            await desk.start(registry, again=False)
        while not (await desk.registries.find(registry.id)).ended:  # type: ignore[union-attr]
            say.send((await desk.registries.counts(registry.id)).get("done", 0))
            await asyncio.sleep(0.002)
        say.send(await desk.registries.counts(registry.id))
        await desk.stop()
    await journal.close()


def live(folder: Path, receipts: int, say: Connection) -> None:
    asyncio.run(_live(folder, receipts, say))
