"""A row of the journal, and the Protocol of whoever keeps it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from drivers.errors import Fault
from drivers.model.outcome import Outcome, Progress


class State(StrEnum):
    """QUEUED: accepted, nothing has reached the device. RUNNING: something may have. The others are final."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a command was not done, or why nobody knows. Made from a KkmError."""

    code: str
    text: str
    fault: Fault
    nothing_sent: bool
    native: int | None = None
    progress: Progress | None = None

    @property
    def may_run_again(self) -> bool:
        """Promise 2: it is proven that nothing counts, and a repeat of the same request might fare better."""
        return self.nothing_sent and self.fault is not Fault.CLIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is known of a command when it is accepted."""

    id: str  # the client's IdCommand, or one of ours
    dialect: str
    name: str  # the command as its dialect spells it
    device: int
    client: str  # who sent it
    request: bytes  # as received; b"" in a light record
    fingerprint: bytes  # equal for equal content; tells a repeat from a reused id
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """An Entry and what became of it."""

    row: int
    entry: Entry
    state: State
    attempt: int = 1
    mark: str = ""  # the device's counters before the attempt; see Driver.mark
    started_at: datetime | None = None
    finished_at: datetime | None = None
    outcome: Outcome | None = None
    failure: Failure | None = None
    progress: Progress | None = None  # of a batch, as last reported; the outcome or failure has the final one

    @property
    def finished(self) -> bool:
        return self.state not in (State.QUEUED, State.RUNNING)

    def light(self) -> "Record":
        """The same without the request, which may have 16 MiB; see Journal.load."""
        return replace(self, entry=replace(self.entry, request=b""))


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRow:
    """What the server itself remembers of a device over restarts."""

    number: int
    guid: str
    added_at: datetime
    active: bool


class DuplicateId(Exception):
    """The id is in the journal already; `record` is what came of it."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.entry.id)
        self.record = record


class JournalBroken(Exception):
    """The disk did not take it, so nothing was accepted; or it cannot be read. The text says what to do."""


class Journal(Protocol):
    """Calls that return a future are in line for the disk on return, in the order of the calls, and on disk when the
    future is done; cancelling it cancels no change.

    All raise JournalBroken. Those that change a row or a device raise LookupError for an unknown number.
    """

    def accept(self, entry: Entry) -> asyncio.Future[Record]: ...  # raises DuplicateId
    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]: ...  # a further attempt, QUEUED again
    def start(self, row: int, mark: str, at: datetime) -> asyncio.Future[None]: ...
    def advance(self, row: int, progress: Progress) -> asyncio.Future[None]: ...  # a RUNNING batch came so far
    def finish(
        self, row: int, state: State, at: datetime, *, outcome: Outcome | None = None, failure: Failure | None = None
    ) -> asyncio.Future[None]: ...
    async def find(self, id: str) -> Record | None: ...  # noqa: A002
    async def unfinished(self) -> list[Record]: ...  # light, in the order they were accepted

    async def load(self, rows: Sequence[int], most: int) -> list[Record]:
        """With their requests, in the given order. Ends early once the requests have `most` bytes; a row that is gone
        is left out."""
        ...

    async def prune(self, before: datetime) -> int: ...  # final rows accepted earlier; how many went
    async def device(self, number: int, now: datetime) -> DeviceRow: ...  # made on first sight
    async def set_active(self, number: int, active: bool) -> None: ...
    async def close(self) -> None: ...
