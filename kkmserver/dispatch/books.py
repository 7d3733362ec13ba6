"""The commands that are under way or were finished lately, by id; what is older the journal tells."""

from kkmserver.dispatch.job import Job
from kkmserver.dispatch.news import News
from kkmserver.dispatch.recent import Recent
from kkmserver.store.record import Journal, Record
from kkmserver.store.serial import storable


class Books:
    def __init__(self, journal: Journal, news: News) -> None:
        self._news = news
        self.pending: dict[str, Job] = {}
        self.recent = Recent()
        self._journal = journal

    async def find(self, id: str) -> Job | None:  # noqa: A002
        """Raises JournalBroken."""
        id = storable(id)  # noqa: A001
        job = self.pending.get(id) or self.recent.get(id)
        if job is None:
            record = await self._journal.find(id)
            return self.remember(record) if record else None
        return None if await job.admitted() else job

    def open(self, job: Job) -> None:
        """It is under way (again)."""
        self.recent.drop(job.entry.id)
        self.enter(job)

    def enter(self, job: Job) -> None:
        """It is on its way into the journal."""
        job.news = self._news
        self.pending[job.entry.id] = job

    def close(self, job: Job) -> None:
        """Its final state is on disk."""
        self.pending.pop(job.entry.id, None)
        self.recent.add(job)
        if self._news.told:  # what a person has decided never was under way
            self._news.told(job.record)

    def remember(self, record: Record) -> Job:
        """What the journal told."""
        job = Job(record.entry, None, record)
        if record.finished:
            self.recent.add(job)
        return job
