"""Blocking work of the virtual devices, off the event loop.

A few threads serve them all: one for each would be a hundred that fight for the interpreter. A device has at most one
job in hand, so that one whose disk is slow keeps one thread from the others, no more.
"""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")
_THREADS = ThreadPoolExecutor(4, thread_name_prefix="virtual devices")


class Worker:
    """The jobs of one device, in order. A cancelled caller stops waiting; a job that has begun runs to its end."""

    def __init__(self) -> None:
        self._jobs: deque[Callable[[], Callable[[], None]]] = deque()  # the first is in hand
        self._lock = Lock()
        self._used = False

    async def run(self, job: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        asked: asyncio.Future[_T] = asyncio.get_running_loop().create_future()
        self._used = True
        with self._lock:
            first = not self._jobs
            self._jobs.append(partial(_outcome, asked, partial(job, *args, **kwargs)))
        if first:
            _THREADS.submit(self._work)
        return await asked

    async def look(self, question: Callable[[], _T]) -> _T:
        """A question answered from memory: at once, on the event loop, where nothing is in hand."""
        return await self.run(question) if self._jobs else question()

    async def close(self, last: Callable[[], None]) -> None:
        """Run `last` after everything else; nothing at all where nothing was ever run."""
        if self._used:
            await self.run(last)

    def _work(self) -> None:
        """One job; the others of this device wait behind those of its neighbours. Idle before the answer is heard."""
        tell = self._jobs[0]()
        with self._lock:
            self._jobs.popleft()
            more = bool(self._jobs)
        if more:
            _THREADS.submit(self._work)
        tell()


def _outcome(asked: asyncio.Future[_T], job: Callable[[], _T]) -> Callable[[], None]:
    """Do it, and hand back what tells its caller. One that was called off before its turn is not begun."""
    if asked.cancelled():
        return lambda: None
    try:
        answer = partial(asked.set_result, job())
    except BaseException as error:  # noqa: BLE001 - it is its caller's
        answer = partial(asked.set_exception, error)
    return partial(_tell, asked, answer)


def _tell(asked: asyncio.Future[_T], answer: Callable[[], None]) -> None:
    def tell() -> None:
        if not asked.done():
            answer()

    with suppress(RuntimeError):  # the event loop is gone, and whoever asked with it
        asked.get_loop().call_soon_threadsafe(tell)
