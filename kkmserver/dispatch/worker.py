"""One task owns one device: its queue and its status questions."""

import asyncio
import logging
import random as chance
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from drivers.model.state import DeviceState
from drivers.ports import Clock, KeepsInTouch, Traits
from kkmserver.dispatch.account import Account, Spent
from kkmserver.dispatch.attempt import Attempts
from kkmserver.dispatch.backoff import Backoff
from kkmserver.dispatch.device import Device, Patience, too_old
from kkmserver.dispatch.foreman import Alone, Foreman
from kkmserver.dispatch.held import Held
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.line import Line
from kkmserver.dispatch.meter import Meter, NoMeter
from kkmserver.dispatch.news import News
from kkmserver.dispatch.presence import Presence
from kkmserver.dispatch.recovery import Decoder, unreadable
from kkmserver.dispatch.results import Results
from kkmserver.dispatch.selection import PRINTING
from kkmserver.dispatch.verdict import Verdict, final, kept_waiting, set_aside, too_late
from kkmserver.dispatch.watch import Watch
from kkmserver.store.record import DeviceRow, Journal, JournalBroken, Record, State

_LOG = logging.getLogger("kkmserver.dispatch")
_ALONE, _NO_METER, _NOBODY = Alone(), NoMeter(), News()


def _as_found(job: Job, verdict: Verdict) -> Verdict | None:  # noqa: ARG001
    return verdict


class Worker:
    """FIFO. `run` is its task; everything else may be called from the event loop at any time and returns at once."""

    def __init__(
        self,
        device: Device,
        row: DeviceRow,
        journal: Journal,
        decoders: Mapping[str, Decoder],
        clock: Clock,
        patience: Patience,
        on_final: Callable[[Job], None],
        foreman: Foreman = _ALONE,
        *,
        news: News = _NOBODY,
        closing: Callable[[Job, Verdict], Verdict | None] = _as_found,
        meter: Meter = _NO_METER,
        random: Callable[[], float] = chance.random,
    ) -> None:
        """`decoders`: dialect name -> journalled request to Command. `random`: 0 to 1.

        `on_final` hears of every job whose final state is on disk. `closing`: what becomes of a verdict that is to be
        a result; None: somebody else has taken the job to write it.
        """
        self.device, self.row = device, row
        self.expected = 0  # commands on their way into the journal
        self.unsettled: list[Job] = []  # what it had in hand when it retired, and could not bring to an end
        self.probe_every: float | None = None  # seconds between status questions while it is blocked; None: as usual
        self._clock, self._patience, self._on_final, self._foreman = clock, patience, on_final, foreman
        self._closing, self._news = closing, news
        self._blocked_since: datetime | None = None
        self._presence = Presence(Backoff(patience.pause, patience.pause_most, random), clock.now)
        self._watch = Watch(device.number, self._presence)
        self._account = Account(device.number, meter)
        self._results = Results(device.number, journal, clock, patience, on_final, self._account)
        self._attempts = Attempts(
            device, journal, clock, patience, random, written=self._results.written, offline=self._lost
        )
        self._line = Line(journal, decoders)
        if isinstance(device.driver, KeepsInTouch):
            device.driver.queue(lambda: bool(self._line))
        self._held = Held(
            self._line,
            journal,
            clock,
            waiting=lambda: self._waits,
            refusal=self._waited_enough,
            on_refused=self.ended,
        )
        self._in_hand: Job | None = None
        self._wake = asyncio.Event()

    @property
    def number(self) -> int:
        return self.device.number

    @property
    def guid(self) -> str:
        return self.row.guid

    @property
    def switched_on(self) -> bool:
        return self.row.active

    @property
    def blocked(self) -> str:
        """Why it was set aside; "" = it was not."""
        return self.row.blocked

    @property
    def active(self) -> bool:
        return self.switched_on and not self.blocked

    @property
    def blocked_since(self) -> datetime | None:
        """None where it was already at the start."""
        return self._blocked_since if self.blocked else None

    @property
    def online(self) -> bool:
        return self._presence.online

    @property
    def offline_since(self) -> datetime | None:
        return self._presence.offline_since

    @property
    def state(self) -> DeviceState | None:
        """The last one seen."""
        return self._presence.state

    @property
    def faces(self) -> tuple[DeviceState | None]:
        """For selection."""
        return (self.state,)

    @property
    def seen(self) -> asyncio.Event:
        """The first contact was made, or has failed."""
        return self._presence.seen

    @property
    def trouble(self) -> str:
        """Why it cannot work, for people; "" = it can, or nothing is known of it yet."""
        return self._presence.trouble

    @property
    def busy(self) -> bool:
        """A command is in its hands."""
        return self._in_hand is not None

    @property
    def queued(self) -> int:
        """Commands that wait."""
        return len(self._line)

    @property
    def waiting(self) -> int:
        """Commands it has, and will have in a moment."""
        return self.queued + self.expected + self.busy

    @property
    def retired(self) -> bool:
        return self._attempts.retired.is_set()

    @property
    def traits(self) -> Traits:
        return self.device.driver.traits

    @property
    def full(self) -> bool:
        return len(self._line) + self.expected >= self._patience.queue

    def jobs(self) -> list[Job]:
        """Those that wait; not the one in hand."""
        return self._line.jobs()

    def add(self, job: Job) -> None:
        """`job` is in the journal."""
        if job.since is None:
            job.since = self._clock.monotonic()
        self._line.add(job)
        self._queued(job)

    def withdraw(self, job: Job) -> bool:
        """Take it out of the queue; False where it does not wait there."""
        return self._line.remove(job)

    def put_back(self, job: Job) -> None:
        """A withdrawn job, to its place in the queue."""
        self._line.put_back(job)
        self._queued(job)

    def ended(self, job: Job, record: Record) -> None:
        """It never left the queue; `record` is final and on disk."""
        job.move(record)
        self._on_final(job)
        self._account.close(record, self._spent(job))

    def call_off(self, job: Job) -> bool:
        """End what the device has in hand; False where it cannot be ended, or is not in hand."""
        return self._attempts.call_off(job)

    def end_batch(self) -> bool:
        """After the labels that are under way. False: no batch is being executed."""
        return self._attempts.end_batch()

    def switch(self, active: bool) -> None:
        """What is queued is still carried out; a device that is off is asked nothing. On unblocks it."""
        self.row = replace(self.row, active=active, blocked="" if active else self.blocked)
        self._look_soon()

    def block(self, reason: str) -> None:
        """It gets nothing more of its pools; what is in hand, and what names this very device, is carried out."""
        self.row, self._blocked_since = replace(self.row, blocked=reason), self._clock.now()
        self._presence.look_in(self._usual)
        self._wake.set()

    def unblock(self) -> None:
        self.row = replace(self.row, blocked="")
        self._look_soon()

    def hurry(self) -> None:
        """Somebody looks from now on: what he sees must not be old."""
        if self._may_be_hurried:
            self._presence.hasten(self._usual)
            self._wake.set()

    def retire(self) -> list[Job]:
        """`run` ends after what is being executed. Returns the jobs that stay queued in the journal."""
        self._attempts.retired.set()
        self._held.close()
        self._wake.set()
        return self._line.jobs()

    async def run(self) -> None:
        """Until retired. Cancelled in the middle of a command it leaves the row RUNNING, for the next start."""
        try:
            while not self.retired:
                await self._step()
            await self._results.written()
            await self._held.written()
        finally:
            await self._results.give_up()

    async def _step(self) -> None:
        try:
            if self._idles:
                await self._idle()
            elif job := await self._next():
                await self._serve(job)
        except Exception:  # noqa: BLE001  # the last line of defence: a bug costs one command, never the device
            _LOG.exception("device %d: what it had in hand is left to the next start", self.number)
            await self._attempts.pause(self._patience.pause)

    @property
    def _waits(self) -> bool:
        """The device is away, and its commands wait for it."""
        return self.device.holds and self._presence.away

    @property
    def _idles(self) -> bool:
        """Nothing can be done for the first in line; of what a restart interrupted the device can always be asked."""
        job = self._line.first
        if job is None:
            return True
        return self._waits and job.record.state is State.QUEUED and not self._barred(job)

    @property
    def _usual(self) -> float:
        """Seconds between status questions."""
        if self.blocked and self.probe_every is not None:
            return self.probe_every
        usual = self._patience.poll if self.device.poll is None else self.device.poll
        return min(usual, self.device.poll_watched) if self._news.watched and self._may_be_hurried else usual

    @property
    def _may_be_hurried(self) -> bool:
        """Who is ill or away is left in peace, and so is what does not print: a question may cost it something."""
        fit = not self.blocked and not self._presence.away
        return fit and self.device.poll_watched > 0 and self.traits.kind in PRINTING

    def _barred(self, job: Job) -> bool:
        """A command of a pool that this device must not begin."""
        return bool(self.blocked) and job.entry.device != self.number

    def _queued(self, job: Job) -> None:
        self._held.expect(job)
        if self._waits:
            self._presence.hasten(self._patience.pause)
        self._wake.set()

    def _look_soon(self) -> None:
        self._presence.look_in(0.0)
        self._wake.set()

    async def _next(self) -> Job | None:
        """None: not now: the journal cannot be read, the command was called off, or the worker has retired."""
        try:
            job = await self._line.take()
        except JournalBroken as error:
            _LOG.error("device %d waits for the journal: %s", self.number, error)
            await self._attempts.pause(self._patience.pause)
            return None
        if job and self.retired:
            self._line.put_first(job)
            return None
        return job

    async def _serve(self, job: Job) -> None:
        self._in_hand = job
        try:
            await self._carry_out(job)
        finally:
            self._in_hand = None

    async def _carry_out(self, job: Job) -> None:
        begun = self._clock.monotonic()
        verdict = await self._judged(job)
        if verdict is None:
            self.unsettled.append(job)
            return
        spent = Spent(begun - (begun if job.since is None else job.since), self._clock.monotonic() - begun)
        result = self._foreman.served(self, job, verdict)
        if result is None:
            return
        if self._may_wait(job, verdict):
            await self._wait_for_device(job)
            return
        await self._results.written()
        if closed := self._closing(job, result):
            self._results.write(job, final(job.record, closed, self._clock.now()), spent)

    async def _judged(self, job: Job) -> Verdict | None:
        if job.command is None:
            return unreadable(job.record)
        barred = self._barred(job)
        if barred and job.record.state is State.QUEUED:
            return set_aside(self._words, self.blocked)
        late = too_old(job.command, job.entry, self._clock.now())
        if late and job.record.state is State.QUEUED:
            return too_late()
        verdict = await self._attempts.judge(job, again=not (barred or late))
        if verdict:
            self._watch.note(verdict, self._patience.calm)
            self._held.recheck()
        return verdict

    def _may_wait(self, job: Job, verdict: Verdict) -> bool:
        """It found the device away when it was to begin."""
        left = (job.hold_until or 0.0) - asyncio.get_running_loop().time()
        return self.device.holds and verdict.never_left and left > 0

    async def _wait_for_device(self, job: Job) -> None:
        """Back to the head of the queue."""
        if job.record.state is State.RUNNING and not await self._attempts.give_back(job):
            self.unsettled.append(job)
            return
        self._line.put_first(job)
        self._held.expect(job)

    def _waited_enough(self, job: Job) -> Record | None:
        why = self._presence.why
        verdict = self._foreman.served(self, job, kept_waiting(self._words, self._spent(job).queued, why))
        closed = self._closing(job, verdict) if verdict else None
        return final(job.record, closed, self._clock.now()) if closed else None

    def _spent(self, job: Job) -> Spent:
        now = self._clock.monotonic()
        return Spent(now - (now if job.since is None else job.since))

    @property
    def _words(self) -> str:
        return f"Устройство № {self.number} «{self.device.name}»"

    def _lost(self, why: str) -> None:
        """In the middle of a command, of which it is to be asked."""
        self._presence.lost(why)
        self._held.recheck()
        self._foreman.seen(self, self.trouble)

    async def _idle(self) -> None:
        left = self._presence.look_at - asyncio.get_running_loop().time()
        if left <= 0 and self.switched_on:
            await self._look()
            return
        self._wake.clear()
        try:
            async with asyncio.timeout(left if self.switched_on else None):
                await self._wake.wait()
        except TimeoutError:
            return

    async def _look(self) -> None:
        """A status question."""
        question = self._attempts.within(self._patience.question, self.device.driver.state())
        await self._watch.look(question)
        self._presence.asked(self._usual, probed=bool(self.blocked) and self.probe_every is not None)
        self._held.recheck()
        self._foreman.seen(self, self.trouble)
