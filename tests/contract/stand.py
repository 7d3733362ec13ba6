"""A register on the bench: its driver, what really came of the commands, and what a test may break."""

from collections.abc import Callable, Coroutine
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from drivers.fiscal import tlv
from drivers.model.command import Command
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType
from drivers.ports import Driver


class Trouble(StrEnum):
    """`suffer` prepares the first ones for the next command, and brings about the others at once; `mend` ends all."""

    ANSWER_LOST = "what closes a document is carried out, and its answer never comes"
    WIRE_CUT = "the wire breaks in the middle of the document"
    POWER_CUT = "the power goes between the record and its answer"
    PAPER_OUT = "the paper ends in the middle of the document"
    NO_PAPER = "there is no paper"
    OFFLINE = "nobody is at the other end"
    OLD_SHIFT = "the shift has been open for more than 24 hours"
    STUCK_RECEIPT = "somebody has left a receipt open"
    ANOTHER_STORAGE = "another ФН is in the register"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A document as the ФН has it. `tags`: its requisites, top level."""

    number: int
    form: DocumentForm
    type: ReceiptType | None
    total: int | None
    sign: int
    tags: tuple[tlv.Item, ...]

    def all(self, tag: int) -> list[tlv.Item]:
        return [item for item in self.tags if item.tag == tag]

    def amount(self, tag: int) -> int:
        """Kopecks; 0 where it is not there."""
        return sum(item.number() for item in self.all(tag))

    @property
    def goods(self) -> list[str]:
        """Names of the rows."""
        return [row.child(1030).text() for row in self.all(1059)]


class Stand(Protocol):
    """`driver` is a new one after `restart`. Everything else is told past the driver."""

    driver: Driver

    @property
    def documents(self) -> list[Recorded]: ...  # of the ФН that is in the register, oldest first
    @property
    def rows(self) -> list[str]: ...  # lines of text on all paper that came out, oldest first
    @property
    def graphics(self) -> int: ...  # codes and pictures on it
    @property
    def drawer(self) -> int: ...  # kopecks in cash, by the register's own count
    @property
    def pulses(self) -> int: ...  # how often the drawer was kicked open by command

    async def suffer(self, trouble: Trouble) -> None:
        """Only what the family can suffer."""
        ...

    async def mend(self) -> None:
        """What a person does: loads paper, plugs the wire, switches the power on."""
        ...

    async def restart(self) -> None:
        """The server has died, and a new one has begun: nothing is left but what the device remembers."""
        ...

    async def broken_off(self, command: Command, moment: int) -> bool:
        """Cancel it at so many'th step of its way to the device, from 1; False where it was over before."""
        ...


@dataclass(frozen=True, slots=True)
class Family:
    """`stand`: a register that is registered for everything, with no shift open, with its ФН in that folder if it has
    one. `run`: what its scenes are played by. `absent`: why it cannot be tried here. `far`: a step of its way can be
    told from the next one. `slow`: it waits for real seconds, and so is tried with a part of what differs in nothing
    but the command.
    """

    name: str
    stand: Callable[[Path, FfdVersion], AbstractAsyncContextManager[Stand]]
    run: Callable[[Coroutine[Any, Any, None]], None]
    suffers: frozenset[Trouble]
    far: bool = False
    slow: bool = False
    absent: str = ""

    def __str__(self) -> str:
        return self.name
