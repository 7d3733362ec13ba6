"""Tasks that somebody owns."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any, TypeVar

_LOG = logging.getLogger("kkmserver.dispatch")

T = TypeVar("T")


class Crew:
    """Like a TaskGroup, but one that fails takes nobody along: each client's trouble is its own."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def spawn(self, work: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Its error is for those who await it, and for the log: nobody has to."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._left)
        return task

    async def rest(self, seconds: float) -> None:
        """Wait for all, so long at most."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def dismiss(self) -> None:
        """Cancel all and wait for their end."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _left(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _LOG.error("a task has failed: %r", error, exc_info=error)
