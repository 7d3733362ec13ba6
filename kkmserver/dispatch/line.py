"""The jobs that wait for one device, first come first served, of which only the nearest are held whole."""

import asyncio
from collections import deque
from collections.abc import Mapping
from itertools import islice

from drivers.model.command import Command
from kkmserver.dispatch.job import Job
from kkmserver.dispatch.recovery import Decoder, decoded
from kkmserver.store.record import Journal

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

    def jobs(self) -> list[Job]:
        return list(self._jobs)

    def add(self, job: Job) -> None:
        """`job` is in the journal."""
        far = len(self._jobs) >= NEAR or (self._jobs and len(job.entry.request) > _BIG)
        if far and not job.parked:
            job.park()
        self._jobs.append(job)

    async def take(self) -> Job:
        """The first one; its command is None where the journal's request cannot be read any more.

        Raises JournalBroken, IndexError where nobody waits.
        """
        job = self._jobs[0]
        if job.parked:
            await self._recall()
        if job.command is None:
            job.command = await self._decode(job)
        self._jobs.popleft()
        return job

    async def _recall(self) -> None:
        parked = {job.record.row: job for job in islice(self._jobs, NEAR) if job.parked}
        for record in await self._journal.load(list(parked), _NEAR_BYTES):
            parked[record.row].recall(record)

    async def _decode(self, job: Job) -> Command | None:
        if len(job.entry.request) > _ASIDE:
            return await asyncio.to_thread(decoded, job.entry, self._decoders)
        return decoded(job.entry, self._decoders)
