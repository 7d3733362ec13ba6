"""One visit to an emulated register: a scene that is played with the register as the driver has it."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from drivers.ports import Clock, DeviceContext
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.register import ShtrihRegister
from drivers.transports.connection import open_transport
from tests.drivers.shtrih.till import LONGEST
from tests.faults.wires.skipping import LoopClock, run

Scene = Callable[[ShtrihRegister, ShtrihEmulator], Awaitable[None]]


def visit(scene: Scene, clock: Clock | None = None, register: dict[str, Any] | None = None, **options: Any) -> None:
    """`register`: settings of the emulator. Both go by `clock`, without one by a loop that does not wait."""
    run(_visit(scene, clock, register or {}, options))


async def _visit(scene: Scene, given: Clock | None, settings: dict[str, Any], options: dict[str, Any]) -> None:
    clock = given or LoopClock()
    async with asyncio.timeout(LONGEST), ShtrihEmulator(clock=clock, **settings) as register:
        ours = ShtrihRegister(_context(clock), ShtrihOptions(connection=register.connection, **options))
        try:
            await ours.begin()
            await scene(ours, register)
        finally:
            await ours.close()


def _context(clock: Clock) -> DeviceContext:
    return DeviceContext(number=1, name="Касса 1", data=Path(), clock=clock, open_transport=open_transport)
