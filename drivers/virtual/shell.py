"""The driver around a virtual register: its thread, disk, time and tape; the register itself is opened late."""

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Generic, Protocol, TypeVar

from drivers.errors import DeviceFaulty, NotSupported, named
from drivers.model.command import Command, PrintLabels, PrintTestPage, ReadState
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceState
from drivers.ports import DeviceContext, TapeDocument, Traits
from drivers.virtual import operations, pace, texts
from drivers.virtual.ledger import Ledger
from drivers.virtual.tape import Tape
from drivers.virtual.worker import Worker


class Opened(Protocol):
    """A register with its ledger open. Blocking; one thread."""

    @property
    def storage(self) -> Ledger[Any]: ...
    def execute(self, command: Command) -> Outcome: ...  # raises KkmError, and sqlite3.Error when the disk fails
    def state(self) -> DeviceState: ...
    def is_replaced(self) -> bool: ...  # another program has put another ledger in its place


_T = TypeVar("_T")
_O = TypeVar("_O", bound=Opened)


class Shell(ABC, Generic[_O]):
    """A Driver whose ledger is a file in the device's folder, opened on first use. `delay`: seconds of a command."""

    def __init__(self, context: DeviceContext, traits: Traits, tape: Tape, delay: float) -> None:
        self._context, self._traits, self._tape, self._delay = context, traits, tape, delay
        self._worker = Worker()
        self._opened: _O | None = None

    @abstractmethod
    def _open(self) -> _O: ...

    @property
    def traits(self) -> Traits:
        return self._traits

    async def execute(self, command: Command) -> Outcome:
        """A cancelled call stops waiting only: what the register has begun it ends, and `settle` tells."""
        if type(command) not in self._traits.commands:
            text = texts.NO_LABELS if isinstance(command, PrintLabels | PrintTestPage) else texts.NOT_FOR_REGISTERS
            raise NotSupported(text, device=self._context.name)
        if isinstance(command, ReadState):
            return Outcome(state=await self.state())
        begun = self._context.clock.monotonic()
        outcome = await self._ask(lambda opened: opened.execute(command))
        await pace.last(self._delay, begun, self._context.clock)
        return outcome

    async def state(self) -> DeviceState:
        return await self._ask(lambda opened: opened.state())

    async def mark(self) -> str:
        """Without a change of threads, which a busy server feels: where it stands is nearly always in memory."""

        def stands(opened: _O) -> str:
            return operations.mark(opened.storage.counters())

        return await (self._worker.look(lambda: self._answer(stands)) if self._opened else self._ask(stands))

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        return await self._ask(lambda one: operations.settle(one.storage, one.storage.counters(), command, mark))

    def tape(self) -> list[TapeDocument]:
        return self._tape.documents()

    async def close(self) -> None:
        await self._worker.close(self._let_go)

    async def _ask(self, question: Callable[[_O], _T]) -> _T:
        return await self._worker.run(self._answer, question)

    def _answer(self, question: Callable[[_O], _T]) -> _T:
        with self._explained():
            if self._opened is None or self._opened.is_replaced():
                self._close_storage()
                self._opened = self._open()
            return question(self._opened)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Errors of the disk in words. Nothing was written; where that is not certain it is OutcomeUnknown already."""
        try:
            with named(self._context.name):
                yield
        except (sqlite3.Error, OSError) as error:
            text = texts.DISK.format(error=error, folder=self._context.data)
            raise DeviceFaulty(text, device=self._context.name, nothing_sent=True) from error

    def _let_go(self) -> None:
        self._close_storage()
        self._tape.close()

    def _close_storage(self) -> None:
        if self._opened is not None:
            with suppress(sqlite3.Error):
                self._opened.storage.close()
            self._opened = None
