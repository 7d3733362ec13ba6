"""A pool at work: which of its members' workers gets a command, and who is left when one cannot do it."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace

from drivers.model.command import Command
from drivers.model.state import DeviceState
from drivers.ports import Traits
from kkmserver.dispatch.job import UNTRIED
from kkmserver.dispatch.ready import Ready
from kkmserver.dispatch.worker import Worker
from kkmserver.store.record import DeviceRow
from pools.pool import Pool

TYPE_ID, MODEL = "Pool", "Пул устройств"


class Pooled:
    """A Candidate for selection. `workers` is everybody's, and may change while the server runs."""

    def __init__(self, pool: Pool, row: DeviceRow, workers: Mapping[int, Worker]) -> None:
        self.pool, self.row, self._workers = pool, row, workers

    @property
    def number(self) -> int:
        return self.pool.plan.number

    @property
    def guid(self) -> str:
        return self.row.guid

    @property
    def switched_on(self) -> bool:
        return self.row.active

    @property
    def active(self) -> bool:
        return self.row.active

    def switch(self, active: bool) -> None:
        """Its members stay as they are."""
        self.row = replace(self.row, active=active)

    @property
    def members(self) -> list[Worker]:
        return list(self._present())

    def _present(self) -> Iterator[Worker]:
        return (self._workers[number] for number in self.pool.plan.members if number in self._workers)

    def member(self, number: int) -> Worker | None:
        return self._workers.get(number) if number in self.pool.plan.members else None

    @property
    def traits(self) -> Traits:
        """Of the first member, under the pool's own name."""
        return replace(next(self._present()).traits, type_id=TYPE_ID, model=MODEL)

    @property
    def faces(self) -> Iterator[DeviceState | None]:
        return (member.state for member in self._present())

    def choose(
        self, command: Command | None, among: Collection[int], *, prefer: int = 0, without: Collection[int] = ()
    ) -> Worker | None:
        """The member that takes `command` now, None where nobody can.

        `among`: those that may, () for all. Where none is known to be fit, those that might be are tried in turn.
        """
        for fit in _FITNESS:
            ready = Ready(self._may(among, without), self._workers, fit)
            number = self.pool.next(command, ready, prefer)
            if number is not None:
                return self._workers[number]
        return None

    def _may(self, among: Collection[int], without: Collection[int]) -> Collection[int]:
        if not among and not without:
            return self.pool.plan.members
        may = frozenset(among or self.pool.plan.members)
        return tuple(number for number in self.pool.plan.members if number in may and number not in without)

    def fit_for(self, among: Collection[int], without: int) -> bool:
        """Whether another member is known to be fit for such a command."""
        return any(one.active and one.online and not one.trouble and one.number != without for one in self.those(among))

    def those(self, among: Collection[int]) -> list[Worker]:
        """() is all of them."""
        may = frozenset(among)
        return [one for one in self.members if not may or one.number in may]

    def reasons(self, among: Collection[int] = (), tried: Mapping[int, str] = UNTRIED) -> str:
        """Why none of those that may can do it, each by its name. `tried`: what is known from trying."""
        return " ".join(_reason(one, tried.get(one.number, "")) for one in self.those(among))


def _fine(member: Worker) -> bool:
    return member.active and not member.trouble


# From the best to those that are better than nobody.
_FITNESS: tuple[Callable[[Worker], bool], ...] = (
    lambda member: _fine(member) and not member.full,
    _fine,
    lambda member: member.active and not member.full,
    lambda member: member.active,
)


def _reason(member: Worker, known: str) -> str:
    why = (known or member.blocked or member.trouble or "занято.") if member.switched_on else "отключено."
    return f"«{member.device.name}»: {why}"
