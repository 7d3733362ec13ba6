"""A journal that forgets: for tests, with the contract of the one on disk."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from drivers.model.outcome import Outcome, Progress
from kkmserver.store.record import DeviceRow, DuplicateId, Entry, Failure, Record, State

T = TypeVar("T")


class MemoryJournal:
    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._ids: dict[int, str] = {}
        self._devices: dict[int, DeviceRow] = {}
        self._last = 0

    def accept(self, entry: Entry) -> asyncio.Future[Record]:
        if known := self._records.get(entry.id):
            return failed(DuplicateId(known))
        self._last += 1
        self._ids[self._last] = entry.id
        return ready(self._keep(Record(row=self._last, entry=entry, state=State.QUEUED)))

    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]:
        if (old := self._by_row(row)) is None:
            return failed(_missing(row))
        entry = replace(entry, id=old.entry.id)
        return ready(self._keep(Record(row=row, entry=entry, state=State.QUEUED, attempt=old.attempt + 1)))

    def start(self, row: int, mark: str, at: datetime) -> asyncio.Future[None]:
        if (record := self._by_row(row)) is None:
            return failed(_missing(row))
        self._keep(replace(record, state=State.RUNNING, mark=mark, started_at=at))
        return ready(None)

    def advance(self, row: int, progress: Progress) -> asyncio.Future[None]:
        if (record := self._by_row(row)) is None:
            return failed(_missing(row))
        self._keep(replace(record, progress=progress))
        return ready(None)

    def finish(
        self, row: int, state: State, at: datetime, *, outcome: Outcome | None = None, failure: Failure | None = None
    ) -> asyncio.Future[None]:
        if (record := self._by_row(row)) is None:
            return failed(_missing(row))
        self._keep(replace(record, state=state, finished_at=at, outcome=outcome, failure=failure))
        return ready(None)

    async def find(self, id: str) -> Record | None:  # noqa: A002
        return self._records.get(id)

    async def unfinished(self) -> list[Record]:
        rows = [record.light() for record in self._records.values() if not record.finished]
        return sorted(rows, key=lambda record: (record.entry.accepted_at, record.row))

    async def load(self, rows: Sequence[int], most: int) -> list[Record]:
        found: list[Record] = []
        for record in filter(None, map(self._by_row, rows)):
            if most <= 0:
                break
            found.append(record)
            most -= len(record.entry.request)
        return found

    async def prune(self, before: datetime) -> int:
        old = [r for r in self._records.values() if r.finished and r.entry.accepted_at < before]
        for record in old:
            del self._records[record.entry.id], self._ids[record.row]
        return len(old)

    async def device(self, number: int, now: datetime) -> DeviceRow:
        fresh = DeviceRow(number=number, guid=str(uuid4()), added_at=now, active=True)
        return self._devices.setdefault(number, fresh)

    async def set_active(self, number: int, active: bool) -> None:
        if number not in self._devices:
            raise LookupError(f"set_active: nothing has the number {number}")
        self._devices[number] = replace(self._devices[number], active=active)

    async def close(self) -> None:
        return None

    def _by_row(self, row: int) -> Record | None:
        return self._records.get(self._ids.get(row, ""))

    def _keep(self, record: Record) -> Record:
        self._records[record.entry.id] = record
        return record


def ready(value: T) -> asyncio.Future[T]:
    """A future that is done."""
    future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    future.set_result(value)
    return future


def failed(error: Exception) -> asyncio.Future[T]:
    """A future that raises."""
    future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
    future.set_exception(error)
    return future


def _missing(row: int) -> LookupError:
    return LookupError(f"nothing has the number {row}")
