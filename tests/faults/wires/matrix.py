"""Every case there is, or every so many of them."""

from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from tests.faults.wires.case import Finding, Plan, planned, tried
from tests.faults.wires.faults import Fault, faults, noises
from tests.faults.wires.printers import SUBJECTS, Subject


@dataclass(frozen=True, slots=True)
class Case:
    plan: Plan
    fault: Fault
    finding: Finding

    @property
    def command(self) -> str:
        return type(self.plan.command).__name__

    def __str__(self) -> str:
        return f"{self.plan.subject.name}: {self.command}: {self.fault}: {self.finding}"


async def plans(subjects: Iterable[Subject] = SUBJECTS) -> AsyncIterator[Plan]:
    """Each driver with each command it can do."""
    for subject in subjects:
        for command in subject.commands:
            if plan := await planned(subject, command):
                yield plan


async def cases(every: int = 1, subjects: Iterable[Subject] = SUBJECTS) -> AsyncIterator[Case]:
    """`every`: of the faults of all commands in a row, each so many'th. Up to 9 leave out no command and no fault."""
    numbers = count()
    async for plan in plans(subjects):
        for fault in all_faults(plan):
            if next(numbers) % every == 0:
                yield Case(plan, fault, await tried(plan, fault))


def all_faults(plan: Plan) -> Iterator[Fault]:
    yield from faults(plan.down, plan.up, plan.subject.places)
    if plan.subject.sums:
        yield from noises(plan.down)
