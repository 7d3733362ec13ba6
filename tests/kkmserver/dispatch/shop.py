"""A shop for the dispatcher's tests: a register that does as it is told, and orders for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace

from drivers.errors import DeviceOffline
from drivers.model.command import Command, PrintDocument, ReadState
from drivers.model.document import TextLine
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import Traits
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Order, Target
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Journal
from tests.clock import FakeClock

QUICK = Patience(command=0.05, question=0.05, poll=0.02, calm=0.005, pause=0.001, pause_most=0.01, queue=5)

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


def document(text: str) -> PrintDocument:
    return PrintDocument((TextLine(text),))


def text_of(command: Command) -> str:
    assert isinstance(command, PrintDocument)
    assert isinstance(command.lines[0], TextLine)
    return command.lines[0].text


def decode(request: bytes) -> Command:
    """The test dialect: the request is the text. Raises ValueError on anything but UTF-8."""
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
