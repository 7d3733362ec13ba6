"""The printer: a roll, a queue of jobs, and what came out. Time passes only when it is looked at."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from drivers.emulation.fiscal.clock import DeviceClock
from drivers.emulation.fiscal.output import Output
from drivers.emulation.fiscal.printed import Printed
from drivers.shtrih.emulator.conditions import Conditions


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


class Paper(Output):
    """It takes time to print. `lost`: what the power took from documents, oldest first."""

    def __init__(self, conditions: Conditions, clock: DeviceClock) -> None:
        super().__init__(clock, conditions)
        self._troubled = conditions
        self.pulses: list[int] = []  # drawers that were opened, by number
        self._jobs: deque[Job] = deque()
        self._stopped = self._waits = False  # ran out of paper inside a job; reloaded, not yet continued
        self.lost: list[tuple[Printed, ...]] = []

    def reload(self, lines: int | None = None) -> None:
        """A new roll, and the cover is closed."""
        self.load(lines)
        self.submode()

    def submode(self) -> Submode:
        self._roll()
        if self._stopped:
            return Submode.OUT_OF_PAPER
        if self._waits:
            return Submode.WAITS_FOR_CONTINUE
        if self._jobs:
            return Submode.PRINTING
        return Submode.NO_PAPER if self.out else Submode.READY

    def result(self) -> Result:
        submode = self.submode()
        if submode is Submode.PRINTING:
            return Result.PRINTING
        if self._troubled.overheated or self._troubled.printer_gone:
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
        if self._troubled.finishes_after_power and self.lost:
            self._jobs.append(Job(self.lost.pop(), 0.0, self._clock.monotonic(), document=True))
            self._waits = True

    def _roll(self) -> None:
        """Bring everything up to this moment."""
        if self._stopped and not self.out:
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
            if self.out:
                self._stopped = True
                return
            self.come_out(job.items[job.out])
            job.out += 1
