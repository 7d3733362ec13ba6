"""A serial cable to a device that says what it hears."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")

from drivers.emulation.cable import SerialCable
from drivers.emulation.faults import Faults
from drivers.errors import DeviceOffline
from drivers.transports.serial_port import SerialSettings, SerialTransport
from tests.drivers.emulation.test_port import TcpEcho

EVERY = bytes(each for each in range(256) if each != ord("!"))


def run(test: Callable[[TcpEcho, SerialCable, SerialTransport], Awaitable[None]], link: Path | None = None) -> None:
    async def main() -> None:
        async with asyncio.timeout(10), TcpEcho() as device, SerialCable(device, link) as cable:
            port = SerialTransport(SerialSettings(port=str(cable.path)))
            await port.open()
            try:
                await test(device, cable, port)
            finally:
                await port.close()

    asyncio.run(main())


async def ask(port: SerialTransport, data: bytes, size: int | None = None) -> bytes:
    await port.write(data)
    got = b""
    while len(got) < (size or len(data)):
        got += await port.read(100)
    return got


def test_every_byte_passes_both_ways() -> None:
    async def test(_device: TcpEcho, _cable: SerialCable, port: SerialTransport) -> None:
        for _ in range(20):
            assert await ask(port, EVERY) == EVERY

    run(test)


def test_hosts_come_and_go() -> None:
    async def test(device: TcpEcho, cable: SerialCable, port: SerialTransport) -> None:
        assert await ask(port, b"one") == b"one"
        await port.close()
        await port.open()
        assert await ask(port, b"two") == b"two"
        assert len(device.received) == 1

    run(test)


def test_a_device_without_power_is_silent_and_is_found_again() -> None:
    async def test(device: TcpEcho, _cable: SerialCable, port: SerialTransport) -> None:
        assert await ask(port, b"one") == b"one"
        await device.switch("power", on=False)
        await port.write(b"lost")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await port.read(1)
        await device.switch("power", on=True)
        assert await ask(port, b"two") == b"two"

    run(test)


def test_a_device_that_hangs_up_is_found_again() -> None:
    async def test(device: TcpEcho, _cable: SerialCable, port: SerialTransport) -> None:
        device.faults = Faults(cut_answer=2)
        assert await ask(port, b"four", 2) == b"fo"
        await device.served()
        device.faults = Faults()
        assert await ask(port, b"two") == b"two"

    run(test)


def test_unplugged() -> None:
    async def test(_device: TcpEcho, cable: SerialCable, port: SerialTransport) -> None:
        await cable.unplug()
        with pytest.raises(DeviceOffline):
            await port.read(1)
        with pytest.raises(OSError, match="unplugged"):
            assert cable.path
        await cable.unplug()

    run(test)


def test_a_link_is_the_name_while_the_cable_is_there(tmp_path: Path) -> None:
    link = tmp_path / "scales"

    async def test(_device: TcpEcho, cable: SerialCable, port: SerialTransport) -> None:
        assert cable.path == link
        assert await ask(port, b"hello") == b"hello"

    run(test, link)
    assert not link.is_symlink()


def test_a_name_that_is_taken(tmp_path: Path) -> None:
    taken = tmp_path / "scales"
    taken.write_text("mine")

    async def main() -> None:
        with pytest.raises(FileExistsError):
            async with TcpEcho() as device, SerialCable(device, taken):
                pass

    asyncio.run(main())
    assert taken.read_text() == "mine"
