"""One visit to an emulated register: a scene that is played with a session of the driver."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from drivers.ports import Clock, DeviceContext
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.session import Session
from drivers.transports.connection import open_transport
from tests.drivers.shtrih.till import LONGEST
from tests.faults.wires.skipping import LoopClock, run

Scene = Callable[[Session, ShtrihEmulator], Awaitable[None]]


def visit(scene: Scene, clock: Clock | None = None, register: dict[str, Any] | None = None, **options: Any) -> None:
    """`register`: settings of the emulator. Both go by `clock`, without one by a loop that does not wait."""
    run(_visit(scene, clock, register or {}, options))


async def _visit(scene: Scene, given: Clock | None, settings: dict[str, Any], options: dict[str, Any]) -> None:
    clock = given or LoopClock()
    async with asyncio.timeout(LONGEST), ShtrihEmulator(clock=clock, **settings) as register:
        session = Session(_context(clock), ShtrihOptions(connection=register.connection, **options))
        try:
            await session.begin()
            await scene(session, register)
        finally:
            await session.close()


def _context(clock: Clock) -> DeviceContext:
    return DeviceContext(number=1, name="Касса 1", data=Path(), clock=clock, open_transport=open_transport)
