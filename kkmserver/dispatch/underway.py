"""The command a device has in its hands: called off by clients, moved along by a driver that prints batches."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from drivers.model.command import PrintLabels
from drivers.model.outcome import Progress
from drivers.ports import Driver, PrintsBatches
from kkmserver.dispatch.device import Patience
from kkmserver.dispatch.job import Job
from kkmserver.store.record import Journal, JournalBroken


class UnderWay:
    """One at a time. The worker holds a job, executes it and lets it go; others only ask for its end."""

    def __init__(
        self, driver: Driver, journal: Journal, patience: Patience, pause: Callable[[float], Awaitable[bool]]
    ) -> None:
        """`pause`: waits so many seconds; False at once when the worker retires."""
        self._journal, self._patience, self._pause = journal, patience, pause
        self._batches = driver if isinstance(driver, PrintsBatches) else None
        if self._batches:
            self._batches.watch(self._report)
        self._job: Job | None = None
        self._awaited = False  # nothing of it has reached the device yet
        self._called_off = False
        self._limit: asyncio.Timeout | None = None  # while it is executed

    def hold(self, job: Job) -> None:
        self._job, self._awaited, self._called_off = job, True, False
        command = job.command
        if isinstance(command, PrintLabels) and job.record.progress is None:
            job.move(replace(job.record, progress=Progress(command.first - 1, command.total)))

    def let_go(self) -> None:
        self._job, self._awaited = None, False

    def call_off(self, job: Job) -> bool:
        """False: it is not in hand, or it cannot be ended any more."""
        if self._job is not job:
            return False
        if self._awaited:
            self._called_off = True
            return True
        return self.end_batch()

    def end_batch(self) -> bool:
        """After the labels that are under way. False: no batch is being executed."""
        return bool(self._limit and self._batches and self._batches.cancel())

    def begin(self) -> bool:
        """From here on the device has it. False: it was called off before."""
        self._awaited = False
        return not self._called_off

    def deadline(self) -> asyncio.Timeout:
        """For the execution; it moves on with every word of the driver."""
        self._limit = asyncio.timeout(self._patience.command)
        return self._limit

    def over(self) -> None:
        """The execution is."""
        self._limit = None

    async def _report(self, progress: Progress | None) -> None:
        """What the driver calls; on disk on return, so that the driver is never far ahead of what is known."""
        job, pause = self._job, self._patience.pause
        self._go_on()
        while job and progress and self._limit:
            self._go_on()
            try:
                await self._journal.advance(job.record.row, progress)
            except JournalBroken:
                if not await self._pause(pause):
                    return
                pause = min(2 * pause, self._patience.pause_most)
            else:
                advance(job, progress)
                return

    def _go_on(self) -> None:
        if self._limit and not self._limit.expired():
            self._limit.reschedule(asyncio.get_running_loop().time() + self._patience.command)


def advance(job: Job, progress: Progress | None) -> None:
    """Show it, where it is more than was known."""
    known = job.record.progress
    if progress and (known is None or progress.done > known.done):
        job.move(replace(job.record, progress=progress))


def any_printed(job: Job) -> bool:
    """A label of this batch is known to be out, whatever the device says now."""
    progress, command = job.record.progress, job.command
    return progress is not None and isinstance(command, PrintLabels) and progress.done >= command.first
