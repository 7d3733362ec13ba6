"""A receipt as a family will register it: made, and checked against the family's limits, before anything is sent."""

from dataclasses import dataclass
from typing import Protocol

from drivers.fiscal.marked import Marked
from drivers.fiscal.settled import Settled
from drivers.registers.known import Found


@dataclass(frozen=True, slots=True)
class Filled:
    """`warnings`: for the cashier, of what the register left out."""

    marked: Marked
    warnings: tuple[str, ...] = ()


class Plan(Protocol):
    @property
    def settled(self) -> Settled: ...
    @property
    def warnings(self) -> tuple[str, ...]: ...

    async def fill(self) -> Filled:
        """Everything but what records it: marking codes are checked, the receipt is opened and its rows are sent.

        May run a second time after the first was annulled. Raises KkmError; nothing is recorded then.
        """
        ...

    async def close(self) -> Found | None:
        """Record it. None where the answer does not tell the document: the ФН is asked then.

        Raises KkmError: what it was. Whether something was recorded is asked of the ФН in any case.
        """
        ...

    async def finish(self) -> str:
        """What goes on paper once it is recorded; a message where that could not be done. Never raises."""
        ...
