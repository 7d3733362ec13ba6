"""A network printer that keeps what it is sent and can be made to fail."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self, cast

from drivers.emulation.line import listening, reset_on_close


class TcpPrinter:
    """Listens on a free port of 127.0.0.1: `async with TcpPrinter() as printer`.

    `received`: bytes of each connection, in the order they were made; `finished` waits until some have ended.
    Faults, switchable at any time for connections made later: `reset_after` = a TCP reset once that many bytes have
    come (0 = at once), `stall` = connects and then takes nothing; `refuse` closes the port, `listen` opens it again.
    """

    def __init__(self, *, reset_after: int | None = None, stall: bool = False) -> None:
        self.reset_after, self.stall = reset_after, stall
        self.received: list[bytearray] = []
        self.port = 0
        self._ended = 0
        self._change = asyncio.Condition()
        self._server: asyncio.Server | None = None
        self._open: set[_Connection] = set()
        self._notices: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        self.refuse()
        for connection in list(self._open):
            connection.reset()
        await asyncio.sleep(0)  # connection_lost is called from the loop
        await asyncio.gather(*self._notices)

    @property
    def connection(self) -> str:
        """As the config spells it."""
        return f"tcp://127.0.0.1:{self.port}"

    async def listen(self) -> None:
        """Take connections, on the port of the first time."""
        listener = listening("127.0.0.1", self.port)
        self.port = listener.getsockname()[1]
        self._server = await asyncio.get_running_loop().create_server(lambda: _Connection(self), sock=listener)

    def refuse(self) -> None:
        """Refuse new connections; those that are open stay."""
        if self._server is not None:
            self._server.close()
            self._server = None

    async def finished(self, count: int = 1, timeout: float = 5.0) -> list[bytes]:
        """All that was received once `count` connections have ended. Raises TimeoutError."""
        async with asyncio.timeout(timeout), self._change:
            await self._change.wait_for(lambda: self._ended >= count)
        return [bytes(job) for job in self.received]

    async def connected(self, count: int = 1, timeout: float = 5.0) -> None:
        """Return once `count` connections have been made. Raises TimeoutError."""
        async with asyncio.timeout(timeout), self._change:
            await self._change.wait_for(lambda: len(self.received) >= count)

    def changed(self, connection: "_Connection", *, ended: bool) -> None:
        """For the connections."""
        if ended:
            self._open.discard(connection)
            self._ended += 1
        else:
            self._open.add(connection)
            self.received.append(connection.job)
        notice = asyncio.get_running_loop().create_task(self._notify())
        self._notices.add(notice)
        notice.add_done_callback(self._notices.discard)

    async def _notify(self) -> None:
        async with self._change:
            self._change.notify_all()


class _Connection(asyncio.Protocol):
    def __init__(self, printer: TcpPrinter) -> None:
        self._printer, self._limit = printer, printer.reset_after
        self.job = bytearray()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)  # uvloop's is none by inheritance
        self._printer.changed(self, ended=False)
        if self._printer.stall:
            self._transport.pause_reading()
        if self._limit == 0:
            self.reset()

    def data_received(self, data: bytes) -> None:
        self.job += data
        if self._limit is not None and len(self.job) >= self._limit:
            del self.job[self._limit :]
            self.reset()

    def connection_lost(self, exc: Exception | None) -> None:
        self._printer.changed(self, ended=True)

    def reset(self) -> None:
        """Close with RST: what was not read is thrown away and the sender gets an error."""
        reset_on_close(self._transport.get_extra_info("socket"))
        self._transport.abort()


@asynccontextmanager
async def full_listener() -> AsyncIterator[tuple[str, int]]:
    """Host and port of a listener whose queue is full: it answers no further connection (Linux drops the SYN)."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for filler in (first, second):
            filler.setblocking(False)
            filler.connect_ex(listener.getsockname())
        await asyncio.sleep(0.05)
        yield listener.getsockname()
