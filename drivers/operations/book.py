"""The book of one device's operations, off the event loop.

An operation is on disk before its device hears of it, so that of a server that was killed is known what it had begun.
"""

import logging
import re
import sqlite3
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from drivers.errors import DeviceFaulty, KkmError, OutcomeUnknown
from drivers.model.outcome import Outcome
from drivers.operations.table import Operation, State, Table
from drivers.ports import Clock
from drivers.virtual.worker import Worker

_LOG = logging.getLogger(__name__)
_NUMBER = re.compile(r"op=(\d{1,18})", re.ASCII)
_DISK = (
    "Не записать операцию на диск сервера ({error}), устройству ничего не отправлено. "
    "Проверьте место на диске и доступ к папке {folder}."
)
_REPLACED = "Файл операций {path} подменён или удалён: по нему не узнать, что стало с командой."
_OTHERS = "После начала команды через это устройство выполнены другие ({count}): какая из них эта, не узнать."

_P = ParamSpec("_P")
_T = TypeVar("_T")


class OperationBook:
    """Opened on first use. Methods raise DeviceFaulty, `nothing_sent`, when the disk fails."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path, self._clock = path, clock
        self._worker = Worker()
        self._table: Table | None = None

    async def mark(self) -> str:
        """Where the book stands, for `settle`."""
        return f"op={await self._ask(Table.last)}"

    async def begin(self, subject: str, request: str) -> int:
        """Number of a new operation, which is on disk. Raises DeviceFaulty."""
        return await self._ask(Table.add, subject, request, self._clock.now())

    async def carry_out(self, number: int, work: Awaitable[Outcome], write: Callable[[Outcome], str]) -> Outcome:
        """The outcome of `work`, noted down as `write` spells it.

        Raises what `work` raises: an error that proves that nothing was done, or else OutcomeUnknown. Cancelled it
        leaves the operation STARTED.
        """
        try:
            outcome = await work
        except KkmError as error:
            await self.note(number, State.REFUSED if error.nothing_sent else State.UNKNOWN)
            if error.nothing_sent or isinstance(error, OutcomeUnknown):
                raise
            raise OutcomeUnknown(error.text, device=error.device, native=error.native) from error
        await self.note(number, State.DONE, write(outcome))
        return outcome

    async def note(self, number: int, state: State, answer: str = "") -> None:
        """What is known by now. Where the disk fails it stays as it was: the device is asked once more, no worse."""
        try:
            await self._ask(Table.finish, number, state, answer)
        except KkmError as error:
            _LOG.warning("operation %d is %s, which could not be written: %s", number, state, error.text)

    async def found(self, subject: str, mark: str) -> Operation | None:
        """The operation begun after `mark`; None where none was. Raises OutcomeUnknown where that cannot be told."""
        begun = _NUMBER.fullmatch(mark)
        first, last = await self._ask(lambda table: (table.beginning, table.last()))
        if begun is None or not first <= int(begun[1]) <= last:
            raise OutcomeUnknown(_REPLACED.format(path=self._path))
        after = await self._ask(Table.after, int(begun[1]))
        mine = [operation for operation in after if operation.subject == subject]
        if not after or len(mine) == 1:
            return mine[0] if mine else None
        raise OutcomeUnknown(_OTHERS.format(count=len(after)))

    async def undecided(self) -> list[Operation]:
        return await self._ask(Table.undecided)

    async def decide(self, number: int) -> None:
        """A person has looked at this one."""
        await self._ask(Table.decide, number)

    async def decide_all(self) -> None:
        """A person has looked at all there are. Where the disk fails they stay in doubt, no worse."""
        try:
            await self._ask(Table.decide)
        except KkmError as error:
            _LOG.warning("operations in doubt stay so: %s", error.text)

    async def newest(self, pattern: str) -> Operation | None:
        """Of those whose subject is like `pattern` (SQL LIKE)."""
        return await self._ask(Table.newest, pattern)

    async def close(self) -> None:
        await self._worker.close(self._let_go)

    async def _ask(self, question: Callable[..., _T], *values: object) -> _T:
        return await self._worker.run(self._answer, question, *values)

    def _answer(self, question: Callable[..., _T], *values: object) -> _T:
        try:
            if self._table is None:
                self._table = Table(self._path, self._clock.now())
            return question(self._table, *values)
        except (sqlite3.Error, OSError, OutcomeUnknown) as error:
            # Should the row be on disk all the same: no device has heard of it, and one that is asked says so.
            text = _DISK.format(error=error, folder=self._path.parent)
            raise DeviceFaulty(text, nothing_sent=True) from error

    def _let_go(self) -> None:
        table, self._table = self._table, None
        if table is not None:
            table.close()
