"""One contract, two journals."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from drivers.errors import Fault
from drivers.model.outcome import Outcome, Progress
from kkmserver.store.memory import MemoryJournal
from kkmserver.store.record import Deed, DuplicateId, Entry, Evidence, Failure, Journal, State, Wanted
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.store.entries import NOON, entry, later

Check = Callable[[Journal], Awaitable[None]]
OFFLINE = Failure(code="device_offline", text="Нет связи", fault=Fault.LINK, nothing_sent=True, native=7)


@asynccontextmanager
async def _journal(kind: str, folder: Path) -> AsyncIterator[Journal]:
    journal: Journal = MemoryJournal() if kind == "memory" else await SqliteJournal.open(folder / "journal.db")
    try:
        yield journal
    finally:
        await journal.close()


@pytest.fixture(params=["memory", "sqlite"])
def on_journal(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[Check], None]:
    async def run(check: Check) -> None:
        async with _journal(request.param, tmp_path) as journal:
            await check(journal)

    return lambda check: asyncio.run(run(check))


def test_accepted_is_found_as_it_was(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        given = entry("Заказ-1 'x'", request=bytes(range(256)))
        record = await journal.accept(given)
        assert (record.entry, record.state, record.attempt) == (given, State.QUEUED, 1)
        assert await journal.find("Заказ-1 'x'") == record
        assert await journal.find("заказ-1 'x'") is None

    on_journal(check)


def test_a_known_id_is_refused_and_shown(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        first = await journal.accept(entry("a"))
        with pytest.raises(DuplicateId) as caught:
            await journal.accept(entry("a", request=b"other"))
        assert caught.value.record == first

    on_journal(check)


def test_of_two_equal_ids_at_once_one_wins(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        got = await asyncio.gather(*(journal.accept(entry("a")) for _ in range(5)), return_exceptions=True)
        assert [type(one) for one in got].count(DuplicateId) == 4
        assert len(await journal.unfinished()) == 1

    on_journal(check)


def test_the_way_of_a_command(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        row = (await journal.accept(entry("a"))).row
        await journal.start(row, "fd=17", later(1))
        running = await journal.find("a")
        assert running
        assert (running.state, running.mark, running.started_at) == (State.RUNNING, "fd=17", later(1))
        await journal.finish(row, State.DONE, later(2), outcome=Outcome(change=80000, warnings=("мало бумаги",)))
        done = await journal.find("a")
        assert done == replace(
            running,
            state=State.DONE,
            finished_at=later(2),
            outcome=Outcome(change=80000, warnings=("мало бумаги",)),
        )
        assert await journal.unfinished() == []

    on_journal(check)


def test_how_far_a_batch_is_stays_until_a_further_attempt(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        row = (await journal.accept(entry("a"))).row
        await journal.start(row, "", later(1))
        for done in (0, 411, 412):
            await journal.advance(row, Progress(done, 1000))
        (running,) = await journal.unfinished()
        assert running.progress == Progress(412, 1000)
        await journal.finish(row, State.FAILED, later(2), failure=replace(OFFLINE, progress=Progress(413, 1000)))
        failed = await journal.find("a")
        assert failed
        assert failed.failure
        assert (failed.progress, failed.failure.progress) == (Progress(412, 1000), Progress(413, 1000))
        assert (await journal.retry(row, entry("a"))).progress is None

    on_journal(check)


def test_a_further_attempt_starts_from_nothing(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        row = (await journal.accept(entry("a"))).row
        await journal.start(row, "m", later(1))
        await journal.finish(row, State.FAILED, later(2), failure=OFFLINE)
        failed = await journal.find("a")
        assert failed
        assert failed.failure == OFFLINE
        record = await journal.retry(row, entry("a", at=later(9), device=2))
        assert record == replace(
            failed,
            entry=entry("a", at=later(9), device=2),
            state=State.QUEUED,
            attempt=2,
            mark="",
            started_at=None,
            finished_at=None,
            failure=None,
            seq=2,
        )
        assert await journal.find("a") == record

    on_journal(check)


def test_unfinished_in_the_order_of_acceptance(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        rows = [(await journal.accept(entry(name, at=later(i)))).row for i, name in enumerate("abcd")]
        await journal.start(rows[1], "", later(9))
        await journal.finish(rows[0], State.FAILED, later(9), failure=OFFLINE)
        await journal.finish(rows[2], State.UNKNOWN, later(9))
        await journal.retry(rows[0], entry("a", at=later(10)))
        assert [record.entry.id for record in await journal.unfinished()] == ["b", "d", "a"]

    on_journal(check)


def test_a_clock_set_back_changes_no_order(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        rows = [(await journal.accept(entry(name, at=later(-3600 * i)))).row for i, name in enumerate("abc")]
        await journal.finish(rows[0], State.FAILED, later(-9000), failure=OFFLINE)
        again = await journal.retry(rows[0], entry("a", at=later(-90000)))
        assert again.seq == 4
        assert [(record.entry.id, record.seq) for record in await journal.unfinished()] == [
            ("b", 2),
            ("c", 3),
            ("a", 4),
        ]
        assert [record.entry.id for record in await journal.rows(Wanted())] == ["a", "c", "b"]

    on_journal(check)


def test_a_pool_gives_it_to_a_member_and_takes_it_back(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        first = await journal.accept(replace(entry("a", device=10), among=(2, 5), everyone=True))
        await journal.accept(entry("b", device=10))
        await journal.start(first.row, "fd=17", later(1), 5)
        await journal.advance(first.row, Progress(0, 3))
        running = await journal.find("a")
        assert running
        assert (running.member, running.device, running.entry.device) == (5, 5, 10)
        await journal.requeue(first.row)
        assert await journal.find("a") == first
        assert [record.entry.id for record in await journal.unfinished()] == ["a", "b"]
        with pytest.raises(LookupError):
            await journal.requeue(first.row)

    on_journal(check)


def test_evidence_stays_until_a_further_attempt(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        kept = Evidence(sent=311, exchange=("> 1b 40", "< 12"), after="fd=18", cause="Обрыв связи")
        row = (await journal.accept(entry("a"))).row
        await journal.start(row, "fd=17", later(1), 2)
        await journal.finish(row, State.UNKNOWN, later(2), failure=OFFLINE, evidence=kept)
        await journal.finish(row, State.FAILED, later(3), failure=OFFLINE)
        found = await journal.find("a")
        assert found
        assert (found.evidence, found.state) == (kept, State.FAILED)
        again = await journal.retry(row, replace(entry("a"), hold=2.5, request_id="zakaz-7"))
        assert (again.evidence, again.member, again.entry.hold, again.entry.request_id) == (None, 0, 2.5, "zakaz-7")

    on_journal(check)


def test_a_page_of_what_is_wanted(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        for i in range(12):
            await journal.accept(entry(f"{i}", device=1 + i % 3))  # 1, 2, 3, 1 …; 3 is the pool of 1 and 2
        for row in (3, 6, 9):
            await journal.start(row, "", NOON, 2)
        await journal.finish(3, State.DONE, NOON)
        await journal.finish(5, State.UNKNOWN, NOON)
        await journal.finish(12, State.UNKNOWN, NOON)

        async def page(**wanted: Any) -> list[int]:
            return [record.seq for record in await journal.rows(Wanted(**wanted))]

        assert await page() == list(range(12, 0, -1))
        assert await page(limit=3) == [12, 11, 10]
        assert await page(limit=3, before=10) == [9, 8, 7]
        assert await page(before=1) == []
        assert await page(device=2) == [11, 9, 8, 6, 5, 3, 2]
        assert await page(device=3, limit=2, before=12) == [9, 6]
        assert await page(states=(State.UNKNOWN,)) == [12, 5]
        assert await page(states=(State.UNKNOWN, State.DONE), limit=2) == [12, 5]
        assert await page(states=(State.RUNNING, State.DONE), device=2) == [9, 6, 3]
        assert await page(states=()) == []
        assert all(record.entry.request == b"" for record in await journal.rows(Wanted()))

    on_journal(check)


def test_the_audit_tells_who_did_what(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        lines = [
            Deed(at=later(i), who="Admin", action="switch", subject="1", detail=f"включил {i}") for i in range(700)
        ]
        for line in lines:
            journal.note(line)
        await journal.note(replace(lines[0], at=later(700)))
        newest = await journal.deeds(None, 2)
        assert newest == [replace(lines[0], at=later(700), row=701), replace(lines[699], row=700)]
        assert await journal.deeds(3, 5) == [replace(lines[1], row=2), replace(lines[0], row=1)]
        assert await journal.prune_deeds(later(699)) == 699
        assert await journal.deeds(None, 9) == newest

    on_journal(check)


def test_pruning_spares_what_is_young_or_not_final(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        rows = await asyncio.gather(*(journal.accept(entry(f"old {i}")) for i in range(1100)))
        await asyncio.gather(*(journal.finish(one.row, State.DONE, NOON, outcome=Outcome()) for one in rows[2:]))
        await journal.start(rows[1].row, "", NOON)
        young = await journal.accept(entry("young", at=later(100)))
        await journal.finish(young.row, State.DONE, later(101))
        assert await journal.prune(later(100)) == 1098
        assert [await journal.find(f"old {i}") is None for i in range(3)] == [False, False, True]
        assert await journal.find("young")

    on_journal(check)


def test_the_steps_of_a_receipt_stay_as_long_as_the_receipt(on_journal: Callable[[Check], None]) -> None:
    """Its register may be away for weeks, or the clock was years behind when the payment was taken."""

    def step(id: str, at: datetime = NOON) -> Entry:  # noqa: A002
        return replace(entry(id, at=at), dialect="server")

    async def check(journal: Journal) -> None:
        others = [entry("x@card", at=NOON), step("gone@card"), step("@card"), step("no receipt")]
        steps = [step("a@b@egais"), step("a@b@card:12"), step("a@b@card-undo:12", later(50))]
        receipt = await journal.accept(entry("a@b"))
        for one in [*others, *steps]:
            await journal.finish((await journal.accept(one)).row, State.DONE, NOON)
        assert await journal.prune(later(100)) == len(others)
        assert all([await journal.find(one.id) for one in steps])
        await journal.finish(receipt.row, State.DONE, later(300))
        assert await journal.prune(later(40)) == 3
        assert await journal.find(steps[2].id)
        assert await journal.prune(later(100)) == 1

    on_journal(check)


def test_a_device_keeps_its_guid_and_switch(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        first, other = await journal.device(1, NOON), await journal.device(2, NOON)
        assert first.guid != other.guid
        assert (first.added_at, first.active) == (NOON, True)
        await journal.set_active(1, False)
        assert await journal.device(1, later(5)) == replace(first, active=False)

    on_journal(check)


def test_a_blocked_device_stays_so_until_it_is_switched_on(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        first = await journal.device(1, NOON)
        assert (first.blocked, first.last) == ("", 0)
        await journal.set_blocked(1, "нет бумаги")
        await journal.turn(1, 7)
        await journal.set_active(1, False)
        assert await journal.device(1, NOON) == replace(first, blocked="нет бумаги", last=7, active=False)
        await journal.set_active(1, True)
        assert await journal.device(1, NOON) == replace(first, last=7)

    on_journal(check)


def test_changes_of_what_is_not_there_are_told(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        with pytest.raises(LookupError):
            await journal.start(9, "", NOON)
        with pytest.raises(LookupError):
            await journal.advance(9, Progress(1, 2))
        with pytest.raises(LookupError):
            await journal.finish(9, State.DONE, NOON)
        with pytest.raises(LookupError):
            await journal.retry(9, entry("a"))
        with pytest.raises(LookupError):
            await journal.requeue(9)
        with pytest.raises(LookupError):
            await journal.set_active(9, True)
        with pytest.raises(LookupError):
            await journal.set_blocked(9, "")
        with pytest.raises(LookupError):
            await journal.turn(9, 1)

    on_journal(check)


def test_what_is_unfinished_is_told_without_its_request(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        record = await journal.accept(entry("a", request=b"long"))
        (found,) = await journal.unfinished()
        assert found == record.light() == replace(record, entry=replace(record.entry, request=b""))

    on_journal(check)


def test_requests_are_loaded_in_the_order_asked_for(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        records = [await journal.accept(entry(name, request=name.encode() * 10)) for name in "abcd"]
        one, two, three, four = (record.row for record in records)
        assert await journal.load([four, one, 99, two], 1000) == [records[3], records[0], records[1]]
        assert await journal.load([one, two, three], 11) == records[:2]
        assert await journal.load([one, two, three], 10) == records[:1]
        assert await journal.load([], 10) == []

    on_journal(check)


def test_a_future_that_nobody_waits_for_has_still_written(on_journal: Callable[[Check], None]) -> None:
    async def check(journal: Journal) -> None:
        journal.accept(entry("a"))
        row = (await journal.accept(entry("b"))).row
        journal.start(row, "m", NOON).cancel()
        await journal.finish(row, State.DONE, later(1))
        assert await journal.find("a")
        found = await journal.find("b")
        assert found
        assert (found.mark, found.state) == ("m", State.DONE)

    on_journal(check)
