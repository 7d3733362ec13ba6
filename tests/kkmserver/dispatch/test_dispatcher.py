"""Accepting, repeating, finding, switching, stopping, taking up."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from drivers.errors import DeviceOffline, OutcomeUnknown, RequestRefused
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState, Registration
from kkmserver.dispatch.order import DeviceNotFound, Draining, IdReused, QueueFull, Target
from kkmserver.store.memory import MemoryJournal, failed
from kkmserver.store.record import Entry, JournalBroken, Record, State
from kkmserver.store.sqlite import SqliteJournal
from tests.clock import FakeClock
from tests.kkmserver.dispatch.shop import Register, order, patient, shop, until
from tests.kkmserver.dispatch.test_worker import hangs, raising


def test_a_repeat_gets_the_first_result_also_while_it_runs() -> None:
    async def main() -> None:
        register = Register()
        async with shop(register) as dispatcher:
            tickets = await asyncio.gather(*(dispatcher.submit(order("a")) for _ in range(10)))
            records = [await ticket.wait(2) for ticket in tickets]
            again = await (await dispatcher.submit(order("a"))).wait(2)
            assert {record.row for record in records} == {again.row}
            assert register.printed == ["чек"]

    asyncio.run(main())


def test_without_an_id_every_order_is_new() -> None:
    async def main() -> None:
        register = Register()
        async with shop(register) as dispatcher:
            first, second = await dispatcher.submit(order("")), await dispatcher.submit(order(""))
            assert first.record.entry.id != second.record.entry.id
            await second.wait(2)
            assert register.printed == ["чек", "чек"]

    asyncio.run(main())


@pytest.mark.parametrize("error", [RequestRefused("Сумма"), OutcomeUnknown("Обрыв.")])
def test_a_final_failure_is_answered_again_and_not_run_again(error: Exception) -> None:
    async def main() -> None:
        register = Register(acts=[raising(error)], settles=[OutcomeUnknown("Не помню.")])
        async with shop(register) as dispatcher:
            first = await (await dispatcher.submit(order("a"))).wait(2)
            assert (await (await dispatcher.submit(order("a"))).wait(2)) == first
            assert register.begun == ["чек"]

    asyncio.run(main())


def test_an_id_that_no_file_can_hold_is_accepted_and_found_again(tmp_path: Path) -> None:
    async def main() -> None:
        for _ in range(2):
            journal = await SqliteJournal.open(tmp_path / "journal.db")
            register = Register()
            async with shop(register, journal=journal) as dispatcher:
                ticket = await dispatcher.submit(replace(order("чек \ud800"), client="\udfff"))
                record = await ticket.wait(2)
                assert (record.state, record.entry.id, record.entry.client) == (State.DONE, "чек ?", "?")
                assert await dispatcher.find("чек \ud800") is ticket
            await journal.close()
        assert register.printed == []

    asyncio.run(main())


def test_where_nothing_was_sent_a_repeat_runs_again() -> None:
    async def main() -> None:
        register = Register(acts=[raising(DeviceOffline("Нет связи"))])
        async with shop(register) as dispatcher:
            assert (await (await dispatcher.submit(order("a"))).wait(2)).state is State.FAILED
            tickets = await asyncio.gather(*(dispatcher.submit(order("a")) for _ in range(3)))
            records = [await ticket.wait(2) for ticket in tickets]
            assert [(record.state, record.attempt) for record in records] == [(State.DONE, 2)] * 3
            assert (register.begun, register.printed) == (["чек", "чек"], ["чек"])

    asyncio.run(main())


def test_an_id_with_other_content_is_refused_everywhere() -> None:
    async def main() -> None:
        journal = MemoryJournal()
        async with shop(Register(acts=[hangs]), journal=journal, patience=patient(command=5)) as dispatcher:
            await dispatcher.submit(order("a", "один"))
            with pytest.raises(IdReused):
                await dispatcher.submit(order("a", "два"))
            with pytest.raises(IdReused):
                await dispatcher.submit(replace(order("a", "один"), name="Other"))
        async with shop(Register(), journal=journal) as dispatcher:
            ticket = await dispatcher.find("a")
            assert ticket
            await ticket.wait(2)
            with pytest.raises(IdReused):
                await dispatcher.submit(order("a", "два"))
        async with shop(Register(), journal=journal) as dispatcher:
            with pytest.raises(IdReused):
                await dispatcher.submit(order("a", "два"))

    asyncio.run(main())


def test_after_a_restart_the_journal_answers(tmp_path: Path) -> None:
    async def main() -> None:
        for attempt in range(3):
            journal = await SqliteJournal.open(tmp_path / "journal.db")
            register = Register()
            async with shop(register, journal=journal) as dispatcher:
                if attempt == 2:
                    await dispatcher.switch(1, "", False)
                record = await (await dispatcher.submit(order("a"))).wait(2)
                found = await dispatcher.find("a")
                assert found
                assert found.record == record
                assert (record.state, record.outcome) == (State.DONE, Outcome(change=1))
                assert register.printed == (["чек"] if attempt == 0 else [])
                assert await dispatcher.find("b") is None
            await journal.close()

    asyncio.run(main())


def test_a_failed_first_attempt_of_the_last_run_runs_again(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        async with shop(Register(away=True), journal=journal) as dispatcher:
            assert (await (await dispatcher.submit(order("a"))).wait(2)).state is State.FAILED
        async with shop(Register(), journal=journal) as dispatcher:
            record = await (await dispatcher.submit(order("a"))).wait(2)
            assert (record.state, record.attempt) == (State.DONE, 2)
        await journal.close()

    asyncio.run(main())


def test_waiting_has_an_end_and_its_cancelling_cancels_nothing() -> None:
    async def main() -> None:
        register = Register(acts=[hangs])
        async with shop(register, patience=patient(command=0.1)) as dispatcher:
            ticket = await dispatcher.submit(order("a"))
            assert not (await ticket.wait(0.01)).finished
            assert not (await ticket.wait(0)).finished
            waiter = asyncio.create_task(ticket.wait(60))
            await asyncio.sleep(0)
            waiter.cancel()
            assert (await ticket.wait(2)).state is State.FAILED

    asyncio.run(main())


def test_a_client_that_leaves_while_accepting_cancels_nothing(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        register = Register()
        async with shop(register, journal=journal) as dispatcher:
            leaving = asyncio.create_task(dispatcher.submit(order("a")))
            await asyncio.sleep(0)
            leaving.cancel()
            ticket = await dispatcher.find("a")
            assert ticket
            assert (await ticket.wait(2)).state is State.DONE
        await journal.close()

    asyncio.run(main())


def test_a_full_queue_is_refused_and_a_repeat_is_not() -> None:
    async def main() -> None:
        async with shop(Register(acts=[hangs]), patience=patient(command=5, queue=2)) as dispatcher:
            first = await dispatcher.submit(order("a"))
            await until(lambda: first.record.state is State.RUNNING)
            got = await asyncio.gather(*(dispatcher.submit(order(c)) for c in "bcd"), return_exceptions=True)
            assert [type(one) for one in got].count(QueueFull) == 1
            assert await dispatcher.submit(order("b")) is got[0]
            assert dispatcher.devices()[0].waiting == 2

    asyncio.run(main())


class Full(MemoryJournal):
    def accept(self, entry: Entry) -> asyncio.Future[Record]:
        return failed(JournalBroken("диск полон"))


def test_what_the_disk_does_not_take_is_not_accepted() -> None:
    async def main() -> None:
        register = Register()
        async with shop(register, journal=Full()) as dispatcher:
            got = await asyncio.gather(*(dispatcher.submit(order("a")) for _ in range(3)), return_exceptions=True)
            assert [type(one) for one in got] == [JournalBroken] * 3
            assert await dispatcher.find("a") is None
            assert (register.begun, dispatcher.devices()[0].waiting) == ([], 0)

    asyncio.run(main())


def test_switching_off_hides_a_device_and_lasts() -> None:
    async def main() -> None:
        journal = MemoryJournal()
        async with shop(Register(), Register(), journal=journal) as dispatcher:
            await dispatcher.switch(1, "", False)
            with pytest.raises(DeviceNotFound):
                await dispatcher.submit(order("a", number=1))
            assert (await dispatcher.submit(order("b"))).record.entry.device == 2
            with pytest.raises(DeviceNotFound):
                await dispatcher.switch(9, "", True)
            with pytest.raises(DeviceNotFound):
                await dispatcher.switch(0, "", True)
        async with shop(Register(), Register(), journal=journal) as dispatcher:
            first, second = dispatcher.devices()
            assert (first.active, second.active) == (False, True)
            await dispatcher.switch(0, first.row.guid.upper(), True)
            assert dispatcher.devices()[0].active

    asyncio.run(main())


def test_a_device_that_is_off_is_asked_nothing() -> None:
    async def main() -> None:
        register = Register()
        async with shop(register) as dispatcher:
            await until(lambda: register.questions)
            await dispatcher.switch(1, "", False)
            asked = register.questions
            await asyncio.sleep(0.1)
            assert register.questions <= asked + 1
            await dispatcher.switch(1, "", True)
            await until(lambda: register.questions > asked + 2)

    asyncio.run(main())


def test_a_choice_by_inn_waits_for_the_first_contact() -> None:
    async def main() -> None:
        known = DeviceState(online=True, registration=Registration(inn="7700000000"))
        async with shop(Register(), Register(snapshot=known)) as dispatcher:
            asked = replace(order("a"), target=Target(inn="7700000000"))
            assert (await dispatcher.submit(asked)).record.entry.device == 2
            with pytest.raises(DeviceNotFound):
                await dispatcher.submit(replace(order("b"), target=Target(inn="1")))

    asyncio.run(main())


def test_stopping_finishes_what_runs_and_leaves_what_waits() -> None:
    async def slow(register: Register, text: str) -> None:
        await asyncio.sleep(0.05)
        register.printed.append(text)

    async def main() -> None:
        register, journal = Register(acts=[slow]), MemoryJournal()
        async with shop(register, journal=journal, patience=patient(command=5)) as dispatcher:
            first, second = await dispatcher.submit(order("a", "1")), await dispatcher.submit(order("b", "2"))
            await until(lambda: register.begun)
            waiter = asyncio.create_task(second.wait(60))
            dispatcher.drain()
            with pytest.raises(Draining):
                await dispatcher.submit(order("c"))
            await dispatcher.stop(2)
            assert (first.record.state, second.record.state) == (State.DONE, State.QUEUED)
            assert (await waiter).state is State.QUEUED
        assert [record.entry.id for record in await journal.unfinished()] == ["b"]
        async with shop(register, journal=journal) as dispatcher:
            await until(lambda: register.printed == ["1", "2"])
        assert register.settled == []

    asyncio.run(main())


def test_what_does_not_end_in_time_is_settled_at_the_next_start() -> None:
    async def main() -> None:
        register, journal = Register(acts=[hangs]), MemoryJournal()
        async with shop(register, journal=journal, patience=patient(command=60)) as dispatcher:
            ticket = await dispatcher.submit(order("a", "1"))
            await until(lambda: register.begun)
            waiter = asyncio.create_task(ticket.wait(60))
            await dispatcher.stop(0.01)
            assert (await waiter).state is State.RUNNING
        register.printed.append("1")
        async with shop(register, journal=journal) as dispatcher:
            found = await dispatcher.find("a")
            assert found
            assert (await found.wait(2)).state is State.DONE
        assert (register.begun, register.settled) == (["1"], ["1"])

    asyncio.run(main())


def test_stopping_does_not_wait_for_a_device_that_is_away() -> None:
    async def main() -> None:
        register = Register(acts=[raising(OutcomeUnknown("Обрыв."))], settles=[DeviceOffline("нет")] * 10**6)
        async with shop(register) as dispatcher:
            ticket = await dispatcher.submit(order("a"))
            await until(lambda: len(register.settles) < 10**6)
            async with asyncio.timeout(1):
                await dispatcher.stop(60)
            assert ticket.record.state is State.RUNNING

    asyncio.run(main())


async def _left_over(journal: MemoryJournal, id: str, device: int, request: bytes, mark: str | None = None) -> None:  # noqa: A002
    now = FakeClock().now()
    given = order(id)
    entry = Entry(
        id=id, dialect=given.dialect, name=given.name, device=device, client="", request=request,
        fingerprint=request, accepted_at=now,
    )  # fmt: skip
    record = await journal.accept(entry)
    if mark is not None:
        await journal.start(record.row, mark, now)


def test_taking_up_settles_first_and_goes_on_in_order() -> None:
    async def main() -> None:
        journal, register = MemoryJournal(), Register(printed=["старый"])
        await _left_over(journal, "q1", 1, b"1")
        await _left_over(journal, "q2", 1, b"2")
        await _left_over(journal, "done", 1, "старый".encode(), mark="0")
        await _left_over(journal, "lost", 1, b"lost", mark="1")
        await _left_over(journal, "gone", 7, b"x")
        await _left_over(journal, "gone running", 7, b"x", mark="0")
        await _left_over(journal, "garbage", 1, b"\xff")
        await _left_over(journal, "garbage running", 1, b"\xff", mark="0")
        async with shop(register, journal=journal) as dispatcher:
            await until(lambda: register.printed == ["старый", "lost", "1", "2"])
            assert register.settled == ["старый", "lost"]
            await dispatcher.stop(1)
        states = {}
        for id in ("q1", "q2", "done", "lost", "gone", "gone running", "garbage", "garbage running"):  # noqa: A001
            record = await journal.find(id)
            assert record
            sent_nothing = record.failure.nothing_sent if record.failure else None
            states[id] = (record.state, sent_nothing)
        assert states == {
            "q1": (State.DONE, None),
            "q2": (State.DONE, None),
            "done": (State.DONE, None),
            "lost": (State.DONE, None),
            "gone": (State.FAILED, True),
            "gone running": (State.UNKNOWN, False),
            "garbage": (State.FAILED, True),
            "garbage running": (State.UNKNOWN, False),
        }

    asyncio.run(main())


def test_old_results_are_pruned() -> None:
    class Seen(MemoryJournal):
        before: datetime | None = None

        async def prune(self, before: datetime) -> int:
            self.before = before
            return await super().prune(before)

    async def main() -> None:
        journal = Seen()
        async with shop(Register(), journal=journal) as dispatcher:
            assert await dispatcher.prune() == 0
            assert journal.before == FakeClock().now() - timedelta(days=30)

    asyncio.run(main())


def test_a_repeat_of_what_the_journal_has_forgotten_is_new() -> None:
    async def main() -> None:
        register, journal = Register(away=True), MemoryJournal()
        async with shop(register, journal=journal) as dispatcher:
            record = await (await dispatcher.submit(order("a"))).wait(2)
            assert record.failure
            assert record.failure.may_run_again
            await journal.prune(record.entry.accepted_at + timedelta(days=1))
            register.away = False
            assert (await (await dispatcher.submit(order("a"))).wait(2)).state is State.DONE
            assert register.printed == ["чек"]

    asyncio.run(main())
