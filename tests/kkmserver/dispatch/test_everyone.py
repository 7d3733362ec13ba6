"""Shift and report commands for a pool: every member does them at the same time."""

import asyncio
from dataclasses import dataclass, field, replace

from drivers.errors import OperatorNeeded, OutcomeUnknown, RequestRefused, WrongState
from drivers.ports import Errand
from kkmserver.dispatch.everyone import id_of_part
from kkmserver.store.memory import MemoryJournal, failed
from kkmserver.store.record import PARTLY, Entry, JournalBroken, Record, State
from tests.kkmserver.dispatch.pool_shop import POOL, SHIFT, Till, done, for_pool, offline, pooled
from tests.kkmserver.dispatch.shop import Register, order, patient, until


def test_all_do_it_at_the_same_time() -> None:
    async def scene() -> None:
        together = asyncio.Barrier(3)

        async def meet(till: Register, text: str) -> None:
            await together.wait()
            till.printed.append(text)

        tills = [Till(acts=[meet]) for _ in range(3)]
        async with pooled(*tills, patience=patient(command=5.0)) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a", SHIFT))
            assert (record.state, record.device) == (State.DONE, POOL)
            assert record.outcome
            assert [text.split(":")[0] for text in record.outcome.warnings] == ["«Касса 1»", "«Касса 2»", "«Касса 3»"]
            part = await dispatcher.find(id_of_part("a", 2))
            assert part
            assert (part.record.state, part.record.device) == (State.DONE, 2)
        assert [till.printed for till in tills] == [[SHIFT]] * 3

    asyncio.run(scene())


def test_a_repeat_does_only_what_was_not_done() -> None:
    async def scene() -> None:
        tills = [Till(), Till(faults=[WrongState("Смена открыта.")]), Till(away=True)]
        async with pooled(*tills, block_after=0) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a", SHIFT))
            assert record.failure
            assert (record.state, record.failure.code, record.failure.nothing_sent) == (State.FAILED, PARTLY, False)
            assert (
                record.failure.text
                == "«Касса 2»: Смена открыта. «Касса 3»: Нет связи с кассой. Проверьте кабель. «Касса 1»: готово."
            )
            tills[2].away = False
            (again,) = await done(dispatcher, for_pool("a", SHIFT))
            assert (again.state, again.attempt) == (State.DONE, 2)
        assert [till.printed for till in tills] == [[SHIFT]] * 3

    asyncio.run(scene())


def test_unknown_where_one_is() -> None:
    async def scene() -> None:
        async def lost(till: Register, text: str) -> None:
            raise offline(sent=True)[0]

        tills = [Till(), Till(acts=[lost], settles=[OutcomeUnknown("Касса не помнит.")])]
        async with pooled(*tills) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a", SHIFT))
            assert record.failure
            assert record.state is State.UNKNOWN
            assert record.failure.text.startswith("Результат неизвестен: «Касса 2»: ")
            (again,) = await done(dispatcher, for_pool("a", SHIFT))
            assert again.state is State.UNKNOWN
        assert [till.begun for till in tills] == [[SHIFT], [SHIFT]]

    asyncio.run(scene())


def test_those_that_are_set_aside_are_left_out() -> None:
    async def scene() -> None:
        tills = [Till(), Till()]
        async with pooled(*tills) as dispatcher:
            await dispatcher.switch(2, "", active=False)
            (record,) = await done(dispatcher, for_pool("a", SHIFT))
            assert record.state is State.DONE
        assert [till.printed for till in tills] == [[SHIFT], []]

    asyncio.run(scene())


def test_taken_up_after_a_restart_by_those_that_have_not_done_it() -> None:
    async def scene() -> None:
        async def hangs(till: Register, text: str) -> None:
            await asyncio.Event().wait()

        journal = MemoryJournal()
        tills = [Till(), Till(acts=[hangs])]
        async with pooled(*tills, journal=journal, patience=patient(command=60.0)) as dispatcher:
            ticket = await dispatcher.submit(for_pool("a", SHIFT))
            await until(lambda: tills[0].printed and tills[1].begun)
        assert not ticket.record.finished
        async with pooled(*tills, journal=journal) as dispatcher:
            found = await dispatcher.find("a")
            assert found
            record = await found.wait(5)
            assert record.state is State.DONE
        assert [till.printed for till in tills] == [[SHIFT]] * 2
        assert tills[1].settled == [SHIFT]

    asyncio.run(scene())


def test_others_are_not_held_up() -> None:
    async def scene() -> None:
        gate = asyncio.Event()

        async def slow(till: Register, text: str) -> None:
            await gate.wait()
            till.printed.append(text)

        tills = [Till(acts=[slow]), Till()]
        async with pooled(*tills, patience=patient(command=5.0)) as dispatcher:
            whole = await dispatcher.submit(for_pool("a", SHIFT))
            await until(lambda: tills[1].printed)
            (record,) = await done(dispatcher, order("b", "чек", 2))
            assert record.state is State.DONE
            assert not whole.record.finished
            gate.set()
            assert (await whole.wait(5)).state is State.DONE

    asyncio.run(scene())


def test_nothing_was_sent_only_where_nothing_was() -> None:
    async def scene() -> None:
        tills = [Till(faults=[RequestRefused("Кассира нет.")]), Till(faults=[OperatorNeeded("Кончилась бумага.")])]
        async with pooled(*tills) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a", SHIFT))
        assert record.failure
        assert not record.failure.nothing_sent

    asyncio.run(scene())


def test_a_disk_that_does_not_take_the_parts_is_waited_for() -> None:
    """One that was done before would be called not done."""

    @dataclass
    class Full(MemoryJournal):
        refusals: int = 5

        def __post_init__(self) -> None:
            super().__init__()

        def accept(self, entry: Entry) -> asyncio.Future[Record]:
            if entry.everyone or not self.refusals:
                return super().accept(entry)
            self.refusals -= 1
            return failed(JournalBroken("Диск заполнен."))

    async def scene() -> None:
        tills = [Till(), Till()]
        async with pooled(*tills, journal=Full()) as dispatcher:
            (record,) = await done(dispatcher, for_pool("a", SHIFT))
        assert record.state is State.DONE
        assert [till.printed for till in tills] == [[SHIFT]] * 2

    asyncio.run(scene())


def test_parts_come_the_way_the_whole_has_come() -> None:
    """Otherwise a ring of servers would hand them round for ever."""

    @dataclass
    class Forwarding(Till):
        errands: list[Errand] = field(default_factory=list)

        def about(self, errand: Errand) -> None:
            self.errands.append(errand)

    async def scene() -> None:
        till = Forwarding()
        async with pooled(till) as dispatcher:
            await done(dispatcher, replace(for_pool("a", SHIFT), via=("head office",)))
        assert till.errands == [Errand(id=id_of_part("a", 1), via=("head office",))]

    asyncio.run(scene())
