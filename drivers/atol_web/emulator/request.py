"""What a host has asked for under one uuid: its tasks, how far each is, and what came of it."""

from dataclasses import dataclass, field
from enum import StrEnum

from drivers.atol_web.emulator.errors import INTERRUPTED, described
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.json_text import Json


class Status(StrEnum):
    """Source: spec/atol-web.md 1."""

    WAIT = "wait"
    IN_PROGRESS = "inProgress"
    READY = "ready"
    ERROR = "error"
    INTERRUPTED = "interrupted"
    BLOCKED = "blocked"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a task comes to. `ready` aside, `result` is None."""

    status: Status
    code: int = 0
    text: str = ""
    result: Json = None


def failed(code: int, text: str = "") -> Answer:
    return Answer(Status.ERROR, code, text or described(code))


CUT_OFF = Answer(Status.INTERRUPTED, INTERRUPTED, described(INTERRUPTED))
CANCELED = Answer(Status.CANCELED, 0, described(0))


@dataclass(slots=True)
class Hold:
    """The outcome is not told yet: for so many questions, or until the link is back (`polls` None)."""

    polls: int | None
    then: Answer


@dataclass(slots=True)
class Request:
    """`answers` of the tasks that are over, in order. `turn`: when its next task may be over, None = it waits.

    `polls`: how often it was asked for.
    """

    uuid: str
    tasks: tuple[Fields, ...]
    stored: float  # by the monotonic clock
    answers: list[Answer] = field(default_factory=list)
    turn: float | None = None
    polls: int = 0
    hold: Hold | None = None
    ended: float = 0.0

    @property
    def over(self) -> bool:
        return len(self.answers) == len(self.tasks)

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(task.text("type") for task in self.tasks)

    def told(self) -> list[Answer]:
        """An answer for each task as it is now."""
        missing = len(self.tasks) - len(self.answers)
        return [*self.answers, *(self._unfinished(at) for at in range(missing))]

    def _unfinished(self, at: int) -> Answer:
        if at == 0 and self.hold is not None:
            return Answer(Status.BLOCKED, 0, described(0))
        running = at == 0 and self.turn is not None
        return Answer(Status.IN_PROGRESS if running else Status.WAIT, 0, described(0))

    def cancel(self) -> None:
        self.answers = [CANCELED for _ in self.tasks]
