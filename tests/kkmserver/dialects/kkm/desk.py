"""A small Dispatch in memory: three devices, results handed in by the test."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from drivers.errors import Fault
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.printing.bitmap import Bitmap
from kkmserver.dialects.http import Answer, Call, Role
from kkmserver.dialects.kkm.dialect import KkmDialect
from kkmserver.dialects.kkm.machine import ServerFacts
from kkmserver.dialects.kkm.reading import Rules, Vat18
from kkmserver.dispatch.order import DeviceNotFound, DeviceView, IdReused, NotCancellable, Order, Target
from kkmserver.store.record import DeviceRow, Entry, Failure, Record, State
from kkmserver.templates import Templates
from tests.clock import FakeClock

ADDED = datetime(2026, 2, 1, 7, 0, tzinfo=UTC)
PAPER = Bitmap(8, 2, b"\x80\x01")
CANCELLED = Failure(code="cancelled", text="Команда отменена.", fault=Fault.CLIENT, nothing_sent=True)
Result = Outcome | Failure | None  # None: stays queued


def device(number: int, name: str, kind: DeviceKind, state: DeviceState | None = None) -> DeviceView:
    return DeviceView(
        number=number,
        name=name,
        driver="virtual-kkt",
        kind=kind,
        type_id="KktEmulator",
        model="KKT Эмулятор",
        row=DeviceRow(number=number, guid=f"guid-{number}", added_at=ADDED, active=True),
        online=state is not None,
        active=True,
        waiting=0,
        state=state,
    )


class Slip:
    """A Ticket."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.done = asyncio.Event()
        self.waits: list[float] = []

    async def wait(self, seconds: float) -> Record:
        self.waits.append(seconds)
        try:
            async with asyncio.timeout(min(seconds, 0.05)):
                await self.done.wait()
        except TimeoutError:
            pass
        return self.record

    def finish(self, result: Result, state: State | None = None) -> None:
        if isinstance(result, Outcome):
            self.record = replace(self.record, state=State.DONE, outcome=result)
        elif isinstance(result, Failure):
            self.record = replace(self.record, state=state or State.FAILED, failure=result)
        if result is not None:
            self.done.set()


class Desk:
    """Implements Dispatch."""

    def __init__(self, answer: Callable[[Command], Result] | Result = None) -> None:
        self.views = [
            device(1, "Касса 1", DeviceKind.REGISTER, DeviceState(online=True, line_length=48)),
            device(2, "Этикетки", DeviceKind.LABEL_PRINTER),
        ]
        self.orders: list[Order] = []
        self.slips: dict[str, Slip] = {}
        self.reasons = ""
        self.member = 0  # of a pool, that does the commands
        self.trouble: Exception | None = None
        self.previewed: list[Command] = []
        self.who = ""  # who switched last
        self.paper: Callable[[Command], tuple[Bitmap, ...]] = lambda _: (PAPER,)
        self._answer = answer

    async def submit(self, order: Order) -> Slip:
        if self.trouble:
            raise self.trouble
        number = self._choose(order.target)
        self.orders.append(order)
        id_command = order.id or f"made-{len(self.orders)}"
        known = self.slips.get(id_command)
        if known:
            if known.record.entry.fingerprint != order.fingerprint:
                raise IdReused
            return known
        slip = self.slips[id_command] = Slip(self._record(order, id_command, number))
        slip.finish(self._answer(order.command) if callable(self._answer) else self._answer)
        return slip

    def _record(self, order: Order, id_command: str, number: int) -> Record:
        entry = Entry(
            id=id_command,
            dialect=order.dialect,
            name=order.name,
            device=number,
            client=order.client,
            request=order.request,
            fingerprint=order.fingerprint,
            accepted_at=ADDED,
        )
        return Record(row=len(self.orders), entry=entry, state=State.QUEUED, member=self.member)

    async def find(self, id: str) -> Slip | None:  # noqa: A002
        if self.trouble:
            raise self.trouble
        return self.slips.get(id)

    async def cancel(self, id: str, who: str = "") -> Slip | None:  # noqa: A002
        if self.trouble:
            trouble, self.trouble = self.trouble, None
            raise trouble
        slip = self.slips.get(id)
        if slip and slip.record.finished:
            raise NotCancellable(id)
        if slip:
            slip.finish(CANCELLED)
        return slip

    async def preview(self, command: Command, target: Target) -> tuple[Bitmap, ...]:
        if self.trouble:
            raise self.trouble
        self._choose(target)
        self.previewed.append(command)
        return self.paper(command)

    def devices(self) -> list[DeviceView]:
        return self.views

    async def switch(self, number: int, guid: str, active: bool, who: str = "") -> None:
        if self.trouble:
            raise self.trouble
        self.who = who
        found = self._choose(Target(number=number, guid=guid), switched_off=True)
        self.views = [replace(v, active=active) if v.number == found else v for v in self.views]

    def _choose(self, target: Target, *, switched_off: bool = False) -> int:
        for view in self.views:
            fits = target.number in (0, view.number) and target.guid in ("", view.row.guid)
            if fits and (view.active or switched_off):
                return view.number
        raise DeviceNotFound(target, self.reasons)


class Shop:
    """The dialect above a Desk; posts and reads back."""

    def __init__(
        self,
        answer: Callable[[Command], Result] | Result = None,
        *,
        vat_18: Vat18 = "20",
        templates: Path | None = None,
    ) -> None:
        self.desk = Desk(answer)
        self.clock = FakeClock()
        facts = ServerFacts(name="KkmServer", version="0.1.0", started=self.clock.now())
        rules = Rules(vat_18, Templates(templates) if templates else None)
        self.refused: list[str] = []
        self.dialect = KkmDialect(
            self.desk, clock=self.clock, facts=facts, rules=rules, count_refused=self.refused.append
        )

    def post(self, body: object, path: str = "/execute") -> dict[str, Any]:
        """The answer's object; the status must be 200."""
        answer = self.raw(body, path)
        assert answer.status == 200, answer.body
        return read(answer)

    def raw(self, body: object, path: str = "/execute") -> Answer:
        return asyncio.run(self.ask(body, path))

    async def ask(
        self, body: object, path: str = "/execute", accept: str = "", request_id: str = "", via: tuple[str, ...] = ()
    ) -> Answer:
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        path, _, query = path.partition("?")
        call = Call(
            path=path,
            body=content,
            role=Role.USER,
            client="127.0.0.1",
            query=query,
            accept=accept,
            request_id=request_id,
            via=via,
        )
        return await self.dialect.endpoints()["POST", path](call)

    @property
    def command(self) -> Command:
        """The last one handed over."""
        return self.desk.orders[-1].command


def read(answer: Answer) -> dict[str, Any]:
    value = json.loads(answer.body.decode("utf-8"))
    assert isinstance(value, dict)
    return value
