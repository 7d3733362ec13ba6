"""Drivers against the emulators that were written from the same document, apart from them: over TCP and serial."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import pytest

from drivers.emulation.cable import SerialCable
from drivers.errors import DeviceFaulty, DeviceOffline, FrameError, KkmError, OperatorNeeded, WrongState
from drivers.model.command import ReadWeight, SetTare
from drivers.scales.driver import Scales
from drivers.scales.emulator.faults import WELL, Faults
from drivers.scales.emulator.platform import Load
from drivers.scales.emulator.tcp import MassaKEmulator, ShtrihSlimEmulator
from tests.drivers.scales.peers import scales

Emulator = MassaKEmulator | ShtrihSlimEmulator
Test = Callable[[Scales, Any], Awaitable[None]]

MAKES: dict[str, Callable[..., Emulator]] = {"massa-k": MassaKEmulator, "shtrih-slim": ShtrihSlimEmulator}
LOAD = Load(Decimal(1234))
make = pytest.mark.parametrize("make", MAKES)
wire = pytest.mark.parametrize("wire", ["tcp", "serial"])


@asynccontextmanager
async def connection(device: Emulator, wire: str) -> AsyncIterator[str]:
    if wire == "tcp":
        yield device.connection
        return
    pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")
    async with SerialCable(device) as cable:
        yield f"serial://{cable.path}?baud=9600"


def run(
    make: str,
    wire: str,
    test: Test,
    *loads: Load,
    faults: Faults = WELL,
    timeout: float = 2.0,
    tries: int = 3,
    **options: Any,
) -> None:
    async def main() -> None:
        device = MAKES[make](loads or [LOAD], faults=faults, **options)
        async with asyncio.timeout(20), device, connection(device, wire) as address:
            driver = scales(make, address, timeout=timeout, tries=tries, wait=1.0)
            try:
                await test(driver, device)
            finally:
                await driver.close()

    asyncio.run(main())


async def weight(driver: Scales) -> Decimal | None:
    return (await driver.execute(ReadWeight())).weight


@wire
@make
def test_a_load_is_weighed_once_it_stands(make: str, wire: str) -> None:
    async def test(driver: Scales, _device: Emulator) -> None:
        assert await weight(driver) == Decimal("1.234")
        assert await weight(driver) == Decimal("1.234")

    swinging = (Load(Decimal(700), stable=False), Load(Decimal(1230), stable=False))
    run(make, wire, test, *swinging, LOAD)


@pytest.mark.parametrize(("division", "expected"), [(0, "1.2345"), (1, "1.235"), (2, "1.23"), (3, "1.2"), (4, "1")])
def test_divisions_of_massa_k(division: int, expected: str) -> None:
    async def test(driver: Scales, _device: Emulator) -> None:
        assert await weight(driver) == Decimal(expected)

    run("massa-k", "tcp", test, Load(Decimal("1234.5")), division=division)


@pytest.mark.parametrize("old", [False, True])
def test_massa_k_of_any_age(old: bool) -> None:
    async def test(driver: Scales, device: MassaKEmulator) -> None:
        await device.switch("old_firmware", on=old)
        assert await weight(driver) == Decimal("1.234")

    run("massa-k", "tcp", test, tells_tare=False)


@pytest.mark.parametrize(("power", "expected"), [(-3, "1.234"), (-2, "1.23"), (-4, "1.2340")])
def test_units_of_shtrih_slim(power: int, expected: str) -> None:
    async def test(driver: Scales, _device: Emulator) -> None:
        assert await weight(driver) == Decimal(expected)

    run("shtrih-slim", "tcp", test, power=power)


@wire
def test_shtrih_slim_that_needs_no_confirmation(wire: str) -> None:
    async def test(driver: Scales, _device: Emulator) -> None:
        assert await weight(driver) == Decimal("1.234")
        assert await weight(driver) == Decimal("1.234")

    run("shtrih-slim", wire, test, confirms=False)


@make
def test_a_tare_of_what_lies_there_and_of_a_number(make: str) -> None:
    async def test(driver: Scales, device: Emulator) -> None:
        device.platform.put(Load(Decimal(200)))
        await driver.execute(SetTare())
        assert device.platform.tare == 200
        device.platform.put(LOAD)
        assert await weight(driver) == Decimal("1.034")
        await driver.execute(SetTare(Decimal("0.1")))
        assert await weight(driver) == Decimal("1.134")
        await device.switch("empty", on=True)
        with pytest.raises(OperatorNeeded, match="меньше нуля"):
            await weight(driver)

    run(make, "tcp", test)


@pytest.mark.parametrize(
    ("condition", "error"),
    [
        ("overload", OperatorNeeded),
        ("empty", OperatorNeeded),
        ("unstable", WrongState),
        ("broken", DeviceFaulty),
        ("not_zeroed", KkmError),
    ],
)
@make
def test_what_is_wrong_is_told(make: str, condition: str, error: type[KkmError]) -> None:
    async def test(driver: Scales, device: Emulator) -> None:
        await device.switch(condition, on=True)
        with pytest.raises(error) as caught:
            await weight(driver)
        assert caught.value.nothing_sent
        await device.switch(condition, on=False)
        assert await weight(driver) == Decimal("1.234")

    run(make, "tcp", test)


@pytest.mark.parametrize(("condition", "error"), [("underload", OperatorNeeded), ("measuring_error", DeviceFaulty)])
def test_what_only_shtrih_slim_tells(condition: str, error: type[KkmError]) -> None:
    async def test(driver: Scales, device: ShtrihSlimEmulator) -> None:
        await device.switch(condition, on=True)
        with pytest.raises(error):
            await weight(driver)

    run("shtrih-slim", "tcp", test)


@pytest.mark.parametrize("faults", [Faults(junk_before=b"\x00\xf8\x55"), Faults(answer_pause=0.0005)])
@wire
@make
def test_faults_that_do_not_matter(make: str, wire: str, faults: Faults) -> None:
    async def test(driver: Scales, _device: Emulator) -> None:
        assert await weight(driver) == Decimal("1.234")

    run(make, wire, test, faults=faults)


@pytest.mark.parametrize(
    ("wire", "faults", "error"),
    [
        ("tcp", Faults(bad_sum=True), FrameError),
        ("serial", Faults(bad_sum=True), FrameError),
        ("tcp", Faults(garbage=b"\xff\x00\x55\xaa"), FrameError),
        ("tcp", Faults(cut_answer=4), (FrameError, DeviceOffline)),
        ("serial", Faults(cut_answer=4), FrameError),
        ("tcp", Faults(silent=True), DeviceOffline),
    ],
)
@make
def test_faults_that_do(make: str, wire: str, faults: Faults, error: type[KkmError]) -> None:
    async def test(driver: Scales, _device: Emulator) -> None:
        with pytest.raises(error) as caught:
            await weight(driver)
        assert caught.value.nothing_sent

    run(make, wire, test, faults=faults, timeout=0.3, tries=1)


def test_scales_that_take_nothing() -> None:
    async def test(driver: Scales, _device: Emulator) -> None:
        with pytest.raises(DeviceOffline):
            await weight(driver)

    run("massa-k", "tcp", test, faults=Faults(stall_after=0), timeout=0.03)


@make
def test_an_answer_that_was_cut_is_asked_for_again(make: str) -> None:
    async def test(driver: Scales, device: Emulator) -> None:
        asking = asyncio.create_task(driver.execute(ReadWeight()))
        await device.until(lambda: len(device.received) > 1)
        device.faults = WELL
        assert (await asking).weight == Decimal("1.234")

    run(make, "tcp", test, faults=Faults(cut_answer=4))


@make
def test_without_power(make: str) -> None:
    async def test(driver: Scales, device: Emulator) -> None:
        await device.switch("power", on=False)
        assert not (await driver.state()).online
        with pytest.raises(DeviceOffline):
            await weight(driver)
        await device.switch("power", on=True)
        assert (await driver.state()).online
        assert await weight(driver) == Decimal("1.234")

    run(make, "tcp", test)


def test_an_answer_held_from_before_is_not_taken_for_this_one() -> None:
    async def test(driver: Scales, device: ShtrihSlimEmulator) -> None:
        device.machine.feed(bytes.fromhex("02 01 EA EB"))  # somebody asked for the channel and went away
        assert await weight(driver) == Decimal("1.234")

    run("shtrih-slim", "tcp", test)
