"""A virtual register behind its own port, spoken to in bytes."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from drivers.ports import Driver
from kkmserver.config_doors import IkkmRegister
from kkmserver.dialects.ikkm.door import IkkmDoor
from kkmserver.dialects.ikkm.request import decode
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Journal
from kkmserver.web.brake import Brake
from kkmserver.web.doors import DoorServer
from tests.clock import FakeClock
from tests.kkmserver.dialects.bit.counter import driver
from tests.kkmserver.dispatch.counter import PATIENT

K0 = "55500011"
REGISTER, TERMINAL = 1, 2
KAZAKH, RUSSIAN = "virtual-kkm-kz", "virtual-kkt"
SETTINGS = IkkmRegister(device=REGISTER, port=0, first_key=K0, cashier="Ахметова А.")


@dataclass(frozen=True)
class Told:
    """`line`: of the status."""

    line: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        assert self.headers["content-type"] == "application/json; charset=utf-8"
        return json.loads(self.body)

    @property
    def essence(self) -> tuple[int, str, str]:
        """Status, reason, body."""
        _, status, *reason = self.line.split(" ", 2)
        return int(status), *reason, self.body.decode()  # type: ignore[return-value]

    @property
    def key(self) -> str:
        """The new one."""
        assert self.line.split()[1] in ("200", "203"), self
        assert int(self.body) > 0
        return self.body.decode()


@dataclass
class Booth:
    port: int
    clock: FakeClock
    dispatch: Dispatcher
    door: IkkmDoor
    register: Driver

    async def send(self, raw: bytes) -> Told:
        """On a connection of its own."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(raw)
            async with asyncio.timeout(10):
                return await _told(reader)
        finally:
            writer.close()

    async def get(self, target: str) -> Told:
        return await self.send(f"GET {target} HTTP/1.1\r\nHost: kassa\r\n\r\n".encode())

    async def post(self, target: str, **given: str) -> Told:
        return await self.send(posted(target, urlencode(given).encode()))

    async def wrong(self, target: str) -> int:
        """The code of a refusal."""
        told = await self.get(target)
        assert told.line.startswith("HTTP/1.1 400 "), told
        return int(told.body)

    async def documents(self) -> int:
        """Receipts that are registered."""
        return int((await self.register.state()).last_document)


def posted(target: str, body: bytes, kind: str = "application/x-www-form-urlencoded") -> bytes:
    head = f"POST {target} HTTP/1.1\r\nHost: kassa\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@asynccontextmanager
async def booth(
    folder: Path,
    *,
    kind: str = KAZAKH,
    settings: IkkmRegister = SETTINGS,
    journal: Journal | None = None,
    clock: FakeClock | None = None,
    terminal: Mapping[str, object] | None = None,
    register: Driver | None = None,
    leave: float = 1.0,
    **options: object,
) -> AsyncIterator[Booth]:
    """`leave`: seconds that what is under way has at the end."""
    clock = clock or FakeClock()
    register = register or driver(folder, REGISTER, kind, clock, **options)
    drivers = {REGISTER: register}
    if terminal is not None:
        drivers[TERMINAL] = driver(folder, TERMINAL, "virtual-terminal", clock, **terminal)
    devices = [Device(number=n, name=f"{n}", driver_name="", driver=one) for n, one in drivers.items()]
    dispatch = Dispatcher(journal or MemoryJournal(), devices, {"ikkm": decode}, clock, patience=PATIENT)
    door = await IkkmDoor.open(dispatch, clock, settings, data=folder / "keys", brake=Brake(clock))
    listener = socket.create_server(("127.0.0.1", 0))
    server = DoorServer(door, [listener], None, 2**20, 10.0)
    await dispatch.start()
    await server.open()
    try:
        yield Booth(listener.getsockname()[1], clock, dispatch, door, register)
    finally:
        await server.stop(leave)
        await dispatch.stop(leave)
        await door.close()


def go(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


async def _told(reader: asyncio.StreamReader) -> Told:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    line, *rest = head.removesuffix("\r\n\r\n").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (one.partition(":") for one in rest)}
    return Told(line, headers, await reader.readexactly(int(headers.get("content-length", 0))))
