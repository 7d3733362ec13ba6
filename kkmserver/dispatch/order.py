"""What a dialect hands over, and what it gets back."""

from dataclasses import dataclass
from typing import Protocol

from drivers.model.command import Command
from drivers.model.ffd import TaxSystem
from drivers.model.state import DeviceKind, DeviceState
from drivers.printing.bitmap import Bitmap
from kkmserver.store.record import DeviceRow, Record


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


class DeviceNotFound(Exception):
    """No configured and switched-on device fits the target."""


class IdReused(Exception):
    """The id belongs to a command with other content."""


class Draining(Exception):
    """The server is stopping and takes no new work."""


class QueueFull(Exception):
    """Too much is waiting for this device."""


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
    active: bool
    waiting: int  # commands in the queue
    state: DeviceState | None


class Dispatch(Protocol):
    """What dialects and the console may ask of the server."""

    async def submit(self, order: Order) -> Ticket:
        """Journal it (on disk on return), queue it. A repeat of a known id gets the ticket of the first.

        Raises DeviceNotFound, IdReused, Draining, QueueFull, JournalBroken.
        """
        ...

    async def find(self, id: str) -> Ticket | None: ...  # noqa: A002

    async def cancel(self, id: str) -> Ticket | None:  # noqa: A002
        """Call off a command: one that waits is never begun, a batch ends after the labels under way.

        Returns once it is final, or after a few seconds as it stands; None for an unknown id. Raises NotCancellable,
        JournalBroken.
        """
        ...

    async def preview(self, command: Command, target: Target) -> tuple[Bitmap, ...]:
        """What the chosen device would print; drawn in a thread. Raises DeviceNotFound, KkmError."""
        ...

    def devices(self) -> list[DeviceView]: ...  # by number
    async def switch(self, number: int, guid: str, active: bool) -> None: ...  # raises DeviceNotFound
