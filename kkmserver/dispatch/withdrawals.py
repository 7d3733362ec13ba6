"""Commands called off while they wait: never begun, and on disk as such before anybody hears of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from drivers.ports import Clock
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.verdict import called_off
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import Journal, Record


class Withdrawals:
    """A client may go away at any moment: what follows the journal's answer is no step of its task."""

    def __init__(self, journal: Journal, clock: Clock, put_back: Callable[[Worker, Job], None]) -> None:
        """`put_back`: to whoever does now what was that worker's."""
        self._journal, self._clock, self._put_back = journal, clock, put_back
        self._writing: dict[str, asyncio.Future[None]] = {}  # by id

    async def withdraw(self, job: Job, worker: Worker) -> bool:
        """False: it does not wait any more. Raises JournalBroken: it waits on in its old place."""
        id = job.entry.id  # noqa: A001
        writing = self._writing.get(id)
        if writing is None and worker.withdraw(job):
            writing = self._writing[id] = self._write(job, worker)
        if writing is None:
            return False
        await asyncio.wait((writing,))
        if error := writing.exception():
            raise error
        return True

    def _write(self, job: Job, worker: Worker) -> asyncio.Future[None]:
        verdict = called_off()
        final = replace(job.record, state=verdict.state, failure=verdict.failure, finished_at=self._clock.now())
        assert final.finished_at is not None
        writing = self._journal.finish(final.row, final.state, final.finished_at, failure=final.failure)
        writing.add_done_callback(partial(self._answered, job, worker, final))
        return writing

    def _answered(self, job: Job, worker: Worker, final: Record, writing: asyncio.Future[None]) -> None:
        del self._writing[job.entry.id]
        if writing.exception():
            self._put_back(worker, job)
            return
        worker.ended(job, final)
