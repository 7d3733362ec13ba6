"""One connection, one thread, one writer: what is waiting goes to disk together."""

import asyncio
import logging
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

import aiosqlite

from kkmserver.store.record import JournalBroken

_LOG = logging.getLogger("kkmserver.store")

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T | Exception]
"""A change within the batch's transaction. An Exception that it *returns* goes to its own waiter alone; an
sqlite3.Error that it raises undoes the whole batch."""
_Batch = Sequence[tuple[Work[object], "asyncio.Future[object]"]]


class OneHop(aiosqlite.Connection):
    """aiosqlite's connection and thread; several statements cost one trip to the thread instead of one each."""

    async def run(self, work: Callable[[sqlite3.Connection], T]) -> T:
        result: T = await self._execute(work, self._conn)  # type: ignore[no-untyped-call]
        return result

    def post(self, work: Callable[[sqlite3.Connection], None]) -> None:
        """`work` is done in the thread, after what was handed to it before; nobody hears of its end."""
        connection = self._conn
        self._tx.put_nowait((None, lambda: work(connection)))


class Writer:
    """Group commit: changes that arrive while the disk is busy wait and share the next transaction.

    Changes are applied in the order of `put`. The thread itself takes what is in line when its turn comes: between
    the end of a commit and the begin of the next lies one hop each way and no step of a task.
    """

    def __init__(self, connection: OneHop) -> None:
        self._connection = connection
        self._loop = asyncio.get_running_loop()
        self._line: deque[tuple[Work[object], asyncio.Future[object]]] = deque()  # both threads use it
        self._idle = asyncio.Event()
        self._idle.set()
        self._closing = False

    def put(self, work: Work[T]) -> "asyncio.Future[T]":
        """In line for the disk on return; on disk when the future is done. It raises JournalBroken, or what `work`
        returned as an Exception. Cancelling it cancels no change."""
        future: asyncio.Future[T] = self._loop.create_future()
        if self._closing:
            future.set_exception(JournalBroken("Журнал закрыт: сервер останавливается. Повторите после запуска."))
            return future
        self._line.append((work, future))  # type: ignore[arg-type]
        if self._idle.is_set():
            self._idle.clear()
            self._connection.post(self._take)
        return future

    async def close(self) -> None:
        """What is in line is written first."""
        self._closing = True
        await self._idle.wait()

    def _take(self, connection: sqlite3.Connection) -> None:
        """In the connection's thread."""
        batch = [self._line.popleft() for _ in range(len(self._line))]
        results = _write(connection, batch)
        self._loop.call_soon_threadsafe(self._taken, batch, results)

    def _taken(self, batch: _Batch, results: Sequence[object]) -> None:
        for (_, future), result in zip(batch, results, strict=True):
            _resolve(future, result)
        # After those who wake up now: what they have to say at once belongs into the next transaction, not behind it.
        self._loop.call_soon(self._go_on)

    def _go_on(self) -> None:
        if self._line:
            self._connection.post(self._take)
        else:
            self._idle.set()


def _write(connection: sqlite3.Connection, batch: _Batch) -> list[object]:
    try:
        return _commit(connection, [work for work, _ in batch])
    except sqlite3.Error as error:
        _LOG.error("journal not written, %d changes lost: %s", len(batch), error)
        return [_broken(error) for _ in batch]
    except Exception as error:  # noqa: BLE001  # the last line of defence: this thread serves everybody
        # A value that SQLite cannot hold, say: the others in the batch must not suffer for it.
        return [error] if len(batch) == 1 else [result for one in batch for result in _write(connection, [one])]


def _commit(connection: sqlite3.Connection, works: Sequence[Work[object]]) -> list[object]:
    connection.execute("BEGIN IMMEDIATE")
    try:
        results = [work(connection) for work in works]
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return results


def _resolve(future: "asyncio.Future[object]", result: object) -> None:
    if future.done():
        return
    if isinstance(result, Exception):
        future.set_exception(result)
    else:
        future.set_result(result)


def _broken(error: sqlite3.Error) -> JournalBroken:
    return JournalBroken(
        f"Журнал не записан ({error}). Освободите место на диске и проверьте, "
        "что папка данных сервера доступна для записи."
    )
