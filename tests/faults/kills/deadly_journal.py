"""The real journal, with death at the moments when it has just written."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from kkmserver.store.record import Entry, Record
from kkmserver.store.sqlite import SqliteJournal
from tests.faults.kills.deaths import Step
from tests.faults.kills.fate import Fate


class DeadlyJournal(SqliteJournal):
    """Ours is the first callback of each change: it is on disk, and nobody has heard of it."""

    fate: ClassVar[Fate]
    _asked: ClassVar[dict[int, int]] = {}  # number of a row -> number that was asked for

    def accept(self, entry: Entry) -> asyncio.Future[Record]:
        return _first(super().accept(entry), self._accepted)

    def retry(self, row: int, entry: Entry) -> asyncio.Future[Record]:
        return _first(super().retry(row, entry), self._accepted)

    def start(self, row: int, mark: str, at: datetime, member: int = 0) -> asyncio.Future[None]:
        device = member or self._asked[row]
        self.fate.marking(device)
        return _first(super().start(row, mark, at, member), lambda _: self.fate.marked(device))

    def finish(self, row: int, *args: Any, **more: Any) -> asyncio.Future[None]:
        written = super().finish(row, *args, **more)
        return _first(written, lambda _: self.fate.at(self._asked[row], Step.COMMITTED))

    async def unfinished(self) -> list[Record]:
        found = await super().unfinished()
        self._asked.update({record.row: record.entry.device for record in found})
        return found

    def _accepted(self, written: asyncio.Future[Record]) -> None:
        if written.exception() is None:
            record = written.result()
            self._asked[record.row] = record.entry.device
            self.fate.at(record.entry.device, Step.ACCEPTED)


def _first(written: asyncio.Future[Any], then: Callable[[asyncio.Future[Any]], None]) -> asyncio.Future[Any]:
    written.add_done_callback(then)
    return written
