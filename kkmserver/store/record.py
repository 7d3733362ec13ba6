"""A row of the journal, and the Protocol of whoever keeps it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from drivers.errors import Fault
from drivers.model.outcome import Outcome, Progress

PARTLY = "partly_done"  # Failure.code: some members of a pool did it, and it is proven that the others did nothing


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
        """Promise 2: it is proven that nothing counts, and a repeat of the same request might fare better.

        Of a command for every member of a pool a repeat runs those that were not done; see PARTLY.
        """
        return (self.nothing_sent or self.code == PARTLY) and self.fault is not Fault.CLIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What is known of an attempt whose answer was lost. The counters before it are `Record.mark`."""

    sent: int = 0  # bytes that were handed to the device
    exchange: tuple[str, ...] = ()  # the last of what went over the wire, oldest first: "> 1b 40", "< 12"; masked
    after: str = ""  # the counters afterwards, as Driver.mark tells them; "" where it could not be asked
    cause: str = ""  # what broke, in words


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
    hold: float = 0.0  # seconds from then on that it may wait for a device that is away
    request_id: str = ""  # X-Request-Id: the word under which the client's own log knows it
    among: tuple[int, ...] = ()  # of a pool's members, those that may do it; () = all of them
    everyone: bool = False  # each of them has to do it, each in a row of its own
    staged: bool = False  # bank or УТМ come before its device, each in a row of its own


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
    seq: int = 0  # place in the order of acceptance, whatever the clock said; a further attempt gets a new one
    member: int = 0  # where `entry.device` is a pool: the device that has or had it in hand
    evidence: Evidence | None = None  # what was seen where the outcome was in doubt

    @property
    def device(self) -> int:
        """Number of the device that does or did it; of the pool while none has it in hand."""
        return self.member or self.entry.device

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
    blocked: str = ""  # why it was set aside by itself; "" = it was not
    last: int = 0  # of a pool: the member whose turn was the last one


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """A line of the audit: who did what."""

    at: datetime
    who: str  # client as in Entry; "server" for what it does by itself
    action: str  # resolve, cancel, copy, switch, wire-log, reload, search, template, block, unblock
    subject: str  # IdCommand, number of a device, id of a search
    detail: str = ""  # in words
    row: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows of the journal; None does not filter."""

    states: tuple[State, ...] | None = None
    device: int | None = None  # its number, or that of its pool
    before: int | None = None  # rows with a smaller seq, for the next page
    limit: int = 50
    name: str | None = None
    dialect: str | None = None
    client: str | None = None
    text: str | None = None  # part of id, client, name or error; letter case and the dots of ё do not matter
    since: datetime | None = None  # accepted then or later
    until: datetime | None = None  # accepted earlier

    @property
    def sifted(self) -> bool:
        """No index finds these: row after row has to be looked at."""
        narrow = (self.name, self.dialect, self.client, self.text, self.since, self.until)
        return any(one is not None for one in narrow)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found. `until`: where its time ran out, nothing older was looked at; None: all was."""

    records: tuple[Record, ...] = ()
    count: int = 0
    until: "Searched | None" = None


@dataclass(frozen=True, slots=True)
class Searched:
    """The oldest row a search has come to."""

    seq: int
    accepted_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """What stands in the newest rows, each in its own order."""

    names: tuple[str, ...] = ()
    dialects: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()  # newest first, 50 at most


class DuplicateId(Exception):
    """The id is in the journal already; `record` is what came of it."""

    def __init__(self, record: Record) -> None:
        super().__init__(record.entry.id)
        self.record = record


class JournalBroken(Exception):
    """The disk did not take it, so nothing was accepted; or it cannot be read. The text says what to do."""


class JournalUnread(JournalBroken):
    """It cannot be read, so nobody knows whether it has the command."""


class Journal(Protocol):
    """Calls that return a future are in line for the disk on return, in the order of the calls, and on disk when the
    future is done; cancelling it cancels no change.

    All raise JournalBroken; with a full disk `accept` and `retry` of what clients send do so at once while the others
    still use the reserve. Those that change a row or a device raise LookupError for an unknown number.
    """

    def accept(self, entry: Entry) -> asyncio.Future[Record]: ...  # raises DuplicateId
    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]: ...  # a further attempt, QUEUED again
    def start(self, row: int, mark: str, at: datetime, member: int = 0) -> asyncio.Future[None]: ...

    def requeue(self, row: int) -> asyncio.Future[None]:
        """Nothing of a RUNNING row has reached the member: QUEUED again, in its old place and as before `start`.

        Raises LookupError where the row is not RUNNING.
        """
        ...

    def advance(self, row: int, progress: Progress) -> asyncio.Future[None]: ...  # a RUNNING batch came so far
    def finish(
        self,
        row: int,
        state: State,
        at: datetime,
        *,
        outcome: Outcome | None = None,
        failure: Failure | None = None,
        evidence: Evidence | None = None,  # None leaves what is there
    ) -> asyncio.Future[None]: ...
    def turn(self, pool: int, member: int) -> asyncio.Future[None]: ...  # DeviceRow.last
    def note(self, deed: Deed) -> asyncio.Future[None]: ...

    @property
    def trouble(self) -> str:
        """Why nothing can be accepted just now, for people; "" = all is well."""
        ...

    async def find(self, id: str) -> Record | None: ...  # noqa: A002
    async def unfinished(self) -> list[Record]: ...  # light, in the order they were accepted

    async def load(self, rows: Sequence[int], most: int) -> list[Record]:
        """With their requests, in the given order. Ends early once the requests have `most` bytes; a row that is gone
        is left out."""
        ...

    async def rows(self, wanted: Wanted) -> list[Record]: ...  # light, newest first; however long it takes

    async def search(self, wanted: Wanted, seconds: float) -> Found:
        """The same with an end in time; `count` is what it has found."""
        ...

    async def count(self, wanted: Wanted, seconds: float) -> Found:
        """How many rows fit, `before` and `limit` left aside; no records."""
        ...

    async def facets(self) -> Facets: ...
    async def deeds(self, before: int | None, limit: int) -> list[Deed]: ...  # newest first, `row` below `before`
    async def prune(self, before: datetime) -> int: ...  # final rows accepted earlier, see queries.sql; how many went
    async def prune_deeds(self, before: datetime) -> int: ...  # the same of the audit
    async def device(self, number: int, now: datetime) -> DeviceRow: ...  # made on first sight
    async def set_active(self, number: int, active: bool) -> None: ...  # True unblocks too
    async def set_blocked(self, number: int, reason: str) -> None: ...  # "" = not any more
    async def close(self) -> None: ...
