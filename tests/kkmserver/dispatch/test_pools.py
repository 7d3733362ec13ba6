"""Pools: whose turn it is, who is set aside, and that nothing is done twice. Source: spec/kkmserver.md section 5."""

import asyncio
from collections import Counter
from dataclasses import replace

import pytest

from drivers.errors import DeviceFaulty, Fault, OperatorNeeded, OutcomeUnknown, RequestRefused, WrongState
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.order import DeviceNotFound, Order, QueueFull
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import State
from pools.policy import Policy
from pools.pool import PoolPlan
from tests.kkmserver.dispatch.pool_shop import (
    POOL,
    RETURN,
    Till,
    devices_of,
    done,
    for_pool,
    offline,
    pooled,
)
from tests.kkmserver.dispatch.shop import Register, order, patient, until


def orders(count: int, first: int = 0) -> list[Order]:
    return [for_pool(f"id {i}", f"чек {i}") for i in range(first, first + count)]


async def on_line(dispatcher: Dispatcher, *numbers: int) -> None:
    await until(lambda: all(one.online for one in dispatcher.devices() if one.number in numbers))


def test_in_turn_and_the_answer_names_the_member() -> None:
    async def scene() -> None:
        tills = [Till() for _ in range(4)]
        async with pooled(*tills) as dispatcher:
            records = await done(dispatcher, *orders(8))
        assert devices_of(records) == [1, 2, 3, 4, 1, 2, 3, 4]
        assert {record.entry.device for record in records} == {POOL}
        assert [len(till.printed) for till in tills] == [2, 2, 2, 2]

    asyncio.run(scene())


def test_the_turn_goes_on_after_a_restart() -> None:
    async def scene() -> None:
        journal = MemoryJournal()
        for first, expected in ((0, [1]), (1, [2, 3]), (3, [1])):
            async with pooled(Till(), Till(), Till(), journal=journal) as dispatcher:
                assert devices_of(await done(dispatcher, *orders(len(expected), first))) == expected

    asyncio.run(scene())


def test_the_least_busy_one() -> None:
    async def scene() -> None:
        gate = asyncio.Event()

        async def slow(till: Register, text: str) -> None:
            await gate.wait()
            till.printed.append(text)

        tills = [Till(acts=[slow]), Till(), Till()]
        async with pooled(*tills, policy=Policy.LEAST_BUSY) as dispatcher:
            first = await dispatcher.submit(for_pool("slow"))
            for i in range(4):
                await done(dispatcher, for_pool(f"id {i}"))
            gate.set()
            await first.wait(5)
        assert [len(till.printed) for till in tills] == [1, 2, 2]

    asyncio.run(scene())


def test_failover_uses_the_first_that_works() -> None:
    async def scene() -> None:
        tills = [Till(), Till()]
        async with pooled(*tills, policy=Policy.FAILOVER) as dispatcher:
            await done(dispatcher, *orders(3))
            tills[0].away = True
            await done(dispatcher, *orders(3, 3))
        assert [len(till.printed) for till in tills] == [3, 3]

    asyncio.run(scene())


def test_a_member_that_is_away_costs_nobody_anything() -> None:
    async def scene() -> None:
        tills = [Till(), Till(away=True), Till()]
        async with pooled(*tills) as dispatcher:
            records = await done(dispatcher, *orders(30))
        assert {record.state for record in records} == {State.DONE}
        shares = Counter(devices_of(records))
        assert set(shares) == {1, 3}
        assert max(shares.values()) - min(shares.values()) <= 1
        assert sorted([*tills[0].printed, *tills[2].printed]) == sorted(f"чек {i}" for i in range(30))

    asyncio.run(scene())


@pytest.mark.parametrize(
    "fault",
    [
        OperatorNeeded("Нет бумаги.", nothing_sent=True),
        DeviceFaulty("Ошибка ФН.", nothing_sent=True),
        WrongState("Смена превысила 24 часа."),
    ],
)
def test_what_the_device_cannot_do_another_one_does(fault: Exception) -> None:
    async def scene() -> None:
        tills = [Till(faults=[fault]), Till()]
        async with pooled(*tills) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a"))
        assert (record.state, record.device) == (State.DONE, 2)
        assert (tills[0].printed, tills[1].printed) == ([], ["чек"])

    asyncio.run(scene())


def test_what_the_client_did_wrong_stays_wrong() -> None:
    async def scene() -> None:
        tills = [Till(faults=[RequestRefused("Ставка НДС неверна.")] * 5), Till()]
        async with pooled(*tills, block_after=1) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a"))
            assert record.failure
            assert (record.state, record.failure.fault) == (State.FAILED, Fault.CLIENT)
            assert tills[1].begun == []
            assert not any(view.blocked for view in dispatcher.devices())

    asyncio.run(scene())


def test_in_doubt_the_member_itself_is_asked_and_nobody_else_prints() -> None:
    async def scene() -> None:
        async def printed_but_silent(till: Register, text: str) -> None:
            till.printed.append(text)
            raise offline(sent=True)[0]

        tills = [Till(acts=[printed_but_silent]), Till()]
        async with pooled(*tills) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a"))
        assert (record.state, record.device) == (State.DONE, 1)
        assert (tills[0].settled, tills[1].begun) == (["чек"], [])

    asyncio.run(scene())


def test_what_is_proven_not_done_another_one_does() -> None:
    async def scene() -> None:
        async def lost(till: Register, text: str) -> None:
            raise offline(sent=True)[0]

        tills = [Till(acts=[lost]), Till()]
        async with pooled(*tills) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a"))
        assert (record.state, record.device) == (State.DONE, 2)
        assert (tills[0].settled, tills[0].printed, tills[1].printed) == (["чек"], [], ["чек"])

    asyncio.run(scene())


def test_what_stays_unknown_is_nobody_elses() -> None:
    async def scene() -> None:
        async def lost(till: Register, text: str) -> None:
            raise offline(sent=True)[0]

        tills = [Till(acts=[lost], settles=[OutcomeUnknown("Касса не помнит.")]), Till()]
        async with pooled(*tills) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a"))
        assert (record.state, record.device) == (State.UNKNOWN, 1)
        assert tills[1].begun == []

    asyncio.run(scene())


def test_nobody_can_and_each_says_why() -> None:
    async def scene() -> None:
        tills = [Till(faults=[OperatorNeeded("Нет бумаги.", nothing_sent=True)]), Till(away=True)]
        async with pooled(*tills) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a"))
            assert record.failure
            assert "«Касса 1»: Нет бумаги." in record.failure.text
            assert "«Касса 2»: Нет связи с кассой." in record.failure.text
            assert record.failure.may_run_again
            (again,) = await done(dispatcher, for_pool("a"))
        assert (again.state, again.attempt) == (State.DONE, 2)
        assert tills[0].printed == ["чек"]

    asyncio.run(scene())


def test_blocked_after_faults_in_a_row_and_back_by_itself() -> None:
    async def scene() -> None:
        async def out_of_paper(till: Register, text: str) -> None:
            till.snapshot = replace(till.snapshot, paper_out=len(till.begun) == 3)
            raise OperatorNeeded("Нет бумаги.", nothing_sent=True)

        tills = [Till(acts=[out_of_paper] * 3), Till()]
        async with pooled(*tills, block_after=3) as dispatcher:
            for one in orders(6):
                (record,) = await done(dispatcher, one)
                assert (record.state, record.device) == (State.DONE, 2)
                if len(tills[0].begun) == 3:
                    break
            view = dispatcher.devices()[0]
            assert (view.active, view.blocked) == (False, "Нет бумаги.")
            asked = tills[0].questions
            await until(lambda: tills[0].questions > asked + 1)
            assert dispatcher.devices()[0].blocked, "it came back though it has no paper"
            tills[0].snapshot = replace(tills[0].snapshot, paper_out=False)
            await until(lambda: dispatcher.devices()[0].active)
            assert 1 in devices_of(await done(dispatcher, *orders(2, 10)))
            deeds = await dispatcher.deeds(None, 10)
        assert [(deed.action, deed.subject) for deed in deeds] == [("unblock", "1"), ("block", "1")]
        assert tills[0].printed

    asyncio.run(scene())


def test_a_blocked_one_waits_for_a_person_where_the_settings_say_so() -> None:
    async def scene() -> None:
        till, journal = Till(faults=offline(1)), MemoryJournal()
        async with pooled(till, Till(), journal=journal, block_after=1, unblock_by_probe=False) as dispatcher:
            assert devices_of(await done(dispatcher, for_pool("a"))) == [2]
            await until(lambda: till.questions > 2)
        async with pooled(till, Till(), journal=journal, block_after=1, unblock_by_probe=False) as dispatcher:
            await on_line(dispatcher, 1, 2)
            assert dispatcher.devices()[0].blocked
            assert devices_of(await done(dispatcher, for_pool("b"), for_pool("c"))) == [2, 2]
            assert devices_of(await done(dispatcher, order("named", "по номеру", 1))) == [1]
            await dispatcher.switch(1, "", active=True, who="Admin")
            assert 1 in devices_of(await done(dispatcher, for_pool("d"), for_pool("e")))

    asyncio.run(scene())


def test_all_blocked() -> None:
    async def scene() -> None:
        tills = [Till(faults=offline(1)), Till(faults=offline(1))]
        async with pooled(*tills, block_after=1, unblock_by_probe=False) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a"))
            assert record.state is State.FAILED
            with pytest.raises(DeviceNotFound) as caught:
                await dispatcher.submit(for_pool("b"))
        assert caught.value.reasons == "«Касса 1»: Нет связи с кассой. «Касса 2»: Нет связи с кассой."

    asyncio.run(scene())


def test_what_waits_for_a_member_that_falls_ill_goes_to_the_others() -> None:
    async def scene() -> None:
        gate = asyncio.Event()

        async def stuck(till: Register, text: str) -> None:
            await gate.wait()
            raise offline()[0]

        tills = [Till(acts=[stuck]), Till()]
        async with pooled(*tills, block_after=1) as dispatcher:
            await on_line(dispatcher, 1, 2)
            tickets = [await dispatcher.submit(one) for one in orders(10)]
            await until(lambda: len(tills[1].printed) == 5)
            tills[0].away = True
            gate.set()
            records = [await ticket.wait(5) for ticket in tickets]
        assert {record.state for record in records} == {State.DONE}
        assert sorted(tills[1].printed) == sorted(f"чек {i}" for i in range(10))
        assert tills[0].printed == []

    asyncio.run(scene())


def test_held_commands_go_to_whoever_comes_back_first() -> None:
    async def scene() -> None:
        tills = [Till(away=True), Till(away=True)]
        async with pooled(*tills, holds=True) as dispatcher:
            await until(lambda: all(till.questions for till in tills))
            tickets = [await dispatcher.submit(replace(for_pool(f"id {i}"), hold=60.0)) for i in range(6)]
            await asyncio.sleep(0.05)
            assert not any(ticket.record.finished for ticket in tickets)
            tills[1].away = False
            records = [await ticket.wait(5) for ticket in tickets]
        assert {(record.state, record.device) for record in records} == {(State.DONE, 2)}

    asyncio.run(scene())


def test_only_members_of_that_owner() -> None:
    async def scene() -> None:
        tills = [Till(inn="7700000009"), Till(inn="5000000008"), Till(inn="5000000008")]
        async with pooled(*tills) as dispatcher:
            await on_line(dispatcher, 1, 2, 3)
            records = await done(dispatcher, *(for_pool(f"id {i}", inn="5000000008") for i in range(4)))
            assert sorted(devices_of(records)) == [2, 2, 3, 3]
            tills[1].away = tills[2].away = True
            (record,) = await done(dispatcher, for_pool("x", inn="5000000008"))
            assert record.state is State.FAILED
            assert tills[0].begun == []
            with pytest.raises(DeviceNotFound):
                await dispatcher.submit(for_pool("y", inn="1111111111"))

    asyncio.run(scene())


def test_a_return_prefers_the_register_that_sold() -> None:
    async def scene() -> None:
        tills = [Till(serial="A"), Till(serial="B"), Till(serial="C")]
        async with pooled(*tills) as dispatcher:
            await on_line(dispatcher, 1, 2, 3)
            records = await done(dispatcher, *(for_pool(f"id {i}", RETURN, serial="B") for i in range(3)))
            assert devices_of(records) == [2, 2, 2]
            tills[1].away = True
            (record,) = await done(dispatcher, for_pool("x", RETURN, serial="B"))
            assert (record.state, record.device != 2) == (State.DONE, True)
            assert devices_of(await done(dispatcher, for_pool("sale", "чек", serial="C"))) == [3]

    asyncio.run(scene())


def test_called_off_while_it_waits() -> None:
    async def scene() -> None:
        gate = asyncio.Event()

        async def stuck(till: Register, text: str) -> None:
            await gate.wait()
            till.printed.append(text)

        till = Till(acts=[stuck])
        async with pooled(till) as dispatcher:
            first = await dispatcher.submit(for_pool("a", "первый"))
            await until(lambda: till.begun)
            second = await dispatcher.submit(for_pool("b", "второй"))
            await dispatcher.cancel("b", "Admin")
            gate.set()
            await first.wait(5)
        assert second.record.failure
        assert second.record.failure.code == "cancelled"
        assert till.printed == ["первый"]

    asyncio.run(scene())


def test_full_only_when_everybody_is() -> None:
    async def scene() -> None:
        gate = asyncio.Event()

        async def stuck(till: Register, text: str) -> None:
            await gate.wait()

        tills = [Till(acts=[stuck]), Till(acts=[stuck])]
        async with pooled(*tills, patience=patient(command=5.0, queue=3)) as dispatcher:
            await on_line(dispatcher, 1, 2)
            for i in range(8):  # one in hand and three waiting, twice
                await dispatcher.submit(for_pool(f"id {i}"))
                await asyncio.sleep(0)
            await until(lambda: all(till.begun for till in tills))
            with pytest.raises(QueueFull):
                await dispatcher.submit(for_pool("one too many"))
            assert [view.waiting for view in dispatcher.devices()] == [3, 3, 6]
            gate.set()

    asyncio.run(scene())


def test_switched_on_by_hand_with_a_clean_slate() -> None:
    async def scene() -> None:
        fault = OperatorNeeded("Нет бумаги.", nothing_sent=True)
        till = Till(faults=[fault, fault])
        async with pooled(till, Till(), block_after=2, unblock_by_probe=False) as dispatcher:
            await on_line(dispatcher, 1, 2)
            await done(dispatcher, *orders(4))
            assert dispatcher.devices()[0].blocked
            await dispatcher.switch(1, "", active=True)
            till.faults.append(fault)
            await done(dispatcher, *orders(2, 4))
            assert not till.faults
            assert not dispatcher.devices()[0].blocked, "one fault is not two in a row"

    asyncio.run(scene())


def test_whoever_joins_later_is_not_among_those_of_that_owner() -> None:
    async def scene() -> None:
        gate = asyncio.Event()

        async def stuck(till: Register, text: str) -> None:
            await gate.wait()
            raise offline()[0]

        first, stranger = Till(acts=[stuck]), Till(inn="5000000008")
        async with pooled(first) as dispatcher:
            await on_line(dispatcher, 1)
            ticket = await dispatcher.submit(for_pool("a", inn=first.inn))
            await until(lambda: first.begun)
            device = Device(number=2, name="Касса 2", driver_name="test", driver=stranger)
            await dispatcher.reconfigure([device], [], [PoolPlan(number=POOL, name="Зал", members=(1, 2))])
            await on_line(dispatcher, 2)
            gate.set()
            assert (await ticket.wait(5)).state is State.FAILED
        assert stranger.begun == []

    asyncio.run(scene())
