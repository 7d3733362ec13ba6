"""A counter: a register that does as it is told, a virtual terminal with its bank, an УТМ, and receipts for them."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from drivers.errors import DeviceOffline, KkmError, OutcomeUnknown
from drivers.model.card import CardOnReceipt
from drivers.model.command import Command, PrintDocument, RegisterBottles, RegisterReceipt
from drivers.model.document import ExciseStamp, Payments, Position, Receipt, TextLine
from drivers.model.excise import EgaisSlip, TellEgais
from drivers.model.ffd import ReceiptType
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import Clock, DeviceContext, Driver, Traits, Transport
from drivers.terminals.virtual import VirtualTerminalOptions, build
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Order, Target
from kkmserver.dispatch.processing import Processing
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Journal, Record
from pools.pool import PoolPlan
from tests.clock import FakeClock
from tests.kkmserver.dispatch.shop import QUICK
from tests.kkmserver.store.entries import NOON

REGISTER, TERMINAL, UTM, SECOND, POOL = 1, 2, 3, 4, 100
STAMP = ExciseStamp(barcode="1" * 68, ean="4600000000007", volume_litres=Decimal("0.5"))
PATIENT = replace(QUICK, command=5.0, question=5.0)
Act = Callable[["Till"], Awaitable[None]]


def raises(error: Exception, *, recorded: bool = False) -> Act:
    async def act(till: "Till") -> None:
        if recorded:
            till.record()
        raise error

    return act


def lost(*, recorded: bool) -> Act:
    return raises(DeviceOffline("Связь с кассой оборвалась.", nothing_sent=False), recorded=recorded)


@dataclass
class Till:
    """Registers receipts and prints documents. `acts`: how the next receipts go, `prints`: the next documents."""

    acts: list[Act] = field(default_factory=list)
    prints: list[Exception] = field(default_factory=list)
    settles: list[Exception] = field(default_factory=list)
    receipts: list[Receipt] = field(default_factory=list)
    paper: list[str] = field(default_factory=list)
    gate: asyncio.Event | None = None
    begun: int = 0
    commands: frozenset[type] = frozenset()
    serial: str = ""

    @property
    def traits(self) -> Traits:
        return Traits(kind=DeviceKind.REGISTER, type_id="Test", model="test", commands=self.commands)

    async def execute(self, command: Command) -> Outcome:
        self.begun += 1
        if self.gate:
            await self.gate.wait()
        if isinstance(command, RegisterReceipt):
            self._now = command.receipt
            await (self.acts.pop(0) if self.acts else Till.registers)(self)
            return Outcome(change=len(self.receipts))
        assert isinstance(command, PrintDocument)
        if self.prints:
            raise self.prints.pop(0)
        lines = [line.text for line in command.lines if isinstance(line, TextLine)]
        self.paper += ["\n".join(lines)] * (1 + command.copies)
        return Outcome()

    async def registers(self) -> None:
        self.record()

    def record(self) -> None:
        self.receipts.append(self._now)

    async def state(self) -> DeviceState:
        return DeviceState(online=True, model="test", serial=self.serial)

    async def mark(self) -> str:
        return str(len(self.receipts))

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        if self.settles:
            raise self.settles.pop(0)
        if not isinstance(command, RegisterReceipt):
            return None
        return Outcome(change=len(self.receipts)) if command.receipt in self.receipts[int(mark) :] else None

    async def close(self) -> None:
        return None


@dataclass
class Utm:
    """`errors`: raised one by one, with whether the cheque was taken all the same."""

    errors: list[tuple[KkmError, bool]] = field(default_factory=list)
    settles: list[Exception] = field(default_factory=list)
    told: list[TellEgais] = field(default_factory=list)

    traits = Traits(kind=DeviceKind.EGAIS, type_id="UTM", model="УТМ", commands=frozenset({TellEgais}))

    @property
    def sold(self) -> int:
        """Bottles, returns taken off."""
        return sum(len(one.bottles) * (-1 if one.is_return else 1) for one in self.told)

    async def execute(self, command: Command) -> Outcome:
        assert isinstance(command, TellEgais)
        error, taken = self.errors.pop(0) if self.errors else (None, True)
        if taken:
            self.told.append(command)
        if error:
            raise error
        return Outcome(excise=_slip(command))

    async def state(self) -> DeviceState:
        return DeviceState(online=True, model="УТМ")

    async def mark(self) -> str:
        return str(len(self.told))

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        if self.settles:
            raise self.settles.pop(0)
        assert isinstance(command, TellEgais)
        return Outcome(excise=_slip(command)) if command in self.told[int(mark) :] else None

    async def close(self) -> None:
        return None


def _slip(command: TellEgais) -> EgaisSlip:
    return EgaisSlip(url=f"https://check.egais.ru?n={command.receipt}", sign="ABCD1234")


def terminal(folder: Path, number: int = TERMINAL, **options: Any) -> Driver:
    def no_transport(connection: str) -> Transport:
        raise AssertionError(connection)

    context = DeviceContext(number=number, name="Терминал", data=folder, clock=FakeClock(), open_transport=no_transport)
    return build(context, VirtualTerminalOptions(**options))


def receipt(
    electronic: int = 10_000,
    *,
    bottles: int = 0,
    type: ReceiptType = ReceiptType.SALE,  # noqa: A002
    mark: str = "1",
    total: int | None = None,
) -> Receipt:
    """`mark`: what its bottles' marks are made of; `total`: where the goods cost something else."""
    stamp = replace(STAMP, barcode=mark * 68) if bottles else None
    price = electronic if total is None else total
    row = Position(name="Чай", quantity=Decimal(1), price=price, amount=price, stamp=stamp)
    return Receipt(type=type, lines=(row,) * max(bottles, 1), payments=Payments(electronic=electronic))


class Requests:
    """The test dialect: a request is a name, under which the command is found again after a restart."""

    def __init__(self) -> None:
        self._commands: dict[bytes, Command] = {}

    def decode(self, request: bytes, accepted_at: datetime = NOON) -> Command:
        return self._commands[request]

    def order(self, id: str, command: Command, number: int = REGISTER) -> Order:  # noqa: A002
        request = f"{command!r} {number}".encode()
        self._commands[request] = command
        return Order(
            id=id,
            dialect="test",
            name="RegisterCheck",
            command=command,
            target=Target(number=number),
            client="test",
            request=request,
            fingerprint=request,
        )


REQUESTS = Requests()


def sale(id: str, *, number: int = REGISTER, card: CardOnReceipt | None = None, **how: Any) -> Order:  # noqa: A002
    return REQUESTS.order(id, RegisterReceipt(receipt(**how), card), number)


def bottles_only(id: str, **how: Any) -> Order:  # noqa: A002
    return REQUESTS.order(id, RegisterBottles(receipt(bottles=2, **how)))


def server(
    till: Till,
    *others: tuple[int, Driver],
    journal: Journal | None = None,
    processing: Processing | None = None,
    patience: Patience = PATIENT,
    pools: Sequence[PoolPlan] = (),
    holds: bool = False,
    register: int = REGISTER,
    clock: Clock | None = None,
) -> Dispatcher:
    """Not started yet. `others`: with their numbers. `register`: the number of `till`."""
    devices = [
        Device(number=number, name=f"Устройство {number}", driver_name="test", driver=driver, holds=holds)
        for number, driver in ((register, till), *others)
    ]
    return Dispatcher(
        journal or MemoryJournal(),
        devices,
        {"test": REQUESTS.decode},
        clock or FakeClock(),
        pools=pools,
        patience=patience,
        processing=processing or Processing(enabled=True),
    )


@asynccontextmanager
async def counter(till: Till, *others: tuple[int, Driver], **how: Any) -> AsyncIterator[Dispatcher]:
    """`how`: see `server`."""
    dispatcher = server(till, *others, **how)
    await dispatcher.start()
    try:
        yield dispatcher
    finally:
        await dispatcher.stop(0.1)


async def came(dispatcher: Dispatcher, order: Order) -> Record:
    """What came of it, and of the slip behind it."""
    record = await (await dispatcher.submit(order)).wait(5)
    assert record.finished
    return record


async def child(dispatcher: Dispatcher, id: str) -> Record | None:  # noqa: A002
    ticket = await dispatcher.find(id)
    return await ticket.wait(5) if ticket else None


UNSURE = OutcomeUnknown("Устройство не помнит.")
