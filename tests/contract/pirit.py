"""Пирит on the bench, over TCP and over a serial port; at the other end is its emulator."""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from drivers.clock import SystemClock
from drivers.emulation.cable import SerialCable
from drivers.emulation.fiscal.marking import Verdict
from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.model.ffd import FfdVersion
from drivers.pirit.emulator.tcp import PiritEmulator
from tests.contract.emulated import EmulatedStand
from tests.contract.goods import STOPPED
from tests.contract.stand import Family, Lack, Trouble
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

_CLOSING = ("31", "21", "23", "58", "59")  # commands after which something is recorded
_STATUS_IS_BAD = 7  # tag 2106
_TAX_NAMES, _TAX_RATES = 40, 41  # settings
_OPEN_SALE = b"2\x1c1\x1c\x88\xa2\xa0\xad\xae\xa2\x1c\x1c0\x1c"  # 30h; spec/service-plus.md A1


class PiritStand(EmulatedStand):
    register: PiritEmulator

    @property
    def pulses(self) -> int:
        return len(self.register.machine.pulses)

    def _break(self, trouble: Trouble) -> None:
        machine = self.register.machine
        match trouble:
            case Trouble.ANSWER_LOST:
                self.register.inject(*(Fault(what=Link.ANSWER_LOST, command=code) for code in _CLOSING))
            case Trouble.WIRE_CUT:
                self.register.inject(Fault(what=Link.PORT_GONE, command="42", skip=2, seconds=None))
            case Trouble.POWER_CUT:
                self.register.inject(Fault(what=Power.AFTER_EXECUTION, command="31", seconds=None))
            case Trouble.STUCK_RECEIPT:
                machine.execute("30", _OPEN_SALE)

    async def mend(self) -> None:
        self.register.machine.talk.plan.clear()
        self.register.machine.troubles.forget()
        await super().mend()


def _equipped(register: PiritEmulator) -> None:
    """With a rate of 22 % in the place of 20 %, as a register of today."""
    register.machine.marking.verdicts[STOPPED.encode("ascii")] = Verdict(result=_STATUS_IS_BAD)
    register.machine.settings.put(_TAX_NAMES, 0, "НДС 22%")
    register.machine.settings.put(_TAX_RATES, 0, "22.00")


@asynccontextmanager
async def over_tcp(_: Path, ffd: FfdVersion, **settings: Any) -> AsyncIterator[PiritStand]:
    """On the loop that does not wait."""
    clock = LoopClock()
    async with PiritEmulator(ffd=ffd.value, clock=clock) as register:
        _equipped(register)
        stand = PiritStand("pirit", register, clock, connection=register.connection, **settings)
        try:
            yield stand
        finally:
            await stand.driver.close()


@asynccontextmanager
async def over_a_cable(_: Path, ffd: FfdVersion) -> AsyncIterator[PiritStand]:
    """On the real clock: a serial port has threads of its own."""
    async with PiritEmulator(ffd=ffd.value) as register, SerialCable(register) as cable:
        _equipped(register)
        connection = f"serial://{cable.path}?baud=57600"
        stand = PiritStand("pirit", register, SystemClock(), connection=connection, answer_timeout=0.2)
        try:
            yield stand
        finally:
            await stand.driver.close()


_LACKS = frozenset(
    {
        Lack.ROWS_BETWEEN,  # spec/service-plus.md A8, 40h: text inside an open receipt may be refused
        Lack.PICTURES,  # 55h wants bytes beside the frame; its course is not in the specification
        Lack.REGISTRATION,  # 60h is not in the specification
    }
)
TCP = Family("pirit over TCP", over_tcp, skipping, frozenset(Trouble), far=True, lacks=_LACKS)
SERIAL = Family(
    "pirit over a serial port",
    over_a_cable,
    asyncio.run,
    # The others are waited for, here for real seconds; they are the same as over TCP.
    frozenset({Trouble.NO_PAPER, Trouble.OLD_SHIFT, Trouble.STUCK_RECEIPT, Trouble.ANOTHER_STORAGE}),
    far=True,
    slow=True,
    absent="no pseudo-terminals here" if sys.platform == "win32" else "",
    lacks=_LACKS,
)
