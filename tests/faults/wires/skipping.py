"""An event loop that does not wait: where nothing moves, the clock is put forward to the next deadline.

So a fault that only a deadline ends costs a millisecond, and no deadline passes because the machine is slow. Sockets
must be of this process, and on this loop: what comes from elsewhere would find its deadline gone.
"""

import asyncio
import selectors
import time
from collections.abc import Callable, Coroutine, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar, TypeVarTuple

T = TypeVar("T")
Ts = TypeVarTuple("Ts")

# Seconds of the real clock in which the system brings what is on its way between two sockets. Where a long deadline is
# next it gets more of them, until it has twice woken us in time: on a busy machine the system itself is late.
_MOMENT, _LONG_MOMENT = 0.001, 0.01
_LATE = 0.0005  # seconds after the moment we were to be woken
_IN_TIME = 2  # times in a row
_LONG = 0.25  # seconds


class _Selector(selectors.BaseSelector):
    """`skip` is told how many seconds nobody waited for."""

    def __init__(self, busy: Callable[[], bool], skip: Callable[[float], None]) -> None:
        self._real = selectors.DefaultSelector()
        self._busy, self._skip = busy, skip

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None or timeout <= 0 or self._busy():
            return self._real.select(timeout)
        began = time.perf_counter()
        ready = self._patiently() if timeout > _LONG else self._real.select(min(timeout, _MOMENT))
        if not ready:
            self._skip(max(0.0, timeout - (time.perf_counter() - began)))
        return ready

    def _patiently(self) -> list[tuple[selectors.SelectorKey, int]]:
        """What comes until the system has been in time, at most in a long moment."""
        now = time.perf_counter()
        end, in_time = now + _LONG_MOMENT, 0
        while now < end and in_time < _IN_TIME:
            due = now + _MOMENT
            if ready := self._real.select(_MOMENT):
                return ready
            now = time.perf_counter()
            in_time = in_time + 1 if now - due < _LATE else 0
        return []

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()


class SkippingLoop(asyncio.SelectorEventLoop):
    """While a thread works for somebody it waits as any loop does."""

    def __init__(self) -> None:
        self._skipped = 0.0
        self._threads = 0
        super().__init__(_Selector(lambda: self._threads > 0, self._skip))

    def time(self) -> float:
        return super().time() + self._skipped

    def run_in_executor(self, executor: Any, func: Callable[[*Ts], T], *args: *Ts) -> asyncio.Future[T]:
        self._threads += 1
        future = super().run_in_executor(executor, func, *args)
        future.add_done_callback(self._one_less)
        return future

    def _one_less(self, _: object) -> None:
        self._threads -= 1

    def _skip(self, seconds: float) -> None:
        self._skipped += seconds


class LoopClock:
    """See drivers.ports.Clock; goes as the loop does on which it was made, and may be asked in any thread."""

    _began = datetime(2026, 11, 15, 12, 30, tzinfo=UTC)

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()

    def now(self) -> datetime:
        return self._began + timedelta(seconds=self.monotonic())

    def local(self) -> datetime:
        return self.now()

    def monotonic(self) -> float:
        return self._loop.time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def run(work: Coroutine[Any, Any, T]) -> T:
    with asyncio.Runner(loop_factory=SkippingLoop) as runner:
        return runner.run(work)
