"""One thread of one device: blocking work in order, off the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


class Worker:
    """The thread starts with the first job. A cancelled caller stops waiting; the job itself runs to its end."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._pool: ThreadPoolExecutor | None = None

    async def run(self, job: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(1, thread_name_prefix=self._name)
        return await asyncio.wrap_future(self._pool.submit(job, *args, **kwargs))

    async def close(self, last: Callable[[], None]) -> None:
        """Run `last` after everything else and let the thread go. Without a thread nothing is done."""
        if self._pool is not None:
            pool, self._pool = self._pool, None
            await asyncio.wrap_future(pool.submit(last))
            pool.shutdown(wait=False)
