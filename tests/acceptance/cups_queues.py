"""Queues of a real CUPS for the tests, and what comes out of them."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from PIL import Image

from drivers.errors import KkmError
from drivers.labels.emulator.zpl_graphics import unpacked
from drivers.ports import Transport
from drivers.spooler.driver import SpoolerPrinter
from drivers.spooler.queue import JobState, Queue
from drivers.spooler.transport import open_spooler
from tests.cups import ZEBRA, Cups
from tests.drivers.spooler.printers import LABEL, printer
from tests.tcp_printer import TcpPrinter


def run(talk: Awaitable[Any]) -> Any:
    async def main() -> Any:
        async with asyncio.timeout(30):
            return await talk

    return asyncio.run(main())


async def failure(doing: Awaitable[Any]) -> KkmError:
    with pytest.raises(KkmError) as raised:
        await doing
    return raised.value


async def send(transport: Transport, data: bytes) -> None:
    try:
        await transport.open()
        await transport.write(data)
        await transport.finish()
    finally:
        await transport.close()


@asynccontextmanager
async def zebra(daemon: Cups, listener: TcpPrinter, **options: Any) -> AsyncIterator[SpoolerPrinter]:
    """The driver of a queue whose pages CUPS turns into ZPL."""
    connection = await daemon.add("zebra", f"socket://127.0.0.1:{listener.port}", ZEBRA)
    driver = printer(connection, **LABEL, **options)
    try:
        yield driver
    finally:
        await driver.close()


def zpl_pictures(data: bytes) -> list[Image.Image]:
    """What CUPS' rastertolabel has drawn: each page is one ~DG."""
    found = re.findall(rb"~DGR:CUPS\.GRF,\d+,(\d+),(.*?)\^XA", data, re.DOTALL)
    rows = [(int(across), unpacked(re.sub(r"\s", "", body.decode()), int(across))) for across, body in found]
    return [Image.frombytes("1", (across * 8, len(dots) // across), dots, "raw", "1;I") for across, dots in rows]


async def raw_queue(daemon: Cups, listener: TcpPrinter, **options: Any) -> Transport:
    return open_spooler(await daemon.add("raw", f"socket://127.0.0.1:{listener.port}", **options))


async def state(queue: Queue, number: int) -> JobState | None:
    return next((job.state for job in (await queue.jobs("")).values() if job.number == number), None)


async def waiting(queue: Queue) -> bool:
    return any(job.state is JobState.WAITING for job in (await queue.jobs("kkmserver-")).values())


async def until(look: Callable[[], Awaitable[object]], *wanted: object) -> None:
    """Raises TimeoutError."""
    async with asyncio.timeout(10):
        while await look() not in wanted:
            await asyncio.sleep(0.02)
