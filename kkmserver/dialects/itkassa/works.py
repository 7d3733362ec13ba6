"""Jobs on their way: those of one register one at a time and in the order they came, those of a pool side by side.

Source: spec/itkassa.md 8, 12.
"""

import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta

from drivers.model.state import DeviceState
from drivers.ports import Clock
from kkmserver.dialects.itkassa import body, results, words
from kkmserver.dialects.itkassa.carrying import Carrier, Ran, Stopping, steps_of
from kkmserver.dialects.itkassa.job import Job, JobState, Result
from kkmserver.dialects.itkassa.store import Store, StoreBroken
from kkmserver.dispatch.crew import Crew
from kkmserver.dispatch.order import Dispatch
from kkmserver.store.record import JournalBroken

_LOG = logging.getLogger(__name__)

Finished = Callable[[Job], Awaitable[None]]
_AGAIN = 2.0  # seconds until a disk that took nothing is tried again
_LOOK = 60.0  # seconds between looks at jobs whose outcome nobody knew
_KEPT = timedelta(days=366)  # of a finished job and its key
_DAY = 86400.0


async def _nobody(_: Job) -> None:
    pass


class Works:
    """`start` takes up what the last run left. `finished` hears of every job once its result is on disk, and again
    where that result has changed or the server stopped meanwhile: the same job with the same `updated_at` is no news.
    """

    def __init__(self, store: Store, dispatch: Dispatch, clock: Clock, finished: Finished = _nobody) -> None:
        self._store, self._dispatch, self._clock = store, dispatch, clock
        self._finished = finished
        self._carrier = Carrier(dispatch, clock)
        self._lines: dict[int, deque[Job]] = {}
        self._at_work: dict[int, int] = {}  # device -> tasks
        self._in_hand: set[str] = set()
        self._crew = Crew()

    async def start(self) -> None:
        """Raises StoreBroken."""
        for job in await self._store.untold():
            self._crew.spawn(self._tell(job))
        for job in await self._store.unfinished():
            self.add(job)
        self._crew.spawn(self._look_after())

    async def stop(self) -> None:
        """What is being printed goes on in the journal; the rest of it after the next start."""
        await self._crew.dismiss()

    def add(self, job: Job) -> None:
        """`job` is on disk."""
        self._lines.setdefault(job.device, deque()).append(job)
        if self._at_work.get(job.device, 0) < self._side_by_side(job.device):
            self._at_work[job.device] = self._at_work.get(job.device, 0) + 1
            self._crew.spawn(self._work(job.device))

    def waiting(self, device: int) -> int:
        return len(self._lines.get(device, ()))

    async def call_off(self, job: Job) -> bool:
        """False: it has begun, or is over. Raises StoreBroken."""
        line = self._lines.get(job.device, deque())
        mine = next((one for one in line if one.id == job.id), None)
        if mine is None:
            return False
        line.remove(mine)
        await self._end(mine, JobState.DONE, results.called_off(_word(mine), self._clock))
        return True

    async def settled(self, job: Job) -> Job:
        """With what a person has found out since, where nobody knew its outcome. Raises StoreBroken."""
        if job.state is not JobState.UNKNOWN or job.id in self._in_hand:
            return job
        self._in_hand.add(job.id)
        try:
            return await self._looked_at_again(job)
        finally:
            self._in_hand.discard(job.id)

    async def _looked_at_again(self, job: Job) -> Job:
        try:
            ran = await self._carrier.standing(job)
        except JournalBroken:
            return job
        if not ran or not all(one.record and one.record.finished for one in ran):
            return job
        state, result = self._result(job, ran)
        return job if state is JobState.UNKNOWN else await self._end(job, state, result)

    def now(self, job: Job) -> Job:
        """`job` as it is on disk; whether it is being printed is known here alone."""
        printing = job.state is JobState.QUEUED and job.id in self._in_hand
        return replace(job, state=JobState.PRINTING) if printing else job

    def _side_by_side(self, device: int) -> int:
        views = (view for view in self._dispatch.devices() if view.number == device)
        return max(1, *(len(view.members) for view in views), 0)

    async def _work(self, device: int) -> None:
        line = self._lines[device]
        try:
            while line:
                await self._do(line.popleft())
        finally:
            self._at_work[device] -= 1

    async def _do(self, job: Job) -> None:
        self._in_hand.add(job.id)
        try:
            ran = await self._carrier.carry_out(job)
            await self._end(job, *self._result(job, ran))
        except Stopping:
            _LOG.info("itkassa: job %s goes on after the next start", job.id)
        except Exception:  # noqa: BLE001  # the last line of defence: the jobs behind it must not wait for ever
            _LOG.exception("itkassa: job %s has failed", job.id)
            await self._end(job, JobState.UNKNOWN, results.broken(self._clock))
        finally:
            self._in_hand.discard(job.id)

    def _result(self, job: Job, ran: list[Ran]) -> tuple[JobState, Result]:
        return results.ended(_word(job), ran, len(steps_of(job)), self._seen(job.device), self._clock)

    def _seen(self, device: int) -> DeviceState | None:
        return next((view.state for view in self._dispatch.devices() if view.number == device), None)

    async def _end(self, job: Job, state: JobState, result: Result) -> Job:
        job = await self._insist(replace(job, state=state, result=result))
        self._crew.spawn(self._tell(job))
        return job

    async def _insist(self, job: Job) -> Job:
        """On disk on return, however long the disk takes nothing."""
        job = replace(job, updated_at=self._clock.now())
        while True:
            try:
                await self._store.save(job)
            except StoreBroken as error:
                _LOG.error("itkassa: job %s not yet written: %s", job.id, error)
                await self._clock.sleep(_AGAIN)
            else:
                return job

    async def _tell(self, job: Job) -> None:
        await self._finished(job)
        await self._store.told(job)

    async def _look_after(self) -> None:
        """Outcomes that have become known, and jobs that are old."""
        since = _DAY
        while True:
            try:
                for job in await self._store.unknown():
                    await self.settled(job)
                if since >= _DAY:
                    await self._store.forget(self._clock.now() - _KEPT)
                    since = 0.0
            except StoreBroken as error:
                _LOG.warning("itkassa: %s", error)
            except Exception:  # noqa: BLE001  # the last line of defence: one job must not keep the others unknown
                _LOG.exception("itkassa: looking after jobs has failed")
            await self._clock.sleep(_LOOK)
            since += _LOOK


def _word(job: Job) -> str:
    """Of its first command."""
    return words.word_of(body.loads(job.commands)[0]) or ""
