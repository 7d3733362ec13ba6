"""What the stands of emulated registers have in common: ФН, paper and drawer are looked at past the wire."""

import asyncio
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

from drivers import registry
from drivers.emulation.fiscal.conditions import Conditions
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.storage import Document
from drivers.emulation.fiscal.till import Till
from drivers.fiscal import tlv
from drivers.model.command import Command
from drivers.model.ffd import DocumentForm, ReceiptType
from drivers.ports import Clock, DeviceContext, Driver, Transport
from drivers.transports.connection import open_transport
from tests.contract.stand import Recorded, Trouble
from tests.contract.steps import Counted, Scissors, cut

DAY = timedelta(hours=24, seconds=1)
OTHER_NUMBER = "9999078900009999"
_LINES_LEFT = 6  # on the roll that ends
_WELL = {"power", "paper"}  # the other conditions are troubles


class Machine(Protocol):
    @property
    def till(self) -> Till: ...
    @property
    def roll(self) -> Roll: ...
    @property
    def conditions(self) -> Conditions: ...


class Emulator(Protocol):
    @property
    def machine(self) -> Any: ...  # a Machine, and what its family adds

    async def switch(self, name: str, on: bool) -> None: ...
    async def restore(self) -> None: ...


class EmulatedStand:
    """See Stand; `_break`, `pulses` and what ends the faults of the wire are the family's.

    `well`: conditions that are on in a register that is well.
    """

    pulses = 0
    well = _WELL

    def __init__(self, family: str, register: Emulator, clock: Clock, **settings: Any) -> None:
        self.register, self._family, self._clock, self._settings = register, family, clock, settings
        self._scissors = Scissors()
        self.driver = self._built()

    @property
    def _machine(self) -> Machine:
        machine: Machine = self.register.machine
        return machine

    @property
    def documents(self) -> list[Recorded]:
        return [recorded(document) for document in self._machine.till.storage.documents]

    @property
    def rows(self) -> list[str]:
        return list(self._machine.roll.lines)

    @property
    def graphics(self) -> int:
        return self._machine.roll.graphics + len(self._machine.roll.barcodes)

    @property
    def drawer(self) -> int:
        return self._machine.till.drawer

    async def suffer(self, trouble: Trouble) -> None:
        machine = self.register.machine
        match trouble:
            case Trouble.PAPER_OUT:
                machine.roll.reload(_LINES_LEFT)
            case Trouble.NO_PAPER:
                await self.register.switch("paper", on=False)
            case Trouble.OFFLINE:
                await self.register.switch("power", on=False)
            case Trouble.OLD_SHIFT:
                self._age()
            case Trouble.ANOTHER_STORAGE:
                machine.till.replace_storage(OTHER_NUMBER)
            case _:
                self._break(trouble)

    def _age(self) -> None:
        """By a day."""
        self.register.machine.advance(DAY)

    def _break(self, trouble: Trouble) -> None:
        """What is the family's own: at the wire, at the plug, and a receipt that is left open."""

    async def mend(self) -> None:
        await self.register.restore()
        for condition in fields(self._machine.conditions):
            await self.register.switch(condition.name, on=condition.name in self.well)
        self._machine.roll.reload()

    async def restart(self) -> None:
        await self.driver.close()
        self.driver = self._built()

    async def broken_off(self, command: Command, moment: int) -> bool:
        return await cut(asyncio.create_task(self.driver.execute(command)), self._scissors, moment)

    def _built(self) -> Driver:
        spec = registry.load(self._family)
        context = DeviceContext(1, "Касса", Path("unused"), self._clock, self._opened)
        return spec.build(context, spec.options(**self._settings))

    def _opened(self, connection: str) -> Transport:
        return Counted(open_transport(connection), self._scissors)


def recorded(document: Document) -> Recorded:
    return Recorded(
        number=document.number,
        form=DocumentForm(document.form),
        type=ReceiptType(document.type) if document.type else None,
        total=document.total if document.type else None,
        sign=document.sign,
        tags=tuple(tlv.parse(document.tlv)),
    )
