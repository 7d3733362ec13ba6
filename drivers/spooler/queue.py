"""What the driver needs of a print spooler, whichever it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from drivers.printing.bitmap import Bitmap


@dataclass(frozen=True, slots=True)
class Raw:
    """Bytes in the printer's own language; the spooler passes them on as they are."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Pages:
    """Pictures of whole pages, margins included; each is as large as its dots on a head of `dpi`."""

    bitmaps: tuple[Bitmap, ...]
    dpi: int


Document = Raw | Pages


class JobState(Enum):
    BOOKED = auto()  # has a number and no document: nothing can be printed
    WAITING = auto()
    HELD = auto()  # somebody has to release it
    PRINTING = auto()
    COMPLETED = auto()  # the spooler has handed all of it to the printer
    CANCELLED = auto()
    ABORTED = auto()  # the spooler has given up

    @property
    def over(self) -> bool:
        return self in (JobState.COMPLETED, JobState.CANCELLED, JobState.ABORTED)


@dataclass(frozen=True, slots=True)
class Job:
    """`started`: the spooler may have sent the printer something of it; False is a proof. `message`: its own words."""

    number: int
    title: str
    state: JobState
    started: bool
    message: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterState:
    """`stopped`: the queue hands nothing on until somebody resumes it; `accepting`: it takes new jobs.

    `formats`: what it takes beside raw bytes, "" where any. `fault`: what else is wrong, in words for the cashier.
    """

    model: str = ""
    stopped: bool = False
    accepting: bool = True
    offline: bool = False
    paper_out: bool = False
    paper_low: bool = False
    cover_open: bool = False
    fault: str = ""
    message: str = ""  # the spooler's own words
    formats: frozenset[str] = frozenset()


class Queue(Protocol):
    """One printer of a spooler. Every call has a deadline and raises DeviceOffline when the spooler does not answer."""

    def __str__(self) -> str: ...  # where it is, for people; without a password

    async def printer(self) -> PrinterState: ...  # raises DeviceOffline also when there is no such printer

    async def book(self, title: str) -> int:
        """A job without a document; its number. Raises OperatorNeeded when the queue takes no jobs."""
        ...

    async def send(self, number: int, document: Document) -> None:
        """Give the booked job its document and let it go.

        An error proves nothing: look at the job. Raises DeviceFaulty when the spooler refuses it.
        """
        ...

    async def job(self, number: int, title: str) -> Job | None: ...  # None: not known, or not any more

    async def jobs(self, prefix: str) -> Mapping[str, Job]: ...  # those whose title begins so, by title

    async def cancel(self, number: int) -> None: ...  # one that is over or unknown stays as it is

    async def forget(self) -> None: ...  # the jobs sent so far need not be kept for questions any more

    async def close(self) -> None: ...  # never raises
