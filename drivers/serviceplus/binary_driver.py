"""Which command the binary family does by what: its receipts, cash and reports are not the shared ones."""

from collections.abc import Awaitable, Callable
from typing import Any

from drivers.errors import OutcomeUnknown, named
from drivers.model import command as commands
from drivers.model.command import Command
from drivers.model.outcome import Outcome
from drivers.model.state import DeviceKind
from drivers.ports import Traits
from drivers.registers import texts
from drivers.registers.driver import RegisterDriver
from drivers.serviceplus import binary_steps
from drivers.serviceplus.binary_register import BinaryRegister

_Step = Callable[[BinaryRegister, Any], Awaitable[Outcome]]
_OWN: dict[type, _Step] = {
    commands.RegisterReceipt: binary_steps.register_receipt,
    commands.CashIn: binary_steps.move,
    commands.CashOut: binary_steps.move,
    commands.CloseShift: binary_steps.close_shift,
}
_DOCUMENTS = (commands.RegisterReceipt, commands.CashIn, commands.CashOut)
_ASKS_ONLY = (commands.ReadState, commands.ReadLineLength)
TRAITS = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KkmServicePlus",
    model="Сервис Плюс",
    commands=frozenset({*_OWN, *_ASKS_ONLY, commands.XReport, commands.PrintDocument, commands.PrintRuler}),
)


class BinaryDriver(RegisterDriver):
    def __init__(self, register: BinaryRegister) -> None:
        super().__init__(register, TRAITS)
        self._register = register

    async def execute(self, command: Command) -> Outcome:
        own = _OWN.get(type(command))
        if own is None:
            return await super().execute(command)
        with named(self._register.name):
            await self._register.begin()
            return await own(self._register, command)

    async def mark(self) -> str:
        with named(self._register.name):
            await self._register.begin()
            return (await binary_steps.shift(self._register)).text

    async def settle(self, command: Command, mark_text: str) -> Outcome | None:
        """Raises OutcomeUnknown for all but what the register proves: a Z report, a document that still stands open."""
        with named(self._register.name):
            before = binary_steps.read_mark(mark_text)
            await self._register.begin()
            if isinstance(command, commands.CloseShift):
                return Outcome() if await binary_steps.is_closed(self._register, before) else None
            if isinstance(command, _DOCUMENTS):
                await binary_steps.settle_document(self._register)
            elif not isinstance(command, _ASKS_ONLY):
                raise OutcomeUnknown(texts.UNSETTLED_PAPER)
        return None
