"""The printer: a roll, a queue of jobs, and what came out. Time passes only when it is looked at."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from drivers.emulation.text_document import TextDocument
from drivers.shtrih.emulator.clock import DeviceClock
from drivers.shtrih.emulator.conditions import Conditions
from drivers.shtrih.emulator.printed import Barcode, Cut, Feed, Line, Picture, Printed


class Submode(IntEnum):
    """Source: spec/shtrih-m.md 4."""

    READY = 0
    NO_PAPER = 1  # found while nothing was printed
    OUT_OF_PAPER = 2  # ran out inside a document
    WAITS_FOR_CONTINUE = 3
    PRINTING = 5


class Result(IntEnum):
    """The last print result of 10h."""

    DONE, OUT_OF_PAPER, PRINTER_FAULT = 0, 1, 2
    PRINTING = 5


@dataclass(slots=True)
class Job:
    """`seconds` for the whole of it; `out`: how many of its items have come out."""

    items: tuple[Printed, ...]
    seconds: float
    began: float
    document: bool
    out: int = 0

    def due(self, now: float) -> int:
        """How many items are out by then, if nothing stops them."""
        if now >= self.began + self.seconds:
            return len(self.items)
        return int(len(self.items) * (now - self.began) / self.seconds)


@dataclass(slots=True)
class _Strip:
    """The piece that hangs out of the slot."""

    rows: list[str] = field(default_factory=list)
    codes: list[tuple[str, str]] = field(default_factory=list)


class Paper:
    """`printed`: everything that came out, in order; survives everything, it is paper.

    `left`: lines on the roll, None = enough; `reload` brings a new one.
    """

    def __init__(self, conditions: Conditions, clock: DeviceClock) -> None:
        self.printed: list[Printed] = []
        self.documents: list[TextDocument] = []
        self.left: int | None = None
        self.pulses: list[int] = []  # drawers that were opened, by number
        self._conditions, self._clock = conditions, clock
        self._jobs: deque[Job] = deque()
        self._stopped = self._waits = False  # ran out of paper inside a job; reloaded, not yet continued
        self._strip = _Strip()
        self.lost: list[tuple[Printed, ...]] = []  # what the power took from documents, oldest first

    # what tests look at

    @property
    def lines(self) -> list[str]:
        return [each.text for each in self.printed if isinstance(each, Line)]

    @property
    def barcodes(self) -> list[Barcode]:
        return [each for each in self.printed if isinstance(each, Barcode)]

    @property
    def pictures(self) -> list[Picture]:
        return [each for each in self.printed if isinstance(each, Picture)]

    @property
    def cuts(self) -> list[Cut]:
        return [each for each in self.printed if isinstance(each, Cut)]

    def reload(self, lines: int | None = None) -> None:
        """A new roll, and the cover is closed."""
        self.left = lines
        self._conditions.paper, self._conditions.cover_open = True, False
        self.submode()

    # the mechanics

    def submode(self) -> Submode:
        self._roll()
        if self._stopped:
            return Submode.OUT_OF_PAPER
        if self._waits:
            return Submode.WAITS_FOR_CONTINUE
        if self._jobs:
            return Submode.PRINTING
        return Submode.READY if self._ready else Submode.NO_PAPER

    def result(self) -> Result:
        submode = self.submode()
        if submode is Submode.PRINTING:
            return Result.PRINTING
        if self._conditions.overheated or self._conditions.printer_gone:
            return Result.PRINTER_FAULT
        if submode is Submode.READY:
            return Result.DONE
        return Result.OUT_OF_PAPER

    def print(self, items: Iterable[Printed], seconds: float = 0.0, *, document: bool = False) -> None:
        job = Job(tuple(items), seconds, self._clock.monotonic(), document)
        if job.items:
            self._jobs.append(job)
            self._roll()

    def go_on(self) -> None:
        """B0h: the rest of the document, at the pace it had."""
        self._waits = False
        for job in self._jobs:
            job.began = self._clock.monotonic() - job.seconds * job.out / len(job.items)
        self._roll()

    def power_off(self) -> None:
        """The queue is gone; what has come out hangs there."""
        self._roll()
        self.lost += [job.items for job in self._jobs if job.document]
        self._jobs.clear()
        self._stopped = self._waits = False

    def power_on(self) -> None:
        """Nothing, or the last lost document is ready to be printed anew after B0h."""
        if self._conditions.finishes_after_power and self.lost:
            self._jobs.append(Job(self.lost.pop(), 0.0, self._clock.monotonic(), document=True))
            self._waits = True

    @property
    def _ready(self) -> bool:
        return self._conditions.paper and not self._conditions.cover_open

    def _roll(self) -> None:
        """Bring everything up to this moment."""
        if self._stopped and self._ready:
            self._stopped, self._waits = False, True
        if self._waits:
            return
        now = self._clock.monotonic()
        while self._jobs and not self._stopped:
            job = self._jobs[0]
            self._run(job, job.due(now))
            if job.out < len(job.items):
                return
            self._jobs.popleft()

    def _run(self, job: Job, due: int) -> None:
        while job.out < due:
            if not self._ready:
                self._stopped = True
                return
            self._come_out(job.items[job.out])
            job.out += 1

    def _come_out(self, item: Printed) -> None:
        self.printed.append(item)
        if isinstance(item, Cut):
            self._tear()
            return
        self._show(item)
        if self.left is not None:
            self.left -= item.lines if isinstance(item, Feed) else 1
            if self.left <= 0:
                self._conditions.paper = False

    def _show(self, item: Line | Barcode | Picture | Feed) -> None:
        if isinstance(item, Line):
            self._strip.rows.append(item.text)
        elif isinstance(item, Barcode):
            self._strip.rows.append(f"[{item.kind} {item.content}]")
            self._strip.codes.append((item.kind, item.content))
        elif isinstance(item, Picture):
            self._strip.rows.append(f"[рисунок {item.width}×{len(item.rows)}]")
        else:
            self._strip.rows += [""] * item.lines

    def _tear(self) -> None:
        if self._strip.rows:
            self.documents.append(self._torn())
            self._strip = _Strip()

    def _torn(self) -> TextDocument:
        # The page shows aware times; the device's wall clock belongs to the zone of the machine it runs on.
        time = self._clock.now().astimezone()
        return TextDocument(len(self.documents) + 1, time, tuple(self._strip.rows), tuple(self._strip.codes))
