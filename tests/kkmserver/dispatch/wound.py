"""An event loop whose time is wound on: hours take no time, and everything happens exactly when it should."""

import asyncio
import selectors
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from tests.clock import MOSCOW

T = TypeVar("T")

START = datetime(2026, 11, 15, 12, 0, tzinfo=UTC)
_STUCK = 5.0  # real seconds in which something has to come from a thread


class _Selector(selectors.SelectSelector):
    """Waits for nothing: it tells how long it would have waited."""

    slept = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout is None:
            if ready := super().select(_STUCK):
                return ready
            raise AssertionError("nothing will ever happen again")
        ready = super().select(0)
        if not ready:
            self.slept += max(0.0, timeout)
        return ready


class _Loop(asyncio.SelectorEventLoop):
    def __init__(self) -> None:
        self._wound = _Selector()
        super().__init__(self._wound)

    def time(self) -> float:
        return self._wound.slept


class LoopClock:
    """The loop's time. `shifted`: seconds by which somebody has set the wall clock."""

    def __init__(self) -> None:
        self.shifted = 0.0

    def now(self) -> datetime:
        return START + timedelta(seconds=self.monotonic() + self.shifted)

    def local(self) -> datetime:
        return self.now().astimezone(MOSCOW)

    def monotonic(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def wound(main: Coroutine[Any, Any, T]) -> T:
    """Like asyncio.run; hours in it take no time."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main)
