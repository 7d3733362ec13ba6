"""A wire between the driver and a server that is cut after so many bytes."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal

Way = Literal["up", "down"]  # to the server, from it


@dataclass
class Wire:
    """While `cuts` is above 0, the bytes that go `way` are let through up to `after`; then both ends are cut off."""

    server: int
    cuts: int = 0
    way: Way = "up"
    after: int = 0
    port: int = 0
    passed: int = 0
    open: list[asyncio.StreamWriter] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self, way: Way, after: int, times: int = 1) -> None:
        """From the next byte on."""
        self.way, self.after, self.cuts, self.passed = way, after, times, 0

    async def connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            theirs, to_server = await asyncio.open_connection("127.0.0.1", self.server)
        except OSError:
            writer.close()
            return
        ends = [writer, to_server]
        self.open += ends
        async with asyncio.TaskGroup() as both:
            both.create_task(self._pump(reader, to_server, "up", ends))
            both.create_task(self._pump(theirs, writer, "down", ends))

    async def _pump(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, way: Way, ends: list[asyncio.StreamWriter]
    ) -> None:
        try:
            while chunk := await reader.read(65536):
                through = self._through(chunk, way)
                writer.write(through)
                await writer.drain()
                if len(through) < len(chunk):
                    break
        except ConnectionError:
            pass
        for end in ends:
            end.close()

    def _through(self, chunk: bytes, way: Way) -> bytes:
        if not self.cuts or way != self.way:
            return chunk
        left = self.after - self.passed
        self.passed += len(chunk)
        if left >= len(chunk):
            return chunk
        self.cuts, self.passed = self.cuts - 1, 0
        return chunk[: max(0, left)]


@asynccontextmanager
async def wire_to(server: int) -> AsyncIterator[Wire]:
    """`server`: its port."""
    wire = Wire(server)
    listener = await asyncio.start_server(wire.connect, "127.0.0.1", 0)
    wire.port = listener.sockets[0].getsockname()[1]
    try:
        yield wire
    finally:
        listener.close()
        for writer in wire.open:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in wire.open), return_exceptions=True)
