"""A journal that forgets: for tests, with the contract of the one on disk."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import TypeVar
from uuid import uuid4

from drivers.model.outcome import Outcome, Progress
from kkmserver.store.glob import folded
from kkmserver.store.owed import Owed
from kkmserver.store.own import OWN
from kkmserver.store.reading import MOST_CLIENTS
from kkmserver.store.record import (
    Deed,
    DeviceRow,
    DuplicateId,
    Entry,
    Evidence,
    Facets,
    Failure,
    Found,
    Record,
    State,
    Wanted,
)

T = TypeVar("T")


class MemoryJournal:
    trouble = ""

    def __init__(self) -> None:
        self._records: dict[str, Record] = {}
        self._ids: dict[int, str] = {}
        self._devices: dict[int, DeviceRow] = {}
        self._deeds: list[Deed] = []
        self._owed: dict[int, Owed] = {}
        self._last_row, self._last_seq, self._last_deed, self._last_owed = 0, 0, 0, 0

    def accept(self, entry: Entry) -> asyncio.Future[Record]:
        if known := self._records.get(entry.id):
            return failed(DuplicateId(known))
        self._last_row += 1
        self._ids[self._last_row] = entry.id
        record = Record(row=self._last_row, entry=entry, state=State.QUEUED, seq=self._next_seq())
        return ready(self._keep(record))

    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]:
        if (old := self._by_row(row)) is None:
            return failed(_missing(row))
        entry = replace(entry, id=old.entry.id)
        again = Record(row=row, entry=entry, state=State.QUEUED, attempt=old.attempt + 1, seq=self._next_seq())
        return ready(self._keep(again))

    def start(self, row: int, mark: str, at: datetime, member: int = 0) -> asyncio.Future[None]:
        if (record := self._by_row(row)) is None:
            return failed(_missing(row))
        return self._changed(replace(record, state=State.RUNNING, mark=mark, started_at=at, member=member))

    def requeue(self, row: int) -> asyncio.Future[None]:
        record = self._by_row(row)
        if record is None or record.state is not State.RUNNING:
            return failed(_missing(row))
        before = replace(record, state=State.QUEUED, mark="", started_at=None, member=0, progress=None)
        return self._changed(before)

    def advance(self, row: int, progress: Progress) -> asyncio.Future[None]:
        if (record := self._by_row(row)) is None:
            return failed(_missing(row))
        return self._changed(replace(record, progress=progress))

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
        if (record := self._by_row(row)) is None:
            return failed(_missing(row))
        seen = evidence or record.evidence
        final = replace(record, state=state, finished_at=at, outcome=outcome, failure=failure, evidence=seen)
        return self._changed(final)

    def turn(self, pool: int, member: int) -> asyncio.Future[None]:
        if (row := self._devices.get(pool)) is None:
            return failed(_missing(pool))
        self._devices[pool] = replace(row, last=member)
        return ready(None)

    def note(self, deed: Deed) -> asyncio.Future[None]:
        self._last_deed += 1
        self._deeds.append(replace(deed, row=self._last_deed))
        return ready(None)

    def owe(self, command: Owed) -> asyncio.Future[int]:
        if any((known.site, known.key) == (command.site, command.key) for known in self._owed.values()):
            return ready(0)
        self._last_owed += 1
        self._owed[self._last_owed] = replace(command, row=self._last_owed, answer=None)
        return ready(self._last_owed)

    def answer(self, row: int, answer: bytes) -> asyncio.Future[None]:
        if (command := self._owed.get(row)) is None:
            return failed(_missing(row))
        self._owed[row] = replace(command, answer=answer, request=b"")
        return ready(None)

    def acknowledge(self, rows: Sequence[int]) -> asyncio.Future[None]:
        for row in rows:
            self._owed.pop(row, None)
        return ready(None)

    async def unanswered(self, site: str) -> list[Owed]:
        return [one for one in self._owed.values() if one.site == site and one.answer is None]

    async def answered(self, site: str, most: int) -> list[Owed]:
        return [one for one in self._owed.values() if one.site == site and one.answer is not None][:most]

    async def find(self, id: str) -> Record | None:  # noqa: A002
        return self._records.get(id)

    async def unfinished(self) -> list[Record]:
        rows = [record.light() for record in self._records.values() if not record.finished]
        return sorted(rows, key=lambda record: record.seq)

    async def load(self, rows: Sequence[int], most: int) -> list[Record]:
        found: list[Record] = []
        for record in filter(None, map(self._by_row, rows)):
            if most <= 0:
                break
            found.append(record)
            most -= len(record.entry.request)
        return found

    async def rows(self, wanted: Wanted) -> list[Record]:
        found = [record.light() for record in self._records.values() if _fits(record, wanted)]
        return sorted(found, key=lambda record: record.seq, reverse=True)[: wanted.limit]

    async def search(self, wanted: Wanted, seconds: float) -> Found:  # noqa: ARG002  # it takes none
        found = tuple(await self.rows(wanted))
        return Found(found, len(found))

    async def count(self, wanted: Wanted, seconds: float) -> Found:  # noqa: ARG002
        every = replace(wanted, before=None, limit=len(self._records))
        return Found((), len(await self.rows(every)))

    async def facets(self) -> Facets:
        entries = [record.entry for record in await self.rows(Wanted(limit=len(self._records)))]
        return Facets(
            names=tuple(sorted({entry.name for entry in entries})),
            dialects=tuple(sorted({entry.dialect for entry in entries})),
            clients=tuple(dict.fromkeys(entry.client for entry in entries))[:MOST_CLIENTS],
        )

    async def deeds(self, before: int | None, limit: int) -> list[Deed]:
        return [deed for deed in reversed(self._deeds) if before is None or deed.row < before][:limit]

    async def prune(self, before: datetime) -> int:
        """As often as one that goes sets others free."""
        old = [r for r in self._records.values() if r.finished and r.entry.accepted_at < before and not self._needed(r)]
        for record in old:
            del self._records[record.entry.id], self._ids[record.row]
        return len(old) + (await self.prune(before) if old else 0)

    async def prune_deeds(self, before: datetime) -> int:
        young = [deed for deed in self._deeds if deed.at >= before]
        gone, self._deeds = len(self._deeds) - len(young), young
        return gone

    async def device(self, number: int, now: datetime) -> DeviceRow:
        fresh = DeviceRow(number=number, guid=str(uuid4()), added_at=now, active=True)
        return self._devices.setdefault(number, fresh)

    async def set_active(self, number: int, active: bool) -> None:
        row = self._known(number)
        self._devices[number] = replace(row, active=active, blocked="" if active else row.blocked)

    async def set_blocked(self, number: int, reason: str) -> None:
        self._devices[number] = replace(self._known(number), blocked=reason)

    async def close(self) -> None:
        return None

    def _needed(self, record: Record) -> bool:
        """A step of a receipt that is still here."""
        return record.entry.dialect == OWN and record.entry.id.rpartition("@")[0] in self._records

    def _by_row(self, row: int) -> Record | None:
        return self._records.get(self._ids.get(row, ""))

    def _known(self, number: int) -> DeviceRow:
        if number not in self._devices:
            raise _missing(number)
        return self._devices[number]

    def _next_seq(self) -> int:
        self._last_seq += 1
        return self._last_seq

    def _keep(self, record: Record) -> Record:
        self._records[record.entry.id] = record
        return record

    def _changed(self, record: Record) -> asyncio.Future[None]:
        self._keep(record)
        return ready(None)


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


def _missing(number: int) -> LookupError:
    return LookupError(f"nothing it fits has the number {number}")


def _fits(record: Record, wanted: Wanted) -> bool:
    return (
        (wanted.states is None or record.state in wanted.states)
        and (wanted.device is None or wanted.device in (record.entry.device, record.member))
        and (wanted.before is None or record.seq < wanted.before)
        and _passes(record.entry, wanted)
        and (wanted.text is None or _says(record, folded(wanted.text)))
    )


def _passes(entry: Entry, wanted: Wanted) -> bool:
    return (
        wanted.name in (None, entry.name)
        and wanted.dialect in (None, entry.dialect)
        and wanted.client in (None, entry.client)
        and (wanted.since is None or entry.accepted_at >= wanted.since)
        and (wanted.until is None or entry.accepted_at < wanted.until)
    )


def _says(record: Record, text: str) -> bool:
    entry, error = record.entry, record.failure.text if record.failure else ""
    return any(text in folded(one) for one in (entry.id, entry.client, entry.name, error))
