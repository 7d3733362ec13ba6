"""The driver of the virtual ККТ: the embedded default, the preview, the reference for other drivers."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from drivers.errors import DeviceFaulty, NotSupported, named
from drivers.model.command import Command, PrintLabels, PrintTestPage, ReadState
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, TapeDocument, Traits
from drivers.printing import raster
from drivers.printing.bitmap import Bitmap
from drivers.registry import DriverSpec
from drivers.virtual import operations, pace, status, storage_file, texts
from drivers.virtual.abilities import OF_REGISTER
from drivers.virtual.desk import Desk
from drivers.virtual.draft import draft
from drivers.virtual.options import VirtualKktOptions
from drivers.virtual.register import Register
from drivers.virtual.storage import Storage, in_turn
from drivers.virtual.tape import open_tape
from drivers.virtual.worker import Worker

_T = TypeVar("_T")
_TRAITS = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KktEmulator",
    model="KKT Эмулятор",
    commands=OF_REGISTER,
)


class VirtualKkt:
    """A Driver whose ФН is a file in the device's folder. The ФН is opened, and registered, on first use."""

    def __init__(self, context: DeviceContext, options: VirtualKktOptions) -> None:
        self._context, self._options = context, options
        self._tape = open_tape(options.tape_length, options.tape_folder, context.number)
        self._worker = Worker()
        self._opened: tuple[Desk, Register] | None = None

    @property
    def traits(self) -> Traits:
        return _TRAITS

    async def execute(self, command: Command) -> Outcome:
        """A cancelled call stops waiting only: what the ФН has begun it ends, and `settle` tells."""
        if type(command) not in _TRAITS.commands:
            text = texts.NO_LABELS if isinstance(command, PrintLabels | PrintTestPage) else texts.NOT_FOR_REGISTERS
            raise NotSupported(text, device=self._context.name)
        if isinstance(command, ReadState):
            return Outcome(state=await self.state())
        begun = self._context.clock.monotonic()
        outcome = await self._ask(lambda _, register: register.execute(command))
        await pace.last(self._options.delay, begun, self._context.clock)
        return outcome

    async def state(self) -> DeviceState:
        return await self._ask(lambda desk, _: status.state(desk, _TRAITS.model))

    async def switch_ofd(self, *, online: bool) -> None:
        """Let the virtual ОФД answer, or be silent, until the register is opened anew with its settings."""
        await self._ask(lambda desk, _: in_turn(desk.storage, lambda: desk.switch_ofd(down=not online)))

    async def mark(self) -> str:
        """Without a change of threads, which a busy server feels: where the ФН stands is nearly always in memory."""

        def stands(desk: Desk, _: Register) -> str:
            return operations.mark(desk.storage.counters())

        return await (self._worker.look(lambda: self._answer(stands)) if self._opened else self._ask(stands))

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        return await self._ask(lambda desk, _: operations.settle(desk.storage, desk.storage.counters(), command, mark))

    def tape(self) -> list[TapeDocument]:
        return self._tape.documents()

    async def close(self) -> None:
        await self._worker.close(self._let_go)

    async def _ask(self, question: Callable[[Desk, Register], _T]) -> _T:
        return await self._worker.run(self._answer, question)

    def _answer(self, question: Callable[[Desk, Register], _T]) -> _T:
        with self._explained():
            if self._opened is None or self._is_replaced(*self._opened):
                self._close_storage()
                self._opened = self._open()
            return question(*self._opened)

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """Over a connection of its own, which cannot write."""
        with self._explained(), closing(Storage(*self._storage_place, looks_only=True)) as storage:
            return (raster.draw(draft(command, self._desk_upon(storage))),)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Errors of the disk in words. Nothing was written; where that is not certain it is OutcomeUnknown already."""
        try:
            with named(self._context.name):
                yield
        except (sqlite3.Error, OSError) as error:
            text = texts.DISK.format(error=error, folder=self._context.data)
            raise DeviceFaulty(text, device=self._context.name, nothing_sent=True) from error

    @property
    def _storage_place(self) -> tuple[Path, str]:
        """The file, and the number of a ФН that is new."""
        path, ordinal = storage_file.current(self._context.data)
        return path, storage_file.serial(self._context.number, ordinal)

    def _is_replaced(self, desk: Desk, _: Register) -> bool:
        return desk.is_replaced(desk.storage.known)

    def _open(self) -> tuple[Desk, Register]:
        storage = Storage(*self._storage_place)
        try:
            desk = self._desk_upon(storage)
            in_turn(storage, desk.begin)
        except BaseException:
            storage.close()
            raise
        return desk, Register(desk, self._desk_upon)

    def _desk_upon(self, storage: Storage) -> Desk:
        return Desk(self._context, self._options, storage, self._tape)

    def _let_go(self) -> None:
        self._close_storage()
        self._tape.close()

    def _close_storage(self) -> None:
        if self._opened is not None:
            with suppress(sqlite3.Error):
                self._opened[0].storage.close()
            self._opened = None


SPEC = DriverSpec(options=VirtualKktOptions, build=VirtualKkt)
