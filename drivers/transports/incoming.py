"""What comes in on a socket, watched from the first read to the last.

`loop.sock_recv` signs up for the socket and off again at each call, which costs more than the reading.
"""

import asyncio
import socket


class Incoming:
    """Of a socket that does not block. One read at a time; `stop` before anybody else reads or closes it."""

    def __init__(self, opened: socket.socket) -> None:
        self._socket, self._loop = opened, asyncio.get_running_loop()
        self._waiter: asyncio.Future[None] | None = None
        self._watched = False

    async def read(self, size: int) -> bytes:
        """1..size bytes; b"" at the end of the stream. Raises OSError."""
        while True:
            try:
                return self._socket.recv(size)
            except (BlockingIOError, InterruptedError):
                pass
            try:
                await self._readable()
            except NotImplementedError:  # the event loop of Windows does not watch sockets
                return await self._loop.sock_recv(self._socket, size)

    def stop(self) -> None:
        if self._watched:
            self._watched = False
            self._loop.remove_reader(self._socket)

    async def _readable(self) -> None:
        """Only where a read has just found nothing: uvloop tells of a broken connection once, and then no more."""
        if not self._watched:
            self._loop.add_reader(self._socket, self._ready)
            self._watched = True
        self._waiter = self._loop.create_future()
        try:
            await self._waiter
        finally:
            self._waiter = None

    def _ready(self) -> None:
        if self._waiter is None:
            self.stop()  # nobody reads just now: it would be called again and again
        elif not self._waiter.done():
            self._waiter.set_result(None)
