"""Virtual registers behind the API's port, spoken to in bytes."""

import asyncio
import json
import socket
import ssl
from collections.abc import AsyncIterator, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from drivers.clock import SystemClock
from drivers.model.command import ReadDocument
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import DocumentCopy
from drivers.ports import Driver, HasTape
from kkmserver.config_doors import ItkassaSettings, Organization, SmtpSettings
from kkmserver.dialects.itkassa.door import ItkassaDoor
from kkmserver.dialects.itkassa.office import Office
from kkmserver.dialects.itkassa.steps import decode
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Journal
from kkmserver.web.brake import Brake
from kkmserver.web.doors import DoorServer
from pools.pool import PoolPlan
from tests.kkmserver.dialects.bit.counter import driver
from tests.kkmserver.dispatch.counter import PATIENT

K, OTHER_KEY = "K3y0f0neSh0pTh1rtyThreeCharacters", "K3y0fAn0therSh0pThatHasN0Register"
SHOP, OTHER = "0d5b2a10-0000-4000-8000-00000000000a", "0d5b2a10-0000-4000-8000-00000000000b"
POOL = 100
BASE = "/open/api/v1"
JOBS = f"{BASE}/print-documents"
SALE: Mapping[str, Any] = {  # of spec/itkassa.md 13
    "type": "sale",
    "isPrintable": False,
    "sno": "sno_osn",
    "tagClientContact": "buyer@example.org",
    "tagCashierName": "Петрова",
    "lines": [
        {"title": "Чай", "price": "120,50", "quantity": "2", "total": "241.00", "tax": "vat_20", "ppr": "goods",
         "psr": "full_settle"}
    ],
    "amountElectronic": 241,
}  # fmt: skip
KEY = "7f0c1a52-0000-4000-8000-000000000001"


class ShopClock(SystemClock):
    """The system's, `ahead` of it."""

    ahead = timedelta()

    def now(self) -> datetime:
        return super().now() + self.ahead

    def local(self) -> datetime:
        return super().local() + self.ahead


@dataclass(frozen=True)
class Told:
    status: int
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class Shop:
    port: int
    clock: ShopClock
    dispatch: Dispatcher
    office: Office
    door: ItkassaDoor
    drivers: Mapping[int, Driver]

    def register(self, number: int = 1) -> str:
        return next(view.row.guid for view in self.dispatch.devices() if view.number == number)

    async def send(self, raw: bytes) -> Told:
        return await send(self.port, raw)

    async def get(self, path: str, key: str = K) -> Told:
        """As the published client does: a JSON content type and no body."""
        return await self.send(request("GET", path, key=key))

    async def post(self, path: str, value: object, key: str = K) -> Told:
        content = value if isinstance(value, bytes) else json.dumps(value).encode()
        return await self.send(request("POST", path, content, key=key))

    async def give(self, *commands: Mapping[str, Any], register: int = 1, **more: Any) -> Any:
        """The object of the first reply."""
        told = await self.post(JOBS, {"creItemId": self.register(register), "commands": commands, **more})
        assert told.status == 200, told
        assert told.json["code"] == 0, told.json
        return told.json["object"]

    async def ended(self, id: str) -> Any:  # noqa: A002
        """Polled, as clients do it."""
        async with asyncio.timeout(10):
            while (told := (await self.get(f"{JOBS}/{id}")).json["object"])["queueItem"]:
                await asyncio.sleep(0.005)
        return told

    async def run(self, *commands: Mapping[str, Any], register: int = 1, **more: Any) -> Any:
        return await self.ended((await self.give(*commands, register=register, **more))["id"])

    async def receipts(self, number: int = 1) -> list[DocumentCopy]:
        """Those in the ФН, in order; corrections too."""
        register, found = self.drivers[number], []
        for document in range(1, (await register.state()).last_document + 1):
            copy = (await register.execute(ReadDocument(document))).copy
            if copy and copy.document.form in (DocumentForm.RECEIPT, DocumentForm.CORRECTION):
                found.append(copy)
        return found

    def papers(self, number: int = 1) -> list[str]:
        """Titles of what was printed, oldest first."""
        register = self.drivers[number]
        assert isinstance(register, HasTape)
        return [sheet.title for sheet in reversed(register.tape())]

    def paper(self, number: int = 1) -> str:
        """The last one."""
        register = self.drivers[number]
        assert isinstance(register, HasTape)
        return register.tape()[0].text()


def request(method: str, path: str, content: bytes = b"", *, key: str = K) -> bytes:
    headers = {"Host": "qapi.itkassa.ru", "Content-Type": "application/json;charset=UTF-8", "Connection": "close"}
    headers |= {"X-Api-Key": key} if key else {}
    headers |= {"Content-Length": str(len(content))} if method == "POST" else {}
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + content


async def send(port: int, raw: bytes) -> Told:
    """A connection of its own; the answer as far as its end."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(raw)
        async with asyncio.timeout(10):
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    finally:
        writer.close()
    assert b"content-type: application/json" in head.lower(), head
    return Told(int(head.split()[1]), body)


def settings(devices: Sequence[int] = (1,)) -> ItkassaSettings:
    shop = Organization(id=SHOP, name="Магазин", api_keys=(K,), devices=tuple(devices))
    other = Organization(id=OTHER, name="Другой", api_keys=(OTHER_KEY,), devices=(9,))
    return ItkassaSettings(enabled=True, organizations=(shop, other))


@asynccontextmanager
async def shop(
    folder: Path,
    *,
    registers: int = 1,
    pool: bool = False,
    journal: Journal | None = None,
    drivers: Mapping[int, Driver] | None = None,
    clock: ShopClock | None = None,
    tls: ssl.SSLContext | None = None,
    **options: object,
) -> AsyncIterator[Shop]:
    """`pool`: of all registers, its number is POOL. `options`: of each virtual register."""
    clock = clock or ShopClock()
    numbers = range(1, registers + 1)
    made = drivers or {number: driver(folder, number, "virtual-kkt", clock, **options) for number in numbers}
    devices = [Device(number=n, name=f"Касса {n}", driver_name="", driver=one) for n, one in made.items()]
    plans = [PoolPlan(number=POOL, name="Пул", members=tuple(made))] if pool else []
    decoders = {"itkassa": decode}
    dispatch = Dispatcher(journal or MemoryJournal(), devices, decoders, clock, pools=plans, patience=PATIENT)
    await dispatch.start()
    async with asyncio.timeout(10):
        while any(view.state is None for view in dispatch.devices() if not view.members):
            await asyncio.sleep(0)
    given = settings((*made, *([POOL] if pool else [])))
    office = await Office.open(dispatch, clock, folder / "itkassa.db", given, SmtpSettings())
    door = ItkassaDoor(office, Brake(clock))
    listener = socket.create_server(("127.0.0.1", 0))
    server = DoorServer(door, [listener], tls, 2**20, 10.0)
    await server.open()
    try:
        yield Shop(listener.getsockname()[1], clock, dispatch, office, door, made)
    finally:
        await server.stop(0.1)
        await office.stop()
        await dispatch.stop(1)


def go(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(test)
