"""Commands that wait for a device that is away: each for its own time, then it is refused."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial

from drivers.ports import Clock
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.line import Line
from kkmserver.store.record import Journal, Record

_LOG = logging.getLogger("kkmserver.dispatch")
_AT_LEAST = 0.05  # seconds between two looks through a long line
_AT_ONCE = 1000  # refusals in one look; more would be felt by every client
_DISK_PAUSE = 0.5  # seconds before a refusal that the disk did not take is tried again


class Held:
    """Refuses on time, whatever the worker is doing; moments are those of the event loop.

    A refusal is told once it is on disk. Until then the command would run after a restart, and one that the disk does
    not take waits on in its old place.
    """

    def __init__(
        self,
        line: Line,
        journal: Journal,
        clock: Clock,
        *,
        waiting: Callable[[], bool],
        refusal: Callable[[Job], Record | None],
        on_refused: Callable[[Job, Record], None],
    ) -> None:
        """`waiting`: whether the device is being waited for now. `refusal`: the final record of one that has waited
        long enough; None where somebody else has taken it. `on_refused` hears of those that are on disk."""
        self._line, self._journal, self._clock = line, journal, clock
        self._waiting, self._refusal, self._on_refused = waiting, refusal, on_refused
        self._timer: asyncio.Handle | None = None
        self._due = 0.0  # when it rings; uvloop's handle for a moment that is past cannot tell
        self._writing: set[asyncio.Future[None]] = set()
        self._closed = False

    def expect(self, job: Job) -> None:
        """It has come into the line."""
        if job.hold_until is None:
            job.hold_until = _now() + self._left(job) if job.entry.hold > 0 else 0.0
        if self._waiting():
            self._look_by(job.hold_until)

    def recheck(self) -> None:
        """The device may be away now. Refuses nobody before the caller's step is over."""
        if self._waiting():
            self._look_by(0.0)

    def close(self) -> None:
        """Refuse nobody any more."""
        self._closed = True
        if self._timer:
            self._timer.cancel()

    async def written(self) -> None:
        """What was being refused is on disk, or back in the line."""
        while self._writing:
            await asyncio.wait(self._writing)

    def _left(self, job: Job) -> float:
        """Seconds it may wait from now on; a clock that was set back must not make it longer."""
        waited = (self._clock.now() - job.entry.accepted_at).total_seconds()
        return max(0.0, job.entry.hold - max(0.0, waited))

    def _look_by(self, when: float) -> None:
        if self._timer and self._due <= when:
            return
        if self._timer:
            self._timer.cancel()
        self._due = when
        self._timer = asyncio.get_running_loop().call_at(when, self._look)

    def _look(self) -> None:
        self._timer = None
        if self._closed or not self._waiting():
            return
        now = _now()
        for job in self._line.pull(lambda job: (job.hold_until or 0.0) <= now, _AT_ONCE):
            self._refuse(job)
        if jobs := self._line.jobs():
            self._look_by(max(now + _AT_LEAST, min(job.hold_until or 0.0 for job in jobs)))

    def _refuse(self, job: Job) -> None:
        final = self._refusal(job)
        if final and final.finished_at:
            writing = self._journal.finish(final.row, final.state, final.finished_at, failure=final.failure)
            self._writing.add(writing)
            writing.add_done_callback(partial(self._answered, job, final))

    def _answered(self, job: Job, final: Record, writing: asyncio.Future[None]) -> None:
        self._writing.discard(writing)
        if error := writing.exception():
            _LOG.error("id %.80r: waits on, its refusal cannot be written: %s", job.entry.id, error)
            self._line.put_back(job)
            self._look_by(_now() + _DISK_PAUSE)
        else:
            self._on_refused(job, final)


def _now() -> float:
    return asyncio.get_running_loop().time()
