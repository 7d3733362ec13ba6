"""A register that answers while a test does other things: in a thread of its own, at a TCP port and at a serial one."""

import asyncio
from threading import Thread

from drivers.emulation.cable import SerialCable
from drivers.shtrih.emulator.tcp import ShtrihEmulator

SERIAL, INN = "0149060006000651", "7707083893"


class Counter:
    """`port`: the name of the serial one. To be closed."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()
        self.device, self.port = asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(10)

    async def _open(self) -> tuple[ShtrihEmulator, str]:
        device = await ShtrihEmulator(serial=SERIAL, inn=INN).__aenter__()
        self._cable = await SerialCable(device).__aenter__()
        return device, str(self._cable.path)

    async def _close(self) -> None:
        await self._cable.unplug()
        await self.device.__aexit__(None, None, None)

    def close(self) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
