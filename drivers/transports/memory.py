"""Two transports joined back to back: what one writes the other reads. For tests and emulators in the same process."""

import asyncio

from drivers.errors import DeviceOffline


class _Pipe:
    """One direction."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._changed = asyncio.Condition()
        self.ended = False

    async def put(self, data: bytes) -> None:
        async with self._changed:
            self._buffer += data
            self._changed.notify_all()

    async def end(self) -> None:
        async with self._changed:
            self.ended = True
            self._changed.notify_all()

    async def take(self, size: int) -> bytes:
        """1..size bytes; b"" when the other side ended and nothing is left."""
        async with self._changed:
            await self._changed.wait_for(lambda: self._buffer or self.ended)
            data = bytes(self._buffer[:size])
            del self._buffer[:size]
            return data

    def restart(self) -> None:
        self.ended = False


class MemoryTransport:
    """One end. A fresh pair is open at both ends; an end that was closed may be opened again."""

    patience = 0.0

    def __init__(self, inward: _Pipe, outward: _Pipe) -> None:
        self._inward, self._outward = inward, outward

    @property
    def answers(self) -> bool:
        return True

    async def open(self) -> None:
        self._outward.restart()

    async def write(self, data: bytes) -> None:
        """Raises DeviceOffline when this end or the other one is closed."""
        if self._outward.ended or self._inward.ended:
            raise DeviceOffline("Соединение в памяти закрыто.")
        await self._outward.put(data)

    async def read(self, size: int) -> bytes:
        data = await self._inward.take(size)
        if not data:
            raise DeviceOffline("Другая сторона соединения в памяти закрылась.")
        return data

    async def finish(self) -> None:
        """A returned `write` is all there is to know."""

    async def close(self) -> None:
        await self._outward.end()


def pair() -> tuple[MemoryTransport, MemoryTransport]:
    one, other = _Pipe(), _Pipe()
    return MemoryTransport(one, other), MemoryTransport(other, one)
