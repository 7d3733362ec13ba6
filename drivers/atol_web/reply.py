"""The web server's envelope: statuses of tasks, their errors in both forms, refusals of HTTP. Pure.

Source: spec/atol-web.md 1.
"""

from dataclasses import dataclass
from enum import StrEnum

from drivers.errors import FrameError
from drivers.http_service.fields import Fields, fields_of
from drivers.http_service.question import Answer


class Status(StrEnum):
    WAIT = "wait"  # in the queue
    RUNNING = "inProgress"
    READY = "ready"
    ERROR = "error"  # nothing is registered (inferred, see codes.in_doubt)
    INTERRUPTED = "interrupted"  # not run, or cut off, because of an error before
    BLOCKED = "blocked"  # the register was lost midway: the queue stands until the web server knows
    CANCELED = "canceled"


_UNDER_WAY = (Status.WAIT, Status.RUNNING, Status.BLOCKED)


@dataclass(frozen=True, slots=True)
class TaskResult:
    status: Status
    code: int  # 0 = no error
    description: str
    result: Fields  # empty where it is null

    @property
    def done(self) -> bool:
        return self.status is Status.READY and self.code == 0


@dataclass(frozen=True, slots=True)
class Results:
    """One for each task of a request, in their order."""

    tasks: tuple[TaskResult, ...]

    @property
    def under_way(self) -> bool:
        return any(task.status in _UNDER_WAY for task in self.tasks)

    @property
    def blocked(self) -> bool:
        return any(task.status is Status.BLOCKED for task in self.tasks)


@dataclass(frozen=True, slots=True)
class Refusal:
    """What HTTP says instead of a result."""

    status: int
    code: int  # the web server's own, 0 = none
    description: str


def results(answer: Answer) -> Results:
    """Raises FrameError for anything but a list of at least one result."""
    tasks = tuple(_task(part) for part in fields_of(answer.body).parts("results"))
    if not tasks:
        raise FrameError("нет ни одного результата")
    return Results(tasks)


def refusal(answer: Answer) -> Refusal:
    """The body may be anything: some answers come from what stands before the web server."""
    try:
        error = fields_of(answer.body).inner("error")
        return Refusal(answer.status, error.whole("code"), error.words("description"))
    except FrameError:
        return Refusal(answer.status, 0, "")


def _task(part: Fields) -> TaskResult:
    word = part.text("status")
    if word not in set(Status):
        raise FrameError(f"неизвестное состояние задания «{word[:40]}»")
    code, description = _error(part)
    return TaskResult(Status(word), code, description, part.inner("result"))


def _error(part: Fields) -> tuple[int, str]:
    """v2 nests it, v1 does not; a server may mix them."""
    nested = part.part("error")
    if nested is not None:
        return nested.whole("code"), nested.words("description")
    return part.whole("errorCode"), part.words("errorDescription")
