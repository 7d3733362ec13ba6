"""The members of a pool that can take a command."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

from kkmserver.dispatch.worker import Worker


@dataclass(frozen=True, slots=True)
class Ready(Mapping[int, int]):
    """Member -> commands it has, of those that are `fit`.

    A member is looked at when it is asked about: who goes by turns asks about one or two, however large the pool is.
    """

    members: Collection[int]
    workers: Mapping[int, Worker]
    fit: Callable[[Worker], bool]

    def __contains__(self, number: object) -> bool:
        if number not in self.members:
            return False
        worker = self.workers.get(number)  # type: ignore[call-overload]  # a member, so a number
        return worker is not None and self.fit(worker)

    def __iter__(self) -> Iterator[int]:
        return (number for number in self.members if number in self)

    def __getitem__(self, number: int) -> int:
        if number not in self:
            raise KeyError(number)
        return self.workers[number].waiting

    def __len__(self) -> int:
        return sum(1 for _ in self)
