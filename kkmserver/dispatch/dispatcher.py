"""The Dispatch that dialects talk to: choose a device, journal the command, queue it; and take up what a stop left."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace

from drivers.model.command import Command
from drivers.ports import Clock
from drivers.printing.bitmap import Bitmap
from kkmserver.dispatch.archive import Archive
from kkmserver.dispatch.around import Around
from kkmserver.dispatch.books import Books
from kkmserver.dispatch.crew import Crew
from kkmserver.dispatch.decisions import TOLD, Decisions
from kkmserver.dispatch.device import Device, Patience
from kkmserver.dispatch.endings import Endings
from kkmserver.dispatch.everyone import Everyone
from kkmserver.dispatch.intake import Intake
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.limits import Limits
from kkmserver.dispatch.meter import Meter, NoMeter
from kkmserver.dispatch.news import News, Told
from kkmserver.dispatch.order import (
    DeviceNotFound,
    DeviceView,
    Draining,
    NotCancellable,
    Order,
    Resolution,
    Target,
    Ticket,
)
from kkmserver.dispatch.placing import sample
from kkmserver.dispatch.pooled import Pooled
from kkmserver.dispatch.preview import preview
from kkmserver.dispatch.processing import Processing
from kkmserver.dispatch.pruning import Pruning
from kkmserver.dispatch.recovery import Decoder, decoded, homeless, in_order
from kkmserver.dispatch.selection import needs_state
from kkmserver.dispatch.staff import Staff
from kkmserver.dispatch.steps import child_of
from kkmserver.dispatch.steward import Steward
from kkmserver.dispatch.verdict import Verdict, pool_blocked
from kkmserver.dispatch.views import device_view, pool_view
from kkmserver.dispatch.withdrawals import Withdrawals
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import DeviceRow, Entry, Journal, Record, State
from pools.pool import Pool, PoolPlan

_FIRST_CONTACT = 2.0  # seconds a command waits for devices that were not seen yet
_CANCEL_WAIT, _LAST_ROWS = 5.0, 1.0  # seconds for a batch to end; for what a receipt leaves to do to be on the disk


class Dispatcher(Archive):
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
        pools: Sequence[PoolPlan] = (),
        keep_days: int = 30,
        audit_days: int = 365,
        patience: Patience | None = None,
        limits: Limits | None = None,
        meter: Meter | None = None,
        server: str = "",
        processing: Processing | None = None,
    ) -> None:
        """`decoders`: dialect name -> journalled request to Command. `server`: see drivers.ports.DeviceContext."""
        super().__init__(journal)
        self._decoders, self._clock = decoders, clock
        self._first_devices, self._first_pools = devices, pools
        self._pruning = Pruning(journal, clock, keep_days, audit_days)
        self._patience, self._meter = patience or Patience(), meter or NoMeter()
        self._news = News()
        self._books = Books(journal, self._news)
        self._steward = Steward(journal, clock)
        self._staff = Staff(self._worker)
        self._withdrawals = Withdrawals(journal, clock, self._put_back)
        self._intake = Intake(
            journal,
            self._books,
            clock,
            limits or Limits(),
            self._staff,
            self._steward,
            server=server,
            queue=self._queue,
            first_contact=self._first_contact,
            staged=lambda command, place: self._around.wishes.any(command, place),
        )
        self._endings = Endings(journal, clock, self._patience, self._books.close, self._meter)
        self._everyone = Everyone(
            journal,
            decoders,
            clock,
            self._patience,
            submit=self._intake.submit,
            find=self._books.find,
            end=self._endings.write,
        )
        self._around = Around(
            journal,
            decoders,
            clock,
            self._patience,
            self._books,
            self._staff.workers,
            lambda: self._steward.pools,
            processing or Processing(),
            submit=self._intake.submit,
            hand_over=self._hand_over,
            withdraw=lambda job: any(worker.withdraw(job) for worker in self._staff.everybody),
            call_off=self._cancelled,
            end=self._endings.write,
        )
        self._staged = self._around.staged
        self._decisions = Decisions(
            journal, self._books, clock, self._staff, self._steward, decoders, self._around, again=self._intake.again
        )
        self._serving = Crew()

    async def start(self) -> None:
        """Take up what the last run left, then work. Waits for no device. Raises JournalBroken."""
        for device in sorted(self._first_devices, key=lambda one: one.number):
            self._staff.hire(device, await self._row(device.number))
        self._form(self._first_pools, {plan.number: await self._row(plan.number) for plan in self._first_pools})
        for record in in_order(await self._journal.unfinished()):
            self._take_up(record)
        self._staff.begin()
        self._serving.spawn(self._pruning.hourly())

    async def submit(self, order: Order) -> Ticket:
        return await self._intake.submit(order, counted=True)

    async def find(self, id: str) -> Ticket | None:  # noqa: A002
        return await self._books.find(id)

    async def cancel(self, id: str, who: str = "") -> Ticket | None:  # noqa: A002
        ticket = await self.find(id)
        if ticket is None:
            return None
        job = self._books.pending.get(ticket.record.entry.id)
        child = child_of(ticket.record.entry)
        if job is None or (child and child.undoes) or not await self._call_off(job):
            raise NotCancellable(id)
        await self.note("cancel", job.entry.id, job.entry.name, who)
        return job

    async def resolve(self, id: str, resolution: Resolution) -> Ticket | None:  # noqa: A002
        if job := await self._decisions.decide(id, resolution):
            words = ": ".join(filter(None, (TOLD[resolution.decision], resolution.note)))
            await self.note("resolve", job.entry.id, words, resolution.who)
        return job

    async def preview(self, command: Command, target: Target) -> tuple[Bitmap, ...]:
        try:
            worker = sample(self._workers, self._steward.pools, command, target)
        except DeviceNotFound:
            if await self._first_contact(target):
                return await self.preview(command, target)
            raise
        return await preview(worker.device, command)

    def command_of(self, entry: Entry) -> Command | None:
        return decoded(entry, self._decoders) if entry.request else None

    def watch(self, told: Told | None) -> None:
        self._news.told = told
        for worker in self._workers.values() if told else ():
            worker.hurry()

    def devices(self) -> list[DeviceView]:
        views = [*map(device_view, self._workers.values()), *map(pool_view, self._steward.pools.values())]
        return sorted(views, key=lambda view: view.number)

    async def switch(self, number: int, guid: str, active: bool, who: str = "") -> None:
        found = self._named(number, guid)
        await self._journal.set_active(found.number, active)
        found = self._named(found.number, "")  # it may have been replaced meanwhile
        found.switch(active)
        await self.note("switch", str(found.number), "включено" if active else "выключено", who)
        if isinstance(found, Worker):
            self._steward.switched(found)

    async def keep_wire_log(self, number: int, keep: bool, who: str) -> None:
        wire = self._one(number).device.wire
        if wire is None:
            raise DeviceNotFound(Target(number=number))
        wire.keep(keep)
        await self.note("wire-log", str(number), "включён" if keep else "выключен", who)

    def wire_log(self, number: int) -> list[str]:
        wire = self._one(number).device.wire
        return wire.lines() if wire else []

    @property
    def trouble(self) -> str:
        return "Сервер останавливается." if self._intake.draining else self._journal.trouble

    async def reconfigure(self, devices: Sequence[Device], gone: Sequence[int], pools: Sequence[PoolPlan]) -> None:
        """New settings: `devices` that are new or have changed, numbers of those that are `gone`, all `pools`.

        Whatever is not named goes on undisturbed. Raises JournalBroken, Draining; nothing has changed then.
        """
        numbers = [*(device.number for device in devices), *(plan.number for plan in pools)]
        rows = {number: await self._row(number) for number in numbers}
        if self._intake.draining:
            raise Draining
        for number in gone:
            self._staff.dismiss(number, self._left)
        for device in devices:
            self._staff.employ(device, rows[device.number])
        self._form(pools, rows)
        changed = ", ".join(str(number) for number in sorted([*gone, *(device.number for device in devices)]))
        self._steward.note("reload", changed or "—", "настройки перечитаны")

    def process(self, processing: Processing) -> None:
        """New settings for receipts that come from now on."""
        self._around.wishes.processing = processing

    def drain(self) -> None:
        """Take no new work; what was accepted goes on."""
        self._intake.draining = True

    async def stop(self, seconds: float) -> None:
        """Let each device finish what it is executing, for `seconds` at most; the queues stay in the journal.

        A batch that takes longer is ended after the labels under way, so that it is known how far it came. Clients that
        wait for a queued command are let go at once, as it stands.
        """
        self.drain()
        await self._serving.dismiss()
        await self._everyone.retire()
        for job in [*await self._staged.retire(), *self._staff.retire()]:
            job.release()
        await self._staff.rest(seconds)
        if self._staff.end_batches():
            await self._staff.rest(_CANCEL_WAIT)
        await self._staged.rest(_LAST_ROWS)
        await self._staff.close()
        for job in self._books.pending.values():
            job.release()
        await self._steward.rest()

    async def prune(self) -> int:
        """Forget final commands older than `keep_days`; how many went. Raises JournalBroken."""
        return await self._pruning.prune()

    @property
    def _workers(self) -> dict[int, Worker]:
        return self._staff.workers

    def _worker(self, device: Device, row: DeviceRow) -> Worker:
        return Worker(
            device,
            row,
            self._journal,
            self._decoders,
            self._clock,
            self._patience,
            self._books.close,
            foreman=self._steward,
            news=self._news,
            closing=self._closing,
            meter=self._meter,
        )

    def _closing(self, job: Job, verdict: Verdict) -> Verdict | None:
        return self._staged.closing(job, verdict) if job.entry.staged else verdict

    async def note(self, action: str, subject: str, detail: str, who: str) -> None:
        """A line of the audit; whoever asks for it next finds it there."""
        await asyncio.wait((self._steward.note(action, subject, detail, who),))

    async def _row(self, number: int) -> DeviceRow:
        return await self._journal.device(number, self._clock.now())

    def _form(self, plans: Sequence[PoolPlan], rows: Mapping[int, DeviceRow]) -> None:
        """What a pool knows is newer than its row."""
        known = {number: replace(pool.row, last=pool.pool.last) for number, pool in self._steward.pools.items()}
        first = {**rows, **known}
        self._steward.manage(
            [Pooled(Pool(plan, first[plan.number].last), first[plan.number], self._workers) for plan in plans]
        )

    def _named(self, number: int, guid: str) -> Worker | Pooled:
        wanted = guid.strip().casefold()
        everybody: list[Worker | Pooled] = [*self._workers.values(), *self._steward.pools.values()]
        for one in everybody:
            if (number or wanted) and number in (0, one.number) and wanted in ("", one.guid.casefold()):
                return one
        raise DeviceNotFound(Target(number=number, guid=guid))

    def _one(self, number: int) -> Worker:
        if number not in self._workers:
            raise DeviceNotFound(Target(number=number))
        return self._workers[number]

    async def _call_off(self, job: Job) -> bool:
        """False: it cannot be ended. Raises JournalBroken."""
        if job.entry.staged and await self._staged.call_off(job):
            await job.wait(_CANCEL_WAIT)
            return True
        for worker in self._staff.everybody:
            if await self._withdrawals.withdraw(job, worker):
                return True
        if not any(worker.call_off(job) for worker in self._staff.everybody):
            return False
        await job.wait(_CANCEL_WAIT)
        return True

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

    async def _cancelled(self, step: Ticket) -> bool:
        """False: it cannot be ended any more."""
        job = self._books.pending.get(step.record.entry.id)
        return job is not None and await self._call_off(job)

    def _queue(self, job: Job, worker: Worker | None = None) -> None:
        """`worker`: chosen already; it may have been replaced since."""
        number = worker.number if worker else 0
        if not job.entry.staged:
            self._to_device(job, number)
        elif not self._staged.begin(job, number):
            self._hand_over(job, number)

    def _hand_over(self, job: Job, prefer: int) -> None:
        """What had other steps before it: who can take it may have changed meanwhile."""
        if (pool := self._steward.pools.get(job.entry.device)) and job.record.state is State.QUEUED:
            self._into(pool, job, prefer)
        else:
            self._to_device(job, 0)

    def _to_device(self, job: Job, chosen: int) -> None:
        """What is in doubt is for its own device alone."""
        pool = self._steward.pools.get(job.entry.device)
        number = chosen or job.record.device
        if number in self._workers and not job.entry.everyone:
            self._workers[number].add(job)
        elif pool and job.record.state is State.QUEUED:
            self._into(pool, job)
        else:
            self._end(job, homeless(job.record))

    def _into(self, pool: Pooled, job: Job, prefer: int = 0) -> None:
        if job.entry.everyone:
            self._everyone.begin(job, pool)
        elif worker := pool.choose(job.command, job.entry.among, prefer=prefer):
            worker.add(job)
        else:
            self._end(job, pool_blocked(pool.reasons(job.entry.among)))

    def _put_back(self, worker: Worker, job: Job) -> None:
        """`worker` had it last, and may be gone."""
        if worker.number in self._workers:
            self._workers[worker.number].put_back(job)
        else:
            self._queue(job)

    def _left(self, worker: Worker, jobs: Sequence[Job]) -> None:
        for job in jobs:
            self._put_back(worker, job)

    def _take_up(self, record: Record) -> None:
        """Of the last run."""
        job = Job(record.entry, None, record)
        job.parked = True
        self._books.open(job)
        self._queue(job)

    def _end(self, job: Job, verdict: Verdict) -> None:
        """Nobody will do it."""
        if job.prepare:
            self._staged.abandon(job, verdict)
        elif closed := self._closing(job, verdict):
            self._serving.spawn(self._endings.write(job, closed))
