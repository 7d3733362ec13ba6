"""A mail server on a real socket: as much of SMTP as smtplib speaks."""

import asyncio
import base64
import email
import email.policy
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage


@dataclass
class PostOffice:
    """`logins`: name -> password, none = anybody may send; `refused`: how many letters are turned away at first."""

    logins: dict[str, str] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    refused: int = 0
    port: int = 0
    letters: list[EmailMessage] = field(default_factory=list)
    secured: int = 0
    visits: int = 0
    _changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def wait(self, letters: int = 1) -> list[EmailMessage]:
        async with asyncio.timeout(10), self._changed:
            await self._changed.wait_for(lambda: len(self.letters) >= letters)
        return self.letters

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.visits += 1
        try:
            await self._talk(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        known = not self.logins

        def say(text: str) -> None:
            writer.write(f"{text}\r\n".encode())

        say("220 post")
        while line := (await reader.readline()).decode().strip():
            match line.upper().split()[0]:
                case "EHLO" if self.tls and not self.secured:
                    say("250-post\r\n250 STARTTLS")
                case "EHLO":
                    say("250-post\r\n250 AUTH PLAIN")
                case "STARTTLS":
                    assert self.tls
                    say("220 go")
                    await writer.drain()
                    await writer.start_tls(self.tls)
                    self.secured += 1
                case "AUTH":
                    _, name, password = base64.b64decode(line.split()[2]).decode().split("\0")
                    known = self.logins.get(name) == password
                    say("235 in" if known else "535 no")
                case "MAIL" if not known:
                    say("530 who are you")
                case "DATA" if self.refused:
                    self.refused -= 1
                    say("451 later")
                case "DATA":
                    say("354 go")
                    await self._take((await reader.readuntil(b"\r\n.\r\n"))[:-5])
                    say("250 taken")
                case "QUIT":
                    say("221 bye")
                    return
                case _:
                    say("250 ok")

    async def _take(self, content: bytes) -> None:
        letter = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(letter, EmailMessage)
        async with self._changed:
            self.letters.append(letter)
            self._changed.notify_all()


@asynccontextmanager
async def post_office(office: PostOffice | None = None) -> AsyncIterator[PostOffice]:
    office = office or PostOffice()
    server = await asyncio.start_server(office.serve, "127.0.0.1", 0)
    office.port = server.sockets[0].getsockname()[1]
    try:
        yield office
    finally:
        server.close()
