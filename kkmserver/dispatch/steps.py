"""What is done around a receipt, each in a row of the journal of its own: "<id>@egais", "<id>@card" and so on.

The row belongs to an attempt of the receipt; from the second one on its number is part of the name: "<id>@card:2".
"""

import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from kkmserver.dispatch.job import Job
from kkmserver.store import own
from kkmserver.store.record import Entry, Failure, Journal, Record, State

SLIP = "slip"


class Step(StrEnum):
    """Before the receipt, in this order: no money is taken for bottles that may not be sold."""

    EGAIS = "egais"
    CARD = "card"


# How each is undone: the next way is for when the one before is refused.
UNDO: Mapping[Step, tuple[str, ...]] = MappingProxyType(
    {Step.EGAIS: ("egais-undo",), Step.CARD: ("card-undo", "card-refund")}
)
_PARTS = "|".join([*Step, *(part for ways in UNDO.values() for part in ways), SLIP])
_CHILD = re.compile(rf"(.*)@({_PARTS})(?::(\d{{1,9}}))?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Child:
    """`parent`: id of the receipt; `attempt`: the one of it that the row belongs to."""

    parent: str
    part: str
    attempt: int

    @property
    def undoes(self) -> bool:
        return any(self.part in ways for ways in UNDO.values())


def id_of(parent: str, part: str, attempt: int) -> str:
    return f"{parent}@{part}" if attempt == 1 else f"{parent}@{part}:{attempt}"


def child_of(entry: Entry) -> Child | None:
    """None for whatever a client has sent, however it is called."""
    found = _CHILD.fullmatch(entry.id) if entry.dialect == own.OWN else None
    return Child(found[1], found[2], int(found[3] or 1)) if found else None


@dataclass(frozen=True, slots=True)
class Taken:
    """The latest row of a step. `undo`: by way, what this attempt of the receipt has begun against it."""

    step: Step
    job: Job
    attempt: int
    undo: Mapping[str, Job]
    undone_before: bool  # by an earlier attempt

    @property
    def record(self) -> Record:
        return self.job.record

    @property
    def stands(self) -> bool:
        """It was done, and no earlier attempt has undone it."""
        return self.record.state is State.DONE and not self.undone_before

    @property
    def undone(self) -> bool:
        return any(job.record.state is State.DONE for job in self.undo.values())


@dataclass(frozen=True, slots=True)
class Trail:
    """How far an attempt of a receipt has come."""

    attempt: int
    taken: tuple[Taken, ...]
    because: Failure | None  # why this attempt is being undone; None: it is not

    def of(self, step: Step) -> Taken | None:
        return next((taken for taken in self.taken if taken.step is step), None)

    @property
    def standing(self) -> dict[Step, Record]:
        """What the receipt rests on, or what has to be undone."""
        return {taken.step: taken.record for taken in self.taken if taken.stands}

    @property
    def rows(self) -> list[Record]:
        """What this attempt rests on, and what undoes it."""
        steps = [taken.record for taken in self.taken if self.counts(taken)]
        return steps + [job.record for taken in self.taken for job in taken.undo.values()]

    def counts(self, taken: Taken) -> bool:
        return taken.attempt == self.attempt or taken.stands or not taken.record.finished

    @property
    def unknown(self) -> list[Record]:
        return [record for record in self.rows if record.state is State.UNKNOWN]


class Trails:
    def __init__(self, journal: Journal, find: Callable[[str], Awaitable[Job | None]]) -> None:
        self._journal, self._find = journal, find

    async def of(self, parent: str, attempt: int) -> Trail:
        """Raises JournalBroken."""
        found = [taken for step in Step if (taken := await self._taken(parent, step, attempt))]
        undoing = [job for taken in found for job in taken.undo.values()]
        return Trail(attempt, tuple(found), await self._because(undoing[0]) if undoing else None)

    async def _taken(self, parent: str, step: Step, attempt: int) -> Taken | None:
        for number in range(attempt, 0, -1):
            if job := await self._child(parent, step, number):
                earlier = [await self._undo(parent, step, one) for one in range(number, attempt)]
                before = any(job.record.state is State.DONE for undo in earlier for job in undo.values())
                return Taken(step, job, number, await self._undo(parent, step, attempt), before)
        return None

    async def _undo(self, parent: str, step: Step, attempt: int) -> dict[str, Job]:
        found = {way: await self._child(parent, way, attempt) for way in UNDO[step]}
        return {way: job for way, job in found.items() if job}

    async def _because(self, undoing: Job) -> Failure | None:
        request = undoing.entry.request
        if not request and (stored := await self._journal.find(undoing.entry.id)):  # it is far from its turn
            request = stored.entry.request
        return own.read(request).because

    async def _child(self, parent: str, part: str, attempt: int) -> Job | None:
        job = await self._find(id_of(parent, part, attempt))
        return job if job and job.entry.dialect == own.OWN else None
