"""A search through the journal, newest first: what no index finds is looked for in bites.

Between two bites others may read, and a bite is made as large as fits a short time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from sqlite3 import Connection
from time import monotonic
from typing import Protocol, TypeVar

from kkmserver.store import reading
from kkmserver.store.record import Found, Record, Wanted

T = TypeVar("T")

_FIRST, _SMALLEST = 2000, 500  # rows of a bite
_SHORT, _LONG = 0.002, 0.006  # seconds a bite takes: whoever asks for one row may have to wait that long


class Read(Protocol):
    """Does it in the thread of a connection."""

    async def __call__(self, work: Callable[[Connection], T], /) -> T: ...


@dataclass(slots=True)
class _Bites:
    """Spans of places, from `below` down to `least`."""

    read: Read
    least: int
    below: int
    rows: int

    @property
    def over(self) -> bool:
        return self.below <= self.least

    async def next(self, work: Callable[[int, int, Connection], T]) -> T:
        """`work` of the next span: from, below."""
        least = max(self.least, self.below - self.rows)
        got, seconds = await self.read(partial(_timed, partial(work, least, self.below)))
        self.below = least
        if seconds < _SHORT:
            self.rows *= 2
        elif seconds > _LONG:
            self.rows = max(self.rows // 2, _SMALLEST)
        return got


async def search(read: Read, wanted: Wanted, seconds: float) -> Found:
    """See Journal.search."""
    least, below = await read(partial(reading.span, wanted))
    bites = _Bites(read, least, below, _FIRST if wanted.sifted else max(below - least, 1))
    ends, found = monotonic() + seconds, list[Record]()
    while not bites.over and len(found) < wanted.limit:
        if monotonic() > ends:
            return Found(tuple(found), len(found), await read(partial(reading.place, bites.below)))
        found += await bites.next(partial(reading.page, wanted, wanted.limit - len(found)))
    return Found(tuple(found), len(found))


async def count(read: Read, wanted: Wanted, seconds: float) -> Found:
    """See Journal.count."""
    bites = _Bites(read, *await read(partial(reading.span, wanted, paged=False)), _FIRST)
    ends, total = monotonic() + seconds, 0
    while not bites.over:
        if monotonic() > ends:
            return Found((), total, await read(partial(reading.place, bites.below)))
        total += await bites.next(partial(reading.count, wanted))
    return Found((), total)


def _timed(work: Callable[[Connection], T], connection: Connection) -> tuple[T, float]:
    began = monotonic()
    return work(connection), monotonic() - began
