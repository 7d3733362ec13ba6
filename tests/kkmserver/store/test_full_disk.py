"""A disk without room: nothing new is taken on, what was accepted goes on, and it ends by itself."""

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from drivers.model.outcome import Outcome
from kkmserver.store.own import OWN
from kkmserver.store.record import JournalBroken, State
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.store.disks import fill, small_disk
from tests.kkmserver.store.entries import NOON, entry

MIB = 1 << 20
RESERVE = 6 * MIB
BODY = b"x" * 20_000
LONG = Outcome(warnings=("мало бумаги " * 20,))


async def mended(journal: SqliteJournal) -> None:
    mending = journal._writer._mending
    assert mending
    await asyncio.wait_for(mending, 10)
    assert journal.trouble == ""


async def until_full(journal: SqliteJournal) -> tuple[list[int], list[str]]:
    """Rows that were accepted, ids that were not."""
    rows: list[int] = []
    refused: list[str] = []
    while not refused:
        ids = [f"{len(rows) + i}" for i in range(8)]
        got = await asyncio.gather(*(journal.accept(entry(one, request=BODY)) for one in ids), return_exceptions=True)
        for one, result in zip(ids, got, strict=True):
            if isinstance(result, JournalBroken):
                refused.append(one)
            else:
                assert not isinstance(result, BaseException)
                rows.append(result.row)
    return rows, refused


def test_a_full_disk(tmp_path: Path) -> None:
    async def main(disk: Path) -> None:
        path = disk / "journal.db"
        journal = await SqliteJournal.open(path, reserve=RESERVE, probe_every=0.01)
        ballast = fill(disk, leave=2 * MIB)
        rows, refused = await until_full(journal)
        assert "Диск заполнен" in journal.trouble
        assert not (disk / "journal.reserve").exists()
        assert [record.row for record in await journal.unfinished()] == rows
        fill(disk, leave=MIB // 4)  # others take most of what was let go
        await work_off(journal, rows)
        at_once = journal.accept(entry("late"))
        assert at_once.done()
        with pytest.raises(JournalBroken, match="Освободите место"):
            await at_once
        with pytest.raises(JournalBroken):
            await journal.retry(rows[0], entry("0"))
        undoing = await journal.accept(replace(entry("0@card-undo"), dialect=OWN))
        await journal.finish(undoing.row, State.FAILED, NOON)
        await journal.retry(undoing.row, undoing.entry)
        await journal.finish(undoing.row, State.DONE, NOON)
        assert "Диск заполнен" in journal.trouble

        ballast.unlink()
        await mended(journal)
        stands = (disk / "journal.reserve").stat()
        assert (stands.st_size, stands.st_blocks * 512 >= RESERVE) == (RESERVE, True)
        late = await journal.accept(entry("late"))
        await journal.close()
        await same_after_reopening(path, rows, refused, late.row)

    with small_disk(tmp_path, 24) as disk:
        asyncio.run(main(disk))


async def work_off(journal: SqliteJournal, rows: list[int]) -> None:
    for row in rows:
        await asyncio.gather(journal.start(row, "fd=17", NOON), journal.finish(row, State.DONE, NOON, outcome=LONG))


async def same_after_reopening(path: Path, rows: list[int], refused: list[str], late: int) -> None:
    journal = await SqliteJournal.open(path)
    assert [record.row for record in await journal.unfinished()] == [late]
    for record in await journal.load(rows, 1 << 40):
        assert (record.state, record.outcome, record.entry.request) == (State.DONE, LONG, BODY)
    assert [await journal.find(one) for one in refused] == [None] * len(refused)
    await journal.close()


def test_results_go_on_far_beyond_the_room_there_is(tmp_path: Path) -> None:
    async def main(disk: Path) -> None:
        journal = await SqliteJournal.open(disk / "journal.db", reserve=RESERVE, probe_every=0.01)
        fill(disk, leave=MIB)
        rows, _ = await until_full(journal)
        fill(disk, leave=MIB // 4)
        for _ in range(60):  # 60 * 30 * 2 pages and more go through the log: over 14 MB
            for row in rows[:30]:
                await journal.start(row, "fd=17", NOON)
                await journal.finish(row, State.DONE, NOON, outcome=LONG)
        assert (disk / "journal.db-wal").stat().st_size < 5 * MIB
        await journal.close()

    with small_disk(tmp_path, 24) as disk:
        asyncio.run(main(disk))


def test_the_reserve_of_the_last_run_opens_a_journal_on_a_full_disk(tmp_path: Path) -> None:
    async def main(disk: Path) -> None:
        path = disk / "journal.db"
        journal = await SqliteJournal.open(path, reserve=RESERVE)
        row = (await journal.accept(entry("a"))).row
        await journal.close()
        ballast = fill(disk)
        journal = await SqliteJournal.open(path, reserve=RESERVE, probe_every=0.01)
        assert "Диск заполнен" in journal.trouble
        with pytest.raises(JournalBroken):
            await journal.accept(entry("b"))
        await work_off(journal, [row])
        ballast.unlink()
        await mended(journal)
        await journal.accept(entry("b"))
        await journal.close()

    with small_disk(tmp_path, 24) as disk:
        asyncio.run(main(disk))


def test_without_a_reserve_only_what_is_new_gives_way(tmp_path: Path) -> None:
    """SQLite's own limit stands for the disk, so no root is needed."""

    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db", probe_every=0.01)
        row = (await journal.accept(entry("small"))).row
        connection = journal._writer._connection
        await connection.run(lambda c: c.execute("PRAGMA max_page_count = 24").fetchall())
        big = [journal.accept(entry(f"big {i}", request=b"x" * 90_000)) for i in range(3)]
        got = await asyncio.gather(*big, journal.start(row, "m", NOON), return_exceptions=True)
        assert [type(one) for one in got] == [JournalBroken] * 3 + [type(None)]
        (small,) = await journal.unfinished()
        assert (small.state, small.mark) == (State.RUNNING, "m")
        await connection.run(lambda c: c.execute("PRAGMA max_page_count = 100000").fetchall())
        await mended(journal)
        assert (await journal.accept(entry("big 0", request=b"x" * 90_000))).row > row
        assert await connection.run(_integrity) == "ok"
        await journal.close()

    asyncio.run(main())


def _integrity(connection: sqlite3.Connection) -> object:
    return connection.execute("PRAGMA integrity_check").fetchone()[0]
