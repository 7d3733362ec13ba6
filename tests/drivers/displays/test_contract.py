"""The driver against the emulator that was written from the same document, apart from it: over TCP and serial."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from drivers.displays.driver import CustomerDisplay
from drivers.displays.emulator.dialects import NAMES, dialect
from drivers.displays.emulator.tcp import DisplayEmulator
from drivers.emulation.cable import SerialCable
from drivers.emulation.faults import Faults
from drivers.errors import DeviceOffline
from drivers.model.command import ClearDisplay, ShowOnDisplay
from drivers.ports import DeviceContext
from drivers.registry import load
from drivers.transports.connection import open_transport
from tests.clock import FakeClock

Test = Callable[[CustomerDisplay, DisplayEmulator], Awaitable[None]]

name = pytest.mark.parametrize("name", NAMES)
wire = pytest.mark.parametrize("wire", ["tcp", "serial"])


def driver_at(connection: str, **options: Any) -> CustomerDisplay:
    spec = load("display")
    context = DeviceContext(5, "Дисплей", Path("unused"), FakeClock(), open_transport)
    built = spec.build(context, spec.options(connection=connection, **options))
    assert isinstance(built, CustomerDisplay)
    return built


@asynccontextmanager
async def connected(display: DisplayEmulator, wire: str) -> AsyncIterator[str]:
    if wire == "tcp":
        yield display.connection
        return
    pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")
    async with SerialCable(display) as cable:
        yield f"serial://{cable.path}?baud=9600"


def run(name: str, wire: str, test: Test, faults: Faults | None = None, **options: Any) -> None:
    async def main() -> None:
        display = DisplayEmulator(dialect(name, "cp437" if name == "escpos" else "cp866"), faults=faults or Faults())
        async with asyncio.timeout(20), display, connected(display, wire) as address:
            driver = driver_at(address, dialect=name, **options)
            try:
                await test(driver, display)
            finally:
                await driver.close()

    asyncio.run(main())


async def show(driver: CustomerDisplay, display: DisplayEmulator, top: str, bottom: str) -> None:
    outcome = await driver.execute(ShowOnDisplay(top, bottom))
    assert not outcome.warnings
    await display.shows(top, bottom)


@wire
@name
def test_two_rows_again_and_again(name: str, wire: str) -> None:
    async def test(driver: CustomerDisplay, display: DisplayEmulator) -> None:
        for top, bottom in (("Хлеб Дарницкий", "45.00"), ("ИТОГО", "200.00"), ("x" * 20, "я" * 20), ("", "Сдача 5")):
            await show(driver, display, top, bottom)
        assert display.notes == []

    run(name, wire, test)


@name
def test_clear(name: str) -> None:
    async def test(driver: CustomerDisplay, display: DisplayEmulator) -> None:
        await driver.execute(ShowOnDisplay("ИТОГО", "200.00"))
        await display.shows("ИТОГО", "200.00")
        await driver.execute(ClearDisplay())
        await display.shows("")
        await driver.execute(ShowOnDisplay("ИТОГО", "1.00"))
        await display.shows("ИТОГО", "1.00")
        assert display.notes == []

    run(name, "tcp", test)


@name
def test_what_is_too_long_is_cut_and_told(name: str) -> None:
    async def test(driver: CustomerDisplay, display: DisplayEmulator) -> None:
        outcome = await driver.execute(ShowOnDisplay("Сыр Российский молодой 50%", "1"))
        assert outcome.warnings
        await display.until(lambda: display.rows[1].startswith("1 "))
        assert display.rows[0].startswith("Сыр Российский")
        assert display.notes == []

    run(name, "tcp", test)


@name
def test_control_characters_command_nothing(name: str) -> None:
    async def test(driver: CustomerDisplay, display: DisplayEmulator) -> None:
        await driver.execute(ShowOnDisplay("a\x0cb\x1b@c\r\nd", "e\x04\x01P1\x17f"))
        await display.until(lambda: "f" in display.rows[1])
        assert display.rows[0].startswith("a")
        assert "d" in display.rows[0]
        assert display.notes == []

    run(name, "tcp", test)


def test_a_page_of_the_settings() -> None:
    async def test(driver: CustomerDisplay, display: DisplayEmulator) -> None:
        await driver.execute(ShowOnDisplay("Щука", "7"))
        await display.shows("Щука", "7")

    run("cd5220", "tcp", test, code_page="cp866", code_page_number=17)


def test_a_slow_display_gets_it_all() -> None:
    async def test(driver: CustomerDisplay, display: DisplayEmulator) -> None:
        await driver.execute(ShowOnDisplay("ИТОГО", "200.00"))
        await display.shows("ИТОГО", "200.00")

    run("escpos", "tcp", test, Faults(bytes_per_second=1000))


@name
def test_without_power(name: str) -> None:
    async def test(driver: CustomerDisplay, display: DisplayEmulator) -> None:
        await display.switch("power", on=False)
        assert not (await driver.state()).online
        with pytest.raises(DeviceOffline) as caught:
            await driver.execute(ShowOnDisplay("ИТОГО", "1"))
        assert caught.value.nothing_sent
        await display.switch("power", on=True)
        await driver.execute(ShowOnDisplay("ИТОГО", "1"))
        await display.shows("ИТОГО", "1")

    run(name, "tcp", test)


def test_a_port_that_was_pulled_out() -> None:
    pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")

    async def main() -> None:
        async with asyncio.timeout(20), DisplayEmulator() as display, SerialCable(display) as cable:
            driver = driver_at(f"serial://{cable.path}")
            await show(driver, display, "ИТОГО", "1")
            await cable.unplug()
            with pytest.raises(DeviceOffline):
                await driver.execute(ShowOnDisplay("ИТОГО", "2"))
            await driver.close()

    asyncio.run(main())
