"""A register of a test behind a TCP port."""

import asyncio
from types import TracebackType
from typing import Self

from tests.drivers.lower_level.wire import Peer


class RegisterPort:
    """`async with RegisterPort(register) as port:` and connect to `port.connection`.

    `silent`: what the register says is lost. `left`: so many bytes of it go out, then the connection is closed once.
    `greeting`: sent to whoever connects. `heard` is set by every byte that comes.
    """

    def __init__(self, register: Peer) -> None:
        self.register = register
        self.silent = False
        self.left: int | None = None
        self.greeting = b""
        self.heard = asyncio.Event()
        self.connections = 0
        self._lines: set[asyncio.StreamWriter] = set()

    @property
    def connection(self) -> str:
        return f"tcp://127.0.0.1:{self.port}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.vanish()

    async def vanish(self) -> None:
        self._server.close()
        self.hang_up()
        await self._server.wait_closed()

    def hang_up(self) -> None:
        for line in self._lines:
            line.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self._lines.add(writer)
        try:
            writer.write(self.greeting)
            while data := await reader.read(256):
                for byte in data:
                    self.register.hear(asyncio.get_running_loop().time(), byte)
                self.heard.set()
                if not self._say(writer):
                    break
        except ConnectionError:
            pass
        finally:
            self._lines.discard(writer)
            writer.close()

    def _say(self, writer: asyncio.StreamWriter) -> bool:
        """Whether the connection stays."""
        said = bytes(byte for _, byte in self.register.said)
        self.register.said.clear()
        if self.silent:
            return True
        if self.left is None or len(said) < self.left:
            self.left = None if self.left is None else self.left - len(said)
            writer.write(said)
            return True
        writer.write(said[: self.left])
        self.left = None
        return False
