"""The way of a new command into the journal and from there to its device."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from uuid import uuid4

from drivers.model.command import Command
from drivers.ports import Clock
from kkmserver.dispatch.books import Books
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.limits import Limits
from kkmserver.dispatch.order import (
    DeviceNotFound,
    Draining,
    GoesRound,
    IdReused,
    Order,
    Overloaded,
    QueueFull,
    Target,
    Ticket,
    TooFast,
)
from kkmserver.dispatch.placing import Place, place
from kkmserver.dispatch.staff import Staff
from kkmserver.dispatch.steward import Steward
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import DuplicateId, Entry, Journal, JournalBroken, Record
from kkmserver.store.serial import storable

_ANYWHERE = Place(None)


class Intake:
    """A repeat of a known id is answered with what came of the first."""

    def __init__(
        self,
        journal: Journal,
        books: Books,
        clock: Clock,
        limits: Limits,
        staff: Staff,
        steward: Steward,
        *,
        server: str,
        queue: Callable[[Job, Worker | None], None],
        first_contact: Callable[[Target], Awaitable[bool]],
        staged: Callable[[Command, Place], bool],
    ) -> None:
        """`server`: see drivers.ports.DeviceContext. `queue`: gives a journalled job to the worker that was chosen.
        `first_contact`: whether a device was seen for the first time since the choice failed. `staged`: whether
        anything has to be done before the device gets it."""
        self._journal, self._books, self._clock, self._limits = journal, books, clock, limits
        self._staff, self._steward, self._server = staff, steward, server
        self._queue, self._first_contact, self._staged = queue, first_contact, staged
        self.draining = False

    async def submit(self, order: Order, *, counted: bool = False, owed: bool = False) -> Ticket:
        """`counted`: it is a client's, and the limits are for it. `owed`: it belongs to one that was accepted, and has
        to be on the disk even while the server is stopping or its device's queue is full. Raises what Dispatch.submit
        raises."""
        if self._server and self._server in order.via:
            raise GoesRound  # before its id is looked for: it would be found, and wait for itself
        if not order.id.isascii():
            order = replace(order, id=storable(order.id))
        if order.id and (pending := self._books.pending.get(order.id)):
            return await self._attach(order, pending)
        recent = self._books.recent.get(order.id) if order.id else None
        if recent:
            _check_same(recent.entry, order)
            if not _may_run_again(recent.record):
                return recent
        try:
            found = self._place(order, counted=counted, owed=owed)
            return await self._admit(order, found, recent.record.row if recent else 0)
        except (Draining, DeviceNotFound, QueueFull, Overloaded, TooFast, JournalBroken) as error:
            if stored := await self._stored(order):
                return stored
            if isinstance(error, DeviceNotFound) and await self._first_contact(order.target):
                return await self.submit(order, counted=counted, owed=owed)
            raise

    def _place(self, order: Order, *, counted: bool, owed: bool) -> Place:
        if self.draining and not owed:
            raise Draining
        found = place(self._staff.workers, self._steward.pools, order.command, order.target, owed=owed)
        if counted:
            self._limits.admit(order.client, len(self._books.pending), self._clock.monotonic())
        return found

    async def _attach(self, order: Order, job: Job) -> Ticket:
        _check_same(job.entry, order)
        return await _accepted(job)

    async def _stored(self, order: Order) -> Ticket | None:
        """The answer to a repeat that needs no device."""
        record = await self._journal.find(order.id) if order.id else None
        if record is None:
            return None
        _check_same(record.entry, order)
        return None if _may_run_again(record) else self._books.remember(record)

    async def _admit(self, order: Order, found: Place, row: int) -> Ticket:
        entry = self._entry(order, found)
        job = Job(entry, order.command)
        job.via = order.via
        if found.pool and found.worker:
            self._steward.turned(found.pool)
        asked = self._journal.retry(row, entry) if row else self._journal.accept(entry)
        return await self._enter(job, found, asked)

    async def again(self, record: Record) -> Job:
        """A further attempt of a command that is over; `record` with its request. Raises JournalBroken."""
        job = Job(replace(record.entry, accepted_at=self._clock.now()), None)
        return await self._enter(job, _ANYWHERE, self._journal.retry(record.row, job.entry))

    async def _enter(self, job: Job, found: Place, asked: asyncio.Future[Record]) -> Job:
        """The client may go away at any moment: what follows the journal's answer is no step of its task."""
        self._books.enter(job)
        _expected(found, 1)
        asked.add_done_callback(partial(self._answered, job, found))
        return await _accepted(job)

    def _entry(self, order: Order, found: Place) -> Entry:
        return Entry(
            id=order.id or str(uuid4()),
            dialect=order.dialect,
            name=order.name,
            device=found.number,
            client=storable(order.client),
            request=order.request,
            fingerprint=order.fingerprint,
            accepted_at=self._clock.now(),
            hold=order.hold,
            request_id=order.request_id,
            among=found.among,
            everyone=found.worker is None,
            staged=self._staged(order.command, found),
        )

    def _answered(self, job: Job, found: Place, asked: asyncio.Future[Record]) -> None:
        """Called when the journal has the command, or has refused it."""
        error = asked.exception()
        if isinstance(error, DuplicateId):
            self._repeated(job, found, error.record)
        elif isinstance(error, LookupError):  # what it repeats has been pruned meanwhile
            self._journal.accept(job.entry).add_done_callback(partial(self._answered, job, found))
        elif error:
            self._turned_away(job, found, error)
        else:
            self._admitted(job, found, asked.result())

    def _repeated(self, job: Job, found: Place, known: Record) -> None:
        """The journal knows the id from earlier."""
        if not _same(known.entry, job.entry):
            self._turned_away(job, found, IdReused(job.entry.id))
        elif _may_run_again(known):
            self._journal.retry(known.row, job.entry).add_done_callback(partial(self._answered, job, found))
        else:
            self._admitted(job, found, known)

    def _turned_away(self, job: Job, found: Place, error: BaseException) -> None:
        _expected(found, -1)
        del self._books.pending[job.entry.id]
        job.admit(error)

    def _admitted(self, job: Job, found: Place, record: Record) -> None:
        _expected(found, -1)
        job.move(record)
        try:
            if record.finished:
                self._books.close(job)
            else:
                self._queue(job, found.worker)
        finally:
            job.admit()  # it is in the journal, so its client hears of it whatever goes wrong behind that


def _expected(found: Place, more: int) -> None:
    if found.worker:
        found.worker.expected += more


def _may_run_again(record: Record) -> bool:
    return record.failure is not None and record.failure.may_run_again


def _check_same(known: Entry, repeat: Order) -> None:
    """Raises IdReused."""
    if not _same(known, repeat):
        raise IdReused(repeat.id)


def _same(known: Entry, repeat: Entry | Order) -> bool:
    """The device may differ: it is chosen, not asked for."""
    return (known.fingerprint, known.name, known.dialect) == (repeat.fingerprint, repeat.name, repeat.dialect)


async def _accepted(job: Job) -> Job:
    """Raises what kept it out of the journal."""
    if error := await job.admitted():
        raise error
    return job
