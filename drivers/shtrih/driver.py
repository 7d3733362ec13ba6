"""The driver of ШТРИХ-М registers: which command is done by what. Source: spec/shtrih-m.md."""

from collections.abc import Awaitable, Callable
from typing import Any

from drivers.errors import NotSupported, named
from drivers.model import command as commands
from drivers.model.command import Command, ContinuePrint, PrintLabels, PrintTestPage, ReadState
from drivers.model.outcome import Outcome
from drivers.model.registration import RegisterDevice
from drivers.model.state import DeviceKind, DeviceState
from drivers.ports import DeviceContext, Traits
from drivers.printing.bitmap import Bitmap
from drivers.registry import DriverSpec
from drivers.shtrih import (
    archive,
    cash,
    counters,
    marking,
    paper,
    preview,
    receipt,
    registration,
    settling,
    shifts,
    state,
    texts,
)
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.search import SEARCH
from drivers.shtrih.session import Session

_Handler = Callable[[Session, Any], Awaitable[Outcome]]


async def _state(session: Session, _: ReadState) -> Outcome:
    return Outcome(state=await state.state(session))


async def _line_length(session: Session, _: commands.ReadLineLength) -> Outcome:
    return Outcome(line_length=paper.line_length(session))


async def _continue(session: Session, _: ContinuePrint) -> Outcome:
    """B0h where the register waits for it; nothing where nothing was interrupted."""
    await session.printed()
    return Outcome()


_HANDLERS: dict[type, _Handler] = {
    commands.RegisterReceipt: receipt.register,
    commands.OpenShift: shifts.open_shift,
    commands.CloseShift: shifts.close_shift,
    commands.XReport: shifts.x_report,
    commands.OfdReport: shifts.ofd_report,
    commands.CashIn: cash.move,
    commands.CashOut: cash.move,
    commands.OpenDrawer: paper.open_drawer,
    commands.PrintDocument: paper.print_document,
    commands.PrintRuler: paper.print_ruler,
    commands.ReadLineLength: _line_length,
    commands.ReadDocument: archive.read_document,
    commands.ReadCounters: counters.read,
    commands.ReadState: _state,
    commands.CheckMarking: marking.check_marking,
    ContinuePrint: _continue,
    RegisterDevice: registration.register,
}

_TRAITS = Traits(
    kind=DeviceKind.REGISTER,
    type_id="KkmStrihM",
    model="ШТРИХ-М",
    commands=frozenset(_HANDLERS),
)


class Shtrih:
    """A Driver. The connection stays open between commands."""

    def __init__(self, context: DeviceContext, options: ShtrihOptions) -> None:
        self._name, self._options = context.name, options
        self._session = Session(context, options)

    @property
    def traits(self) -> Traits:
        return _TRAITS

    async def execute(self, command: Command) -> Outcome:
        """A cancelled call leaves a receipt open at most: the next call annuls it, `settle` tells what was recorded."""
        handler = _HANDLERS.get(type(command))
        if handler is None:
            text = texts.NO_LABELS if isinstance(command, PrintLabels | PrintTestPage) else texts.NOT_FOR_REGISTERS
            raise NotSupported(text, device=self._name)
        with named(self._name):
            await self._session.begin()
            return await handler(self._session, command)

    async def state(self) -> DeviceState:
        with named(self._name):
            await self._session.begin()
            return await state.state(self._session)

    async def mark(self) -> str:
        with named(self._name):
            await self._session.begin()
            return (await settling.mark(self._session)).text

    async def settle(self, command: Command, mark: str) -> Outcome | None:
        with named(self._name):
            await self._session.begin()
            return await settling.settle(self._session, command, mark)

    async def close(self) -> None:
        await self._session.close()

    def preview(self, command: Command) -> tuple[Bitmap, ...]:
        """By what is known of the register; before it was reached, by the settings."""
        with named(self._name):
            return preview.draw(self._session.known, self._options, command, self._session.clock.local())


SPEC = DriverSpec(options=ShtrihOptions, build=Shtrih, search=SEARCH)
