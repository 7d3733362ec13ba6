"""A shop with a pool to which everything happens at once: tills that break off, a disk that fills, settings that
change, restarts and kills; for `wound` loops."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from drivers.errors import DeviceOffline, OperatorNeeded
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.everyone import id_of_part
from kkmserver.dispatch.order import DeviceNotFound, NotCancellable, Order
from kkmserver.store.memory import MemoryJournal, failed
from kkmserver.store.record import Deed, DeviceRow, Entry, JournalBroken, Record
from pools.pool import PoolPlan
from tests.kkmserver.dispatch.pool_shop import POOL, SHIFT, Till, decode_all, for_pool
from tests.kkmserver.dispatch.shop import Act, Register, order, patient
from tests.kkmserver.dispatch.wound import LoopClock

T = TypeVar("T")

MEMBERS = (1, 2, 3)
WHOLE = "everyone"  # the id of the one command that every member has to do
PARTS = {id_of_part(WHOLE, number): number for number in MEMBERS}
_PATIENCE = patient(command=5.0, question=1.0, poll=1.0, calm=0.1, pause=0.1, pause_most=1.0, queue=1000)
_COMMIT = 0.003  # seconds


async def no_paper(till: Register, text: str) -> None:
    raise OperatorNeeded("Нет бумаги.", nothing_sent=True)


async def printed_but_silent(till: Register, text: str) -> None:
    till.printed.append(text)
    raise DeviceOffline("Связь оборвалась.", nothing_sent=False)


async def broken_off(till: Register, text: str) -> None:
    raise DeviceOffline("Связь оборвалась.", nothing_sent=False)


async def not_reached(till: Register, text: str) -> None:
    raise DeviceOffline("Нет связи.")


ACTS: tuple[Act, ...] = (no_paper, printed_but_silent, broken_off, not_reached)


@dataclass
class Witness(Till):
    """Takes its time, and notices when two have it in hand."""

    holders: int = 0
    crowded: bool = False

    @contextmanager
    def _held(self) -> Iterator[None]:
        self.holders += 1
        self.crowded = self.crowded or self.holders > 1
        try:
            yield
        finally:
            self.holders -= 1

    async def execute(self, command: Command) -> Outcome:
        with self._held():
            self._reach()
            await asyncio.sleep(0.015)
            outcome = await super().execute(command)
            await asyncio.sleep(0.015)
            return outcome

    async def state(self) -> DeviceState:
        with self._held():
            await asyncio.sleep(0.01)
            return await super().state()

    async def mark(self) -> str:
        with self._held():
            await asyncio.sleep(0.01)
            return await super().mark()

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        with self._held():
            await asyncio.sleep(0.01)
            return await super().settle(command, mark)

    async def close(self) -> None:
        with self._held():
            await asyncio.sleep(0.05)


class Disk(MemoryJournal):
    """One run's way to what outlives it: changes take a moment, and with a kill those under way are lost."""

    def __init__(self, kept: MemoryJournal) -> None:
        self.kept, self.ill, self.dead = kept, False, False

    def accept(self, entry: Entry) -> asyncio.Future[Record]:
        return self._later(partial(self.kept.accept, entry))

    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]:
        return self._later(partial(self.kept.retry, row, entry))

    def start(self, row: int, mark: str, at: datetime, member: int = 0) -> asyncio.Future[None]:
        return self._later(partial(self.kept.start, row, mark, at, member))

    def requeue(self, row: int) -> asyncio.Future[None]:
        return self._later(partial(self.kept.requeue, row))

    def finish(self, *given: Any, **more: Any) -> asyncio.Future[None]:
        return self._later(partial(self.kept.finish, *given, **more))

    def turn(self, pool: int, member: int) -> asyncio.Future[None]:
        return self._later(partial(self.kept.turn, pool, member))

    def note(self, deed: Deed) -> asyncio.Future[None]:
        return self._later(partial(self.kept.note, deed))

    async def find(self, id: str) -> Record | None:  # noqa: A002
        await asyncio.sleep(_COMMIT)
        return await self.kept.find(id)

    async def unfinished(self) -> list[Record]:
        return await self.kept.unfinished()

    async def load(self, rows: Sequence[int], most: int) -> list[Record]:
        await asyncio.sleep(_COMMIT)
        return await self.kept.load(rows, most)

    async def device(self, number: int, now: datetime) -> DeviceRow:
        return await self.kept.device(number, now)

    async def set_active(self, number: int, active: bool) -> None:
        await asyncio.sleep(_COMMIT)
        await self.kept.set_active(number, active)

    async def set_blocked(self, number: int, reason: str) -> None:
        await asyncio.sleep(_COMMIT)
        await self.kept.set_blocked(number, reason)

    def _later(self, change: Callable[[], asyncio.Future[T]]) -> asyncio.Future[T]:
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        asyncio.get_running_loop().call_later(_COMMIT, self._commit, change, answer)
        return answer

    def _commit(self, change: Callable[[], asyncio.Future[T]], answer: asyncio.Future[T]) -> None:
        if self.dead:
            return
        done: asyncio.Future[T] = failed(JournalBroken("Диск.")) if self.ill else change()
        error = done.exception()
        if answer.done():
            return
        if error:
            answer.set_exception(error)
        else:
            answer.set_result(done.result())


@dataclass
class Street:
    """`open` first; then what its methods say happens."""

    tills: dict[int, Witness] = field(default_factory=lambda: {number: Witness() for number in MEMBERS})
    kept: MemoryJournal = field(default_factory=MemoryJournal)
    here: set[int] = field(default_factory=lambda: set(MEMBERS))
    orders: dict[str, Order] = field(default_factory=dict)
    shop: Dispatcher = field(init=False)
    disk: Disk = field(init=False)

    async def open(self) -> None:
        self.disk = Disk(self.kept)
        devices = [self._device(number) for number in sorted(self.here)]
        decoders = {"test": decode_all}
        self.shop = Dispatcher(self.disk, devices, decoders, LoopClock(), pools=self._plans(), patience=_PATIENCE)
        await self.shop.start()

    async def sell(self, number: int, times: int) -> None:
        """To the pool where that till is away just now; every other one waits for a while."""
        for _ in range(times):
            id = f"id {len(self.orders)}"  # noqa: A001
            made = order(id, id, number) if number in self.here else for_pool(id, id)
            await self._submit(replace(made, hold=3.0 * (len(self.orders) % 2)))

    async def everyone(self) -> None:
        await self._submit(for_pool(WHOLE, SHIFT))

    async def repeat(self, back: int) -> None:
        if self.orders:
            await self._submit(self._of_late(back))

    async def cancel(self, back: int) -> None:
        if self.orders:
            with suppress(NotCancellable, JournalBroken):
                await self.shop.cancel(self._of_late(back).id)

    async def change(self, number: int) -> None:
        if number in self.here:
            await self.shop.reconfigure([self._device(number)], [], self._plans())

    async def come_or_go(self, number: int) -> None:
        if self.here == {number}:
            return
        self.here ^= {number}
        if number in self.here:
            await self.shop.reconfigure([self._device(number)], [], self._plans())
        else:
            await self.shop.reconfigure([], [number], self._plans())

    async def switch(self, number: int, active: bool) -> None:
        with suppress(DeviceNotFound):
            await self.shop.switch(number, "", active)

    async def unplug(self, number: int) -> None:
        self.tills[number].away = not self.tills[number].away

    async def act(self, number: int, act: int) -> None:
        self.tills[number].acts.append(ACTS[act])

    async def fill(self, ill: bool) -> None:
        self.disk.ill = ill

    async def restart(self, seconds: float) -> None:
        await self.shop.stop(seconds)
        await self.open()

    async def kill(self) -> None:
        self.disk.dead = True
        await self.restart(0.0)

    async def mend(self) -> None:
        """All is well from now on."""
        self.disk.ill = False
        for till in self.tills.values():
            till.away = False
            till.acts.clear()
        for number in self.here:
            await self.shop.switch(number, "", active=True)

    async def told(self) -> dict[str, Record]:
        """What came of each command and, then, of each part, by id. Raises TimeoutError where one waits for ever."""
        return await self._finals(*self.orders) | await self._finals(*PARTS)

    def papers(self, id: str) -> list[int]:  # noqa: A002
        """The tills that have printed it, as often as they have."""
        text = SHIFT if id in PARTS else id
        tills = {PARTS[id]: self.tills[PARTS[id]]} if id in PARTS else self.tills
        return [number for number, till in tills.items() for printed in till.printed if printed == text]

    async def _finals(self, *ids: str) -> dict[str, Record]:
        found = {id: await self.shop.find(id) for id in ids}  # noqa: A001
        records = {id: await ticket.wait(9_000) for id, ticket in found.items() if ticket}  # noqa: A001
        if waiting := [id for id, record in records.items() if not record.finished]:  # noqa: A001
            raise TimeoutError(f"{waiting} wait for ever")
        return records

    async def _submit(self, made: Order) -> None:
        self.orders[made.id] = made
        with suppress(DeviceNotFound, JournalBroken):
            await self.shop.submit(made)

    def _of_late(self, back: int) -> Order:
        made = list(self.orders.values())
        return made[-1 - back % len(made)]

    def _device(self, number: int) -> Device:
        driver = self.tills[number]
        return Device(number=number, name=f"Касса {number}", driver_name="test", driver=driver, holds=number == 3)

    def _plans(self) -> list[PoolPlan]:
        return [PoolPlan(number=POOL, name="Зал", members=tuple(sorted(self.here)), block_after=2, probe_every=0.5)]
