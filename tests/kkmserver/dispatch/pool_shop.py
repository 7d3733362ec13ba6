"""A shop with a pool of registers, number 100, whose members are numbered from 1."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from drivers.errors import DeviceOffline
from drivers.model.command import Command, OpenShift, RegisterReceipt
from drivers.model.document import Payments, Receipt
from drivers.model.ffd import ReceiptType
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState, Registration
from drivers.ports import Clock
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import Order, Target
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Journal, Record
from pools.pool import PoolPlan
from tests.clock import FakeClock
from tests.kkmserver.dispatch.shop import QUICK, Act, Register, decode, fine, order
from tests.kkmserver.store.entries import NOON

POOL = 100
_PATIENCE = replace(QUICK, queue=1000)
SHIFT, RETURN = "open shift", "return"
_COMMANDS: dict[str, Command] = {
    SHIFT: OpenShift(),
    RETURN: RegisterReceipt(Receipt(type=ReceiptType.SALE_RETURN, lines=(), payments=Payments())),
}


def of_text(text: str) -> Command:
    return _COMMANDS.get(text) or decode(text.encode())


def decode_all(request: bytes, accepted_at: datetime = NOON) -> Command:
    return of_text(request.decode())


@dataclass
class Till(Register):
    """Knows shifts and returns beside documents; `inn` and `serial` are how it is registered."""

    inn: str = "7700000009"
    serial: str = ""
    faults: list[Exception] = field(default_factory=list)  # raised one by one before anything is printed

    def __post_init__(self) -> None:
        known = Registration(inn=self.inn)
        self.snapshot = DeviceState(online=True, model="test", serial=self.serial, registration=known)

    async def execute(self, command: Command) -> Outcome:
        if self.faults:
            raise self.faults.pop(0)
        text = _known(command)
        if not text:
            return await super().execute(command)
        self.begun.append(text)
        act: Act = self.acts.pop(0) if self.acts else fine
        await act(self, text)
        return Outcome(change=len(self.printed))

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        text = _known(command)
        if not text or self.settles:
            return await super().settle(command, mark)
        self._reach()
        self.settled.append(text)
        return Outcome() if text in self.printed[int(mark) :] else None


def _known(command: Command) -> str:
    return next((text for text, known in _COMMANDS.items() if known == command), "")


def offline(times: int = 1, *, sent: bool = False) -> list[Exception]:
    return [DeviceOffline("Нет связи с кассой.", nothing_sent=not sent) for _ in range(times)]


def for_pool(id: str, text: str = "чек", **target: str) -> Order:  # noqa: A002
    made = order(id, "чек", POOL)
    return replace(
        made,
        command=of_text(text),
        request=text.encode(),
        fingerprint=text.encode(),
        target=Target(number=POOL, **target),  # type: ignore[arg-type]
    )


@asynccontextmanager
async def pooled(
    *tills: Register,
    journal: Journal | None = None,
    patience: Patience = _PATIENCE,
    clock: Clock | None = None,
    holds: bool = False,
    **plan: object,
) -> AsyncIterator[Dispatcher]:
    devices = [
        Device(number=number, name=f"Касса {number}", driver_name="test", driver=till, holds=holds)
        for number, till in enumerate(tills, 1)
    ]
    members = tuple(range(1, len(tills) + 1))
    pool = PoolPlan(**{"number": POOL, "name": "Зал", "members": members, "probe_every": 0.02} | plan)  # type: ignore[arg-type]
    dispatcher = Dispatcher(
        journal or MemoryJournal(),
        devices,
        {"test": decode_all},
        clock or FakeClock(),
        pools=[pool],
        patience=patience,
    )
    await dispatcher.start()
    try:
        yield dispatcher
    finally:
        await dispatcher.stop(0.1)


async def done(dispatcher: Dispatcher, *orders: Order) -> list[Record]:
    """What came of them, in order; they are all submitted before the first is waited for."""
    tickets = [await dispatcher.submit(one) for one in orders]
    return [await ticket.wait(5) for ticket in tickets]


def devices_of(records: Sequence[Record]) -> list[int]:
    return [record.device for record in records]
