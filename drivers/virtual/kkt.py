"""The driver of the virtual ККТ: the embedded default, the preview, the reference for other drivers."""

import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import TypeVar, get_args

from drivers.errors import DeviceFaulty, KkmError, NotSupported
from drivers.model.command import Command, PrintLabels, PrintTestPage, ReadState
from drivers.model.ffd import FfdVersion
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, TapeDocument, Traits
from drivers.printing import raster
from drivers.printing.bitmap import Bitmap
from drivers.registry import DriverSpec
from drivers.virtual import operations, pace, texts
from drivers.virtual.desk import Desk
from drivers.virtual.draft import draft
from drivers.virtual.options import VirtualKktOptions, passport
from drivers.virtual.recorder import LIFE, VERSION
from drivers.virtual.register import Register
from drivers.virtual.storage import Storage
from drivers.virtual.tape import open_tape
from drivers.virtual.worker import Worker

_T = TypeVar("_T")
_TRAITS = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KktEmulator",
    model="KKT Эмулятор",
    commands=frozenset(get_args(Command)) - {PrintLabels, PrintTestPage},
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
            raise NotSupported(texts.NO_LABELS, device=self._context.name)
        if isinstance(command, ReadState):
            return Outcome(state=await self.state())
        begun = self._context.clock.monotonic()
        outcome = await self._ask(lambda _, register: register.execute(command))
        await pace.last(self._options.delay, begun, self._context.clock)
        return outcome

    async def state(self) -> DeviceState:
        return await self._ask(self._state)

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
        try:
            if self._opened is None:
                self._opened = self._open()
            return question(*self._opened)
        except KkmError as error:
            error.device = error.device or self._context.name
            raise
        except (sqlite3.Error, OSError) as error:
            # Whatever was begun is rolled back; a failure at the very end is OutcomeUnknown already.
            text = texts.DISK.format(error=error, folder=self._context.data)
            raise DeviceFaulty(text, device=self._context.name, nothing_sent=True) from error

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """Over a connection of its own, which cannot write."""
        try:
            with closing(Storage(*self._storage_place, looks_only=True)) as storage:
                desk = Desk(self._context, self._options, storage, self._tape)
                return (raster.draw(draft(command, desk)),)
        except KkmError as error:
            error.device = error.device or self._context.name
            raise
        except (sqlite3.Error, OSError) as error:
            text = texts.DISK.format(error=error, folder=self._context.data)
            raise DeviceFaulty(text, device=self._context.name, nothing_sent=True) from error

    @property
    def _storage_place(self) -> tuple[Path, str]:
        """The file, and the number of a ФН that is new."""
        return self._context.data / "storage.sqlite3", f"9999078900{self._context.number:06d}"

    def _open(self) -> tuple[Desk, Register]:
        storage = Storage(*self._storage_place)
        try:
            desk = Desk(self._context, self._options, storage, self._tape)
            if self._options.fiscalized:
                desk.registered()
        except BaseException:
            storage.close()
            raise
        return desk, Register(desk)

    def _let_go(self) -> None:
        if self._opened is not None:
            with suppress(sqlite3.Error):
                self._opened[0].storage.close()
            self._opened = None
        self._tape.close()

    def _state(self, desk: Desk, _: Register) -> DeviceState:
        counters = desk.storage.counters()
        fiscalized = self._options.fiscalized and bool(counters.registration)
        known = passport(counters.registration) if fiscalized else None
        since = counters.registered_at if fiscalized else None
        return DeviceState(
            online=True,
            model=_TRAITS.model,
            firmware=VERSION,
            serial=(known or desk.settings).serial,
            line_length=desk.paper.columns(),
            time=self._context.clock.local(),
            storage=desk.storage.serial,
            registration=known.registration if known else None,
            fiscalized=fiscalized,
            ffd=known.ffd if known else FfdVersion(self._options.ffd),
            ffd_storage=FfdVersion.V1_2,
            ffd_register=FfdVersion.V1_2,
            shift=desk.shift_state(counters),
            shift_number=counters.shift,
            last_document=counters.last_document,
            cash=counters.drawer,
            storage_since=since,
            storage_until=since and since + LIFE,
        )


SPEC = DriverSpec(options=VirtualKktOptions, build=VirtualKkt)
