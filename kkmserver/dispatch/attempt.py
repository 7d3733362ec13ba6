"""One attempt of one command on its device, doubts settled."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from drivers.errors import DeviceOffline, Fault, KkmError, OutcomeUnknown
from drivers.model.state import DeviceKind
from drivers.ports import Clock, Errand, RunsErrands
from kkmserver.dispatch.device import Device, Patience, leaves_no_trace
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.recovery import RESTARTED
from kkmserver.dispatch.settling import BUG, Settling
from kkmserver.dispatch.underway import UnderWay, advance, any_printed
from kkmserver.dispatch.verdict import Doubt, Verdict, called_off, counted, done, in_doubt, not_done, refused
from kkmserver.store.record import Evidence, Journal, JournalBroken, State

_LOG = logging.getLogger("kkmserver.dispatch")

T = TypeVar("T")


class Attempts:
    """The attempts on one device, made one after the other by its worker."""

    def __init__(
        self,
        device: Device,
        journal: Journal,
        clock: Clock,
        patience: Patience,
        random: Callable[[], float],
        *,
        written: Callable[[], Awaitable[None]],
        offline: Callable[[str], None],
    ) -> None:
        """`written` waits for the result before to be on disk; `offline` is told why the device counts as away."""
        self.retired = asyncio.Event()
        self._number, self._driver, self._wire = device.number, device.driver, device.wire
        self._journal, self._clock, self._patience, self._written = journal, clock, patience, written
        self._errands = device.driver if isinstance(device.driver, RunsErrands) else None
        self._under_way = UnderWay(self._driver, journal, patience, self.pause)
        self._settling = Settling(self._driver, patience, random, within=self.within, pause=self.pause, offline=offline)

    async def judge(self, job: Job, *, again: bool = True) -> Verdict | None:
        """None: the server is stopping, and the row stays as it is for the next start.

        `again`: what a restart interrupted, and nothing of it counts, may be begun anew here.
        """
        self._under_way.hold(job)
        if self._errands:
            self._errands.about(Errand(id=job.entry.id, via=job.via))
        try:
            verdict = await self._judged(job, again=again)
            return counted(verdict, job.record.progress, printed=any_printed(job)) if verdict else None
        finally:
            self._under_way.let_go()

    def call_off(self, job: Job) -> bool:
        """End it if it is in hand; False where it is not, or cannot be ended."""
        return self._under_way.call_off(job)

    def end_batch(self) -> bool:
        """False: no batch is being executed."""
        return self._under_way.end_batch()

    async def give_back(self, job: Job) -> bool:
        """Nothing of it has reached the device: QUEUED again, on disk on return. False: retired meanwhile."""
        pause = self._patience.pause
        while True:
            try:
                await self._journal.requeue(job.record.row)
            except JournalBroken:
                if not await self.pause(pause):
                    return False
                pause = min(2 * pause, self._patience.pause_most)
            else:
                job.requeue()
                return True

    async def _judged(self, job: Job, *, again: bool) -> Verdict | None:
        assert job.command is not None
        try:
            if job.record.state is State.RUNNING:
                return await self._resume(job, again=again)
            if leaves_no_trace(job.command):
                if not self._under_way.begin():
                    return called_off()
                return done(await self.within(self._patience.command, self._driver.execute(job.command)))
            return await self._perform(job)
        except KkmError as error:
            # Called off meanwhile it must not run again, whatever kept it from beginning.
            return refused(error, nothing_sent=True) if self._under_way.begin() else called_off()
        except Exception:  # noqa: BLE001  # the last line of defence against a driver's bugs
            _LOG.exception("id %.80r: not begun, the driver has a bug", job.entry.id)
            return not_done("internal", f"{BUG} На устройство ничего не отправлено.", Fault.INTERNAL)

    async def within(self, seconds: float, answer: Awaitable[T]) -> T:
        """Raises DeviceOffline when there is none in time."""
        try:
            async with asyncio.timeout(seconds):
                return await answer
        except TimeoutError as error:
            raise DeviceOffline(_no_answer(seconds) + " Проверьте его питание и кабель.") from error

    async def pause(self, seconds: float) -> bool:
        """False at once when the worker retires meanwhile."""
        sleeping = asyncio.ensure_future(self._clock.sleep(seconds))
        retiring = asyncio.ensure_future(self.retired.wait())
        try:
            await asyncio.wait((sleeping, retiring), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            retiring.cancel()
        return not self.retired.is_set()

    async def _resume(self, job: Job, *, again: bool) -> Verdict | None:
        """It was accepted: where the device proves that nothing of it counts, it is still owed."""
        settled = await self._settling.settle(job, Doubt(RESTARTED))
        if settled is None or not settled.disproved:
            return settled
        if not again:
            return settled if self._under_way.begin() else called_off()
        performed = await self._perform(job)
        return performed and replace(performed, evidence=performed.evidence or settled.evidence)

    async def _perform(self, job: Job) -> Verdict | None:
        """Errors that are raised come from before the first byte."""
        if not await self._begin(job):
            return None
        await self._written()
        if not self._under_way.begin():
            return called_off()
        found = await self._execute(job)
        return await self._settling.settle(job, found) if isinstance(found, Doubt) else found

    async def _begin(self, job: Job) -> bool:
        """RUNNING is on disk on return. While the disk takes nothing, nothing is begun; False: retired meanwhile."""
        pause = self._patience.pause
        member = 0 if job.entry.device == self._number else self._number
        while True:
            mark = await self.within(self._patience.question, self._driver.mark())
            at = self._clock.now()
            try:
                await self._journal.start(job.record.row, mark, at, member)
            except JournalBroken:
                if not await self.pause(pause):
                    return False
                pause = min(2 * pause, self._patience.pause_most)
            else:
                job.move(replace(job.record, state=State.RUNNING, mark=mark, started_at=at, member=member))
                return True

    async def _execute(self, job: Job) -> Verdict | Doubt:
        assert job.command is not None
        limit = self._under_way.deadline()
        if self._wire:
            self._wire.begin()
        try:
            async with limit:
                outcome = await self._driver.execute(job.command)
        except KkmError as error:
            advance(job, error.progress)
            return self._doubt(error.text, told=self._has_told(error)) if in_doubt(error) else refused(error)
        except Exception as error:  # noqa: BLE001  # the same
            if isinstance(error, TimeoutError) and limit.expired():
                return self._doubt(_no_answer(self._patience.command))
            _LOG.exception("id %.80r: the driver has a bug", job.entry.id)
            return self._doubt(BUG)
        finally:
            self._under_way.over()
        return done(outcome)

    def _doubt(self, text: str, *, told: bool = False) -> Doubt:
        wire = self._wire
        return Doubt(text, told, Evidence(sent=wire.sent, exchange=wire.exchange()) if wire else Evidence())

    def _has_told(self, error: KkmError) -> bool:
        """What only a register can add: how its counters stand."""
        return isinstance(error, OutcomeUnknown) and self._driver.traits.kind is not DeviceKind.REGISTER


def _no_answer(seconds: float) -> str:
    return f"Устройство не ответило за {seconds:g} с."
