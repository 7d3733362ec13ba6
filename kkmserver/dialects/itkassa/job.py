"""A job: one document to be, a list of commands for one register."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class JobState(StrEnum):
    """PRINTING is never on disk. UNKNOWN: whether the last command was done; a person settles that in the console."""

    QUEUED = "queued"
    PRINTING = "printing"
    DONE = "done"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of it, as the API tells it; `error` 0 = all went well. Texts are "" where there is nothing."""

    error: int
    text: str  # "[ OpenSession ] Ошибок нет"
    printed_at: datetime
    session_state: str = ""  # opened, closed, expired
    session: str = ""
    check: str = ""
    sign: str = ""
    storage: str = ""  # number of the ФН
    date: str = ""  # register clock, "2026-11-15 15:30:00"
    url: str = ""  # text of the QR code
    ofd_url: str = ""

    @property
    def word(self) -> str:
        return "critical_error" if self.error else "success"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Times are aware UTC. It has a `result` when it is finished."""

    id: str  # GUID
    number: int  # of all jobs, in the order of their arrival
    organization: str  # GUID
    register: str  # creItemId as it was sent
    device: int  # its number
    commands: str  # JSON of the list, as it was sent
    client: str  # who sent it
    key: str | None = None  # idempKey
    registry: str | None = None  # registryId
    created_at: datetime
    updated_at: datetime
    state: JobState = JobState.QUEUED
    result: Result | None = None

    @property
    def finished(self) -> bool:
        return self.state in (JobState.DONE, JobState.UNKNOWN)
