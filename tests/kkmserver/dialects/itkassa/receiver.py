"""A shop's site that takes callbacks, as well or badly as it is told."""

import asyncio
import json
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

SILENT, CUT = 0, -1  # instead of a status


@dataclass(frozen=True)
class Call:
    at: float
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Receiver:
    """`statuses`: of the answers, one after the other; the last one again and again."""

    statuses: list[int]
    headers: str = ""  # of every answer
    content: bytes = b"ok"
    port: int = 0
    calls: list[Call] = field(default_factory=list)
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/result?shop=1"

    async def wait(self, calls: int) -> Sequence[Call]:
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.calls) >= calls)
        return self.calls

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._answer(reader, writer)
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        request, *lines = head.strip().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        body = await reader.readexactly(int(headers["content-length"]))
        status = self.statuses.pop(0) if len(self.statuses) > 1 else self.statuses[0]
        if status == SILENT:
            await self._note(request, headers, body)
            await reader.read()
            return
        if status != CUT:
            told = f"HTTP/1.1 {status} X\r\nContent-Length: {len(self.content)}\r\n{self.headers}\r\n".encode()
            writer.write(told + self.content)
            await writer.drain()
        await self._note(request, headers, body)

    async def _note(self, request: str, headers: dict[str, str], body: bytes) -> None:
        method, target, _ = request.split()
        assert method == "POST"
        async with self._changed:
            self.calls.append(Call(time.monotonic(), target, headers, body))
            self._changed.notify_all()


@asynccontextmanager
async def receiving(*statuses: int, **more: Any) -> AsyncIterator[Receiver]:
    made = Receiver(list(statuses), **more)
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    try:
        yield made
    finally:
        server.close()
