"""What a dialect hands over, and what it gets back."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from drivers.model.command import Command
from drivers.model.document import LocalTax
from drivers.model.ffd import TaxSystem
from drivers.model.outcome import FiscalDocument
from drivers.model.state import DeviceKind, DeviceState
from drivers.printing.bitmap import Bitmap
from kkmserver.store.record import Deed, DeviceRow, Entry, Facets, Found, Record, Wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Which device is wanted; what is empty does not filter. See spec/kkmserver.md, 2.2."""

    number: int = 0
    guid: str = ""
    inn: str = ""
    serial: str = ""
    tax_system: TaxSystem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One command of one client."""

    id: str  # "" = none given; one is made
    dialect: str
    name: str
    command: Command
    target: Target
    client: str
    request: bytes
    fingerprint: bytes
    hold: float = 0.0  # seconds it may wait for a device that is away, where the settings let it wait
    request_id: str = ""
    via: tuple[str, ...] = ()  # servers it has come through; see drivers.ports.Errand


class DeviceNotFound(Exception):
    """No configured and switched-on device fits the target. `reasons`: of a pool, why no member can take it."""

    def __init__(self, target: Target, reasons: str = "") -> None:
        super().__init__(target)
        self.target, self.reasons = target, reasons


class IdReused(Exception):
    """The id belongs to a command with other content."""


class Draining(Exception):
    """The server is stopping and takes no new work."""


class QueueFull(Exception):
    """Too much is waiting for this device."""


class Overloaded(Exception):
    """Too many commands are unfinished in the whole server."""


class TooFast(Exception):
    """This client sends more commands a second than it may. `seconds`: when the next one is welcome."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class GoesRound(Exception):
    """It has come through this server already."""


class NotUnknown(Exception):
    """Its outcome is known, so there is nothing to decide."""


class NotCancellable(Exception):
    """It is being executed and cannot be ended, or it is over."""


class Ticket(Protocol):
    """A command that is in the journal."""

    @property
    def record(self) -> Record:
        """As it stands now; light (Record.light) while it is queued and far from its turn."""
        ...

    async def wait(self, seconds: float) -> Record:
        """Until it is final, `seconds` at the most; then as it stands. Cancelling the wait cancels nothing else."""
        ...


class Decision(StrEnum):
    """What a person found at the device."""

    PRINTED = "printed"
    NOT_PRINTED = "not_printed"
    PRINT_AGAIN = "print_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """A person's word on a command whose outcome is unknown."""

    decision: Decision
    who: str  # as in Order.client
    document: FiscalDocument | None = None  # of PRINTED: the numbers on the paper
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceView:
    """A device as lists show it. `state` is the last one seen, None before the first contact."""

    number: int
    name: str
    driver: str  # as in the config
    kind: DeviceKind
    type_id: str
    model: str
    row: DeviceRow
    online: bool
    active: bool  # switched on, and not blocked
    waiting: int  # commands in the queue
    state: DeviceState | None
    blocked: str = ""  # why it was set aside by itself
    members: tuple[int, ...] = ()  # of a pool
    busy: bool = False  # a command is in its hands
    wire_log: bool | None = None  # whether it is being kept; None: it has no wire
    connection: str = ""  # as in the config, without passwords
    commands: frozenset[type] = frozenset()  # Command classes it can do
    taxes: tuple[LocalTax, ...] = ()  # see Traits
    offline_since: datetime | None = None  # None: it is there, or was not seen since the start
    blocked_since: datetime | None = None  # None: it is not, or was already at the start
    turn: int = 0  # of a pool: the member whose turn was the last one


class Dispatch(Protocol):
    """What dialects and the console may ask of the server."""

    async def submit(self, order: Order) -> Ticket:
        """Journal it (on disk on return), queue it. A repeat of a known id gets the ticket of the first.

        Raises DeviceNotFound, IdReused, Draining, QueueFull, Overloaded, TooFast, GoesRound, JournalBroken.
        """
        ...

    async def find(self, id: str) -> Ticket | None: ...  # noqa: A002

    async def cancel(self, id: str, who: str = "") -> Ticket | None:  # noqa: A002
        """Call off a command: one that waits is never begun, a batch ends after the labels under way.

        Returns once it is final, or after a few seconds as it stands; None for an unknown id. Raises NotCancellable,
        JournalBroken.
        """
        ...

    async def resolve(self, id: str, resolution: Resolution) -> Ticket | None:  # noqa: A002
        """Settle a command whose outcome is unknown by a person's word; the ticket is on disk so.

        PRINT_AGAIN queues a further attempt; so may any word on a receipt with a card payment, see Follow. None for an
        unknown id. Raises NotUnknown, DeviceNotFound, JournalBroken.
        """
        ...

    def watch(self, told: Callable[[Record], None] | None) -> None:
        """Somebody looks: `told` hears of each command that was accepted or has changed, and devices are asked more
        often how they are; None: nobody does any more. `told` returns at once."""
        ...

    async def preview(self, command: Command, target: Target) -> tuple[Bitmap, ...]:
        """What the chosen device would print; drawn in a thread. Raises DeviceNotFound, KkmError."""
        ...

    def command_of(self, entry: Entry) -> Command | None:
        """Read again from the journal; None where the request is forgotten or cannot be read. Takes its time."""
        ...

    def devices(self) -> list[DeviceView]: ...  # by number
    async def switch(self, number: int, guid: str, active: bool, who: str = "") -> None: ...  # raises DeviceNotFound

    async def keep_wire_log(self, number: int, keep: bool, who: str) -> None: ...  # raises DeviceNotFound
    def wire_log(self, number: int) -> list[str]: ...  # newest last; raises DeviceNotFound

    async def rows(self, wanted: Wanted) -> list[Record]: ...  # light, newest first; raises JournalBroken
    async def search(self, wanted: Wanted, seconds: float) -> Found: ...  # see Journal; raises JournalBroken
    async def count(self, wanted: Wanted, seconds: float) -> Found: ...  # the same
    async def facets(self) -> Facets: ...  # the same
    async def note(self, action: str, subject: str, detail: str, who: str) -> None: ...  # a line of the audit
    async def deeds(self, before: int | None, limit: int) -> list[Deed]: ...

    @property
    def trouble(self) -> str:
        """Why nothing is accepted just now, for people; "" = all is well."""
        ...
