"""Drivers of «Сервис Плюс» beside their emulators, on the loop that does not wait."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.ports import DeviceContext, Driver
from drivers.serviceplus.driver import SPEC
from drivers.serviceplus.emulator.binary import BinaryEmulator
from drivers.serviceplus.emulator.xml import XmlEmulator
from drivers.serviceplus.emulator.xml_quirks import XmlQuirks
from drivers.transports.connection import open_transport
from tests.faults.wires.skipping import LoopClock, run

BINARY = {"protocol": "binary", "taxes": {"-1": 3}, "payments": {"electronic": 1}}


def driver(connection: str, **settings: Any) -> Driver:
    context = DeviceContext(1, "Касса", Path("unused"), LoopClock(), open_transport)
    return SPEC.build(context, SPEC.options(connection=connection, **settings))


@asynccontextmanager
async def xml(quirks: XmlQuirks | None = None) -> AsyncIterator[tuple[XmlEmulator, Driver]]:
    async with XmlEmulator(clock=LoopClock(), quirks=quirks) as register:
        built = driver(register.connection)
        try:
            yield register, built
        finally:
            await built.close()


@asynccontextmanager
async def binary(version: int = 460, **settings: Any) -> AsyncIterator[tuple[BinaryEmulator, Driver]]:
    async with BinaryEmulator(version=version, clock=LoopClock()) as register:
        built = driver(register.connection, **(BINARY | settings))
        try:
            yield register, built
        finally:
            await built.close()


def played(test: Callable[[], Awaitable[None]]) -> None:
    async def main() -> None:
        await test()

    run(main())


async def marked(built: Driver, command: Command) -> tuple[str, Outcome]:
    mark = await built.mark()
    return mark, await built.execute(command)
