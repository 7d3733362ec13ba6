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


class Lack(StrEnum):
    """What a family of registers may honestly be without; its module says by which evidence.

    Nothing is weakened by it: what is asked for all the same is refused in words, and nothing comes of it.
    """

    # in a receipt
    ROWS_BETWEEN = "text among the rows of a receipt: it stands before or behind them"
    GOODS_CODES = "marking codes in rows of ФФД 1.05"
    GOODS_NUMBERS = "plain numbers of the goods (EAN-13) in their rows"
    AGENTS = "agents and suppliers"
    CUSTOMS = "country, customs declaration and excise of the goods"
    ATTRIBUTES = "attributes of the goods, of the receipt and of the user"
    CLIENT_NAME = "name of the buyer"
    PURCHASES = "purchases"
    CORRECTIONS = "corrections"
    SUM_CORRECTIONS = "corrections without rows"
    PAPERLESS = "documents without paper"
    MARKING = "marking codes that are checked; every family without ФФД 1.2 is without it"
    # on paper
    PICTURES = "pictures"
    CODES = "codes on paper"
    OTHER_CODES = "codes on paper beside QR and EAN"
    LINE_LENGTH = "rows as long as the ruler says"
    # reports and looks
    SETTLEMENT_REPORT = "the report for the ОФД"
    COUNTERS = "counters of the shift"
    REGISTRATION = "changes of the registration"
    REGISTRATION_TOLD = "the registration: ИНН, РНМ, tax systems"
    STORAGE_TERM = "until when its ФН serves"
    ARCHIVE = "requisites of a recorded document: no more is told than what it was, its number, sign and sum"
    OLDER_DOCUMENTS = "documents of the ФН but the last one"
    DETAILS = "more than the number of a document whose answer was lost"
    MOMENTS = "when, and as which of its shift, a document was recorded whose answer was lost"
    PREVIEWS = "previews"
    DRAWER = "a drawer that opens by command"


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


A_FEW = frozenset(
    {
        "test_a_day",
        "test_cash_in_and_out",
        "test_a_document_with_everything",
        "test_the_rows_stand_on_paper_in_their_order",
        "test_a_receipt_that_stands_open_is_annulled",
    }
)
"""Tests for a family that is played in full over another way: they send most of its commands over this one."""


@dataclass(frozen=True, slots=True)
class Family:
    """`stand`: a register that is registered for everything, with no shift open, with its ФН in that folder if it has
    one. `run`: what its scenes are played by. `absent`: why it cannot be tried here. `far`: a step of its way can be
    told from the next one. `slow`: it waits for real seconds, and so is tried with a part of what differs in nothing
    but the command; so is one that is `again` another of the same family, over another way to it.
    `formats`: the ФФД it is tried with, the newest last. `lacks`: see Lack. `only`: names of the tests that it plays,
    FAULTS=long plays all; none = all.
    """

    name: str
    stand: Callable[[Path, FfdVersion], AbstractAsyncContextManager[Stand]]
    run: Callable[[Coroutine[Any, Any, None]], None]
    suffers: frozenset[Trouble]
    far: bool = False
    slow: bool = False
    absent: str = ""
    formats: tuple[str, ...] = ("1.05", "1.2")
    lacks: frozenset[Lack] = frozenset()
    again: bool = False
    only: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return self.name

    @property
    def newest(self) -> str:
        return self.formats[-1]

    @property
    def part(self) -> bool:
        """It plays no more than a part of what differs in nothing but the command."""
        return self.slow or self.again

    def has(self, lack: Lack) -> bool:
        """Whether it can do what others lack."""
        return lack not in self.lacks and (lack is not Lack.MARKING or FfdVersion.V1_2.value in self.formats)
