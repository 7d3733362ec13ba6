"""The driver of the virtual register (ККМ) of Kazakhstan: tenge, taxes of its own directory, no ФФД.

Sums are tiyns, 1/100 of a tenge. It knows of that country's rules what spec/ikkm.md tells, and no more: receipts by
their amount under one tax, a shift of 24 hours, 72 hours without the operator, a drawer that cannot pay what it has
not. Rates, identities and the operator's answers are settings; its message to the operator is made up, and nothing
leaves this computer.
"""

from contextlib import closing
from pathlib import Path

from drivers.model.command import Command
from drivers.model.state import DeviceKind
from drivers.ports import DeviceContext, Traits
from drivers.printing import raster
from drivers.printing.bitmap import Bitmap
from drivers.registry import DriverSpec
from drivers.virtual import kazakh_taxes
from drivers.virtual.kazakh_desk import KazakhDesk, KazakhLedger
from drivers.virtual.kazakh_draft import draft
from drivers.virtual.kazakh_options import VirtualKkmKzOptions
from drivers.virtual.kazakh_register import ABILITIES, KazakhRegister
from drivers.virtual.kazakh_state import MODEL
from drivers.virtual.ledger import in_turn
from drivers.virtual.shell import Shell
from drivers.virtual.tape import open_tape


class VirtualKkmKz(Shell[KazakhRegister]):
    """A Driver whose memory is a file in the device's folder."""

    def __init__(self, context: DeviceContext, options: VirtualKkmKzOptions) -> None:
        self._options, self._taxes = options, kazakh_taxes.read(options.taxes)
        traits = Traits(
            kind=DeviceKind.REGISTER,
            type_id="KkmKzEmulator",
            model=MODEL,
            commands=ABILITIES,
            taxes=self._taxes,
        )
        super().__init__(
            context, traits, open_tape(options.tape_length, options.tape_folder, context.number), options.delay
        )

    async def switch_link(self, *, online: bool) -> None:
        """Let the operator answer, or be away, until the register is opened anew with its settings."""
        await self._ask(lambda register: register.switch_link(online=online))

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """Over a connection of its own, which cannot write."""
        with self._explained(), closing(KazakhLedger(*self._place, looks_only=True)) as storage:
            return (raster.draw(draft(command, self._desk_upon(storage))),)

    @property
    def _place(self) -> tuple[Path, str]:
        """The file. There is no ФН whose number (1041) could be told."""
        return self._context.data / "kazakh.sqlite3", ""

    def _open(self) -> KazakhRegister:
        storage = KazakhLedger(*self._place)
        try:
            desk = self._desk_upon(storage)
            in_turn(storage, desk.begin)
        except BaseException:
            storage.close()
            raise
        return KazakhRegister(desk)

    def _desk_upon(self, storage: KazakhLedger) -> KazakhDesk:
        return KazakhDesk(self._context, self._options, self._taxes, storage, self._tape)


SPEC = DriverSpec(options=VirtualKkmKzOptions, build=VirtualKkmKz)
