"""Serial against a pseudo terminal: a real pyserial port whose other end is this test."""

import asyncio
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

pty = pytest.importorskip("pty", reason="pseudo terminals are a thing of POSIX systems")

from drivers.errors import DeviceOffline  # noqa: E402
from drivers.transports.serial_port import SerialSettings, SerialTransport  # noqa: E402


@dataclass
class Line:
    master: int
    name: str

    def transport(self) -> SerialTransport:
        return SerialTransport(SerialSettings(port=self.name, baud=115200))


@pytest.fixture
def line() -> Iterator[Line]:
    master, slave = pty.openpty()
    yield Line(master, os.ttyname(slave))
    os.close(slave)
    os.close(master)


def take(line: Line, size: int) -> bytes:
    got = b""
    while len(got) < size:
        got += os.read(line.master, size - len(got))
    return got


def test_bytes_pass_unchanged_both_ways(line: Line) -> None:
    every = bytes(range(256))

    async def main() -> None:
        transport = line.transport()
        await transport.open()
        await transport.write(every)
        await transport.finish()
        assert await asyncio.to_thread(take, line, 256) == every
        os.write(line.master, every)
        got = b""
        while len(got) < 256:
            got += await transport.read(100)
        assert got == every
        await transport.close()

    asyncio.run(main())


def test_a_cancelled_read_loses_nothing_and_lets_a_write_through(line: Line) -> None:
    async def main() -> None:
        transport = line.transport()
        await transport.open()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await transport.read(10)
        os.write(line.master, b"late")
        await transport.write(b"next")
        assert await asyncio.to_thread(take, line, 4) == b"next"
        async with asyncio.timeout(2):
            got = b""
            while len(got) < 4:
                got += await transport.read(10)
        assert got == b"late"
        await transport.close()

    asyncio.run(main())


def test_a_printer_that_takes_nothing_does_not_hold_us(line: Line) -> None:
    """Nobody reads the other end: the system's buffer fills, the deadline ends the write, close returns."""

    async def main() -> None:
        transport = line.transport()
        await transport.open()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await transport.write(bytes(1_000_000))
        with pytest.raises(DeviceOffline):  # half a write is behind us: only a fresh open helps
            await transport.write(b"more")
        async with asyncio.timeout(10):
            await transport.close()
        await transport.open()
        await transport.close()

    asyncio.run(main())
    for thread in threading.enumerate():
        if line.name in thread.name:
            thread.join(5)
            assert not thread.is_alive()


def test_a_printer_that_holds_a_write_can_still_say_why(line: Line) -> None:
    async def main() -> None:
        transport = line.transport()
        await transport.open()
        assert transport.answers
        held = asyncio.create_task(transport.write(bytes(1_000_000)))
        os.write(line.master, b"\x18\x00\x0f\x00")
        got = b""
        async with asyncio.timeout(5):
            while len(got) < 4:
                got += await transport.read(10)
        assert got == b"\x18\x00\x0f\x00"
        assert not held.done()
        held.cancel()
        with pytest.raises(asyncio.CancelledError):
            await held
        await transport.close()

    asyncio.run(main())


def test_a_port_that_does_not_exist() -> None:
    async def main() -> None:
        transport = SerialTransport(SerialSettings(port="/dev/no-such-port"))
        with pytest.raises(DeviceOffline, match="порт /dev/no-such-port: такого файла или устройства нет"):
            await transport.open()
        with pytest.raises(DeviceOffline, match="не открыт"):
            await transport.read(1)

    asyncio.run(main())


def test_a_port_that_vanishes_is_offline(line: Line) -> None:
    async def main() -> None:
        transport = line.transport()
        await transport.open()
        replacement = os.open(os.devnull, os.O_RDONLY)
        os.dup2(replacement, line.master)  # closes the master's end of the line
        os.close(replacement)
        with pytest.raises(DeviceOffline, match="оборвалась"):
            async with asyncio.timeout(2):
                await transport.read(1)
        await transport.close()

    asyncio.run(main())
