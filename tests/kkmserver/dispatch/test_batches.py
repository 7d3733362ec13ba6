"""Batches of labels: how far they came is on disk, and nothing that is known to be out is printed again."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.errors import DeviceOffline, Fault, OperatorNeeded, OutcomeUnknown
from drivers.model.command import Command
from drivers.model.outcome import Outcome, Progress
from kkmserver.store.memory import MemoryJournal, failed
from kkmserver.store.record import JournalBroken, Record, State
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.dispatch.shop import LabelPrinter, order, patient, shop, until
from tests.kkmserver.store.entries import entry


async def hangs(number: int) -> None:
    await asyncio.Event().wait()


def run_one(printer: LabelPrinter, text: str = "labels 5", journal: MemoryJournal | None = None) -> Record:
    async def main() -> Record:
        async with shop(printer, journal=journal) as dispatcher:
            return await (await dispatcher.submit(order("a", text))).wait(2)

    return asyncio.run(main())


def test_a_done_batch_has_printed_all() -> None:
    printer = LabelPrinter()
    record = run_one(printer, "labels 5 3")
    assert (record.state, record.outcome) == (State.DONE, Outcome(progress=Progress(5, 5)))
    assert printer.labels == [3, 4, 5]


def test_other_commands_have_no_progress() -> None:
    record = run_one(LabelPrinter(), "чек")
    assert (record.state, record.progress) == (State.DONE, None)
    assert record.outcome
    assert record.outcome.progress is None


def test_each_label_is_on_disk_before_the_next(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        seen = []

        async def gate(number: int) -> None:
            record = await journal.find("a")
            assert record
            seen.append((record.progress, ticket.record.progress))

        async with shop(LabelPrinter(gate=gate), journal=journal) as dispatcher:
            ticket = await dispatcher.submit(order("a", "labels 4 2"))
            await ticket.wait(2)
        assert seen == [(None, Progress(1, 4)), (Progress(2, 4), Progress(2, 4)), (Progress(3, 4), Progress(3, 4))]
        await journal.close()

    asyncio.run(main())


def test_the_deadline_is_for_a_label_and_not_for_the_batch() -> None:
    async def slow(number: int) -> None:
        await asyncio.sleep(0.02)

    async def main() -> None:
        async with shop(LabelPrinter(gate=slow), patience=patient(command=0.08)) as dispatcher:
            record = await (await dispatcher.submit(order("a", "labels 10"))).wait(5)
            assert record.state is State.DONE

    asyncio.run(main())


def test_a_driver_that_says_it_is_at_it_is_left_in_peace() -> None:
    """It may wait for a roll to be changed longer than the dispatcher waits for a driver that says nothing."""

    class Busy(LabelPrinter):
        async def execute(self, command: Command) -> Outcome:
            for _ in range(10):
                await asyncio.sleep(0.02)
                await self.report(None)
            return await super().execute(command)

    class Counted(MemoryJournal):
        advanced = 0

        def advance(self, row: int, progress: Progress) -> asyncio.Future[None]:
            self.advanced += 1
            return super().advance(row, progress)

    async def main() -> None:
        journal = Counted()
        async with shop(Busy(), journal=journal, patience=patient(command=0.08)) as dispatcher:
            for id, text in (("a", "labels 3"), ("b", "чек")):  # noqa: A001
                record = await (await dispatcher.submit(order(id, text))).wait(5)
                assert record.state is State.DONE
        assert journal.advanced == 3

    asyncio.run(main())


def test_one_that_stalls_is_asked_and_what_is_out_stays_out() -> None:
    """The device proves that nothing counts: with labels on the table nobody believes that."""

    async def stalls(number: int) -> None:
        if number == 3:
            await asyncio.Event().wait()

    printer = LabelPrinter(gate=stalls)
    record = run_one(printer)
    assert record.state is State.UNKNOWN
    assert record.failure
    assert (record.failure.progress, record.failure.may_run_again) == (Progress(2, 5), False)
    assert printer.settled == ["labels 5"]


def test_one_that_stalls_at_once_may_run_again() -> None:
    record = run_one(LabelPrinter(gate=hangs))
    assert record.failure
    assert (record.failure.code, record.failure.progress) == ("not_executed", Progress(0, 5))
    assert record.failure.may_run_again


@pytest.mark.parametrize(
    "error",
    [
        OperatorNeeded("Нет бумаги.", progress=Progress(3, 5)),
        OperatorNeeded("Нет бумаги.", nothing_sent=True),
    ],
)
def test_an_error_amid_a_batch_never_lets_it_run_again(error: OperatorNeeded) -> None:
    async def gate(number: int) -> None:
        if number == 4:
            raise error

    record = run_one(LabelPrinter(gate=gate))
    assert record.failure
    assert (record.failure.fault, record.failure.progress) == (Fault.OPERATOR, Progress(3, 5))
    assert not record.failure.may_run_again


def test_what_the_device_remembers_beyond_the_journal_counts() -> None:
    async def gate(number: int) -> None:
        if number == 2:
            raise OutcomeUnknown("Обрыв.", progress=Progress(2, 5))

    printer = LabelPrinter(gate=gate, settles=[OutcomeUnknown("Счётчик принтера.", progress=Progress(3, 5))])
    record = run_one(printer)
    assert record.state is State.UNKNOWN
    assert record.failure
    assert record.failure.progress == Progress(3, 5)


def test_a_further_attempt_knows_nothing_of_the_one_before() -> None:
    async def main() -> None:
        journal, printer = MemoryJournal(), LabelPrinter(away=True)
        async with shop(printer, journal=journal) as dispatcher:
            first = await (await dispatcher.submit(order("a", "labels 5"))).wait(2)
            assert first.failure
            assert first.failure.progress == Progress(0, 5)
            printer.away = False
            second = await (await dispatcher.submit(order("a", "labels 5"))).wait(2)
            assert (second.attempt, second.outcome) == (2, Outcome(progress=Progress(5, 5)))

    asyncio.run(main())


class Full(MemoryJournal):
    """A disk that takes no progress for a while."""

    refusals = 3

    def advance(self, row: int, progress: Progress) -> asyncio.Future[None]:
        self.refusals -= 1
        if self.refusals >= 0:
            return failed(JournalBroken("диск полон"))
        return super().advance(row, progress)


def test_the_batch_waits_for_the_disk() -> None:
    journal, printer = Full(), LabelPrinter()
    assert run_one(printer, journal=journal).state is State.DONE
    assert journal.refusals < 0
    assert printer.labels == [1, 2, 3, 4, 5]


def test_after_a_restart_the_unknown_keeps_what_was_on_disk() -> None:
    async def main() -> None:
        journal = MemoryJournal()
        await _crashed(journal, "labels 1000", Progress(412, 1000))
        lost = LabelPrinter(settles=[OutcomeUnknown("Принтер не помнит.")])
        async with shop(lost, journal=journal) as dispatcher:
            ticket = await dispatcher.find("crashed")
            assert ticket
            record = await ticket.wait(2)
        assert (record.state, lost.labels) == (State.UNKNOWN, [])
        assert record.failure
        assert record.failure.progress == Progress(412, 1000)

    asyncio.run(main())


@pytest.mark.parametrize(("progress", "state"), [(None, State.DONE), (Progress(2, 5), State.UNKNOWN)])
def test_after_a_restart_only_a_batch_with_nothing_out_runs_again(progress: Progress | None, state: State) -> None:
    async def main() -> None:
        journal, printer = MemoryJournal(), LabelPrinter()
        await _crashed(journal, "labels 5", progress)
        async with shop(printer, journal=journal) as dispatcher:
            ticket = await dispatcher.find("crashed")
            assert ticket
            assert (await ticket.wait(2)).state is state
        assert printer.labels == ([] if progress else [1, 2, 3, 4, 5])

    asyncio.run(main())


def test_after_a_restart_progress_outlives_an_unreadable_request_and_an_absent_device() -> None:
    async def main() -> None:
        journal = MemoryJournal()
        await _crashed(journal, "labels x", Progress(2, 5))
        away = LabelPrinter(settles=[DeviceOffline("нет")] * 3)
        async with shop(away, journal=journal) as dispatcher:
            ticket = await dispatcher.find("crashed")
            assert ticket
            record = await ticket.wait(2)
            assert record.failure
            assert (record.state, record.failure.progress) == (State.UNKNOWN, Progress(2, 5))

    asyncio.run(main())


async def _crashed(journal: MemoryJournal, text: str, progress: Progress | None) -> Record:
    """A batch of the last run that was being printed when the server died."""
    record = await journal.accept(replace(entry("crashed", request=text.encode()), dialect="test"))
    await journal.start(record.row, "0", record.entry.accepted_at)
    if progress:
        await journal.advance(record.row, progress)
    return record


def test_a_stop_ends_a_long_batch_so_that_it_is_known_how_far_it_came() -> None:
    async def main() -> None:
        async def gate(number: int) -> None:
            await asyncio.sleep(0)

        printer, journal = LabelPrinter(gate=gate), MemoryJournal()
        async with shop(printer, journal=journal, patience=patient(command=60)) as dispatcher:
            ticket = await dispatcher.submit(order("a", "labels 100000"))
            await until(lambda: len(printer.labels) > 2)
            await dispatcher.stop(0.01)
            record = ticket.record
        assert record.failure
        assert (record.state, record.failure.code) == (State.FAILED, "cancelled")
        assert record.failure.progress == Progress(len(printer.labels), 100000)
        assert await journal.unfinished() == []

    asyncio.run(main())
