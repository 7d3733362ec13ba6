"""The jobs that wait for one device, first come first served, of which only the nearest are held whole."""

import asyncio
from collections import deque
from collections.abc import Callable, Mapping
from itertools import islice

from drivers.model.command import Command
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.recovery import Decoder, decoded
from kkmserver.store.record import Journal, State

NEAR = 16  # jobs; a decoded receipt takes ten times the memory of what is left of it when it is parked
_NEAR_BYTES = 4 * 1024 * 1024  # of their requests
_BIG = 64 * 1024  # bytes of a request that waits in the journal unless nobody is before it
_ASIDE = 256 * 1024  # bytes; decoding more than that on the event loop would be felt by every client


class Line:
    """What is far from its turn is parked: the journal has the request and tells it again, many at a time."""

    def __init__(self, journal: Journal, decoders: Mapping[str, Decoder]) -> None:
        self._journal, self._decoders = journal, decoders
        self._jobs: deque[Job] = deque()

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def first(self) -> Job | None:
        return self._jobs[0] if self._jobs else None

    def jobs(self) -> list[Job]:
        return list(self._jobs)

    def add(self, job: Job) -> None:
        """`job` is in the journal."""
        far = len(self._jobs) >= NEAR or (self._jobs and len(job.entry.request) > _BIG)
        if far and not job.parked:
            job.park()
        self._jobs.append(job)

    def remove(self, job: Job) -> bool:
        """Take it out before its turn. False: it does not wait, or its last attempt may have reached the device."""
        if job.record.state is not State.QUEUED or job not in self._jobs:
            return False
        self._jobs.remove(job)
        return True

    def put_back(self, job: Job) -> None:
        """Where it was before it was taken out."""
        behind = (i for i, one in enumerate(reversed(self._jobs)) if not _queued_after(one, job.record.seq))
        self._jobs.insert(len(self._jobs) - next(behind, len(self._jobs)), job)

    def put_first(self, job: Job) -> None:
        """Back to the head, after `take`."""
        self._jobs.appendleft(job)

    def pull(self, due: Callable[[Job], bool], most: int) -> list[Job]:
        """Take out the first `most` that are `due`; never one whose last attempt may have reached the device."""
        found = (job for job in self._jobs if job.record.state is State.QUEUED and due(job))
        pulled = list(islice(found, most))
        if pulled:
            gone = set(map(id, pulled))
            self._jobs = deque(job for job in self._jobs if id(job) not in gone)
        return pulled

    async def take(self) -> Job | None:
        """The first one; its command is None where the journal's request cannot be read any more.

        None: it was taken out meanwhile. Raises JournalBroken, IndexError where nobody waits.
        """
        job = self._jobs[0]
        if job.prepare and not await self._prepared(job):
            return None
        if job.parked:
            await self._recall()
        if job.command is None:
            job.command = await self._decode(job)
        if not self._jobs or self._jobs[0] is not job:
            job.command = None
            return None
        return self._jobs.popleft()

    async def _prepared(self, job: Job) -> bool:
        assert job.prepare
        stays = await job.prepare()
        job.prepare = None
        if not stays:
            self._jobs.remove(job)
        return stays

    async def _recall(self) -> None:
        parked = {job.record.row: job for job in islice(self._jobs, NEAR) if job.parked}
        for record in await self._journal.load(list(parked), _NEAR_BYTES):
            parked[record.row].recall(record.entry.request)

    async def _decode(self, job: Job) -> Command | None:
        big = len(job.entry.request) > _ASIDE
        command = (
            await asyncio.to_thread(decoded, job.entry, self._decoders) if big else decoded(job.entry, self._decoders)
        )
        return job.amend(command) if command else None


def _queued_after(job: Job, seq: int) -> bool:
    """What a restart took up in the middle stays at the head, whenever it was accepted."""
    return job.record.state is State.QUEUED and job.record.seq > seq
