"""A virtual register and a virtual card terminal behind the API's port, spoken to in bytes."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Coroutine, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from drivers import registry
from drivers.model.command import ReadDocument, ReadState
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import DocumentCopy
from drivers.ports import Clock, DeviceContext, Driver, Transport
from kkmserver.config_doors import BitSettings, BitToken
from kkmserver.dialects.bit.door import BitDoor
from kkmserver.dialects.bit.packet import Decoder
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Journal
from kkmserver.web.brake import Brake
from kkmserver.web.doors import DoorServer
from tests.clock import FakeClock
from tests.kkmserver.dispatch.counter import PATIENT

T = "0123456789abcdef0123456789abcdef"
B = "fedcba9876543210fedcba9876543210"
REGISTER, TERMINAL = 1, 2
SETTINGS = BitSettings(enabled=True, tokens=(BitToken(token=T, device=REGISTER), BitToken(token=B, device=TERMINAL)))
ACTION = {"Action": "command_list"}
KKT = {**ACTION, "BIT_KKT_TOKEN": T}
BOTH = {**KKT, "BIT_BNK_TRM_TOKEN": B}

Command = Mapping[str, Any]
RECEIPT: Command = {
    "name": "sale",
    "type": "kktReceiptFiscalization",
    "data": {
        "1059": [{"n_1030": "Хлеб", "p_1079": 45.5, "q_1023": 2, "t_1199": 2}],
        "payments": {"c_1031": 100},
        "s_1055": 1,
        "r_1054": 1,
    },
}


@dataclass(frozen=True)
class Told:
    start: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def status(self) -> int:
        return int(self.start.split()[1])

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Counter:
    port: int
    clock: FakeClock
    dispatch: Dispatcher
    door: BitDoor
    drivers: Mapping[int, Driver]

    async def send(self, raw: bytes) -> Told:
        """One request on a connection of its own; the answer as far as its end."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(raw)
            async with asyncio.timeout(10):
                return await _told(reader)
        finally:
            writer.close()

    async def post(self, body: object, headers: Mapping[str, str] = KKT, order: str = "") -> Told:
        """`body`: bytes, or commands."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        given = {**headers, "BIT_ORDER_ID": order} if order else headers
        return await self.send(request(content, given))

    async def entries(self, body: object, headers: Mapping[str, str] = KKT, order: str = "") -> list[Any]:
        told = await self.post(body, headers, order)
        assert told.status == 200, told
        assert isinstance(told.json, list), told.json
        return told.json

    async def receipts(self) -> list[DocumentCopy]:
        """Those in the ФН, in order."""
        register, found = self.drivers[REGISTER], []
        for number in range(1, (await register.state()).last_document + 1):
            copy = (await register.execute(ReadDocument(number))).copy
            if copy and copy.document.form is DocumentForm.RECEIPT:
                found.append(copy)
        return found

    async def drawer(self) -> int:
        state = (await self.drivers[REGISTER].execute(ReadState())).state
        assert state
        return state.cash


def request(body: bytes, headers: Mapping[str, str], start: str = "POST / HTTP/1.1") -> bytes:
    given = {"Host": "localhost", "Content-Length": str(len(body)), **headers}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    return f"{start}\r\n{lines}\r\n".encode() + body


def driver(folder: Path, number: int, name: str, clock: Clock, **options: object) -> Driver:
    def no_transport(connection: str) -> Transport:
        raise AssertionError(connection)

    context = DeviceContext(
        number=number, name=name, data=folder / str(number), clock=clock, open_transport=no_transport
    )
    spec = registry.load(name)
    return spec.build(context, spec.options(**options))


@asynccontextmanager
async def counter(
    folder: Path,
    *,
    settings: BitSettings = SETTINGS,
    journal: Journal | None = None,
    terminal: Mapping[str, object] | None = None,
    clock: FakeClock | None = None,
    **register: object,
) -> AsyncIterator[Counter]:
    clock = clock or FakeClock()
    drivers = {
        REGISTER: driver(folder, REGISTER, "virtual-kkt", clock, **register),
        TERMINAL: driver(folder, TERMINAL, "virtual-terminal", clock, **(terminal or {})),
    }
    devices = [Device(number=n, name=f"{n}", driver_name="", driver=one) for n, one in drivers.items()]
    dispatch = Dispatcher(journal or MemoryJournal(), devices, {"bit": Decoder()}, clock, patience=PATIENT)
    door = BitDoor(dispatch, clock, settings, Brake(clock))
    listener = socket.create_server(("127.0.0.1", 0))
    server = DoorServer(door, [listener], None, 2**20, 10.0)
    await dispatch.start()
    await server.open()
    try:
        yield Counter(listener.getsockname()[1], clock, dispatch, door, drivers)
    finally:
        await server.stop(1)
        await dispatch.stop(1)


def go(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)


async def _told(reader: asyncio.StreamReader) -> Told:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
    start, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Told(start, headers, await reader.readexactly(int(headers.get("content-length", 0))))
