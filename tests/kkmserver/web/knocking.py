"""A port of an API whose door tells what it was told, and bytes to knock at it with."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from kkmserver.dialects.door import JSON, Knock, Reply
from kkmserver.web.doors import DoorServer
from kkmserver.web.listen import listeners

LIMIT, SECONDS = 100_000, 5.0
WITHIN = 10.0  # seconds for anything a test waits for


@dataclass
class Porter:
    """A door; `/slow` is answered when `go` is set, once `begun` is."""

    name: str = "porter"
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    go: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, knock: Knock) -> Reply:
        if knock.path == "/broken":
            raise RuntimeError("ours")
        if knock.path == "/slow":
            self.begun.set()
            await self.go.wait()
        if knock.path == "/phrase":
            return Reply(203, b"77", {"Content-Type": "text/plain"}, reason="1566")
        rest = await knock.rest(0.5) if knock.path == "/rest" else b""
        told = {"method": knock.method, "path": knock.path, "query": knock.query, "peer": knock.peer}
        told |= {"body": knock.body.decode("latin-1"), "rest": rest.decode("latin-1"), "host": knock.header("host")}
        return Reply(200, json.dumps(told).encode(), {"Content-Type": JSON})

    def refusal(self, status: int, text: str) -> Reply:
        return Reply(status, json.dumps({"error": text}, ensure_ascii=False).encode(), {"Content-Type": JSON})


@dataclass(frozen=True)
class Answer:
    start: str
    headers: dict[str, str]
    body: bytes

    @property
    def status(self) -> int:
        return int(self.start.split()[1])

    def told(self) -> dict[str, str]:
        found: dict[str, str] = json.loads(self.body)
        return found


@dataclass
class Caller:
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    def say(self, data: bytes) -> None:
        self.writer.write(data)

    async def hear(self) -> Answer:
        async with asyncio.timeout(WITHIN):
            head = await self.reader.readuntil(b"\r\n\r\n")
            start, *lines = head.decode("latin-1").rstrip("\r\n").split("\r\n")
            headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
            return Answer(start, headers, await self.reader.readexactly(int(headers.get("content-length", 0))))

    async def ended(self) -> bool:
        async with asyncio.timeout(WITHIN):
            try:
                return await self.reader.read(1) == b""
            except ConnectionError:
                return True


@dataclass
class Port:
    number: int
    porter: Porter
    server: DoorServer
    counted: list[tuple[str, int]]
    callers: list[Caller] = field(default_factory=list)

    async def call(self, data: bytes = b"", tls: ssl.SSLContext | None = None) -> Caller:
        caller = Caller(*await asyncio.open_connection("127.0.0.1", self.number, ssl=tls))
        self.callers.append(caller)
        caller.say(data)
        return caller

    async def ask(self, data: bytes) -> Answer:
        return await (await self.call(data)).hear()


@asynccontextmanager
async def port(
    *, limit: int = LIMIT, seconds: float = SECONDS, tls: ssl.SSLContext | None = None
) -> AsyncIterator[Port]:
    sockets = listeners("127.0.0.1", 0)
    counted: list[tuple[str, int]] = []
    porter = Porter()
    server = DoorServer(porter, sockets, tls, limit, seconds, lambda name, status: counted.append((name, status)))
    await server.open()
    opened = Port(sockets[0].getsockname()[1], porter, server, counted)
    try:
        yield opened
    finally:
        porter.go.set()
        await server.stop(WITHIN)
        for caller in opened.callers:
            caller.writer.close()


def request(path: str, body: bytes = b"", headers: str = "", method: str = "POST", version: str = "1.1") -> bytes:
    """`headers`: lines ended by CR LF; of them Content-Length is told unless it is there."""
    length = "" if "content-length" in headers.lower() else f"Content-Length: {len(body)}\r\n"
    return f"{method} {path} HTTP/{version}\r\nHost: kassa\r\n{headers}{length}\r\n".encode("latin-1") + body
