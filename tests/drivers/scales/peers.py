"""Scales for the tests: real options and a real transport; at its other end a peer that does as it is told."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, Self

from drivers.ports import DeviceContext
from drivers.registry import load
from drivers.scales.driver import Scales
from drivers.transports.connection import open_transport
from tests.clock import FakeClock


def scales(driver: str, connection: str, folder: Path = Path("unused"), **options: Any) -> Scales:
    spec = load(driver)
    context = DeviceContext(4, "Весы", folder, FakeClock(), open_transport)
    needed = {"connection": connection} if connection else {}
    built = spec.build(context, spec.options(**needed, **options))
    assert isinstance(built, Scales)
    return built


class Peer:
    """`talk` takes what came over a connection and says what is to be answered; None = it hangs up.

    A fresh `talk` is made for each connection. `told`: all that came, of each. `slowly`: an answer goes out byte by
    byte. `greeting` comes before anything is asked.
    """

    def __init__(
        self, talk: Callable[[], Callable[[bytes], bytes | None]], *, slowly: bool = False, greeting: bytes = b""
    ) -> None:
        self._talk, self._slowly, self._greeting = talk, slowly, greeting
        self.told: list[bytearray] = []

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._server.wait_closed()

    @property
    def connection(self) -> str:
        return f"tcp://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        talk, told = self._talk(), bytearray()
        self.told.append(told)
        with suppress(ConnectionError):
            writer.write(self._greeting)
            while chunk := await reader.read(4096):
                told += chunk
                answer = talk(chunk)
                if answer is None:
                    break
                await self._answer(writer, answer)
        writer.close()

    async def _answer(self, writer: asyncio.StreamWriter, answer: bytes) -> None:
        for piece in (answer[at : at + 1] for at in range(len(answer))) if self._slowly else (answer,):
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(0)


def saying(*answers: str | None) -> Callable[[], Callable[[bytes], bytes | None]]:
    """One answer in hex to each chunk that comes, whatever it is and whatever the connection; the last one stays."""
    left = list(answers)

    def talk(_: bytes) -> bytes | None:
        answer = left.pop(0) if len(left) > 1 else left[0]
        return None if answer is None else bytes.fromhex(answer)

    return lambda: talk


def flood(junk: Iterable[int]) -> Callable[[], Callable[[bytes], bytes | None]]:
    return lambda: lambda _: bytes(junk) * 100


class Stuck:
    """A port that takes for ever for one thing, and says nothing."""

    answers, patience = True, 0.0

    def __init__(self, at: str) -> None:
        self._at = at

    async def open(self) -> None:
        await self._hang("open")

    async def write(self, data: bytes) -> None:
        await self._hang("write")

    async def read(self, size: int) -> bytes:
        await self._hang(self._at)
        return b""

    async def finish(self) -> None:
        await self._hang("finish")

    async def close(self) -> None:
        await self._hang("close")

    async def _hang(self, what: str) -> None:
        if what == self._at:
            await asyncio.Event().wait()


class Babbling(Stuck):
    """A port that never lets anybody wait: it always has more to say, and no timer gets a turn meanwhile."""

    def __init__(self) -> None:
        super().__init__("nothing")
        self._left = 1000

    async def read(self, size: int) -> bytes:
        self._left -= 1
        assert self._left, "nobody stops listening"
        return bytes(size)
