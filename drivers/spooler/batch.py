"""Many labels as a row of jobs, one after the other: what is printed is known job by job."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from itertools import count, islice

from drivers.errors import Cancelled, DeviceOffline, KkmError, OutcomeUnknown
from drivers.model.command import PrintLabels
from drivers.model.outcome import Outcome, Progress
from drivers.printing.bitmap import Bitmap
from drivers.spooler import follow
from drivers.spooler.follow import Ticket
from drivers.spooler.options import SpoolerOptions
from drivers.spooler.queue import Pages, Queue


class Batch:
    """One PrintLabels. The first job has the title that the mark tells, the others that title and a number after it."""

    def __init__(
        self,
        queue: Queue,
        options: SpoolerOptions,
        command: PrintLabels,
        report: Callable[[Progress], Awaitable[None]] | None = None,
    ) -> None:
        self._queue, self._options, self._total, self._report = queue, options, command.total, report
        self._done = self._before = command.first - 1
        self._called_off = False

    @property
    def progress(self) -> Progress:
        return Progress(self._done, self._total)

    def cancel(self) -> bool:
        """The job under way is still printed. False when it is the last one."""
        if self._total - self._done <= self._options.labels_per_job:
            return False
        self._called_off = True
        return True

    async def print(self, labels: Iterator[Bitmap], first: Ticket) -> Outcome:
        """Raises KkmError with the progress in it."""
        try:
            for number in count(1):
                bitmaps = await asyncio.to_thread(tuple, islice(labels, self._options.labels_per_job))
                if not bitmaps:
                    break
                ticket = first if number == 1 else await self._next(first, number)
                pages = Pages(bitmaps, self._options.dpi)
                await follow.deliver(self._queue, ticket, pages, self._options.job_timeout)
                await self._came(len(bitmaps))
        except KkmError as error:
            raise self._broken_off(error) from error
        return Outcome(progress=self.progress)

    async def settle(self, first: Ticket) -> Outcome:
        """Raises KkmError; `nothing_sent` where not one label was printed."""
        jobs = await self._queue.jobs(first.title)
        try:
            for number in count(1):
                if self._done == self._total:
                    break
                job = jobs.get(_title(first, number))
                if job is None and number > 1:
                    raise OutcomeUnknown("Остальные этикетки в очередь не попали.")
                found = Ticket(job.number, job.title) if job else first
                await follow.follow(self._queue, found, self._options.job_timeout)
                self._done = min(self._total, self._done + self._options.labels_per_job)
        except DeviceOffline:
            raise
        except KkmError as error:
            raise self._broken_off(error) from error
        return Outcome(progress=self.progress)

    async def _next(self, first: Ticket, number: int) -> Ticket:
        if self._called_off:
            raise Cancelled("Печать этикеток отменена.")
        await follow.check(self._queue)
        title = _title(first, number)
        return Ticket(await self._queue.book(title), title)

    async def _came(self, labels: int) -> None:
        self._done += labels
        if self._report is not None:
            await self._report(self.progress)

    def _broken_off(self, error: KkmError) -> KkmError:
        """What was printed before counts; so `nothing_sent` is kept only where nothing was."""
        if self._done == self._before:
            error.progress = self.progress
            return error
        text = f"{error.text} Напечатано этикеток: {self._done} из {self._total}."
        return type(error)(text, native=error.native, nothing_sent=False, progress=self.progress)


def _title(first: Ticket, number: int) -> str:
    return first.title if number == 1 else f"{first.title}-{number}"
