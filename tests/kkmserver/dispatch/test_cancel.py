"""Calling off: what waits is never begun, a batch ends, everything else goes on; whatever the moment."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

import pytest

from drivers.errors import DeviceOffline, Fault
from drivers.model.outcome import Outcome, Progress
from kkmserver.dispatch.device import Device
from kkmserver.dispatch.dispatcher import Dispatcher
from kkmserver.dispatch.line import NEAR
from kkmserver.dispatch.order import NotCancellable
from kkmserver.store.memory import MemoryJournal, failed
from kkmserver.store.record import Evidence, Failure, JournalBroken, Record, State
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.dispatch.pool_shop import Till, for_pool, pooled
from tests.kkmserver.dispatch.shop import LabelPrinter, Register, order, patient, shop, until
from tests.kkmserver.dispatch.test_worker import hangs, prints_then_hangs

PATIENT = patient(command=60, queue=1000)


class Gate:
    """Holds the first command until it is opened."""

    def __init__(self) -> None:
        self.opened = asyncio.Event()

    async def act(self, register: Register, text: str) -> None:
        await self.opened.wait()
        register.printed.append(text)


async def _cancelled(dispatcher: Dispatcher, id: str) -> Record:  # noqa: A002
    ticket = await dispatcher.cancel(id)
    assert ticket
    return ticket.record


def _is_cancelled(record: Record) -> bool:
    failure = record.failure
    return (
        record.state is State.FAILED
        and failure is not None
        and (failure.code, failure.fault, failure.nothing_sent, failure.may_run_again)
        == ("cancelled", Fault.CLIENT, True, False)
    )


def test_one_that_waits_is_never_begun_and_the_others_keep_their_order() -> None:
    async def main() -> None:
        gate, count = Gate(), 3 * NEAR
        register = Register(acts=[gate.act])
        async with shop(register, patience=PATIENT) as dispatcher:
            tickets = [await dispatcher.submit(order(f"{i}", f"{i}")) for i in range(count)]
            await until(lambda: register.begun)
            gone = {1, 2, NEAR, NEAR + 1, count - 1}
            for i in gone:
                assert _is_cancelled(await _cancelled(dispatcher, f"{i}"))
            assert dispatcher.devices()[0].waiting == count - 1 - len(gone)
            gate.opened.set()
            await tickets[count - 2].wait(2)
            assert register.printed == [f"{i}" for i in range(count) if i not in gone]

    asyncio.run(main())


def test_repeats_are_answered_cancelled_also_after_a_restart(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        async with shop(Register(acts=[hangs]), journal=journal, patience=PATIENT) as dispatcher:
            await dispatcher.submit(order("first"))
            waiting = await dispatcher.submit(order("a", "x"))
            client = asyncio.create_task(waiting.wait(60))
            await asyncio.sleep(0)
            await dispatcher.cancel("a")
            assert _is_cancelled(await client)
            assert _is_cancelled((await dispatcher.submit(order("a", "x"))).record)
        stored = await journal.find("a")
        assert stored
        assert _is_cancelled(stored)
        register = Register()
        async with shop(register, journal=journal) as dispatcher:
            assert _is_cancelled(await (await dispatcher.submit(order("a", "x"))).wait(2))
            await until(lambda: register.settled)
        assert "x" not in register.printed
        await journal.close()

    asyncio.run(main())


def test_unknown_ids_and_what_is_over() -> None:
    async def main() -> None:
        async with shop(Register()) as dispatcher:
            assert await dispatcher.cancel("nobody") is None
            await (await dispatcher.submit(order("a"))).wait(2)
            with pytest.raises(NotCancellable):
                await dispatcher.cancel("a")

    asyncio.run(main())


@pytest.mark.parametrize("act", [hangs, prints_then_hangs])
def test_a_receipt_that_is_being_printed_goes_on(act: Callable[[Register, str], Awaitable[None]]) -> None:
    async def main() -> None:
        register = Register(acts=[act])
        async with shop(register, patience=PATIENT) as dispatcher:
            ticket = await dispatcher.submit(order("a"))
            await until(lambda: register.begun)
            with pytest.raises(NotCancellable):
                await dispatcher.cancel("a")
            assert ticket.record.state is State.RUNNING

    asyncio.run(main())


def test_a_running_batch_ends_after_the_labels_under_way() -> None:
    async def main() -> None:
        third = asyncio.Event()

        async def gate(number: int) -> None:
            if number == 3:
                await third.wait()

        printer = LabelPrinter(gate=gate)
        async with shop(printer, patience=PATIENT) as dispatcher:
            await dispatcher.submit(order("a", "labels 9"))
            await until(lambda: len(printer.labels) == 2)
            ending = asyncio.create_task(_cancelled(dispatcher, "a"))
            await until(lambda: printer.stopping)
            third.set()
            record = await ending
            assert record.failure == Failure(
                code="cancelled", text="Отменено.", fault=Fault.CLIENT, nothing_sent=False, progress=Progress(2, 9)
            )
            assert await dispatcher.find("a") is await dispatcher.submit(order("a", "labels 9"))
            after = await (await dispatcher.submit(order("b", "labels 9 3"))).wait(2)
            assert (after.outcome, printer.labels) == (Outcome(progress=Progress(9, 9)), [*range(1, 10)])

    asyncio.run(main())


class Slow(MemoryJournal):
    """A disk that holds one kind of call until it is told to go on."""

    def __init__(self, call: str) -> None:
        super().__init__()
        self.call, self.go_on, self.asked = call, asyncio.Event(), 0

    def start(self, row: int, mark: str, at: datetime, member: int = 0) -> asyncio.Future[None]:
        return self._held("start", super().start(row, mark, at, member))

    def finish(
        self,
        row: int,
        state: State,
        at: datetime,
        *,
        outcome: Outcome | None = None,
        failure: Failure | None = None,
        evidence: Evidence | None = None,
    ) -> asyncio.Future[None]:
        return self._held("finish", super().finish(row, state, at, outcome=outcome, failure=failure, evidence=evidence))

    def _held(self, call: str, answer: asyncio.Future[None]) -> asyncio.Future[None]:
        if call != self.call:
            return answer
        self.asked += 1

        async def later() -> None:
            await self.go_on.wait()
            await answer

        return asyncio.ensure_future(later())


def test_called_off_when_it_is_taken_but_not_begun() -> None:
    async def main() -> None:
        journal, register = Slow("start"), Register()
        async with shop(register, journal=journal, patience=PATIENT) as dispatcher:
            await dispatcher.submit(order("a"))
            await until(lambda: journal.asked)
            ending = asyncio.create_task(_cancelled(dispatcher, "a"))
            await asyncio.sleep(0)
            journal.go_on.set()
            assert _is_cancelled(await ending)
            assert register.begun == []
            assert (await (await dispatcher.submit(order("b"))).wait(2)).state is State.DONE

    asyncio.run(main())


def test_called_off_while_the_device_turns_out_to_be_away() -> None:
    """That alone would let a repeat run again."""

    class Away(Register):
        async def mark(self) -> str:
            asked.set()
            await answered.wait()
            raise DeviceOffline("Нет связи с кассой.")

    asked, answered = asyncio.Event(), asyncio.Event()

    async def main() -> None:
        register = Away()
        async with shop(register, patience=patient(question=60)) as dispatcher:
            await dispatcher.submit(order("a"))
            await asked.wait()
            ending = asyncio.create_task(_cancelled(dispatcher, "a"))
            await asyncio.sleep(0)
            answered.set()
            assert _is_cancelled(await ending)
            assert _is_cancelled((await dispatcher.submit(order("a"))).record)
            assert register.begun == []

    asyncio.run(main())


def test_two_who_call_off_at_once_and_one_who_leaves() -> None:
    async def main() -> None:
        journal = Slow("finish")
        async with shop(Register(acts=[hangs]), journal=journal, patience=PATIENT) as dispatcher:
            await dispatcher.submit(order("first"))
            await dispatcher.submit(order("a", "x"))
            leaving, staying = (asyncio.create_task(_cancelled(dispatcher, "a")) for _ in range(2))
            await until(lambda: journal.asked)
            leaving.cancel()
            await asyncio.sleep(0)
            journal.go_on.set()
            assert _is_cancelled(await staying)
            assert journal.asked == 1

    asyncio.run(main())


class NoFinish(MemoryJournal):
    broken = True

    def finish(
        self,
        row: int,
        state: State,
        at: datetime,
        *,
        outcome: Outcome | None = None,
        failure: Failure | None = None,
        evidence: Evidence | None = None,
    ) -> asyncio.Future[None]:
        if self.broken:
            return failed(JournalBroken("диск полон"))
        return super().finish(row, state, at, outcome=outcome, failure=failure)


def test_what_the_disk_does_not_take_stays_in_its_place() -> None:
    async def main() -> None:
        gate, journal = Gate(), NoFinish()
        register = Register(acts=[gate.act])
        async with shop(register, journal=journal, patience=PATIENT) as dispatcher:
            tickets = []
            for i in range(5):
                tickets.append(await dispatcher.submit(order(f"{i}", f"{i}")))
                dispatcher._clock.advance(1)  # type: ignore[attr-defined]
            await until(lambda: register.begun)
            with pytest.raises(JournalBroken):
                await dispatcher.cancel("2")
            assert tickets[2].record.state is State.QUEUED
            journal.broken = False
            gate.opened.set()
            await tickets[4].wait(2)
            assert register.printed == ["0", "1", "2", "3", "4"]

    asyncio.run(main())


def test_called_off_before_the_journal_has_it(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        async with shop(Register(acts=[hangs]), journal=journal, patience=PATIENT) as dispatcher:
            await dispatcher.submit(order("first"))
            accepting = asyncio.create_task(dispatcher.submit(order("a", "x")))
            await asyncio.sleep(0)
            assert _is_cancelled(await _cancelled(dispatcher, "a"))
            assert _is_cancelled((await accepting).record)
        await journal.close()

    asyncio.run(main())


def test_one_of_the_last_run_that_waits_can_be_called_off() -> None:
    async def main() -> None:
        journal, register = MemoryJournal(), Register(acts=[hangs])
        async with shop(register, journal=journal, patience=PATIENT) as dispatcher:
            for id in "abc":  # noqa: A001
                await dispatcher.submit(order(id, id))
            await until(lambda: register.begun)
            await dispatcher.stop(0)
        register = Register()
        async with shop(register, journal=journal, start=False, patience=PATIENT) as dispatcher:
            await dispatcher.start()
            assert _is_cancelled(await _cancelled(dispatcher, "b"))
            found = await dispatcher.find("c")
            assert found
            await found.wait(2)
            assert register.printed == ["a", "c"]

    asyncio.run(main())


def test_any_order_of_calling_off_and_carrying_out() -> None:
    """Many at random moments: each is either printed once or cancelled, never both, never neither."""

    async def main() -> None:
        gate = Gate()
        register = Register(acts=[gate.act])
        async with shop(register, patience=PATIENT) as dispatcher:
            tickets, cancelled = [], set()

            async def call_off(id: str, turns: int) -> None:  # noqa: A002
                for _ in range(turns):
                    await asyncio.sleep(0)
                try:
                    await dispatcher.cancel(id)
                except NotCancellable:
                    return
                cancelled.add(id)

            for i in range(300):
                tickets.append(await dispatcher.submit(order(f"{i}", f"{i}")))
            gate.opened.set()
            await asyncio.gather(*(call_off(f"{i}", i * 7 % 1000) for i in range(0, 300, 3)))
            records = [await ticket.wait(5) for ticket in tickets]
            done = {record.entry.id for record in records if record.state is State.DONE}
            assert done.isdisjoint(cancelled)
            assert done | cancelled == {f"{i}" for i in range(300)}
            assert register.printed == sorted(done, key=int)
            assert 0 < len(cancelled) < 100

    asyncio.run(main())


def test_one_whose_pool_is_gone() -> None:
    async def main() -> None:
        gate = Gate()
        till = Till(acts=[gate.act])
        async with pooled(till) as dispatcher:
            first = await dispatcher.submit(for_pool("a", "первый"))
            await until(lambda: till.begun)
            await dispatcher.submit(for_pool("b", "второй"))
            await dispatcher.reconfigure([], [], [])
            assert _is_cancelled(await _cancelled(dispatcher, "b"))
            gate.opened.set()
            await first.wait(5)
        assert till.printed == ["первый"]

    asyncio.run(main())


def test_one_whose_device_is_going() -> None:
    async def main() -> None:
        gate = Gate()
        register = Register(acts=[gate.act])
        async with shop(register, patience=PATIENT) as dispatcher:
            first = await dispatcher.submit(order("a", "первый"))
            await until(lambda: register.begun)
            await dispatcher.submit(order("b", "второй"))
            await dispatcher.reconfigure([], [1], [])
            with pytest.raises(NotCancellable):
                await dispatcher.cancel("a")
            assert _is_cancelled(await _cancelled(dispatcher, "b"))
            gate.opened.set()
            assert (await first.wait(5)).state is State.DONE

    asyncio.run(main())


class Waiting(MemoryJournal):
    """The disk takes its time over a failure."""

    writing: asyncio.Future[None] | None = None

    def finish(
        self,
        row: int,
        state: State,
        at: datetime,
        *,
        outcome: Outcome | None = None,
        failure: Failure | None = None,
        evidence: Evidence | None = None,
    ) -> asyncio.Future[None]:
        if failure:
            self.writing = asyncio.get_running_loop().create_future()
            return self.writing
        return super().finish(row, state, at, outcome=outcome, evidence=evidence)


def test_what_the_disk_does_not_take_goes_back_though_the_settings_have_changed() -> None:
    async def main() -> None:
        gate, journal = Gate(), Waiting()
        old, new = Register(acts=[gate.act]), Register()
        async with shop(old, journal=journal, patience=PATIENT) as dispatcher:
            tickets = [await dispatcher.submit(order(f"id {i}", f"чек {i}")) for i in range(3)]
            await until(lambda: old.begun)
            cancelling = asyncio.create_task(dispatcher.cancel("id 1"))
            await until(lambda: journal.writing)
            await dispatcher.reconfigure([Device(number=1, name="Касса", driver_name="test", driver=new)], [], [])
            gate.opened.set()
            await until(lambda: new.printed)
            assert journal.writing
            journal.writing.set_exception(JournalBroken("Диск."))
            with pytest.raises(JournalBroken):
                await cancelling
            assert {(await ticket.wait(5)).state for ticket in tickets} == {State.DONE}
            assert new.printed == ["чек 2", "чек 1"]

    asyncio.run(main())
