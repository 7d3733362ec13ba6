"""One connection, one thread, one writer: what is waiting goes to disk together."""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from time import perf_counter
from typing import TypeVar

import aiosqlite

from kkmserver.store.changes import touch
from kkmserver.store.record import JournalBroken
from kkmserver.store.reserve import Reserve

_LOG = logging.getLogger("kkmserver.store")
_FULL = (
    "Диск заполнен: журнал не принимает новые команды, а результаты уже принятых записываются в резерв. "
    "Освободите место на диске с папкой данных сервера: приём продолжится сам."
)
_CLOSED = "Журнал закрыт: сервер останавливается. Повторите после запуска."

_COMPANY = 0.002  # seconds a patient change waits for one that is not

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T | Exception]
"""A change within the batch's transaction. An Exception that it *returns* goes to its own waiter alone; an
sqlite3.Error that it raises undoes the whole batch."""


class OneHop(aiosqlite.Connection):
    """aiosqlite's connection and thread; several statements cost one trip to the thread instead of one each."""

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        result: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return result

    def post(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """`work` is done in the thread, after what was handed to it before; nobody hears of its end."""
        connection = self._conn
        self._tx.put_nowait((None, lambda: work(connection)))


class _Change:
    """`new`, `patient`: see Writer.put. `result`: a value, or the Exception for its waiter."""

    __slots__ = ("future", "new", "patient", "result", "work")

    def __init__(self, work: Work[object], future: "asyncio.Future[object]", *, new: bool, patient: bool) -> None:
        self.work, self.future, self.new, self.patient = work, future, new, patient
        self.result: object = None

    def resolve(self) -> None:
        if self.future.done():
            return
        if isinstance(self.result, Exception):
            self.future.set_exception(self.result)
        else:
            self.future.set_result(self.result)


class Writer:
    """Group commit: changes that arrive while the disk is busy wait and share the next transaction.

    Changes are applied in the order of `put`. The thread itself takes what is in line when its turn comes: between
    the end of a commit and the begin of the next lies one hop each way and no step of a task.

    A commit that fails is undone, and SQLite's write-ahead log makes up for the kernel's habit to forget, after a
    failed fsync, that a page was never written: the next commit writes its frames anew over those of the failed one,
    and a checkpoint counts only once the database file is synced (src/wal.c: sqlite3WalFrames, walCheckpoint). What no
    one can exclude: after a power cut before that next commit the failed one may turn out to be on disk. Then the
    command is in the journal under its id, as if the answer had been lost.
    """

    def __init__(self, connection: OneHop, reserve: Reserve, *, full: bool, probe_every: float) -> None:
        """`full`: the disk is known to be. `probe_every`: seconds between two looks while it takes nothing."""
        self._connection, self._reserve, self._probe_every = connection, reserve, probe_every
        self._loop = asyncio.get_running_loop()
        self._line: deque[_Change] = deque()  # both threads use it
        self._full, self._broken = full, ""  # the same
        self._mending: asyncio.Task[None] | None = None
        self.on_commit: Callable[[float], None] = lambda _: None  # seconds each transaction took, told to the loop
        self._timer: asyncio.TimerHandle | None = None  # while all that is in line waits for company
        self._idle = asyncio.Event()
        self._idle.set()
        self._closing = asyncio.Event()
        self._tend()

    @property
    def trouble(self) -> str:
        """See Journal.trouble."""
        return _FULL if self._full else self._broken

    def put(self, work: Work[T], *, new: bool = False, patient: bool = False) -> "asyncio.Future[T]":
        """In line for the disk on return; on disk when the future is done. It raises JournalBroken, or what `work`
        returned as an Exception. Cancelling it cancels no change.

        `new`: something that a full disk must not take on; the reserve is for the others. `patient`: another change is
        expected any moment, and one transaction for both takes half the work.
        """
        future: asyncio.Future[T] = self._loop.create_future()
        if self._closing.is_set() or (new and self._full):
            future.set_exception(JournalBroken(_CLOSED if self._closing.is_set() else _FULL))
            return future
        self._line.append(_Change(work, future, new=new, patient=patient))  # type: ignore[arg-type]
        if self._idle.is_set():
            self._idle.clear()
            self._go_on()
        elif self._timer and not patient:
            self._begin()
        return future

    async def close(self) -> None:
        """What is in line is written first."""
        self._closing.set()
        await self._idle.wait()
        if self._mending:
            await self._mending

    def _take(self, connection: sqlite3.Connection) -> None:
        """In the connection's thread, as all that it calls."""
        batch = [self._line.popleft() for _ in range(len(self._line))]
        begun = perf_counter()
        self._write(connection, batch)
        self._loop.call_soon_threadsafe(self._taken, batch, perf_counter() - begun)

    def _write(self, connection: sqlite3.Connection, batch: Sequence[_Change], *, again: bool = True) -> None:
        """Leaves its result in each change."""
        if self._full:
            batch = _without_new(batch)
        if not batch:
            return
        try:
            _commit(connection, batch)
            self._broken = ""
            if self._full:
                _checkpoint(connection)
        except sqlite3.Error as error:
            if again and self._reserve.lacks_room(error):
                self._make_room(connection, error)
                self._write(connection, batch, again=False)
            else:
                self._give_up(batch, error)
        except Exception as error:  # noqa: BLE001  # the last line of defence: this thread serves everybody
            # A value that SQLite cannot hold, say: the others in the batch must not suffer for it.
            if len(batch) == 1:
                batch[0].result = error
            else:
                for change in batch:
                    self._write(connection, [change])

    def _make_room(self, connection: sqlite3.Connection, error: sqlite3.Error) -> None:
        if not self._full:
            _LOG.error("disk full, nothing new is accepted: %s", error)
        self._full = True
        self._reserve.let_go()
        _checkpoint(connection)

    def _give_up(self, batch: Sequence[_Change], error: sqlite3.Error) -> None:
        _LOG.error("journal not written, %d changes lost: %s", len(batch), error)
        self._broken = _unwritten(error)
        for change in batch:
            change.result = JournalBroken(self._broken)

    def _taken(self, batch: Sequence[_Change], seconds: float) -> None:
        self.on_commit(seconds)
        for change in batch:
            change.resolve()
        self._tend()
        # After those who wake up now: what they have to say at once belongs into the next transaction, not behind it.
        self._loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        if not self._line:
            self._idle.set()
        elif all(change.patient for change in self._line):
            self._timer = self._loop.call_later(_COMPANY, self._begin)
        else:
            self._begin()

    def _begin(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        self._connection.post(self._take)

    def _tend(self) -> None:
        if self.trouble and (self._mending is None or self._mending.done()):
            self._mending = self._loop.create_task(self._mend())

    async def _mend(self) -> None:
        """Look whether the disk is well again: with nothing accepted there may be no other write to tell."""
        while self.trouble and not await self._closes_within(self._probe_every):
            if self._full and not await asyncio.to_thread(self._reserve.make):
                continue
            with suppress(JournalBroken):
                await self.put(self._recover)
            if not self.trouble:
                _LOG.warning("journal is written again")

    def _recover(self, connection: sqlite3.Connection) -> None:
        """In the connection's thread: what has let the reserve go since it was made came before, in this thread."""
        touch(connection)
        self._full = self._full and not self._reserve.make()

    async def _closes_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), seconds)
        return self._closing.is_set()


def _without_new(batch: Sequence[_Change]) -> list[_Change]:
    for change in batch:
        if change.new:
            change.result = JournalBroken(_FULL)
    return [change for change in batch if not change.new]


def _commit(connection: sqlite3.Connection, batch: Sequence[_Change]) -> None:
    """All or nothing."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        for change in batch:
            change.result = change.work(connection)
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _checkpoint(connection: sqlite3.Connection) -> None:
    """Once all of the log is in the database it is written from its beginning, so that it takes no more room."""
    with suppress(sqlite3.Error):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def _unwritten(error: sqlite3.Error) -> str:
    return (
        f"Журнал не записан ({error}). Освободите место на диске и проверьте, "
        "что папка данных сервера доступна для записи."
    )
