"""Held commands over a stop, a restart, a clock set back and a full disk."""

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from drivers.errors import DeviceOffline, OutcomeUnknown
from drivers.model.outcome import Outcome
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.line import NEAR
from kkmserver.store.memory import MemoryJournal, failed
from kkmserver.store.record import Evidence, Failure, JournalBroken, Record, State
from tests.kkmserver.dispatch.held import FOREVER, goes, how, now, refused_at, state_of
from tests.kkmserver.dispatch.shop import Register
from tests.kkmserver.dispatch.till import Flaky, till
from tests.kkmserver.dispatch.wound import START, wound


def test_retired_while_it_is_away_they_stay_queued() -> None:
    async def main() -> None:
        async with till(Flaky(gone=[(0, FOREVER)]), holds=True) as one:
            await asyncio.sleep(1)
            jobs = [await one.accept(id, hold=10) for id in "abc"]  # noqa: A001
            assert one.worker.retire() == jobs
            await asyncio.sleep(100)
            assert one.final == {}
            assert [await state_of(one, id) for id in "abc"] == 3 * [State.QUEUED]  # noqa: A001

    wound(main())


@pytest.mark.parametrize("started", [False, True])
def test_retired_while_the_first_is_tried(started: bool) -> None:
    async def slowly(register: Register, text: str) -> None:
        await asyncio.sleep(5)
        raise DeviceOffline("Связь пропала.")

    class Slow(Flaky):
        async def mark(self) -> str:
            if not started:
                await slowly(self, "")
            return await super().mark()

    async def main() -> None:
        async with till(Slow(acts=[slowly]), holds=True) as one:
            await asyncio.sleep(1)
            job = await one.accept("a", hold=100)
            await asyncio.sleep(1)
            assert one.worker.busy
            assert one.worker.retire() == []
            await asyncio.sleep(200)
            assert (one.final, await state_of(one, "a")) == ({}, State.QUEUED)
            assert (one.worker.jobs(), one.worker.unsettled) == ([job], [])

    wound(main())


def test_retired_while_a_refusal_waits_for_the_disk() -> None:
    """Whoever takes over has it back once this worker has ended."""

    class Slow(MemoryJournal):
        def finish(self, *told: object, **named: object) -> asyncio.Future[None]:
            async def later() -> None:
                await asyncio.sleep(10)
                raise JournalBroken("диск полон")

            return asyncio.ensure_future(later())

    async def main() -> None:
        async with till(Flaky(gone=[(0, FOREVER)]), holds=True, journal=Slow()) as one:
            await asyncio.sleep(1)
            job = await one.accept("a", hold=5)
            await asyncio.sleep(6)
            assert one.worker.retire() == []
            await asyncio.wait((one.running,))
            assert (one.worker.jobs(), job.record.state, one.final) == ([job], State.QUEUED, {})

    wound(main())


def test_retired_while_the_journal_is_read() -> None:
    """What was taken out of the queue is back in it."""

    class Slow(MemoryJournal):
        async def load(self, rows: Sequence[int], most: int) -> list[Record]:
            await asyncio.sleep(10)
            return await super().load(rows, most)

    async def main() -> None:
        register, journal = Flaky(), Slow()
        async with till(register, journal=journal) as one:
            entry = one.entry("a", "a")
            job = Job(entry, None, await journal.accept(entry))
            job.park()
            one.worker.add(job)
            await asyncio.sleep(5)
            one.worker.retire()
            await asyncio.sleep(10)
            assert (one.worker.jobs(), register.begun) == ([job], [])

    wound(main())


def test_retired_while_a_lost_answer_is_asked_for() -> None:
    async def breaks(register: Register, text: str) -> None:
        register.away = True
        raise OutcomeUnknown("Обрыв.")

    async def main() -> None:
        async with till(Flaky(acts=[breaks]), holds=True) as one:
            job = await one.accept("a", hold=5)
            await asyncio.sleep(100)
            one.worker.retire()
            await asyncio.sleep(1)
            assert one.worker.unsettled == [job]
            assert await state_of(one, "a") is State.RUNNING

    wound(main())


@pytest.mark.parametrize(
    ("shift", "ends"),
    [
        (0, 30),  # it was down for 20 s of the 50
        (-7200, 50),  # the clock was set back: never more than its hold
        (7200, 0),  # set on: as much as is known to be over
    ],
)
def test_after_a_restart_what_is_left_counts(shift: float, ends: float) -> None:
    async def main() -> None:
        journal = MemoryJournal()
        async with till(Flaky(gone=[(0, FOREVER)]), holds=True, journal=journal) as one:
            entry = one.entry("a", "a", hold=50, accepted_at=START - timedelta(seconds=20 + shift))
            job = Job(entry, None, await journal.accept(entry))
            job.park()
            one.worker.add(job)
            await one.until_final("a")
            refused_at(one, "a", ends)

    wound(main())


def test_a_clock_set_back_while_they_wait_changes_nothing() -> None:
    async def main() -> None:
        async with till(Flaky(gone=[(0, FOREVER)]), holds=True) as one:
            await asyncio.sleep(1)
            job = await one.accept("a", hold=30)
            one.clock.shifted = -7200
            await asyncio.sleep(10)
            assert one.worker.withdraw(job)
            one.worker.put_back(job)
            await one.until_final("a")
            refused_at(one, "a", 31)

    wound(main())


def test_what_is_overdue_runs_where_the_device_is_there() -> None:
    async def main() -> None:
        async with till(Flaky(), holds=True) as one:
            await one.accept("a", hold=5, accepted_at=START - timedelta(hours=1))
            await one.until_final("a")
            assert how(one, "a")[1] is State.DONE

    wound(main())


def test_parked_ones_are_refused_on_time_and_the_rest_runs() -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, 40)])
        async with till(register, holds=True) as one:
            await asyncio.sleep(1)
            ids = [f"{number:03}" for number in range(4 * NEAR)]
            for number, id in enumerate(ids):  # noqa: A001
                await one.accept(id, hold=10 if number % 2 else 100)
            assert one.worker.jobs()[-1].parked
            await one.until_final(*ids)
            assert register.printed == ids[::2]
            for id in ids[1::2]:  # noqa: A001
                refused_at(one, id, 11)

    wound(main())


def test_thousands_are_refused_together() -> None:
    async def main() -> None:
        async with till(Flaky(gone=[(0, FOREVER)]), holds=True) as one:
            await asyncio.sleep(1)
            for number in range(5000):
                await one.accept(f"{number}", hold=10 + number / 1000)
                await one.accept(f"together {number}", hold=100)
            await one.until_final("4999")
            assert len(one.final) == 5000
            await one.until_final("together 4999")
            assert 101 <= one.final["together 4999"][0] <= 101.5
            for number in range(0, 5000, 100):
                refused_at(one, f"{number}", 11 + number / 1000)

    wound(main())


class Full(MemoryJournal):
    """Takes no result before `until`, and gives nothing back either."""

    def __init__(self, until: float) -> None:
        super().__init__()
        self.until = until

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
        if now() < self.until:
            return failed(JournalBroken("диск полон"))
        return super().finish(row, state, at, outcome=outcome, failure=failure, evidence=evidence)

    def requeue(self, row: int) -> asyncio.Future[None]:
        return failed(JournalBroken("диск полон")) if now() < self.until else super().requeue(row)


@pytest.mark.parametrize("back", [20, FOREVER])
def test_a_refusal_that_the_disk_does_not_take_is_told_to_nobody(back: float) -> None:
    async def main() -> None:
        register = Flaky(gone=[(0, back)])
        async with till(register, holds=True, journal=Full(until=40)) as one:
            await asyncio.sleep(1)
            job = await one.accept("a", hold=5)
            await one.accept("b", hold=1000)
            await asyncio.sleep(10)
            assert (one.final, job.record.state) == ({}, State.QUEUED)
            assert await job.wait(1) is job.record
            await one.until_final("a")
            if back == FOREVER:
                assert how(one, "a")[1] is State.FAILED
                assert 40 <= one.final["a"][0] <= 41
            else:
                assert how(one, "a")[1] is State.DONE
                await one.until_final("b")
                assert sorted(register.printed) == ["a", "b"]

    wound(main())


def test_nor_one_of_a_device_that_holds_nothing() -> None:
    """Told and forgotten it would run after a restart, and the client would have printed it under another id."""

    async def main() -> None:
        async with till(Flaky(gone=[(0, FOREVER)]), journal=Full(until=40)) as one:
            job = await one.accept("a")
            assert (await job.wait(30)).state is State.QUEUED
            await one.until_final("a")
            assert 40 <= one.final["a"][0] <= 71

    wound(main())


def test_one_that_goes_back_waits_for_the_disk() -> None:
    async def main() -> None:
        register = Flaky(acts=[goes])
        async with till(register, holds=True, journal=Full(until=40)) as one:
            await asyncio.sleep(1)
            job = await one.accept("a", hold=600)
            await asyncio.sleep(10)
            assert (one.worker.busy, job.record.state) == (True, State.RUNNING)
            await one.until_final("a")
            assert (how(one, "a")[1], register.printed) == (State.DONE, ["a"])

    wound(main())
