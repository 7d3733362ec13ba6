"""A server on a real socket, with a dialect that answers with what it was told."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal

import uvicorn

from drivers.clock import SystemClock
from drivers.model.command import Command
from drivers.model.ffd import FfdVersion, ShiftState
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import HasTape, TapeDocument
from drivers.printing.bitmap import Bitmap
from kkmserver.config import Auth, Config, Dialects, JournalSettings, Server
from kkmserver.dialects.http import Answer, Call, Described, Endpoint
from kkmserver.dispatch.order import DeviceView, Dispatch, Order, Resolution, Target, Ticket
from kkmserver.store.record import Deed, DeviceRow, Entry, Facets, Found, Record, Wanted
from kkmserver.web.app import App, create_app
from kkmserver.web.listen import open_sockets, uvicorn_config
from kkmserver.web.metrics import Metrics

TIME = datetime(2026, 11, 15, 12, 30, tzinfo=UTC)


class Echo:
    """A dialect of four addresses."""

    name = "echo"

    def endpoints(self) -> Mapping[tuple[str, str], Endpoint]:
        return {
            ("POST", "/execute"): self.execute,
            ("POST", "/execute/sync"): self.execute,
            ("POST", "/broken"): self.broken,
            ("POST", "/slow"): self.slow,
        }

    async def execute(self, call: Call) -> Answer:
        told = {"path": call.path, "size": len(call.body), "role": call.role, "client": call.client}
        told |= {"query": call.query, "accept": call.accept, "request_id": call.request_id, "via": call.via}
        status = 501 if call.body == b"501" else 200
        return Answer(status, json.dumps({**told, "body": call.body[:100].decode("latin-1")}).encode())

    async def slow(self, call: Call) -> Answer:
        await asyncio.sleep(1)
        return await self.execute(call)

    async def broken(self, call: Call) -> Answer:
        raise RuntimeError(f"{call.path} is broken")

    def described(self) -> Described:
        return Described("", {}, {}, {"type": "object"})

    def refusal(self, status: int, text: str) -> bytes:
        return json.dumps({"Status": 2, "Error": text, "code": status}, ensure_ascii=False).encode()


class Devices:
    """A dispatch that only lists."""

    async def submit(self, order: Order) -> Ticket:
        raise AssertionError(order)

    async def find(self, id: str) -> Ticket | None:  # noqa: A002
        raise AssertionError(id)

    async def cancel(self, id: str, who: str = "") -> Ticket | None:  # noqa: A002
        raise AssertionError(id)

    async def preview(self, command: Command, target: Target) -> tuple[Bitmap, ...]:
        raise AssertionError(command)

    async def resolve(self, id: str, resolution: Resolution) -> Ticket | None:  # noqa: A002
        raise AssertionError(id)

    async def switch(self, number: int, guid: str, active: bool, who: str = "") -> None:
        raise AssertionError(number)

    async def keep_wire_log(self, number: int, keep: bool, who: str) -> None:
        raise AssertionError(number)

    def wire_log(self, number: int) -> list[str]:
        raise AssertionError(number)

    async def rows(self, wanted: Wanted) -> list[Record]:
        raise AssertionError(wanted)

    async def search(self, wanted: Wanted, seconds: float) -> Found:
        raise AssertionError(wanted)

    async def count(self, wanted: Wanted, seconds: float) -> Found:
        raise AssertionError(wanted)

    async def facets(self) -> Facets:
        raise AssertionError

    async def note(self, action: str, subject: str, detail: str, who: str) -> None:
        raise AssertionError(action)

    def command_of(self, entry: Entry) -> Command | None:
        raise AssertionError(entry)

    async def deeds(self, before: int | None, limit: int) -> list[Deed]:
        raise AssertionError(limit)

    @property
    def trouble(self) -> str:
        return ""

    def watch(self, told: Callable[[Record], None] | None) -> None: ...

    def devices(self) -> list[DeviceView]:
        register = DeviceState(online=True, ffd=FfdVersion.V1_2, shift=ShiftState.OPEN, shift_number=7, fiscalized=True)
        state = replace(register, paper_low=True, cover_open=True, fault="нож заклинило")
        return [view(1, "Касса 1", DeviceKind.REGISTER, state), view(2, "Принтер", DeviceKind.RECEIPT_PRINTER, None)]


def view(number: int, name: str, kind: DeviceKind, state: DeviceState | None) -> DeviceView:
    row = DeviceRow(number=number, guid=f"guid-{number}", added_at=TIME, active=True)
    return DeviceView(
        number=number,
        name=name,
        driver="test",
        kind=kind,
        type_id="Test",
        model="Модель",
        row=row,
        online=True,
        active=True,
        waiting=0,
        state=state,
    )


@dataclass(frozen=True)
class Sheet:
    number: int
    title: str = "Чек"
    time: datetime = TIME

    def text(self) -> str:
        if self.number == 13:
            raise RuntimeError("no ink")
        return f"ИТОГ {self.number}"

    def png(self) -> bytes:
        return b"\x89PNG" + threading.current_thread().name.encode()


class Tape:
    def __init__(self, sheets: int) -> None:
        self._sheets: list[TapeDocument] = [Sheet(number) for number in range(sheets, 0, -1)]

    def tape(self) -> list[TapeDocument]:
        return self._sheets


def settings(auth: Auth | None = None, server: Server | None = None) -> Config:
    return Config(server or Server(port=0), auth or Auth(), JournalSettings(), Dialects(), ())


@contextmanager
def running(
    config: Config | None = None,
    *,
    http: Literal["h11"] | type[asyncio.Protocol] | None = None,
    sheets: int = 30,
    dispatch: Dispatch | None = None,
    metrics: Metrics | None = None,
) -> Iterator[int]:
    """The port of a server that lives while the block runs."""
    config = config or settings()
    tapes: dict[int, HasTape] = {1: Tape(sheets)}
    app = create_app(config, [Echo()], dispatch or Devices(), SystemClock(), tapes, metrics)
    with serving(app, config, http=http) as port:
        yield port


@contextmanager
def serving(app: App, config: Config, *, http: Literal["h11"] | type[asyncio.Protocol] | None = None) -> Iterator[int]:
    options = uvicorn_config(app, config.server)
    if http:
        options.http = http
    server = uvicorn.Server(options)
    sockets = open_sockets(config.server)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets)))
    thread.start()
    try:
        yield sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)
        for listener in sockets:
            listener.close()
