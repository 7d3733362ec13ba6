"""The process that test_card_kills kills: a whole server but for HTTP, with the virtual register and terminal.

It sends the same receipts in every life, prints each that is final, and ends when all are.
"""

import asyncio
import sys
from dataclasses import replace
from pathlib import Path

from drivers import registry
from drivers.clock import SystemClock
from drivers.ports import DeviceContext, Driver, Transport
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.processing import Processing
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.dispatch.counter import PATIENT, REGISTER, REQUESTS, TERMINAL, sale

RECEIPTS = 12


def driver(folder: Path, number: int, name: str, **options: object) -> Driver:
    def no_transport(connection: str) -> Transport:
        raise AssertionError(connection)

    context = DeviceContext(
        number=number, name=name, data=folder / str(number), clock=SystemClock(), open_transport=no_transport
    )
    spec = registry.load(name)
    return spec.build(context, spec.options(**options))


async def _life(folder: Path) -> None:
    journal = await SqliteJournal.open(folder / "journal.db")
    drivers = {
        REGISTER: driver(folder, REGISTER, "virtual-kkt", delay=0.01),
        TERMINAL: driver(folder, TERMINAL, "virtual-terminal", delay=0.01),
    }
    devices = [Device(number=n, name=f"{n}", driver_name="", driver=one) for n, one in drivers.items()]
    orders = [sale(f"{i}", electronic=100 * (i + 1)) for i in range(RECEIPTS)]
    dispatcher = Dispatcher(
        journal,
        devices,
        {"test": REQUESTS.decode},
        SystemClock(),
        patience=replace(PATIENT, queue=1000),
        processing=Processing(enabled=True, slip=False),
    )
    await dispatcher.start()

    async def client(number: int) -> None:
        while True:
            record = await (await dispatcher.submit(orders[number])).wait(5)
            if record.finished:
                return print(record.state, flush=True)

    await asyncio.gather(*(client(number) for number in range(RECEIPTS)))
    await dispatcher.stop(1)
    await journal.close()


if __name__ == "__main__":
    asyncio.run(_life(Path(sys.argv[1])))
