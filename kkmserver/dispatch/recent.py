"""The last finished commands, so that polling for a result costs no disk."""

from collections import OrderedDict

from kkmserver.dispatch.job import Job

_OVERHEAD = 3_000  # bytes a finished job takes beside its request and a document read back for it


class Recent:
    """Least recently used go first; bounded by number and by bytes, since a request may have 16 MiB."""

    def __init__(self, jobs: int = 1000, size: int = 4 * 1024 * 1024) -> None:
        self._jobs: OrderedDict[str, Job] = OrderedDict()
        self._most, self._size_most = jobs, size
        self._size = 0

    def get(self, id: str) -> Job | None:  # noqa: A002
        job = self._jobs.get(id)
        if job:
            self._jobs.move_to_end(id)
        return job

    def add(self, job: Job) -> None:
        self.drop(job.entry.id)
        self._jobs[job.entry.id] = job
        self._size += _weight(job)
        while len(self._jobs) > self._most or self._size > self._size_most:
            _, old = self._jobs.popitem(last=False)
            self._size -= _weight(old)

    def drop(self, id: str) -> None:  # noqa: A002
        old = self._jobs.pop(id, None)
        if old:
            self._size -= _weight(old)


def _weight(job: Job) -> int:
    outcome = job.record.outcome
    copy = 4 * len(outcome.copy.text) if outcome and outcome.copy else 0
    return len(job.entry.request) + copy + _OVERHEAD
