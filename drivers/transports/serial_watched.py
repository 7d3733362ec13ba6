"""The bytes of a serial port by the event loop, where it can watch one: everywhere but on Windows."""

import asyncio
import errno
import os
import select
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import serial

_CHUNK = 4096  # bytes; a terminal holds no more


class Watched:
    """Of a port that does not block, as pyserial opens it on POSIX. Raises NotImplementedError where nothing watches.

    One task writes, one reads.
    """

    def __init__(self, port: "serial.Serial") -> None:
        if not hasattr(select, "poll"):
            raise NotImplementedError
        loop, self._port = asyncio.get_running_loop(), port.fileno()
        self._readable = _Watch(self._port, loop.add_reader, loop.remove_reader, self._hear)
        self._writable = _Watch(self._port, loop.add_writer, loop.remove_writer, lambda: True)
        self._readable.begin()
        self._poll = select.poll()
        self._inbox = b""  # filled as bytes come, so that a cancelled read loses nothing
        self._stopped = False

    async def write(self, data: bytes) -> None:
        """Returns once the port would take more: what the system holds may take a slow line seconds. Raises OSError."""
        rest = memoryview(data)
        while rest:
            rest = rest[self._put(rest) :]
            if rest or not self._is(select.POLLOUT):
                await self._writable.wait()

    async def read(self, size: int) -> bytes:
        """1..size bytes. Raises OSError."""
        while not self._inbox and not self._hear():
            await self._readable.wait()
        data, self._inbox = self._inbox[:size], self._inbox[size:]
        return data

    def stop(self) -> None:
        """What is under way ends with OSError; to be called before anybody else closes the port."""
        self._stopped = True
        self._readable.end()
        self._writable.end()

    def join(self, seconds: float) -> None:
        """Nothing is under way once `stop` has been called."""

    def _hear(self) -> bool:
        """Whether anything has come. A terminal that is gone has nothing either, but claims to. Raises OSError."""
        self._inbox += self._get()
        if not self._inbox and self._is(select.POLLIN):
            self._inbox += self._get()
            if not self._inbox:
                raise OSError(errno.ENXIO, os.strerror(errno.ENXIO))
        return bool(self._inbox)

    def _get(self) -> bytes:
        self._check()
        try:
            return os.read(self._port, _CHUNK)
        except BlockingIOError:
            return b""

    def _put(self, data: memoryview) -> int:
        self._check()
        try:
            return os.write(self._port, data)
        except BlockingIOError:
            return 0

    def _is(self, ready: int) -> bool:
        """Also where it is gone."""
        self._poll.register(self._port, ready)
        return bool(self._poll.poll(0))

    def _check(self) -> None:
        """Before each use after a wait: the number of a closed port may be another file's by now."""
        if self._stopped:
            raise OSError(errno.EBADF, "порт закрыт")


class _Watch:
    """For one direction; signed off only where it is ready and nobody waits, since signing up is the dear part.

    `ready`: looks at once, before the loop asks the system the same again. Where it raises OSError, so will the waiter.
    """

    def __init__(
        self,
        port: int,
        add: Callable[[int, Callable[[], None]], object],
        remove: Callable[[int], object],
        ready: Callable[[], bool],
    ) -> None:
        self._port, self._add, self._remove, self._ready = port, add, remove, ready
        self._waiter: asyncio.Future[None] | None = None
        self._on = False

    def begin(self) -> None:
        if not self._on:
            self._add(self._port, self._told)
            self._on = True

    def end(self) -> None:
        if self._on:
            self._on = False
            self._remove(self._port)
        self._wake()

    async def wait(self) -> None:
        """Until it is ready, or is ended."""
        self.begin()
        self._waiter = asyncio.get_running_loop().create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _told(self) -> None:
        if self._waiter is None:
            self.end()
        elif not self._waiter.done() and self._is_ready():
            self._wake()

    def _is_ready(self) -> bool:
        try:
            return self._ready()
        except OSError:
            return True

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)
