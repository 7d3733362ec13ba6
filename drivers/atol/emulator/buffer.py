"""The queue of tasks of the lower level v3, which outlives a broken link. Source: spec/atol.md 3.2, 3.3.

A task is executed at the end of its time, one after the other. No I/O, and time is told to it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, IntFlag

from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.work import Exchange

LAST_ID = 0xDF  # of packets and tasks that a host numbers


class Action(IntEnum):
    ADD, ACK, REQ, ABORT, ACK_ADD = 0xC1, 0xC2, 0xC3, 0xC4, 0xC5


class Told(IntEnum):
    PENDING, IN_PROGRESS, RESULT, ERROR, STOPPED, ASYNC_RESULT, ASYNC_ERROR, WAITING = range(0xA1, 0xA9)
    OVERFLOW, TID_TAKEN, TID_UNKNOWN, ILLEGAL = range(0xB1, 0xB5)


class Flags(IntFlag):
    """The effect of the last two is inferred from their names."""

    RESULT_WANTED, IGNORE_ERROR, WAIT = 1, 2, 4


@dataclass(slots=True)
class Task:
    """`came`: when it was added; `ends`: when its time is over, None = it has not begun."""

    tid: int
    flags: int
    body: bytes
    came: float
    ends: float | None = None
    done: Exchange | None = None

    def result(self) -> bytes:
        """As Req brings it."""
        assert self.done is not None
        return bytes([Told.ERROR if self.done.error else Told.RESULT]) + self.done.answer

    def unasked(self) -> bytes:
        """As the register tells it by itself."""
        assert self.done is not None
        told = Told.ASYNC_ERROR if self.done.error else Told.ASYNC_RESULT
        return bytes([told, self.tid]) + self.done.answer


class Buffer:
    """`execute`: body -> what was done; `duration`: body -> seconds, asked when its turn comes."""

    def __init__(
        self, execute: Callable[[bytes], Exchange], duration: Callable[[bytes], float], quirks: Quirks
    ) -> None:
        self._execute, self._duration, self._quirks = execute, duration, quirks
        self.tasks: dict[int, Task] = {}  # by tid, in the order they came
        self.stopped = False
        self._free_at = 0.0  # when the last task ended
        self._orphan: Task | None = None  # at work when Abort came

    @property
    def current(self) -> Task | None:
        """The one at work, or whose turn is next; none where the queue stands."""
        if self._orphan is not None:
            return self._orphan
        return None if self.stopped else next((task for task in self.tasks.values() if task.done is None), None)

    @property
    def deadline(self) -> float | None:
        return self.current.ends if self.current is not None else None

    def add(self, tid: int, flags: int, body: bytes, now: float) -> Told:
        if self.stopped and not self._quirks.stopped_takes:
            return Told.STOPPED
        if tid > LAST_ID or len(body) < 3:
            return Told.ILLEGAL
        if tid in self.tasks:
            return Told.TID_TAKEN
        if len(self.tasks) >= self._quirks.slots:
            return Told.OVERFLOW
        self.tasks[tid] = Task(tid, flags, body, now)
        self._start()
        return Told.PENDING

    def state(self, tid: int) -> bytes:
        """Of Req."""
        task = self.tasks.get(tid)
        if task is None:
            return bytes([Told.TID_UNKNOWN])
        if task.done is not None:
            return task.result()
        if self.stopped:
            return bytes([Told.STOPPED])
        return bytes([Told.IN_PROGRESS if task is self.current else Told.PENDING])

    def ack(self, tid: int) -> int:
        task = self.tasks.get(tid)
        if task is None:
            return Told.TID_UNKNOWN
        if task.done is None:
            return Told.ILLEGAL
        del self.tasks[tid]
        return self._quirks.plain_answer

    def abort(self) -> int:
        """Everything is dropped; what is at work may still be done, and nobody learns of it."""
        at_work = self.current
        if at_work is not None and at_work.ends is not None and not self._quirks.abort_stops_running:
            self._orphan = at_work
        self.tasks.clear()
        self.stopped = False
        return self._quirks.plain_answer

    def forget(self, tid: int) -> None:
        """The result is lost, and with it the tid."""
        self.tasks.pop(tid, None)

    def clear(self) -> None:
        """The power went."""
        self._orphan = None
        if self._quirks.buffer_outlives_power:
            self.tasks = {tid: task for tid, task in self.tasks.items() if task.done is not None}
        else:
            self.tasks.clear()
            self.stopped = False

    def run(self, now: float) -> Task | None:
        """Execute the one whose time is over, if any; it has its result then."""
        task = self.current
        if task is None or task.ends is None or now < task.ends:
            return None
        task.done = self._execute(task.body)
        self._free_at = task.ends
        if task is self._orphan:
            self._orphan = None
        else:
            self._settle(task)
        self._start()
        return task

    def _settle(self, task: Task) -> None:
        assert task.done is not None
        if task.done.error and not task.flags & Flags.IGNORE_ERROR:
            self.stopped = True
        if not task.flags & Flags.RESULT_WANTED:
            del self.tasks[task.tid]

    def _start(self) -> None:
        task = self.current
        if task is not None and task.ends is None:
            task.ends = max(task.came, self._free_at) + self._duration(task.body)
