"""New settings while the server runs: what has not changed goes on, what has loses nothing."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from drivers.errors import DeviceOffline
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.order import Draining
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import DeviceRow, JournalBroken, State
from pools.pool import PoolPlan
from tests.kkmserver.dispatch.pool_shop import POOL, Till, devices_of, done, for_pool, pooled
from tests.kkmserver.dispatch.shop import Act, Register, order, patient, shop, until
from tests.kkmserver.store.entries import NOON


def device(number: int, register: Register) -> Device:
    return Device(number=number, name=f"Касса {number}", driver_name="test", driver=register)


def test_a_changed_device_takes_over_what_waited() -> None:
    async def main() -> None:
        gate = asyncio.Event()

        async def slow(register: Register, text: str) -> None:
            await gate.wait()
            register.printed.append(text)

        old, new, other = Register(acts=[slow]), Register(), Register()
        async with shop(old, other, patience=patient(command=5.0)) as dispatcher:
            tickets = [await dispatcher.submit(order(f"id {i}", f"чек {i}", 1)) for i in range(3)]
            await until(lambda: old.begun)
            await dispatcher.reconfigure([device(1, new)], [], [])
            tickets.append(await dispatcher.submit(order("id 3", "чек 3", 1)))
            assert not new.begun
            assert not old.closed
            gate.set()
            records = [await ticket.wait(5) for ticket in tickets]
            assert {record.state for record in records} == {State.DONE}
            assert (old.printed, new.printed) == (["чек 0"], ["чек 1", "чек 2", "чек 3"])
            assert (old.closed, other.closed) == (True, False)

    asyncio.run(main())


def test_what_the_old_one_left_in_doubt_the_new_one_settles_first() -> None:
    async def main() -> None:
        async def lost(register: Register, text: str) -> None:
            register.away = True
            raise DeviceOffline("Связь оборвалась.", nothing_sent=False)

        old, new = Register(acts=[lost]), Register()
        async with shop(old) as dispatcher:
            tickets = [await dispatcher.submit(order(f"id {i}", f"чек {i}", 1)) for i in range(2)]
            await until(lambda: old.away)
            await dispatcher.reconfigure([device(1, new)], [], [])
            records = [await ticket.wait(5) for ticket in tickets]
            assert {record.state for record in records} == {State.DONE}
            assert (new.settled, new.printed) == (["чек 0"], ["чек 0", "чек 1"])

    asyncio.run(main())


def test_a_device_that_is_gone_says_so_to_those_that_waited() -> None:
    async def main() -> None:
        gate = asyncio.Event()

        async def slow(register: Register, text: str) -> None:
            await gate.wait()
            register.printed.append(text)

        old, other = Register(acts=[slow]), Register()
        async with shop(old, other, patience=patient(command=5.0)) as dispatcher:
            tickets = [await dispatcher.submit(order(f"id {i}", f"чек {i}", 1)) for i in range(2)]
            await until(lambda: old.begun)
            await dispatcher.reconfigure([], [1], [])
            gate.set()
            first, second = [await ticket.wait(5) for ticket in tickets]
            assert first.state is State.DONE
            assert second.failure
            assert (second.state, second.failure.code) == (State.FAILED, "device_not_configured")
            assert [view.number for view in dispatcher.devices()] == [2]
            assert (await (await dispatcher.submit(order("x"))).wait(5)).device == 2

    asyncio.run(main())


def test_a_new_device_joins_the_pool() -> None:
    async def main() -> None:
        one, two = Register(), Register()
        async with pooled(one) as dispatcher:
            assert devices_of(await done(dispatcher, for_pool("a"))) == [1]
            plan = PoolPlan(number=POOL, name="Зал", members=(1, 2))
            await dispatcher.reconfigure([device(2, two)], [], [plan])
            assert devices_of(await done(dispatcher, *(for_pool(f"id {i}") for i in range(4)))) == [2, 1, 2, 1]
            await dispatcher.reconfigure([], [], [])
            assert [view.number for view in dispatcher.devices()] == [1, 2]

    asyncio.run(main())


def test_nothing_changed_nothing_happens() -> None:
    async def main() -> None:
        register = Register()
        async with shop(register) as dispatcher:
            worker = dispatcher._workers[1]
            await dispatcher.reconfigure([], [], [])
            assert dispatcher._workers[1] is worker
            assert not register.closed

    asyncio.run(main())


PATIENT = patient(command=5.0, queue=100)


def gated() -> tuple[asyncio.Event, Act]:
    gate = asyncio.Event()

    async def slow(register: Register, text: str) -> None:
        await gate.wait()
        register.printed.append(text)

    return gate, slow


@dataclass
class Clinging(Register):
    """Lets go of its wire when it is told to."""

    letting_go: asyncio.Event = field(default_factory=asyncio.Event)

    async def close(self) -> None:
        await self.letting_go.wait()
        self.closed = True


async def _untouched(register: Register) -> None:
    for _ in range(50):
        await asyncio.sleep(0)
    assert (register.begun, register.questions) == ([], 0), "two have one device in hand"


def test_changed_twice_while_the_first_is_at_work() -> None:
    async def main() -> None:
        gate, slow = gated()
        first, second, third = Clinging(acts=[slow]), Register(), Register()
        async with shop(first, patience=PATIENT) as dispatcher:
            tickets = [await dispatcher.submit(order(f"id {i}", f"чек {i}", 1)) for i in range(3)]
            await until(lambda: first.begun)
            for number, register in ((3, second), (4, third)):
                await dispatcher.reconfigure([device(1, register)], [], [])
                tickets.append(await dispatcher.submit(order(f"id {number}", f"чек {number}", 1)))
            gate.set()
            await until(lambda: first.printed)
            await _untouched(third)
            first.letting_go.set()
            assert {(await ticket.wait(5)).state for ticket in tickets} == {State.DONE}
        assert (first.printed, second.printed) == (["чек 0"], [])
        assert third.printed == ["чек 1", "чек 2", "чек 3", "чек 4"]
        assert second.closed

    asyncio.run(main())


def test_gone_and_back_while_it_is_at_work() -> None:
    async def main() -> None:
        gate, slow = gated()
        first, second = Register(acts=[slow]), Register()
        async with shop(first, patience=PATIENT) as dispatcher:
            tickets = [await dispatcher.submit(order(f"id {i}", f"чек {i}", 1)) for i in range(3)]
            await until(lambda: first.begun)
            await dispatcher.reconfigure([], [1], [])
            await dispatcher.reconfigure([device(1, second)], [], [])
            tickets.append(await dispatcher.submit(order("id 3", "чек 3", 1)))
            await _untouched(second)
            gate.set()
            assert {(await ticket.wait(5)).state for ticket in tickets} == {State.DONE}
        assert second.printed == ["чек 1", "чек 2", "чек 3"]

    asyncio.run(main())


def test_what_waited_for_a_member_that_is_gone_the_others_do() -> None:
    async def main() -> None:
        gate, slow = gated()
        tills = [Till(acts=[slow]), Till(acts=[slow])]
        async with pooled(*tills, patience=PATIENT) as dispatcher:
            tickets = [await dispatcher.submit(for_pool(f"id {i}", f"чек {i}")) for i in range(6)]
            await until(lambda: tills[0].begun and tills[1].begun)
            await dispatcher.reconfigure([], [1], [PoolPlan(number=POOL, name="Зал", members=(2,))])
            gate.set()
            assert {(await ticket.wait(5)).state for ticket in tickets} == {State.DONE}
        assert [len(till.printed) for till in tills] == [1, 5]

    asyncio.run(main())


def test_a_server_that_is_stopping_takes_no_new_settings() -> None:
    async def main() -> None:
        gate, slow = gated()
        first, second = Register(acts=[slow]), Register()
        async with shop(first, patience=PATIENT) as dispatcher:
            for i in range(3):
                await dispatcher.submit(order(f"id {i}", f"чек {i}", 1))
            await until(lambda: first.begun)
            stopping = asyncio.create_task(dispatcher.stop(5))
            await asyncio.sleep(0)
            with pytest.raises(Draining):
                await dispatcher.reconfigure([device(1, second)], [], [])
            gate.set()
            await stopping
        assert (second.begun, first.closed) == ([], True)

    asyncio.run(main())


def test_stopped_before_the_old_one_has_let_go() -> None:
    async def main() -> None:
        _, slow = gated()
        first, second = Register(acts=[slow]), Register()
        async with shop(first, patience=PATIENT) as dispatcher:
            for i in range(3):
                await dispatcher.submit(order(f"id {i}", f"чек {i}", 1))
            await until(lambda: first.begun)
            await dispatcher.reconfigure([device(1, second)], [], [])
            await dispatcher.stop(0.01)
        assert (second.begun, first.closed, second.closed) == ([], True, True)

    asyncio.run(main())


class Rows(MemoryJournal):
    """Does as it is told when it is asked for the row of a device."""

    before: Callable[[int], Awaitable[None]] | None = None

    async def device(self, number: int, now: datetime) -> DeviceRow:
        row = await super().device(number, now)
        if self.before:
            await self.before(number)
        return row


def test_settings_that_the_disk_does_not_take_change_nothing() -> None:
    async def broken(number: int) -> None:
        if number == POOL:
            raise JournalBroken("Диск.")

    async def main() -> None:
        one, two, journal = Till(), Till(), Rows()
        async with pooled(one, journal=journal) as dispatcher:
            journal.before = broken
            with pytest.raises(JournalBroken):
                await dispatcher.reconfigure([device(2, two)], [1], [PoolPlan(number=POOL, name="Зал", members=(2,))])
            assert [view.number for view in dispatcher.devices()] == [1, POOL]
            assert devices_of(await done(dispatcher, for_pool("a"))) == [1]

    asyncio.run(main())


def test_switched_off_while_the_settings_are_taken() -> None:
    async def main() -> None:
        journal = Rows()
        async with shop(Register(), Register(), journal=journal) as dispatcher:

            async def meanwhile(number: int) -> None:
                journal.before = None
                await dispatcher.switch(1, "", active=False)

            journal.before = meanwhile
            await dispatcher.reconfigure([device(1, Register()), device(3, Register())], [], [])
            assert [view.active for view in dispatcher.devices()] == [False, True, True]

    asyncio.run(main())


def test_blocked_by_a_pool_that_is_gone() -> None:
    async def main() -> None:
        journal = MemoryJournal()
        await journal.device(1, NOON)
        await journal.set_blocked(1, "Нет бумаги.")
        async with shop(Register(), journal=journal) as dispatcher:
            await until(lambda: dispatcher.devices()[0].active)
            assert [deed.action for deed in await dispatcher.deeds(None, 5)] == ["unblock"]
        assert not (await journal.device(1, NOON)).blocked

    asyncio.run(main())
