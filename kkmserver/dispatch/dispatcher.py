"""The Dispatch that dialects talk to: choose a device, journal the command, queue it; and take up what a stop left."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import uuid4

from drivers.model.command import Command
from drivers.ports import Clock
from drivers.printing.bitmap import Bitmap
from kkmserver.dispatch.crew import Crew
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.order import (
    DeviceNotFound,
    DeviceView,
    Draining,
    IdReused,
    NotCancellable,
    Order,
    QueueFull,
    Target,
    Ticket,
)
from kkmserver.dispatch.preview import preview
from kkmserver.dispatch.recent import Recent
from kkmserver.dispatch.recovery import Decoder, homeless, in_order
from kkmserver.dispatch.selection import needs_state, select
from kkmserver.dispatch.withdrawals import Withdrawals
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import DuplicateId, Entry, Journal, JournalBroken, Record
from kkmserver.store.serial import storable

_LOG = logging.getLogger("kkmserver.dispatch")
_FIRST_CONTACT = 2.0  # seconds a command waits for devices that were not seen yet
_CANCEL_WAIT = 5.0  # seconds for a batch to end
_PRUNE_FIRST, _PRUNE_EVERY = 60.0, 3600.0  # seconds


class Dispatcher:
    """See kkmserver.dispatch.order.Dispatch. `start` before anything else; `drain` and `stop` at the end.

    The journal and its closing belong to the caller; the drivers are closed by `stop`.
    """

    def __init__(
        self,
        journal: Journal,
        devices: Sequence[Device],
        decoders: Mapping[str, Decoder],
        clock: Clock,
        *,
        keep_days: int = 30,
        patience: Patience | None = None,
    ) -> None:
        """`decoders`: dialect name -> journalled request to Command."""
        self._journal, self._devices, self._decoders, self._clock = journal, devices, decoders, clock
        self._keep = timedelta(days=keep_days)
        self._patience = patience or Patience()
        self._workers: dict[int, Worker] = {}
        self._pending: dict[str, Job] = {}
        self._recent = Recent()
        self._withdrawals = Withdrawals(journal, clock, self._final)
        self._working, self._serving = Crew(), Crew()
        self._draining = False

    async def start(self) -> None:
        """Take up what the last run left, then work. Waits for no device. Raises JournalBroken."""
        now = self._clock.now()
        for device in sorted(self._devices, key=lambda one: one.number):
            row = await self._journal.device(device.number, now)
            self._workers[device.number] = Worker(
                device, row, self._journal, self._decoders, self._clock, self._patience, self._final
            )
        for record in in_order(await self._journal.unfinished()):
            await self._take_up(record)
        for worker in self._workers.values():
            self._working.spawn(worker.run())
        self._serving.spawn(self._prune_hourly())

    async def submit(self, order: Order) -> Ticket:
        if self._draining:
            raise Draining
        if not order.id.isascii():
            order = replace(order, id=storable(order.id))
        row = 0
        if order.id:
            if known := self._pending.get(order.id):
                return await self._attach(order, known)
            if known := self._recent.get(order.id):
                _check_same(known.entry, order)
                if not _may_run_again(known.record):
                    return known
                row = known.record.row
        try:
            worker = self._choose(order)
        except (DeviceNotFound, QueueFull):
            if stored := await self._stored(order):
                return stored
            if await self._first_contact(order.target):
                return await self.submit(order)
            raise
        return await self._admit(order, worker, row)

    async def find(self, id: str) -> Ticket | None:  # noqa: A002
        id = storable(id)  # noqa: A001
        job = self._pending.get(id) or self._recent.get(id)
        if job is None:
            record = await self._journal.find(id)
            return self._remember(record) if record else None
        return None if await job.admitted() else job

    async def cancel(self, id: str) -> Ticket | None:  # noqa: A002
        ticket = await self.find(id)
        if ticket is None:
            return None
        job = self._pending.get(ticket.record.entry.id)
        if job is None:
            raise NotCancellable(id)
        worker = self._workers[job.entry.device]
        if not await self._withdrawals.withdraw(job, worker):
            if not worker.call_off(job):
                raise NotCancellable(id)
            await job.wait(_CANCEL_WAIT)
        return job

    async def preview(self, command: Command, target: Target) -> tuple[Bitmap, ...]:
        worker = select(self._workers.values(), command, target)
        if worker is not None:
            return await preview(worker.device, command)
        if await self._first_contact(target):
            return await self.preview(command, target)
        raise DeviceNotFound(target)

    def devices(self) -> list[DeviceView]:
        return [worker.view() for worker in self._workers.values()]

    async def switch(self, number: int, guid: str, active: bool) -> None:
        wanted = guid.strip().casefold()
        for worker in self._workers.values():
            if (number or wanted) and number in (0, worker.number) and wanted in ("", worker.guid.casefold()):
                await self._journal.set_active(worker.number, active)
                worker.switch(active)
                return
        raise DeviceNotFound(Target(number=number, guid=guid))

    def drain(self) -> None:
        """Take no new work; what was accepted goes on."""
        self._draining = True

    async def stop(self, seconds: float) -> None:
        """Let each device finish what it is executing, for `seconds` at most; the queues stay in the journal.

        A batch that takes longer is ended after the labels under way, so that it is known how far it came. Clients that
        wait for a queued command are let go at once, as it stands.
        """
        self.drain()
        await self._serving.dismiss()
        for worker in self._workers.values():
            for job in worker.retire():
                job.release()
        await self._working.rest(seconds)
        ending = [worker.end_batch() for worker in self._workers.values()]
        if any(ending):
            await self._working.rest(_CANCEL_WAIT)
        await self._working.dismiss()
        for job in self._pending.values():
            job.release()
        for device in self._devices:
            await device.driver.close()

    async def prune(self) -> int:
        """Forget final commands older than `keep_days`; how many went. Raises JournalBroken."""
        return await self._journal.prune(self._clock.now() - self._keep)

    def _choose(self, order: Order) -> Worker:
        worker = select(self._workers.values(), order.command, order.target)
        if worker is None:
            raise DeviceNotFound(order.target)
        if worker.full:
            raise QueueFull(worker.number)
        return worker

    async def _first_contact(self, target: Target) -> bool:
        """Whether a device that was not seen yet when the choice failed has been seen since."""
        unseen = [one for one in self._workers.values() if one.active and not one.seen.is_set()]
        if not unseen or not needs_state(target):
            return False
        waits = [self._serving.spawn(worker.seen.wait()) for worker in unseen]
        seen, waiting = await asyncio.wait(waits, timeout=_FIRST_CONTACT)
        for wait in waiting:
            wait.cancel()
        return bool(seen)

    async def _attach(self, order: Order, job: Job) -> Ticket:
        _check_same(job.entry, order)
        return await _accepted(job)

    async def _stored(self, order: Order) -> Ticket | None:
        """The answer to a repeat that needs no device."""
        record = await self._journal.find(order.id) if order.id else None
        if record is None:
            return None
        _check_same(record.entry, order)
        return None if _may_run_again(record) else self._remember(record)

    async def _admit(self, order: Order, worker: Worker, row: int) -> Ticket:
        """The client may go away at any moment: what follows the journal's answer is no step of its task."""
        entry = self._entry(order, worker)
        job = Job(entry, order.command)
        asked = self._journal.retry(row, entry) if row else self._journal.accept(entry)
        self._pending[entry.id] = job
        worker.expected += 1
        asked.add_done_callback(partial(self._answered, job, worker))
        return await _accepted(job)

    def _entry(self, order: Order, worker: Worker) -> Entry:
        return Entry(
            id=order.id or str(uuid4()),
            dialect=order.dialect,
            name=order.name,
            device=worker.number,
            client=storable(order.client),
            request=order.request,
            fingerprint=order.fingerprint,
            accepted_at=self._clock.now(),
        )

    def _answered(self, job: Job, worker: Worker, asked: asyncio.Future[Record]) -> None:
        """Called when the journal has the command, or has refused it."""
        error = asked.exception()
        if isinstance(error, DuplicateId):
            self._repeated(job, worker, error.record)
        elif error:
            self._turned_away(job, worker, error)
        else:
            self._admitted(job, worker, asked.result())

    def _repeated(self, job: Job, worker: Worker, known: Record) -> None:
        """The journal knows the id from earlier."""
        if not _same(known.entry, job.entry):
            self._turned_away(job, worker, IdReused(job.entry.id))
        elif _may_run_again(known):
            self._journal.retry(known.row, job.entry).add_done_callback(partial(self._answered, job, worker))
        else:
            self._admitted(job, worker, known)

    def _turned_away(self, job: Job, worker: Worker, error: BaseException) -> None:
        worker.expected -= 1
        del self._pending[job.entry.id]
        job.admit(error)

    def _admitted(self, job: Job, worker: Worker, record: Record) -> None:
        worker.expected -= 1
        job.move(record)
        if record.finished:
            self._final(job)
        else:
            self._recent.drop(record.entry.id)
            worker.add(job)
        job.admit()

    def _final(self, job: Job) -> None:
        self._pending.pop(job.entry.id, None)
        self._recent.add(job)

    def _remember(self, record: Record) -> Job:
        job = Job(record.entry, None, record)
        if record.finished:
            self._recent.add(job)
        return job

    async def _take_up(self, record: Record) -> None:
        entry = record.entry
        if lost := homeless(record, self._workers.keys()):
            await self._journal.finish(record.row, lost.state, self._clock.now(), failure=lost.failure)
            _LOG.warning("id %.80r of the last run: device %d is not configured", entry.id, entry.device)
            return
        job = Job(entry, None, record)
        job.parked = True
        self._pending[entry.id] = job
        self._workers[entry.device].add(job)

    async def _prune_hourly(self) -> None:
        await asyncio.sleep(_PRUNE_FIRST)
        while True:
            try:
                gone = await self.prune()
                _LOG.debug("%d old commands pruned", gone)
            except JournalBroken as error:
                _LOG.error("old commands not pruned: %s", error)
            await asyncio.sleep(_PRUNE_EVERY)


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
