"""A label printer without its language: labels in a queue, a head that prints them one by one, and what may stop it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

from drivers.emulation import machine
from drivers.labels.emulator.paper import Label, with_cut

_PORTION = 4096  # bytes that are taken at once


@dataclass(slots=True)
class Conditions(machine.Conditions):
    """What an operator or a fault brings about. `buffer_full`: no more is taken, whatever room there is."""

    paper_out: bool = False
    paper_jam: bool = False
    head_open: bool = False
    ribbon_out: bool = False
    paused: bool = False
    overheated: bool = False
    offline: bool = False
    buffer_full: bool = False

    @property
    def faulty(self) -> bool:
        """Somebody must come to the printer; a pause is none of these."""
        return self.paper_out or self.paper_jam or self.head_open or self.ribbon_out or self.overheated or self.offline

    @property
    def stopped(self) -> bool:
        """Nothing is printed."""
        return not self.power or self.paused or self.faulty


@dataclass(frozen=True, slots=True)
class Job:
    """`copies` of a label. `cut_every`: the knife falls after every so many, and after the last; 0 = never."""

    label: Label
    copies: int = 1
    cut_every: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """What the host asks. `waits`: answered in its turn, after the labels before it, not while the print is stopped."""

    name: str
    waits: bool = False


class Order(Enum):
    """What the host wants at once."""

    CANCEL = "cancel"  # labels not yet printed are dropped
    PAUSE = "pause"
    RESUME = "resume"
    RESET = "reset"  # as a power cycle; what is in the interpreter it has forgotten by itself
    REPORT = "report"  # from now on each job that is done is told


Event = Job | Question | Order


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """What answers are made of. `waiting`: jobs not begun; `remaining`: labels the job under way has still to print."""

    conditions: Conditions
    waiting: int
    remaining: int
    printed: int
    full: bool
    partial: bool  # a label is being sent

    @property
    def printing(self) -> bool:
        return bool(self.waiting or self.remaining) and not self.conditions.stopped


class Interpreter(Protocol):
    """A printer language: bytes in, in any chunks; what they ask for out."""

    unknown: list[bytes]  # commands that were not understood, or had values no printer takes

    def feed(self, data: bytes) -> Iterator[Event]:
        """Each event is handled before the bytes behind it are looked at."""
        ...

    def answer(self, question: str, status: Status) -> bytes: ...

    def reported(self, status: Status) -> bytes:
        """What is told unasked after a job is done, once the host wanted that."""
        ...

    def reset(self) -> None:
        """Forget all but what a printer keeps without power."""
        ...

    @property
    def partial(self) -> bool:
        """A label has been begun and is not complete."""
        ...


@dataclass(slots=True)
class _Pending:
    job: Job
    left: int
    begun: bool = False


class Machine:
    """Prints at once, or a label each `seconds_per_label` that `pass_time` brings.

    `labels`: the last that were printed, in order; `printed` counts them all, `dropped` those that never will be.
    `paper`: labels left on the roll, None = no end; when it is used up `conditions.paper_out` is set, and `load`
    resumes the print where it stopped. `capacity`: labels that may wait before the printer takes no more bytes.
    `fails_after`: labels after which the power goes.
    """

    def __init__(
        self,
        interpreter: Interpreter,
        *,
        seconds_per_label: float = 0.0,
        paper: int | None = None,
        capacity: int = 500,
        keep: int = 2000,
    ) -> None:
        self.interpreter = interpreter
        self.conditions = Conditions()
        self.labels: deque[Label] = deque(maxlen=keep)
        self.printed = self.dropped = 0
        self.seconds_per_label, self.paper, self.capacity = seconds_per_label, paper, capacity
        self.fails_after: int | None = None
        self._queue: deque[_Pending | Question] = deque()
        self._credit = 0.0
        self._reports = False

    @property
    def unknown(self) -> list[bytes]:
        return self.interpreter.unknown

    @property
    def pending(self) -> int:
        """Labels taken and not printed."""
        return sum(each.left for each in self._queue if isinstance(each, _Pending))

    @property
    def full(self) -> bool:
        return self.conditions.buffer_full or self.pending >= self.capacity

    @property
    def room(self) -> int:
        return 0 if self.full else _PORTION

    def status(self) -> Status:
        jobs = [each for each in self._queue if isinstance(each, _Pending)]
        return Status(
            conditions=self.conditions,
            waiting=sum(not each.begun for each in jobs),
            remaining=sum(each.left for each in jobs if each.begun),
            printed=self.printed,
            full=self.full,
            partial=self.interpreter.partial,
        )

    def feed(self, data: bytes) -> bytes:
        """Take bytes from the host; -> what is answered to them."""
        answers = b""
        if self.conditions.power:
            for event in self.interpreter.feed(data):
                answers += self._obey(event)
        return answers

    def switch(self, name: str, on: bool) -> bytes:
        """A condition by its name; the print goes on once nothing stops it. -> answers that were waiting.

        Power off loses what is in RAM. Raises ValueError for an unknown name.
        """
        self.conditions.put(name, on)
        if not self.conditions.power:
            self._forget()
        return self._go_on()

    def load(self, paper: int | None = None) -> bytes:
        """Put in a new roll."""
        self.paper = paper
        return self.switch("paper_out", on=False)

    def pass_time(self, seconds: float) -> bytes:
        """Print what can be printed in that time; -> answers that were waiting for it."""
        if not self.conditions.stopped and self.pending:
            self._credit += seconds
        return self._go_on()

    def _obey(self, event: Event) -> bytes:
        if isinstance(event, Job):
            self._queue.append(_Pending(event, event.copies))
        elif isinstance(event, Question):
            if not event.waits:
                return self.interpreter.answer(event.name, self.status())
            self._queue.append(event)
        else:
            self._order(event)
        return self._go_on()

    def _order(self, order: Order) -> None:
        match order:
            case Order.CANCEL:
                self._drop()
            case Order.PAUSE | Order.RESUME:
                self.conditions.paused = order is Order.PAUSE
            case Order.REPORT:
                self._reports = True
            case Order.RESET:
                self._drop()
                self._reports = self.conditions.paused = False

    def _drop(self) -> None:
        """Labels that are not printed, because of a cancel, a reset or a power cut."""
        self.dropped += self.pending
        self._queue.clear()
        self._credit = 0.0

    def _forget(self) -> None:
        """What is in RAM, the label under way too; the paper keeps what is on it."""
        self._drop()
        self._reports = self.conditions.paused = False
        self.interpreter.reset()

    def _go_on(self) -> bytes:
        answers = b""
        while self._queue and not self.conditions.stopped:
            first = self._queue[0]
            if isinstance(first, Question):
                self._queue.popleft()
                answers += self.interpreter.answer(first.name, self.status())
                continue
            first.begun = True
            if self.seconds_per_label and self._credit + 1e-9 < self.seconds_per_label:
                return answers
            answers += self._print(first)
        if not self._queue:
            self._credit = 0.0
        return answers

    def _print(self, pending: _Pending) -> bytes:
        """One label; -> what is told of it unasked."""
        pending.left -= 1
        self._credit -= self.seconds_per_label
        self.printed += 1
        self.labels.append(_cut(pending))
        if self.paper is not None:
            self.paper -= 1
            self.conditions.paper_out = self.paper <= 0
        if self.fails_after is not None and self.printed >= self.fails_after:
            self.fails_after = None
            return self.switch("power", on=False)
        if pending.left:
            return b""
        self._queue.popleft()
        return self.interpreter.reported(self.status()) if self._reports else b""


def _cut(pending: _Pending) -> Label:
    """The label, with the knife's work where that falls behind it."""
    job = pending.job
    done = job.copies - pending.left
    cut = bool(job.cut_every) and (done % job.cut_every == 0 or not pending.left)
    return with_cut(job.label) if cut else job.label
