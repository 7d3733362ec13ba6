"""The Protocols everyone codes against."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol, runtime_checkable

from drivers.model.command import Command
from drivers.model.document import LocalTax
from drivers.model.outcome import Outcome, Progress
from drivers.model.state import DeviceKind, DeviceState
from drivers.printing.bitmap import Bitmap


class Clock(Protocol):
    """Time as a thing that is handed in, so that tests need no sleep."""

    def now(self) -> datetime: ...  # aware, UTC
    def local(self) -> datetime: ...  # the same moment, aware, in the shop's zone
    def monotonic(self) -> float: ...  # seconds
    async def sleep(self, seconds: float) -> None: ...


class Transport(Protocol):
    """A way to a device. Opened and closed by the driver that owns it, any number of times.

    One `read` and one `write` may be under way at the same time.
    """

    @property
    def answers(self) -> bool: ...  # while open: anything can come back this way; where not, `read` raises at once
    @property
    def patience(self) -> float: ...  # seconds within which `finish` ends by itself; 0 = it has no deadline
    async def open(self) -> None: ...  # raises DeviceOffline
    async def write(self, data: bytes) -> None: ...  # returns once handed to the system; raises DeviceOffline
    async def read(self, size: int) -> bytes: ...  # 1..size bytes; raises DeviceOffline at the end; caller sets timeout

    async def finish(self) -> None:
        """Wait until the other side has taken all that was written, as far as this way can tell; only `close` follows.

        Its caller sets a deadline, which leaves it at least its `patience`. Raises DeviceOffline if the other side let
        go before.
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
    home: Path = Path()  # names of files in the options count from here: the folder of the settings file
    server: str = ""  # the name of this server among others that commands are forwarded through


@dataclass(frozen=True, slots=True, kw_only=True)
class Traits:
    """What never changes while a driver lives."""

    kind: DeviceKind
    type_id: str  # the API's IdTypeDevice, e.g. "KktEmulator"
    model: str  # the API's NameDevice
    commands: frozenset[type] = field(default_factory=frozenset)  # Command classes it can do
    taxes: tuple[LocalTax, ...] = ()  # of a register with a directory of its own, the usual one first; see ByAmount


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


@runtime_checkable
class PrintsBatches(Protocol):
    """A driver that knows, while it prints many labels in one command, how many of them are out."""

    def watch(self, report: Callable[[Progress | None], Awaitable[None]]) -> None:
        """Called once, before the first command.

        `report` is awaited whenever more labels are known to be printed; with None to say that the command is still in
        hand though nothing is known to be printed. Either begins the time anew that a command may take.
        """
        ...

    def cancel(self) -> bool:
        """End the batch that is being executed after the labels that have gone out already: `execute` raises Cancelled.

        False when nothing that can be ended is being executed.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a driver that forwards commands has to know of one beside the command."""

    id: str  # IdCommand, the same on both sides
    via: tuple[str, ...] = ()  # DeviceContext.server of those it has come through


@runtime_checkable
class RunsErrands(Protocol):
    """A driver whose device knows commands by their id."""

    def about(self, errand: Errand) -> None:
        """Of which command `mark`, `execute` and `settle` speak until the next call."""
        ...


@runtime_checkable
class KeepsInTouch(Protocol):
    """A driver that dials for each command, and holds the line for a moment where another is to follow."""

    def queue(self, waiting: Callable[[], bool]) -> None:
        """`waiting()`: whether another command for this device is in line. Told once, before the first command."""
        ...


@runtime_checkable
class HearsDecisions(Protocol):
    """A driver that does no new work while it does not know what became of the last one."""

    async def decided(self, command: Command, mark: str) -> None:
        """A person has said what became of `command`, begun when the counters stood at `mark`.

        May run beside other calls. Raises KkmError.
        """
        ...


@runtime_checkable
class HasPreview(Protocol):
    """A driver that can show what it would print."""

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """The paper, a bitmap for each document or label; nothing is printed or remembered, no device is asked.

        The one call that may run beside others, in any thread. Raises RequestRefused, NotSupported.
        """
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
