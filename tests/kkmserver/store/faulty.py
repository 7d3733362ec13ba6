"""`python -m tests.kkmserver.store.faulty FOLDER size|fsync`: a journal whose disk takes nothing for a while.

`size`: no file may grow (RLIMIT_FSIZE), so SQLite's writes fail. `fsync`: with fsync.so preloaded, every sync fails
with EIO while the file that FAIL_FSYNC names is there.
"""

import asyncio
import logging
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kkmserver.store.record import JournalBroken, State
from kkmserver.store.sqlite import SqliteJournal
from tests.kkmserver.store.entries import NOON, entry


@contextmanager
def _no_growth(folder: Path) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, ((folder / "journal.db-wal").stat().st_size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def _no_sync(_: Path) -> Iterator[None]:
    flag = Path(os.environ["FAIL_FSYNC"])
    flag.touch()
    try:
        yield
    finally:
        flag.unlink()


class Failures(logging.Handler):
    """`enough` is set once the journal has told of `most` failures."""

    def __init__(self, most: int) -> None:
        super().__init__(logging.ERROR)
        self.enough = asyncio.Event()
        self._left, self._loop = most, asyncio.get_running_loop()
        logging.getLogger("kkmserver.store").addHandler(self)

    def emit(self, _: logging.LogRecord) -> None:
        self._left -= 1
        if self._left == 0:
            self._loop.call_soon_threadsafe(self.enough.set)


async def main(folder: Path, fault: str) -> None:
    failures = Failures(4)
    journal = await SqliteJournal.open(folder / "journal.db", reserve=1 << 16, probe_every=0.01)
    row = (await journal.accept(entry("a"))).row
    with {"size": _no_growth, "fsync": _no_sync}[fault](folder):
        tries = (journal.accept(entry("b")), journal.start(row, "fd=17", NOON))
        results = await asyncio.gather(*tries, return_exceptions=True)
        assert [type(result) for result in results] == [JournalBroken] * 2, results
        assert "Журнал не записан (disk I/O error)" in journal.trouble, journal.trouble
        assert await journal.find("b") is None
        assert (folder / "journal.reserve").exists()  # it is no matter of room
        await asyncio.wait_for(failures.enough.wait(), 10)
        assert journal.trouble  # what looks after the disk has found it no better
        mending = journal._writer._mending
    assert mending
    await asyncio.wait_for(mending, 10)
    assert journal.trouble == ""
    await journal.start(row, "fd=18", NOON)
    await journal.accept(entry("c"))
    await journal.finish(row, State.DONE, NOON)
    await journal.close()

    journal = await SqliteJournal.open(folder / "journal.db")
    assert [record.entry.id for record in await journal.unfinished()] == ["c"]
    found = await journal.find("a")
    assert found
    assert (found.state, found.mark) == (State.DONE, "fd=18")
    await journal.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2]))
