"""The driver of the virtual ККТ: the embedded default, the preview, the reference for other drivers."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Traits
from drivers.printing import raster
from drivers.printing.bitmap import Bitmap
from drivers.registry import DriverSpec
from drivers.virtual import status, storage_file
from drivers.virtual.abilities import OF_REGISTER
from drivers.virtual.desk import Desk
from drivers.virtual.draft import draft
from drivers.virtual.ledger import in_turn
from drivers.virtual.options import VirtualKktOptions
from drivers.virtual.register import Register
from drivers.virtual.shell import Shell
from drivers.virtual.storage import Storage
from drivers.virtual.tape import open_tape

_TRAITS = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KktEmulator",
    model="KKT Эмулятор",
    commands=OF_REGISTER,
)


@dataclass(frozen=True, slots=True)
class _Opened:
    desk: Desk
    register: Register

    @property
    def storage(self) -> Storage:
        return self.desk.storage

    def execute(self, command: Command) -> Outcome:
        return self.register.execute(command)

    def state(self) -> DeviceState:
        return status.state(self.desk, _TRAITS.model)

    def is_replaced(self) -> bool:
        return self.desk.is_replaced(self.storage.known)


class VirtualKkt(Shell[_Opened]):
    """A Driver whose ФН is a file in the device's folder. The ФН is opened, and registered, on first use."""

    def __init__(self, context: DeviceContext, options: VirtualKktOptions) -> None:
        tape = open_tape(options.tape_length, options.tape_folder, context.number)
        super().__init__(context, _TRAITS, tape, options.delay)
        self._options = options

    async def switch_ofd(self, *, online: bool) -> None:
        """Let the virtual ОФД answer, or be silent, until the register is opened anew with its settings."""
        await self._ask(lambda one: in_turn(one.storage, lambda: one.desk.switch_ofd(down=not online)))

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """Over a connection of its own, which cannot write."""
        with self._explained(), closing(Storage(*self._storage_place, looks_only=True)) as storage:
            return (raster.draw(draft(command, self._desk_upon(storage))),)

    @property
    def _storage_place(self) -> tuple[Path, str]:
        """The file, and the number of a ФН that is new."""
        path, ordinal = storage_file.current(self._context.data)
        return path, storage_file.serial(self._context.number, ordinal)

    def _open(self) -> _Opened:
        storage = Storage(*self._storage_place)
        try:
            desk = self._desk_upon(storage)
            in_turn(storage, desk.begin)
        except BaseException:
            storage.close()
            raise
        return _Opened(desk, Register(desk, self._desk_upon))

    def _desk_upon(self, storage: Storage) -> Desk:
        return Desk(self._context, self._options, storage, self._tape)


SPEC = DriverSpec(options=VirtualKktOptions, build=VirtualKkt)
