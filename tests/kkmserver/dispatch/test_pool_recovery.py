"""What a stop left of a pool's commands, and settings that have changed since."""

import asyncio
from dataclasses import replace

from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.everyone import id_of_part
from kkmserver.store.memory import MemoryJournal, failed
from kkmserver.store.record import Entry, JournalBroken, Record, State
from tests.kkmserver.dispatch.pool_shop import POOL, SHIFT, Till, for_pool, offline, pooled
from tests.kkmserver.dispatch.shop import Register, fine, order, patient, shop, until
from tests.kkmserver.store.entries import NOON, entry


def given(id: str, text: str = "чек", **more: object) -> Entry:  # noqa: A002
    """A command of the last run; of the pool unless it says otherwise."""
    request = text.encode()
    made = entry(id, request=request, device=POOL)
    return replace(made, dialect="test", name="Print", fingerprint=request, **more)  # type: ignore[arg-type]


async def started(journal: MemoryJournal, made: Entry, member: int = 0) -> Record:
    record = await journal.accept(made)
    await journal.start(record.row, "0", NOON, member)
    return record


async def set_aside(journal: MemoryJournal, number: int) -> None:
    await journal.device(number, NOON)
    await journal.set_blocked(number, "Нет бумаги.")


async def final(dispatcher: Dispatcher, id: str) -> Record:  # noqa: A002
    ticket = await dispatcher.find(id)
    assert ticket
    return await ticket.wait(5)


def test_interrupted_on_a_member_that_is_gone_nobody_else_prints_it() -> None:
    async def scene() -> None:
        journal, tills = MemoryJournal(), [Till(), Till()]
        await started(journal, given("a"), member=3)
        async with pooled(*tills, journal=journal) as dispatcher:
            assert (await final(dispatcher, "a")).state is State.UNKNOWN
        assert [till.begun for till in tills] == [[], []]

    asyncio.run(scene())


def test_interrupted_on_a_device_whose_number_is_a_pool_now() -> None:
    async def scene() -> None:
        journal, tills = MemoryJournal(), [Till(), Till()]
        await started(journal, given("a"))
        async with pooled(*tills, journal=journal) as dispatcher:
            assert (await final(dispatcher, "a")).state is State.UNKNOWN
        assert [till.begun for till in tills] == [[], []]

    asyncio.run(scene())


def test_only_those_that_may_do_it_though_none_of_them_can() -> None:
    """Another member may be another owner's."""

    async def scene() -> None:
        journal, tills = MemoryJournal(), [Till(), Till()]
        await set_aside(journal, 2)
        await journal.accept(given("a", among=(2,)))
        async with pooled(*tills, journal=journal, unblock_by_probe=False) as dispatcher:
            record = await final(dispatcher, "a")
        assert [till.begun for till in tills] == [[], []]
        assert record.failure
        assert (record.failure.text, record.failure.may_run_again) == ("«Касса 2»: Нет бумаги.", True)

    asyncio.run(scene())


def test_nothing_new_for_a_member_that_is_switched_off() -> None:
    async def scene() -> None:
        journal, till = MemoryJournal(), Till()
        await journal.device(1, NOON)
        await journal.set_active(1, active=False)
        await journal.accept(given("a"))
        async with pooled(till, journal=journal) as dispatcher:
            record = await final(dispatcher, "a")
        assert till.begun == []
        assert record.failure
        assert record.failure.text == "«Касса 1»: отключено."

    asyncio.run(scene())


def test_moved_on_though_the_disk_did_not_take_it() -> None:
    """Read back from the journal it must not look as if the first member still had it."""

    class Ill(MemoryJournal):
        def requeue(self, row: int) -> asyncio.Future[None]:
            return failed(JournalBroken("Диск."))

    async def scene() -> None:
        gate, crowd = asyncio.Event(), asyncio.Event()

        async def slow(till: Register, text: str) -> None:
            await gate.wait()
            await fine(till, text)

        async def cannot(till: Register, text: str) -> None:
            await crowd.wait()
            raise offline()[0]

        tills = [Till(acts=[cannot]), Till(acts=[slow])]
        tills[1].printed.append("чек")  # of somebody else, and just the same
        async with pooled(*tills, journal=Ill(), patience=patient(command=5.0, queue=100)) as dispatcher:
            first = await dispatcher.submit(for_pool("a"))
            others = [await dispatcher.submit(order(f"id {i}", f"чек {i}", 2)) for i in range(20)]
            await until(lambda: tills[0].begun and tills[1].begun)
            crowd.set()
            await until(lambda: first.record.state is State.QUEUED)
            gate.set()
            assert (await first.wait(5)).state is State.DONE
            assert {(await one.wait(5)).state for one in others} == {State.DONE}
        assert (tills[1].printed.count("чек"), tills[1].settled) == (2, [])

    asyncio.run(scene())


def test_the_whole_is_not_done_where_a_part_is_unknown_though_its_member_is_set_aside() -> None:
    async def scene() -> None:
        journal, tills = MemoryJournal(), [Till(), Till()]
        await journal.accept(given("a", SHIFT, everyone=True, among=(1, 2)))
        part = await started(journal, given(id_of_part("a", 2), SHIFT, device=2))
        await journal.finish(part.row, State.UNKNOWN, NOON)
        await set_aside(journal, 2)
        async with pooled(*tills, journal=journal, unblock_by_probe=False) as dispatcher:
            assert (await final(dispatcher, "a")).state is State.UNKNOWN
        assert [till.begun for till in tills] == [[SHIFT], []]

    asyncio.run(scene())


def test_nor_forgotten_where_a_member_has_left_the_pool() -> None:
    async def scene() -> None:
        journal, till = MemoryJournal(), Till(away=True)
        await journal.accept(given("a", SHIFT, everyone=True, among=(1, 2)))
        part = await started(journal, given(id_of_part("a", 2), SHIFT, device=2))
        await journal.finish(part.row, State.DONE, NOON)
        async with pooled(till, journal=journal) as dispatcher:
            record = await final(dispatcher, "a")
        assert record.failure
        assert not record.failure.nothing_sent
        assert record.failure.text.endswith("«№ 2»: готово.")

    asyncio.run(scene())


def test_the_whole_of_a_pool_that_is_gone_may_have_been_done_in_part() -> None:
    async def scene() -> None:
        journal = MemoryJournal()
        await journal.accept(given("a", SHIFT, everyone=True, among=(1,)))
        async with shop(Till(), journal=journal) as dispatcher:
            assert (await final(dispatcher, "a")).state is State.UNKNOWN

    asyncio.run(scene())
