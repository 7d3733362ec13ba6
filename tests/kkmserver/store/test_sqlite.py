"""What only a file can do: last, break, be in use, be of another version."""

import asyncio
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.errors import Fault
from drivers.model.outcome import Outcome, Progress
from kkmserver.store.record import Failure, JournalBroken, State
from kkmserver.store.schema import JournalUnusable, migrate, queries, schemas
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.store.entries import NOON, entry


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    async def main() -> None:
        path = tmp_path / "deep" / "journal.db"
        journal = await SqliteJournal.open(path)
        row = (await journal.accept(entry("a"))).row
        await journal.finish(row, State.DONE, NOON, outcome=Outcome(change=5))
        guid = (await journal.device(3, NOON)).guid
        await journal.close()
        journal = await SqliteJournal.open(path)
        found = await journal.find("a")
        assert found
        assert found.outcome == Outcome(change=5)
        assert (await journal.device(3, NOON)).guid == guid
        await journal.close()

    asyncio.run(main())


def test_what_waits_together_goes_to_disk_together(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        commits: list[str] = []
        connection = journal._writer._connection
        await connection.run(lambda c: c.set_trace_callback(commits.append))
        await asyncio.gather(*(journal.accept(entry(f"{i}")) for i in range(50)))
        assert commits.count("COMMIT") <= 3  # the thread may get its turn in the middle
        await journal.close()

    asyncio.run(main())


def test_a_new_command_shares_the_commit_of_a_result_that_is_near(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        row = (await journal.accept(entry("a"))).row
        await journal.start(row, "", NOON)
        commits: list[float] = []
        journal.watch_commits(commits.append)
        await asyncio.gather(journal.accept(entry("b")), journal.finish(row, State.DONE, NOON))
        assert len(commits) == 1
        await journal.close()

    asyncio.run(main())


def test_a_new_command_does_not_wait_long_for_a_result(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        row = (await journal.accept(entry("a"))).row
        await journal.start(row, "", NOON)
        async with asyncio.timeout(5):
            await journal.accept(entry("b"))
            last = journal.accept(entry("c"))
            await journal.close()
        assert last.result().entry.id == "c"

    asyncio.run(main())


def test_the_disk_is_safe_against_power_cuts(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")

        def asked(connection: sqlite3.Connection) -> list[object]:
            return [connection.execute(f"PRAGMA {p}").fetchone()[0] for p in ("journal_mode", "synchronous")]

        assert await journal._writer._connection.run(asked) == ["wal", 2]
        await journal.close()

    asyncio.run(main())


def test_what_sqlite_cannot_hold_hurts_only_its_sender(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        ids = ["a", "\ud800", "b"]
        got = await asyncio.gather(*(journal.accept(entry(one)) for one in ids), return_exceptions=True)
        assert isinstance(got[1], UnicodeEncodeError)
        assert [record.entry.id for record in await journal.unfinished()] == ["a", "b"]
        assert await journal.find("\ud800") is None
        await journal.close()

    asyncio.run(main())


def test_who_waits_no_longer_has_still_written(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        journal.accept(entry("a")).cancel()
        await journal.accept(entry("b"))
        assert await journal.find("a")
        await journal.close()
        with pytest.raises(JournalBroken):
            await journal.accept(entry("c"))

    asyncio.run(main())


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(JournalUnusable, match=r"более новой версией.*схема 99"):
        asyncio.run(SqliteJournal.open(path))


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    path.write_bytes(b"not a database" * 1000)
    with pytest.raises(JournalUnusable, match="не открывается"):
        asyncio.run(SqliteJournal.open(path))


def test_migration_goes_step_by_step_and_keeps_the_rows(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    steps = ["CREATE TABLE t (a);", "ALTER TABLE t ADD COLUMN b DEFAULT 5;", "CREATE TABLE t (a);"]
    migrate(connection, tmp_path, steps[:1])
    connection.execute("INSERT INTO t VALUES (1)")
    migrate(connection, tmp_path, steps[:2])
    assert connection.execute("SELECT * FROM t").fetchall() == [(1, 5)]
    with pytest.raises(sqlite3.OperationalError):
        migrate(connection, tmp_path, steps)
    assert connection.execute("PRAGMA user_version").fetchone() == (2,)
    assert not connection.in_transaction
    connection.close()


def test_a_journal_of_the_first_schema_is_read_and_goes_on(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    migrate(connection, tmp_path, schemas()[:1])
    connection.execute(
        "INSERT INTO command (id, dialect, name, device, client, fingerprint, accepted_at, state)"
        " VALUES ('old', 'kkm', 'XReport', 1, '', x'00', 0, 'running')"
    )
    connection.execute("INSERT INTO request VALUES (1, x'7b7d')")
    connection.close()

    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        (old,) = await journal.unfinished()
        assert (old.entry.id, old.progress) == ("old", None)
        await journal.advance(old.row, Progress(1, 2))
        found = await journal.find("old")
        assert found
        assert (found.entry.request, found.progress) == (b"{}", Progress(1, 2))
        await journal.close()

    asyncio.run(main())


def test_rows_of_the_first_schema_keep_their_states(tmp_path: Path) -> None:
    failure = '{"code": "offline", "text": "Нет связи.", "fault": "device", "nothing_sent": true}'
    connection = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    migrate(connection, tmp_path, schemas()[:1])
    for row, state in enumerate(State, 1):
        connection.execute(
            "INSERT INTO command (id, dialect, name, device, client, fingerprint, accepted_at, state, outcome, failure)"
            " VALUES (?, 'kkm', 'PrintRuler', 1, '', x'00', 0, ?, ?, ?)",
            (
                state.value,
                state.value,
                '{"line_length": 48}' if state is State.DONE else None,
                failure if state in (State.FAILED, State.UNKNOWN) else None,
            ),
        )
        connection.execute("INSERT INTO request VALUES (?, x'7b7d')", (row,))
    connection.close()

    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        found = {state: await journal.find(state.value) for state in State}
        await journal.close()
        assert {state: record.state for state, record in found.items() if record} == {state: state for state in State}
        assert {record.progress for record in found.values() if record} == {None}
        done, failed = found[State.DONE], found[State.FAILED]
        assert done
        assert failed
        assert done.outcome == Outcome(line_length=48)
        assert failed.failure == Failure(code="offline", text="Нет связи.", fault=Fault.DEVICE, nothing_sent=True)

    asyncio.run(main())


def test_rows_of_the_second_schema_keep_their_order(tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    migrate(connection, tmp_path, schemas()[:2])
    for row, (name, accepted, state) in enumerate([("c", 7, "done"), ("a", 5, "queued"), ("b", 5, "running")], 1):
        connection.execute(
            "INSERT INTO command (id, dialect, name, device, client, fingerprint, accepted_at, state, printed, total)"
            " VALUES (?, 'kkm', 'PrintLabels', 1, '', x'00', ?, ?, 3, 9)",
            (name, accepted, state),
        )
        connection.execute("INSERT INTO request VALUES (?, x'7b7d')", (row,))
    connection.execute("INSERT INTO device (number, guid, added_at, active) VALUES (1, 'known', 0, 0)")
    connection.close()

    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        assert [(one.entry.id, one.seq) for one in await journal.unfinished()] == [("a", 1), ("b", 2)]
        done, queued, running = [await journal.find(name) for name in "cab"]
        assert done
        assert running
        assert queued
        assert (done.seq, done.member, done.evidence, done.entry.hold, done.entry.among) == (3, 0, None, 0.0, ())
        assert (running.state, running.progress) == (State.RUNNING, Progress(3, 9))
        assert (await journal.device(1, NOON)).guid == "known"
        assert (await journal.accept(entry("d"))).seq == 4
        await journal.close()

    asyncio.run(main())


def statements() -> Iterator[tuple[str, str]]:
    """A page and a count of all kinds, with and without what is sifted."""
    for name, statement in queries().items():
        if name in ("page", "count"):
            for among in ("all", "device", "member", "state"):
                for fits in ("TRUE", queries()["fits"]):
                    yield f"{name} {among}", statement.format(among=queries()[f"among_{among}"], fits=fits)
        elif not name.startswith("among_") and name != "fits":
            yield name, statement


def test_every_statement_fits_the_schema_and_finds_its_rows_by_an_index() -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for script in schemas():
        connection.executescript(script)
    for name, statement in statements():
        known = dict.fromkeys(re.findall(r":(\w+)", statement), 1)
        parameters = len(set(re.findall(r"\?\d+", statement))) or statement.count("?")
        plan = str(connection.execute(f"EXPLAIN QUERY PLAN {statement}", known or [1] * parameters).fetchall())
        assert "SCAN" not in plan.replace("SCAN CONSTANT ROW", "") or name == "newest", (name, plan)
        assert not (name.startswith(("newest", "page")) and "TEMP B-TREE" in plan), name
    connection.close()


def test_a_journal_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    async def main() -> None:
        journal = await SqliteJournal.open(tmp_path / "journal.db")
        row = (await journal.accept(entry("a"))).row
        await journal._writer._connection.run(lambda c: c.execute("ALTER TABLE request RENAME TO elsewhere"))
        with pytest.raises(JournalBroken, match="не читается"):
            await journal.find("a")
        with pytest.raises(JournalBroken, match="не читается"):
            await journal.load([row], 10)
        await journal.close()

    asyncio.run(main())
