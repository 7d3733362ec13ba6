"""Shtrih-M on the bench, over TCP and over a serial port; at the other end is its emulator.

Source of the bytes given to the register past the driver: spec/shtrih-m.md 3.3 and 3.5.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import Any

from drivers import registry
from drivers.clock import SystemClock
from drivers.emulation.cable import SerialCable
from drivers.emulation.fiscal.marking import Verdict
from drivers.emulation.fiscal.storage import Document
from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.fiscal import tlv
from drivers.model.command import Command
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType
from drivers.ports import Clock, DeviceContext, Driver, Transport
from drivers.shtrih.emulator.tcp import ShtrihEmulator
from drivers.transports.connection import open_transport
from tests.contract.goods import STOPPED
from tests.contract.stand import Family, Recorded, Trouble
from tests.contract.steps import Counted, Scissors, cut
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

CLOSING = ("FF45", "FF4A", "FF38", "41", "E0", "50", "51")  # commands after which something is recorded
_STATUS_IS_BAD = 7  # tag 2106: the status of the goods was asked for, and is bad
_ADMINISTRATOR = (30).to_bytes(4, "little")
_SOMEBODY = (2).to_bytes(4, "little")  # password of the second cashier
_CASH = b"\x1a" + _ADMINISTRATOR + b"\xf1"  # money register 241
_OPEN_SALE = b"\x8d" + _SOMEBODY + b"\x00"
_DRAWER = b"\x28"
_RESET = b"\x16"  # by a service alone
_MEMORY_LOST = 9  # mode
_WELL = {"power", "paper"}  # the other conditions are troubles
_LINES_LEFT = 6  # on the roll that ends
_DAY = timedelta(hours=24, seconds=1)
_OTHER_NUMBER = "9999078900009999"


class ShtrihStand:
    """See Stand. `connection`: how the driver finds the register. `settings`: of the driver."""

    def __init__(self, register: ShtrihEmulator, connection: str, clock: Clock, **settings: Any) -> None:
        self.register, self._connection, self._clock, self._settings = register, connection, clock, settings
        self._scissors = Scissors()
        register.machine.marking.verdicts[STOPPED.encode("ascii")] = Verdict(result=_STATUS_IS_BAD)
        self.driver = self._built()

    @property
    def documents(self) -> list[Recorded]:
        return [recorded(document) for document in self.register.machine.storage.documents]

    @property
    def rows(self) -> list[str]:
        return list(self.register.machine.paper.lines)

    @property
    def graphics(self) -> int:
        paper = self.register.machine.paper
        return len(paper.barcodes) + len(paper.pictures)

    @property
    def drawer(self) -> int:
        return int.from_bytes(self._told(_CASH)[1:7], "little")

    @property
    def pulses(self) -> int:
        return self.register.executed.count(_DRAWER)

    async def suffer(self, trouble: Trouble) -> None:
        machine = self.register.machine
        match trouble:
            case Trouble.ANSWER_LOST:
                self.register.inject(*(Fault(what=Link.ANSWER_LOST, command=code) for code in CLOSING))
            case Trouble.WIRE_CUT:
                self.register.inject(Fault(what=Link.PORT_GONE, command="FF46", skip=2, seconds=None))
            case Trouble.POWER_CUT:
                self.register.inject(Fault(what=Power.AFTER_EXECUTION, command="FF45", seconds=None))
            case Trouble.PAPER_OUT:
                machine.paper.reload(_LINES_LEFT)
            case Trouble.NO_PAPER:
                await self.register.switch("paper", on=False)
            case Trouble.OFFLINE:
                await self.register.switch("power", on=False)
            case Trouble.OLD_SHIFT:
                machine.advance(_DAY)
            case Trouble.STUCK_RECEIPT:
                self._told(_OPEN_SALE)
            case Trouble.ANOTHER_STORAGE:
                await self.register.switch("power", on=False)
                machine.storage.number = _OTHER_NUMBER
                await self.register.switch("power", on=True)

    async def mend(self) -> None:
        machine = self.register.machine
        machine.talk.plan.clear()
        machine.troubles.forget()
        await self.register.restore()
        for condition in fields(machine.conditions):
            await self.register.switch(condition.name, on=condition.name in _WELL)
        machine.paper.reload()
        if machine.mode == _MEMORY_LOST:
            self._told(_RESET)

    async def restart(self) -> None:
        await self.driver.close()
        self.driver = self._built()

    async def broken_off(self, command: Command, moment: int) -> bool:
        return await cut(asyncio.create_task(self.driver.execute(command)), self._scissors, moment)

    def _built(self) -> Driver:
        spec = registry.load("shtrih")
        context = DeviceContext(1, "Касса", Path("unused"), self._clock, self._opened)
        return spec.build(context, spec.options(connection=self._connection, **self._settings))

    def _opened(self, connection: str) -> Transport:
        return Counted(open_transport(connection), self._scissors)

    def _told(self, body: bytes) -> bytes:
        """What follows the error byte."""
        answer = self.register.machine.execute(body)
        assert answer[1] == 0, f"{body.hex()} -> {answer.hex()}"
        return answer[2:]


def recorded(document: Document) -> Recorded:
    return Recorded(
        number=document.number,
        form=DocumentForm(document.form),
        type=ReceiptType(document.type) if document.type else None,
        total=document.total if document.type else None,
        sign=document.sign,
        tags=tuple(tlv.parse(document.tlv)),
    )


@asynccontextmanager
async def over_tcp(_: Path, ffd: FfdVersion, **settings: Any) -> AsyncIterator[ShtrihStand]:
    """On the loop that does not wait."""
    async with ShtrihEmulator(ffd=ffd.value, clock=LoopClock()) as register:
        stand = ShtrihStand(register, register.connection, LoopClock(), **settings)
        try:
            yield stand
        finally:
            await stand.driver.close()


@asynccontextmanager
async def over_a_cable(_: Path, ffd: FfdVersion) -> AsyncIterator[ShtrihStand]:
    """On the real clock: a serial port has threads of its own."""
    async with ShtrihEmulator(ffd=ffd.value, extra_byte=False) as register, SerialCable(register) as cable:
        stand = ShtrihStand(register, f"serial://{cable.path}?baud=115200", SystemClock(), answer_timeout=0.2)
        try:
            yield stand
        finally:
            await stand.driver.close()


_ALL = frozenset(Trouble)
TCP = Family("shtrih over TCP", over_tcp, skipping, _ALL, far=True)
SERIAL = Family(
    "shtrih over a serial port",
    over_a_cable,
    asyncio.run,
    # The others are waited for, here for real seconds; they are the same as over TCP.
    frozenset({Trouble.NO_PAPER, Trouble.OLD_SHIFT, Trouble.STUCK_RECEIPT, Trouble.ANOTHER_STORAGE}),
    far=True,
    slow=True,
    absent="no pseudo-terminals here" if sys.platform == "win32" else "",
)
