"""Printers at work beside the test, which waits meanwhile for a server in a process of its own."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from types import TracebackType
from typing import Any, Self, TypeVar

T = TypeVar("T")
WITHIN = 20.0  # seconds


class Elsewhere:
    """A thread with an event loop of its own. What is entered there is left at the end."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._held = AsyncExitStack()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.wait(self._held.aclose())
        finally:
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(WITHIN)
            self._loop.close()

    def enter(self, device: AbstractAsyncContextManager[T]) -> T:
        return self.wait(self._held.enter_async_context(device))

    def wait(self, answer: Coroutine[Any, Any, T], within: float = WITHIN) -> T:
        """Raises TimeoutError."""
        return self.begin(answer).result(within)

    def begin(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """It goes on beside the test."""
        return asyncio.run_coroutine_threadsafe(work, self._loop)

    def do(self, action: Callable[[], T]) -> T:
        """What may be done in the thread of the loop only."""

        async def act() -> T:
            return action()

        return self.wait(act())
