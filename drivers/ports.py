"""The Protocols everyone codes against."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState


class Clock(Protocol):
    """Time as a thing that is handed in, so that tests need no sleep."""

    def now(self) -> datetime: ...  # aware, UTC
    def local(self) -> datetime: ...  # the same moment, aware, in the shop's zone
    def monotonic(self) -> float: ...  # seconds
    async def sleep(self, seconds: float) -> None: ...


class Transport(Protocol):
    """A way to a device. Opened and closed by the driver that owns it, any number of times."""

    async def open(self) -> None: ...  # raises DeviceOffline
    async def write(self, data: bytes) -> None: ...  # returns once handed to the system; raises DeviceOffline
    async def read(self, size: int) -> bytes: ...  # 1..size bytes; raises DeviceOffline at the end; caller sets timeout

    async def finish(self) -> None:
        """Wait until the other side has taken all that was written, as far as this way can tell; only `close` follows.

        Has no deadline of its own. Raises DeviceOffline if the other side let go before.
        """
        ...

    async def close(self) -> None: ...  # what was written goes out first; never raises


@dataclass(frozen=True, slots=True)
class DeviceContext:
    """What a driver's factory is handed beside its options."""

    number: int
    name: str
    data: Path  # folder of this device's own files; may not exist yet
    clock: Clock
    open_transport: Callable[[str], Transport]  # connection text -> transport; raises RequestRefused on a bad text


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What never changes while a driver lives."""

    kind: DeviceKind
    type_id: str  # the API's IdTypeDevice, e.g. "KktEmulator"
    model: str  # the API's NameDevice
    commands: frozenset[type] = field(default_factory=frozenset)  # Command classes it can do


class Driver(Protocol):
    """One device. Owned by one task; no two calls overlap, `traits` excepted."""

    @property
    def traits(self) -> Traits: ...

    async def execute(self, command: Command) -> Outcome:
        """Do it. Raises KkmError and nothing else. May be cancelled at the deadline; `settle` is asked then."""
        ...

    async def state(self) -> DeviceState:
        """A status question: prints and changes nothing. Raises KkmError."""
        ...

    async def mark(self) -> str:
        """Where the device's counters stand, as text for `settle`; "" where it has none. Raises KkmError."""
        ...

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        """What became of `command`, begun when the counters stood at `mark`, whose answer is lost.

        The Outcome if the device shows that it was done; None if the device proves that nothing was recorded (an open
        receipt is annulled first). Raises OutcomeUnknown where the device cannot tell, DeviceOffline while it is away.
        """
        ...

    async def close(self) -> None:
        """Let go of the device; never raises."""
        ...


class TapeDocument(Protocol):
    """One document on a virtual device's paper; drawn only when asked."""

    @property
    def number(self) -> int: ...
    @property
    def title(self) -> str: ...
    @property
    def time(self) -> datetime: ...
    def text(self) -> str: ...
    def png(self) -> bytes: ...


@runtime_checkable
class HasTape(Protocol):
    """A device whose paper can be looked at."""

    def tape(self) -> list[TapeDocument]:
        """The last documents, newest first."""
        ...
