"""A client beside a service that answers as a test wants, on a loop that does not wait."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from drivers.ports import DeviceContext, Transport
from drivers.transports.connection import open_transport
from drivers.transports.wire import Wire
from tests.drivers.egais.utm_server import Reply, Sent, Utm, http, serving
from tests.faults.wires.skipping import LoopClock, run

WITHIN = 3600.0
SILENT = object()  # an answer that never comes

Answer = Callable[[Sent], Any]
Scene = Callable[[DeviceContext, Utm], Awaitable[None]]


def play(answer: Answer, scene: Scene) -> list[Sent]:
    """`answer` gives bytes, None (the connection is closed), SILENT, or waits for one of them. -> what was asked."""
    never = asyncio.Event()  # held here: a task that nothing holds may be collected while it waits

    async def reply(sent: Sent) -> Reply:
        told = answer(sent)
        told = await told if isinstance(told, Awaitable) else told
        if told is SILENT:
            await never.wait()
        return told  # type: ignore[no-any-return]

    async def main() -> list[Sent]:
        async with asyncio.timeout(WITHIN), serving(reply) as web:
            await scene(context(), web)
            return web.sent

    return run(main())


def context() -> DeviceContext:
    clock = LoopClock()
    wire = Wire(clock, "касса")

    def opened(connection: str) -> Transport:
        return wire.tapped(open_transport(connection))

    return DeviceContext(1, "касса", Path("unused"), clock, opened)


def says(body: str, status: int = 200) -> bytes:
    return http(status, body.encode())
