"""When a server dies: at which step of which command."""

import json
import random
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import count, product
from typing import Self

from tests.faults.kills.shop import Kind

LATEST = 12


class Step(StrEnum):
    """How far a command has come.

    ACCEPTED: its row is on disk, no client has heard of it. MARKED: RUNNING is on disk, its device has heard nothing.
    FIRST_BYTE: the printer has a part of it; the ФН of the server has its document, not committed; a register has an
    open receipt. LAST_BYTE: the printer has all of it and has proved nothing yet; the ФН has committed it, nobody
    knows; a register has been told to close it. ANSWERED: the driver has returned the Outcome.
    COMMITTED: the result is on disk, no client has heard it. ANY: whatever is going on, the start of the server too.
    """

    ACCEPTED = "accepted"
    MARKED = "marked"
    FIRST_BYTE = "first byte"
    LAST_BYTE = "last byte"
    ANSWERED = "answered"
    COMMITTED = "committed"
    ANY = "any moment"


@dataclass(frozen=True, slots=True)
class Death:
    """`count`: which of the commands that reach the step is struck, from 1. `seed`: of what is left to chance."""

    kind: Kind
    step: Step
    count: int
    seed: int

    def dump(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def load(cls, line: str) -> Self:
        told = json.loads(line)
        return cls(Kind(told["kind"]), Step(told["step"]), told["count"], told["seed"])

    def moment(self) -> float:
        """Of Step.ANY: seconds after the start."""
        return random.Random(self.seed).uniform(0.02, 0.5)


def deaths(kinds: tuple[Kind, ...], kills: int, seed: int, latest: int = LATEST) -> Iterator[Death]:
    """Every step on every kind once before any of them comes again, the kinds in turn, the steps in any order.

    `latest`: of the commands that reach the step in a life, the last one that may be struck.
    """
    dice = random.Random(seed)
    planned = 0
    while planned < kills:
        every = list(product(kinds, Step))
        dice.shuffle(every)
        turns = {kind: count() for kind in kinds}
        every.sort(key=lambda one: next(turns[one[0]]))
        for kind, step in every[: kills - planned]:
            yield Death(kind, step, dice.randint(1, latest), dice.randrange(2**32))
        planned += len(every)
