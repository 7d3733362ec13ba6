"""A wire between a host and a device at a TCP port that does what it is told to.

The drivers' own sockets and the emulator's are at its ends. A wire is broken for the connections it is broken for:
`fault` holds for those made from then on, `mend` ends it for all.
"""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from drivers.emulation.line import CHUNK, listening, reset_on_close
from tests.faults.wires.faults import HEALTHY, End, Fault, Way

_DRAIN = 30.0  # seconds in which a host may go on sending to a wire that was closed


@dataclass(slots=True)
class Traffic:
    """Bytes of one connection that the wire was given, from the host and from the device."""

    down: bytearray = field(default_factory=bytearray)
    up: bytearray = field(default_factory=bytearray)


class Proxy:
    """`async with Proxy(host, port) as wire`; a driver is given `wire.connection`. `traffic`: oldest first."""

    def __init__(self, host: str, port: int) -> None:
        self._device = host, port
        self.fault = HEALTHY
        self.traffic: list[Traffic] = []
        self._mended = asyncio.Event()
        self._links: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._listener = listening("127.0.0.1", 0)
        self.port = self._listener.getsockname()[1]
        self._accepting = asyncio.create_task(self._accept())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = {self._accepting, *self._links}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._listener.close()

    @property
    def connection(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    def mend(self) -> None:
        """What a stalled wire holds goes over now; new connections find it well."""
        self.fault = HEALTHY
        self._mended.set()
        self._mended = asyncio.Event()

    async def drop(self) -> None:
        """All connections that there are."""
        links = set(self._links)
        for link in links:
            link.cancel()
        await asyncio.gather(*links, return_exceptions=True)

    async def quiet(self) -> None:
        """No connection is left, at either side."""
        while self._links:
            await asyncio.wait(set(self._links))

    async def _accept(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            host, _ = await loop.sock_accept(self._listener)
            host.setblocking(False)
            host.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            link = loop.create_task(self._carry(host))
            self._links.add(link)
            link.add_done_callback(self._links.discard)

    async def _carry(self, host: socket.socket) -> None:
        device = socket.socket()
        device.setblocking(False)
        device.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with host, device, suppress(OSError):
            await asyncio.get_running_loop().sock_connect(device, self._device)
            await _Link(host, device, self.fault, self._mended, self._traffic()).run()

    def _traffic(self) -> Traffic:
        self.traffic.append(Traffic())
        return self.traffic[-1]


class _Over(Exception):
    """The connection has come to its end."""

    def __init__(self, end: End) -> None:
        self.end = end


class _Link:
    """One connection, both directions."""

    def __init__(
        self, host: socket.socket, device: socket.socket, fault: Fault, mended: asyncio.Event, traffic: Traffic
    ) -> None:
        self._host, self._device, self._fault, self._mended, self._traffic = host, device, fault, mended, traffic

    async def run(self) -> None:
        pumps = [asyncio.create_task(self._down()), asyncio.create_task(self._up())]
        try:
            await asyncio.gather(*pumps)
        except _Over as over:
            await _stop(pumps)
            await self._finish(over.end)
        finally:
            await _stop(pumps)

    async def _down(self) -> None:
        """A device that is gone, or a host that broke off, is a reset for the other one. Raises _Over."""
        try:
            async for data in self._pieces(self._host, self._fault.down, self._traffic.down):
                await asyncio.get_running_loop().sock_sendall(self._device, data)
            self._device.shutdown(socket.SHUT_WR)
        except OSError as error:
            raise _Over(End.RESET) from error

    async def _up(self) -> None:
        """Answers that nobody is there to hear are lost, as in life. Raises _Over."""
        try:
            async for data in self._pieces(self._device, self._fault.up, self._traffic.up):
                with suppress(OSError):
                    await asyncio.get_running_loop().sock_sendall(self._host, data)
        except OSError as error:
            raise _Over(End.RESET) from error
        with suppress(OSError):
            self._host.shutdown(socket.SHUT_WR)

    async def _finish(self, end: End) -> None:
        if end is not End.CLOSE:
            reset_on_close(self._host)
            reset_on_close(self._device)
            return
        for side in (self._host, self._device):
            with suppress(OSError):
                side.shutdown(socket.SHUT_WR)
        with suppress(TimeoutError, OSError):
            async with asyncio.timeout(_DRAIN):
                while await asyncio.get_running_loop().sock_recv(self._host, CHUNK):
                    pass

    async def _pieces(self, source: socket.socket, way: Way, seen: bytearray) -> AsyncIterator[bytes]:
        """What goes over, until the source has hung up. Raises _Over, OSError."""
        left = way.after if way.end else None
        while True:
            if left == 0:
                await self._end(way.end)
                left = None
            data = await asyncio.get_running_loop().sock_recv(source, min(CHUNK, left or CHUNK))
            if not data:
                return
            seen += data
            left = left - len(data) if left is not None else None
            for start in range(0, 0 if way.lost else len(data), way.piece):
                await asyncio.sleep(way.pause)
                yield way.instead or data[start : start + way.piece]

    async def _end(self, end: End) -> None:
        """Return where the wire was only stalled, and is mended. Raises _Over."""
        if end in (End.RESET, End.CLOSE):
            raise _Over(end)
        await self._mended.wait()
        if end is End.DEAD:
            raise _Over(End.RESET)


async def _stop(pumps: list[asyncio.Task[None]]) -> None:
    for pump in pumps:
        pump.cancel()
    await asyncio.gather(*pumps, return_exceptions=True)
