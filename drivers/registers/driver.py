"""A Driver made of a Register: which command is done by which of the shared steps."""

from collections.abc import Awaitable, Callable
from typing import Any

from drivers.errors import NotSupported, named
from drivers.fiscal import wording
from drivers.model import command as commands
from drivers.model.command import (
    CheckMarking,
    Command,
    ContinuePrint,
    OpenDrawer,
    PrintLabels,
    PrintTestPage,
    ReadCounters,
    ReadLineLength,
    ReadState,
)
from drivers.model.outcome import Outcome
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceState
from drivers.ports import Traits
from drivers.printing.bitmap import Bitmap
from drivers.registers import archive, cash, mark, paper, preview, receipt, registration, settling, shifts
from drivers.registers.register import Register

_Handler = Callable[[Register, Any], Awaitable[Outcome]]


async def _state(register: Register, _: ReadState) -> Outcome:
    return Outcome(state=await register.state())


async def _line_length(register: Register, _: ReadLineLength) -> Outcome:
    return Outcome(line_length=register.paper.columns())


async def _drawer(register: Register, _: OpenDrawer) -> Outcome:
    await register.open_drawer()
    return Outcome()


async def _continue(register: Register, _: ContinuePrint) -> Outcome:
    await register.resume_printing()
    return Outcome()


async def _counters(register: Register, _: ReadCounters) -> Outcome:
    blocks, warnings = await register.counters()
    return Outcome(counters=blocks, warnings=warnings)


async def _check_marking(register: Register, command: CheckMarking) -> Outcome:
    answers, warnings = await register.check_marking(command)
    return Outcome(marking=answers, warnings=warnings)


_HANDLERS: dict[type, _Handler] = {
    commands.RegisterReceipt: receipt.register_receipt,
    commands.OpenShift: shifts.open_shift,
    commands.CloseShift: shifts.close_shift,
    commands.XReport: shifts.x_report,
    commands.OfdReport: shifts.ofd_report,
    commands.CashIn: cash.move,
    commands.CashOut: cash.move,
    commands.OpenDrawer: _drawer,
    commands.PrintDocument: paper.print_document,
    commands.PrintRuler: paper.print_ruler,
    commands.ReadLineLength: _line_length,
    commands.ReadDocument: archive.read_document,
    commands.ReadCounters: _counters,
    commands.ReadState: _state,
    commands.CheckMarking: _check_marking,
    ContinuePrint: _continue,
    RegisterDevice: registration.register_device,
}
ALL = frozenset(_HANDLERS)
"""Commands of a register; a family leaves out of its traits what its registers cannot do."""


class RegisterDriver:
    """A Driver. The line stays open between commands."""

    def __init__(self, register: Register, traits: Traits) -> None:
        self.register, self._traits = register, traits

    @property
    def traits(self) -> Traits:
        return self._traits

    async def execute(self, command: Command) -> Outcome:
        """A cancelled call leaves a receipt open at most: the next call annuls it, `settle` tells what was recorded."""
        handler = _HANDLERS.get(type(command)) if type(command) in self._traits.commands else None
        if handler is None:
            raise NotSupported(_not_ours(command), device=self.register.name)
        with named(self.register.name):
            await self.register.begin()
            return await handler(self.register, command)

    async def state(self) -> DeviceState:
        with named(self.register.name):
            await self.register.begin()
            return await self.register.state()

    async def mark(self) -> str:
        with named(self.register.name):
            await self.register.begin()
            return (await settling.take_mark(self.register)).text

    async def settle(self, command: Command, mark_text: str) -> Outcome | None:
        with named(self.register.name), settling.asked_again():
            before = mark.read(mark_text)
            self.register.resume(before.trace, command)
            await self.register.begin()
            return await settling.settle(self.register, command, before)

    async def close(self) -> None:
        await self.register.close()

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """By what is known of the register; before it was reached, by the settings."""
        with named(self.register.name):
            return preview.draw(self.register, command)


def _not_ours(command: Command) -> str:
    if isinstance(command, PrintLabels | PrintTestPage):
        return wording.NO_LABELS
    return wording.NOT_THIS_MODEL if type(command) in ALL else wording.NOT_FOR_REGISTERS
