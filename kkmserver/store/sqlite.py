"""The journal in an SQLite file: WAL, synchronous=FULL, group commit, reads that never wait for a commit."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import uuid4

from drivers.model.outcome import Outcome, Progress
from kkmserver.store.record import DeviceRow, DuplicateId, Entry, Failure, JournalBroken, Record, State
from kkmserver.store.schema import JournalUnusable, migrate, queries, schemas
from kkmserver.store.serial import (
    dump_failure,
    dump_moment,
    dump_outcome,
    load_failure,
    load_moment,
    load_outcome,
    storable,
)
from kkmserver.store.writer import OneHop, Writer

T = TypeVar("T")

_SQL = queries()
_BITE = 500  # rows pruned in one transaction
_BUSY_SECONDS = 5.0  # a backup tool may hold the file for a moment


class SqliteJournal:
    """Journal on disk. Made by `open`; see kkmserver.store.record.Journal for the calls."""

    def __init__(self, writer: Writer, reader: OneHop, held: AsyncExitStack) -> None:
        self._writer, self._reader, self._held = writer, reader, held

    @classmethod
    async def open(cls, path: Path) -> Self:
        """Make the file or bring it up to date. Raises JournalUnusable: in use, too new, damaged, not writable."""
        async with AsyncExitStack() as held:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                held.callback(_lock(path).close)
                connection = _connection(path, lambda c: migrate(c, path, schemas()))
                await held.enter_async_context(connection)
                reader = _connection(path, lambda c: c.execute("PRAGMA query_only = ON"))
                await held.enter_async_context(reader)
            except (sqlite3.Error, OSError) as error:
                raise JournalUnusable(
                    f"Журнал {path} не открывается: {error}. Проверьте права на папку и место на диске; "
                    "повреждённый файл замените резервной копией."
                ) from error
            writer = Writer(connection)
            held.push_async_callback(writer.close)
            return cls(writer, reader, held.pop_all())

    def accept(self, entry: Entry) -> asyncio.Future[Record]:
        return self._writer.put(partial(_accept, entry))

    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]:
        return self._writer.put(partial(_retry, row, entry))

    def start(self, row: int, mark: str, at: datetime) -> asyncio.Future[None]:
        return self._writer.put(partial(_change, "start", (storable(mark), dump_moment(at), row)))

    def advance(self, row: int, progress: Progress) -> asyncio.Future[None]:
        return self._writer.put(partial(_change, "advance", (progress.done, progress.total, row)))

    def finish(
        self, row: int, state: State, at: datetime, *, outcome: Outcome | None = None, failure: Failure | None = None
    ) -> asyncio.Future[None]:
        done = dump_outcome(outcome) if outcome else None
        why = dump_failure(failure) if failure else None
        return self._writer.put(partial(_change, "finish", (state.value, dump_moment(at), done, why, row)))

    async def find(self, id: str) -> Record | None:  # noqa: A002
        return await self._read(partial(_one, "by_id", storable(id)))

    async def unfinished(self) -> list[Record]:
        return await self._read(_unfinished)

    async def load(self, rows: Sequence[int], most: int) -> list[Record]:
        return await self._read(partial(_load, rows, most))

    async def prune(self, before: datetime) -> int:
        total, bite = 0, _BITE
        while bite == _BITE:
            bite = await self._writer.put(partial(_prune, dump_moment(before)))
            total += bite
        return total

    async def device(self, number: int, now: datetime) -> DeviceRow:
        return await self._writer.put(partial(_device, number, dump_moment(now)))

    async def set_active(self, number: int, active: bool) -> None:
        await self._writer.put(partial(_change, "set_active", (active, number)))

    async def close(self) -> None:
        """What is in line is written first."""
        await self._held.aclose()

    async def _read(self, work: Callable[[sqlite3.Connection], T]) -> T:
        try:
            return await self._reader.run(work)
        except sqlite3.Error as error:
            raise JournalBroken(
                f"Журнал не читается ({error}). Проверьте диск и права на папку данных сервера."
            ) from error


def _lock(path: Path) -> sqlite3.Connection:
    """Held while the server lives and let go by the system when it dies, however it dies.

    A lock on the journal itself would keep our own second connection out.
    """
    lock = sqlite3.connect(path.with_name(path.name + ".lock"), timeout=0, isolation_level=None)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        raise JournalUnusable(
            f"Журнал {path} занят другим kkmserver. Остановите его или запустите этот с другой папкой данных (--data)."
        ) from error
    return lock


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


def _accept(entry: Entry, connection: sqlite3.Connection) -> Record | DuplicateId:
    values = (entry.id, *_values(entry))
    try:
        row = connection.execute(_SQL["accept"], values).lastrowid
    except sqlite3.IntegrityError:
        known = _one("by_id", entry.id, connection)
        if known is None:
            raise
        return DuplicateId(known)
    assert row is not None
    connection.execute(_SQL["add_request"], (row, entry.request))
    return Record(row=row, entry=entry, state=State.QUEUED)


def _retry(row: int, entry: Entry, connection: sqlite3.Connection) -> Record | LookupError:
    missing = _change("retry", (*_values(entry), row), connection)
    if missing:
        return missing
    connection.execute(_SQL["add_request"], (row, entry.request))
    record = _one("by_row", row, connection)
    assert record is not None
    return record


def _values(entry: Entry) -> tuple[object, ...]:
    accepted = dump_moment(entry.accepted_at)
    return entry.dialect, entry.name, entry.device, entry.client, entry.fingerprint, accepted


def _change(query: str, values: tuple[object, ...], connection: sqlite3.Connection) -> LookupError | None:
    """One UPDATE whose last value is the key."""
    if connection.execute(_SQL[query], values).rowcount:
        return None
    return LookupError(f"{query}: nothing has the number {values[-1]}")


def _one(query: str, key: object, connection: sqlite3.Connection) -> Record | None:
    found = connection.execute(_SQL[query], (key,)).fetchone()
    return _record(found) if found else None


def _unfinished(connection: sqlite3.Connection) -> list[Record]:
    return [_record(row) for row in connection.execute(_SQL["unfinished"])]


def _load(rows: Sequence[int], most: int, connection: sqlite3.Connection) -> list[Record]:
    found: list[Record] = []
    for row in rows:
        if most <= 0:
            break
        if record := _one("by_row", row, connection):
            found.append(record)
            most -= len(record.entry.request)
    return found


def _record(row: tuple[Any, ...]) -> Record:
    number, key, dialect, name, device, client, body, fingerprint, accepted, *rest = row
    state, attempt, mark, started, finished, outcome, failure, printed, total = rest
    return Record(
        row=number,
        entry=Entry(
            id=key,
            dialect=dialect,
            name=name,
            device=device,
            client=client,
            request=body,
            fingerprint=fingerprint,
            accepted_at=load_moment(accepted),
        ),
        state=State(state),
        attempt=attempt,
        mark=mark,
        started_at=None if started is None else load_moment(started),
        finished_at=None if finished is None else load_moment(finished),
        outcome=None if outcome is None else load_outcome(outcome),
        failure=None if failure is None else load_failure(failure),
        progress=None if printed is None else Progress(printed, total),
    )


def _prune(before: int, connection: sqlite3.Connection) -> int:
    return connection.execute(_SQL["prune"], (before, _BITE)).rowcount


def _device(number: int, now: int, connection: sqlite3.Connection) -> DeviceRow:
    connection.execute(_SQL["add_device"], (number, str(uuid4()), now))
    _, guid, added, active = connection.execute(_SQL["device"], (number,)).fetchone()
    return DeviceRow(number=number, guid=guid, added_at=load_moment(added), active=bool(active))
