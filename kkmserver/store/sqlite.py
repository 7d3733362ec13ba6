"""The journal in an SQLite file: WAL, synchronous=FULL, group commit, reads that never wait for a commit."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from math import inf
from pathlib import Path
from typing import Self, TypeVar

from drivers.model.outcome import Outcome, Progress
from kkmserver.store import changes, owed, reading, sifting
from kkmserver.store.owed import Owed
from kkmserver.store.own import OWN
from kkmserver.store.owner import sole_owner
from kkmserver.store.record import (
    Deed,
    DeviceRow,
    Entry,
    Evidence,
    Facets,
    Failure,
    Found,
    JournalUnread,
    Record,
    State,
    Wanted,
)
from kkmserver.store.reserve import Reserve
from kkmserver.store.schema import JournalUnusable, migrate, schemas
from kkmserver.store.serial import dump_evidence, dump_failure, dump_moment, dump_outcome, storable
from kkmserver.store.writer import OneHop, Writer

T = TypeVar("T")

_BUSY_SECONDS = 5.0  # a backup tool may hold the file for a moment
_PROBE_SECONDS = 2.0  # while the disk takes nothing


class SqliteJournal:
    """Journal on disk. Made by `open`; see kkmserver.store.record.Journal and .owed.Debts for the calls."""

    def __init__(self, writer: Writer, reader: OneHop, held: AsyncExitStack) -> None:
        self._writer, self._reader, self._held = writer, reader, held
        self._running: set[int] = set()  # rows that were started and whose result is still to come

    @classmethod
    async def open(cls, path: Path, *, reserve: int = 0, probe_every: float = _PROBE_SECONDS) -> Self:
        """Make the file or bring it up to date. Raises JournalUnusable: in use, too new, damaged, not writable.

        `reserve`: bytes kept back in journal.reserve for the results of accepted commands. `probe_every`: seconds
        between two looks at a disk that takes nothing.
        """
        async with AsyncExitStack() as held:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                held.enter_context(sole_owner(path))
                kept = Reserve(path.with_suffix(".reserve"), reserve)
                connection = _first_connection(path, kept)
                await held.enter_async_context(connection)
                reader = _connection(path, lambda c: c.execute("PRAGMA query_only = ON"))
                await held.enter_async_context(reader)
            except (sqlite3.Error, OSError) as error:
                raise JournalUnusable(
                    f"Журнал {path} не открывается: {error}. Проверьте права на папку и место на диске; "
                    "повреждённый файл замените резервной копией."
                ) from error
            full = not await asyncio.to_thread(kept.prepare)
            writer = Writer(connection, kept, full=full, probe_every=probe_every)
            held.push_async_callback(writer.close)
            return cls(writer, reader, held.pop_all())

    @property
    def trouble(self) -> str:
        return self._writer.trouble

    def accept(self, entry: Entry) -> asyncio.Future[Record]:
        """While a device is at work its result is near, and behind it a new command has to wait anyhow."""
        return self._writer.put(partial(changes.accept, entry), new=not _owed(entry), patient=bool(self._running))

    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]:
        return self._writer.put(partial(changes.retry, row, entry), new=not _owed(entry))

    def start(self, row: int, mark: str, at: datetime, member: int = 0) -> asyncio.Future[None]:
        self._running.add(row)
        return self._change("start", storable(mark), dump_moment(at), member, row)

    def requeue(self, row: int) -> asyncio.Future[None]:
        self._running.discard(row)
        return self._change("requeue", row)

    def advance(self, row: int, progress: Progress) -> asyncio.Future[None]:
        return self._change("advance", progress.done, progress.total, row)

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
        self._running.discard(row)
        done = dump_outcome(outcome) if outcome else None
        why = dump_failure(failure) if failure else None
        seen = dump_evidence(evidence) if evidence else None
        return self._change("finish", state.value, dump_moment(at), done, why, seen, row)

    def turn(self, pool: int, member: int) -> asyncio.Future[None]:
        return self._change("turn", member, pool)

    def note(self, deed: Deed) -> asyncio.Future[None]:
        return self._writer.put(partial(changes.note, deed))

    def owe(self, command: Owed) -> asyncio.Future[int]:
        return self._writer.put(partial(owed.owe, command), new=True)

    def answer(self, row: int, answer: bytes) -> asyncio.Future[None]:
        return self._change("answer", answer, row)

    def acknowledge(self, rows: Sequence[int]) -> asyncio.Future[None]:
        return self._writer.put(partial(owed.acknowledge, rows))

    async def unanswered(self, site: str) -> list[Owed]:
        return await self._read(partial(owed.unanswered, site))

    async def answered(self, site: str, most: int) -> list[Owed]:
        return await self._read(partial(owed.answered, site, most))

    async def find(self, id: str) -> Record | None:  # noqa: A002
        return await self._read(partial(reading.one, "by_id", storable(id)))

    async def unfinished(self) -> list[Record]:
        return await self._read(reading.unfinished)

    async def load(self, rows: Sequence[int], most: int) -> list[Record]:
        return await self._read(partial(reading.load, rows, most))

    async def rows(self, wanted: Wanted) -> list[Record]:
        return list((await sifting.search(self._read, wanted, inf)).records)

    async def search(self, wanted: Wanted, seconds: float) -> Found:
        return await sifting.search(self._read, wanted, seconds)

    async def count(self, wanted: Wanted, seconds: float) -> Found:
        return await sifting.count(self._read, wanted, seconds)

    async def facets(self) -> Facets:
        return await self._read(reading.facets)

    async def deeds(self, before: int | None, limit: int) -> list[Deed]:
        return await self._read(partial(reading.deeds, before, limit))

    async def prune(self, before: datetime) -> int:
        return await self._prune("prune", before)

    async def prune_deeds(self, before: datetime) -> int:
        return await self._prune("prune_deeds", before)

    async def device(self, number: int, now: datetime) -> DeviceRow:
        return await self._writer.put(partial(changes.device, number, dump_moment(now)))

    async def set_active(self, number: int, active: bool) -> None:
        await self._change("set_active", active, number)

    async def set_blocked(self, number: int, reason: str) -> None:
        await self._change("set_blocked", storable(reason), number)

    def watch_commits(self, told: Callable[[float], None]) -> None:
        """`told` hears how many seconds each transaction took."""
        self._writer.on_commit = told

    async def close(self) -> None:
        """What is in line is written first."""
        await self._held.aclose()

    def _change(self, query: str, *values: object) -> asyncio.Future[None]:
        return self._writer.put(partial(changes.change, query, values))

    async def _prune(self, query: str, before: datetime) -> int:
        """Until nothing is left: one bite may set free what the next one takes."""
        total = 0
        while bite := await self._writer.put(partial(changes.prune, query, dump_moment(before))):
            total += bite
        return total

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return await self._reader.run(work)
        except sqlite3.Error as error:
            raise JournalUnread(
                f"Журнал не читается ({error}). Проверьте диск и права на папку данных сервера."
            ) from error


def _owed(entry: Entry) -> bool:
    """A step of a receipt that was accepted, "<id>@card": money is given back on a full disk, too."""
    return entry.dialect == OWN and "@" in entry.id


def _first_connection(path: Path, reserve: Reserve) -> OneHop:
    """Even to open the journal takes some room; the reserve of the last run has it."""
    try:
        return _connection(path, lambda c: migrate(c, path, schemas()))
    except sqlite3.Error as error:
        if not reserve.lacks_room(error):
            raise
        reserve.let_go()
        return _connection(path, lambda c: migrate(c, path, schemas()))


def _connection(path: Path, prepare: Callable[[sqlite3.Connection], object]) -> OneHop:
    """Opened here and not in aiosqlite's thread: a thread whose start fails ends after the loop it reports to."""
    connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        prepare(connection)
    except BaseException:
        connection.close()
        raise
    return OneHop(lambda: connection, 64)
