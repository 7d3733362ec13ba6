"""A shop for the dispatcher's tests: a register that does as it is told, and orders for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from drivers.errors import Cancelled, DeviceOffline
from drivers.model.command import Command, PrintDocument, PrintLabels, ReadState
from drivers.model.document import TextLine
from drivers.model.label import Template
from drivers.model.outcome import Outcome, Progress
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import Traits
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Order, Target
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Journal
from tests.clock import FakeClock
from tests.kkmserver.store.entries import NOON

QUICK = Patience(command=0.05, question=0.05, poll=0.02, calm=0.005, after=0.05, pause=0.001, pause_most=0.01, queue=5)

Act = Callable[["Register", str], Awaitable[None]]


async def fine(register: "Register", text: str) -> None:
    register.printed.append(text)


@dataclass
class Register:
    """Prints the text of a document. `acts` say how the next commands go, `answers` how the next questions."""

    acts: list[Act] = field(default_factory=list)
    settles: list[Exception] = field(default_factory=list)  # raised one by one by settle
    away: bool = False
    printed: list[str] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)
    settled: list[str] = field(default_factory=list)
    questions: int = 0
    closed: bool = False
    kind: DeviceKind = DeviceKind.REGISTER
    snapshot: DeviceState = field(default_factory=lambda: DeviceState(online=True, model="test"))

    @property
    def traits(self) -> Traits:
        return Traits(kind=self.kind, type_id="Test", model="test")

    async def execute(self, command: Command) -> Outcome:
        if isinstance(command, ReadState):
            return Outcome(state=await self.state())
        text = text_of(command)
        self.begun.append(text)
        await (self.acts.pop(0) if self.acts else fine)(self, text)
        return Outcome(change=len(self.printed))

    async def state(self) -> DeviceState:
        self.questions += 1
        self._reach()
        return self.snapshot

    async def mark(self) -> str:
        self._reach()
        return str(len(self.printed))

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        if self.settles:
            raise self.settles.pop(0)
        self._reach()
        self.settled.append(text_of(command))
        return Outcome(change=len(self.printed)) if text_of(command) in self.printed[int(mark) :] else None

    async def close(self) -> None:
        self.closed = True

    def _reach(self) -> None:
        if self.away:
            raise DeviceOffline("Нет связи с кассой. Проверьте кабель.")


TEMPLATE = Template(name="t", width=Decimal(58), height=Decimal(40), elements=(), defaults={})


@dataclass
class LabelPrinter(Register):
    """Prints batches. `gate` is asked before each label with its number, and may wait or raise."""

    gate: Callable[[int], Awaitable[None]] | None = None
    kind: DeviceKind = DeviceKind.LABEL_PRINTER
    labels: list[int] = field(default_factory=list)
    stopping: bool = False
    busy: bool = False

    def watch(self, report: Callable[[Progress | None], Awaitable[None]]) -> None:
        self.report = report

    def cancel(self) -> bool:
        self.stopping = self.busy
        return self.busy

    async def execute(self, command: Command) -> Outcome:
        if not isinstance(command, PrintLabels):
            return await super().execute(command)
        self.busy, self.stopping = True, False
        try:
            for number in range(command.first, command.total + 1):
                await self._one(number, command.total)
        finally:
            self.busy = False
        return Outcome()

    async def _one(self, number: int, total: int) -> None:
        if self.gate:
            await self.gate(number)
        if self.stopping:
            raise Cancelled("Отменено.", progress=Progress(number - 1, total))
        self.labels.append(number)
        await self.report(Progress(number, total))


def labels(total: int, first: int = 1) -> PrintLabels:
    return PrintLabels(TEMPLATE, ({},) * total, 1, first)


def document(text: str) -> PrintDocument:
    return PrintDocument((TextLine(text),))


def text_of(command: Command) -> str:
    if isinstance(command, PrintLabels):
        return f"labels {command.total}"
    assert isinstance(command, PrintDocument)
    assert isinstance(command.lines[0], TextLine)
    return command.lines[0].text


def decode(request: bytes, accepted_at: datetime = NOON) -> Command:
    """The test dialect: the request is the text, or "labels TOTAL FIRST". Raises ValueError on anything but UTF-8."""
    if request.startswith(b"labels "):
        return labels(*map(int, request.split()[1:]))
    return document(request.decode()) if request else ReadState()


def order(id: str, text: str = "чек", number: int = 0) -> Order:  # noqa: A002
    request = text.encode()
    return Order(
        id=id,
        dialect="test",
        name="Print",
        command=decode(request),
        target=Target(number=number),
        client="test",
        request=request,
        fingerprint=request,
    )


@asynccontextmanager
async def shop(
    *registers: Register,
    journal: Journal | None = None,
    patience: Patience = QUICK,
    start: bool = True,
) -> AsyncIterator[Dispatcher]:
    """Devices are numbered from 1."""
    devices = [
        Device(number=number, name=f"Касса {number}", driver_name="test", driver=register)
        for number, register in enumerate(registers, 1)
    ]
    clock = FakeClock()
    dispatcher = Dispatcher(journal or MemoryJournal(), devices, {"test": decode}, clock, patience=patience)
    if start:
        await dispatcher.start()
    try:
        yield dispatcher
    finally:
        await dispatcher.stop(0.1)


async def until(condition: Callable[[], object], seconds: float = 2.0) -> None:
    """Give the others their turn until it is so. Raises TimeoutError."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.001)


def patient(**seconds: float) -> Patience:
    return replace(QUICK, **seconds)  # type: ignore[arg-type]
