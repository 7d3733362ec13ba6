"""A serial port that goes away under us, by the loop and by threads."""

import asyncio
import errno
import os
from typing import NoReturn

import pytest

termios = pytest.importorskip("termios", reason="pseudo terminals are a thing of POSIX systems")

from drivers.errors import DeviceOffline  # noqa: E402
from tests.drivers.transports.serial_line import Line, Run, begun  # noqa: E402


def test_a_port_that_vanishes_as_it_is_opened(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(_port: int, _queue: int) -> NoReturn:
        raise termios.error(errno.EIO, "Input/output error")

    async def main() -> None:
        monkeypatch.setattr(termios, "tcflush", gone)
        with pytest.raises(DeviceOffline, match="Не удалось открыть порт"):
            await line.transport().open()

    asyncio.run(main())


def test_a_line_that_vanishes_is_offline(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        reading = await begun(transport.read(1))
        replacement = os.open(os.devnull, os.O_RDONLY)
        os.dup2(replacement, line.master)  # closes the master's end of the line
        os.close(replacement)
        with pytest.raises(DeviceOffline, match="оборвалась"):
            await reading
        with pytest.raises(DeviceOffline, match="оборвалась"):
            await transport.read(1)
        await transport.close()

    run(main())


def test_an_adapter_that_is_pulled_out_while_we_read(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        reading = await begun(transport.read(1))
        line.unplug()
        with pytest.raises(DeviceOffline, match="оборвалась: устройство"):
            await reading
        for _ in range(2):
            with pytest.raises(DeviceOffline, match="оборвалась: устройство"):
                await transport.read(1)
        await transport.close()

    run(main())


def test_an_adapter_that_is_pulled_out_while_nobody_reads(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        line.unplug()
        await asyncio.sleep(0.01)
        with pytest.raises(DeviceOffline, match="оборвалась"):
            await transport.write(b"anybody?")
        with pytest.raises(DeviceOffline, match="оборвалась: устройство"):
            await transport.read(1)
        with pytest.raises(DeviceOffline, match="оборвалась"):
            await transport.finish()
        await transport.close()

    run(main())


def test_an_adapter_that_is_pulled_out_while_a_write_waits(run: Run, line: Line) -> None:
    async def main() -> None:
        transport = await line.opened()
        writing = await begun(transport.write(bytes(1_000_000)))
        line.unplug()
        with pytest.raises(DeviceOffline, match="оборвалась"):
            await writing
        await transport.close()

    run(main())
