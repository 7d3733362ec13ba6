"""A few lines of HTTP that answer a cheque as a test wants, and keep what was sent. Written from RFC 9110 and 7578."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

GOOD = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><A>'
    b"<url>https://check.egais.ru?id=aa1b&amp;dt=1511261530&amp;cn=030000000000</url>"
    b"<sign>0123456789ABCDEF</sign><ver>2</ver></A>"
)
Reply = bytes | None  # everything that goes down the line; None: it is closed without a word


def http(status: int, body: bytes) -> bytes:
    return b"HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%b" % (status, len(body), body)


@dataclass
class Sent:
    """One request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def part(self) -> tuple[str, bytes]:
        """Head and content of the only part of a multipart/form-data body."""
        boundary = re.fullmatch(r"multipart/form-data; boundary=(\S+)", self.headers["content-type"])
        assert boundary is not None
        before, part, after = self.body.split(b"--" + boundary[1].encode())
        assert (before, after) == (b"", b"--\r\n")
        head, _, content = part.partition(b"\r\n\r\n")
        return head.decode(), content.removesuffix(b"\r\n")


@dataclass
class Utm:
    url: str
    sent: list[Sent] = field(default_factory=list)


@asynccontextmanager
async def serving(answer: Callable[[Sent], Reply | Awaitable[Reply]]) -> AsyncIterator[Utm]:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            utm.sent.append(request := await _request(reader))
            reply = answer(request)
            reply = await reply if isinstance(reply, Awaitable) else reply
            if reply is not None:
                writer.write(reply)
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(talk, "127.0.0.1", 0)
    utm = Utm(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    try:
        yield utm
    finally:
        server.close()


async def _request(reader: asyncio.StreamReader) -> Sent:
    first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").strip().split("\r\n")
    method, target, _ = first.split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Sent(method, target, headers, body)
