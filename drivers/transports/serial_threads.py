"""The bytes of a serial port by threads, where no event loop can watch one: on Windows.

pyserial blocks. One thread writes, the other reads and does all the rest, so that a printer that holds a write can
still say why. The one call from outside is `cancel_write`, which pyserial offers for exactly that: to end a write that
a stopped printer holds.
"""

import asyncio
import errno
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import serial


class Threaded:
    """`thread`: the port's own. A read holds it for as long as `port.timeout`. One task writes, one reads."""

    def __init__(self, port: "serial.Serial", thread: ThreadPoolExecutor) -> None:
        self._port, self._thread = port, thread
        self._writer = ThreadPoolExecutor(1, thread_name_prefix=f"serial {port.port} write")
        self._inbox = bytearray()  # filled in the thread, so that a cancelled read loses nothing
        self._written: Future[None] | None = None  # once stopped: done when no write is under way

    async def write(self, data: bytes) -> None:
        """Raises OSError."""
        self._check()
        try:
            sent = await asyncio.get_running_loop().run_in_executor(self._writer, self._port.write, data)
        except asyncio.CancelledError:
            self._port.cancel_write()
            raise
        if sent != len(data):  # `stop` has cut it short
            self._check()

    async def read(self, size: int) -> bytes:
        """1..size bytes. Raises OSError."""
        while not self._inbox:
            self._check()
            await asyncio.get_running_loop().run_in_executor(self._thread, self._hear, size)
        data = bytes(self._inbox[:size])
        del self._inbox[: len(data)]  # the thread of a cancelled read may have added to it since
        return data

    def stop(self) -> None:
        """No further read or write begins."""
        with suppress(OSError):
            self._port.cancel_write()
        self._written = self._writer.submit(lambda: None)
        self._writer.shutdown(wait=False)

    def join(self, seconds: float) -> None:
        """A write that outlived the port could go on in the next to get its number."""
        if self._written:
            wait([self._written], seconds)

    def _hear(self, size: int) -> None:
        self._inbox += self._port.read(max(1, min(size, self._port.in_waiting)))

    def _check(self) -> None:
        if self._written:
            raise OSError(errno.EBADF, "порт закрыт")
