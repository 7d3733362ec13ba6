"""АТОЛ on the bench, over TCP and over a serial port with either lower level; at the other end is its emulator.

Source of the bytes given to the register past the driver: spec/atol.md 6.2.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.tcp import AtolEmulator
from drivers.clock import SystemClock
from drivers.emulation.cable import SerialCable
from drivers.emulation.fiscal.printed import Picture
from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.model.ffd import FfdVersion
from drivers.registers.taxes import RATES
from tests.contract.emulated import EmulatedStand
from tests.contract.stand import A_FEW, Family, Lack, Stand, Trouble
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

TAXES = {key: rate.value for key, rate in RATES.items()}  # the registers' own table is not known
CLOSING = ("4A", "5A", "9A", "49", "4F", "67")  # commands after which something is recorded
_PASSWORD = b"\0\0"
_LEAVE = _PASSWORD + b"\x48"
_REGISTRATION = _PASSWORD + bytes.fromhex("56 01 00 00 00 30")
_OPEN_SHIFT = _PASSWORD + b"\x9a\0"
_SALE = _PASSWORD + bytes.fromhex("92 00 01")

_STATE = _PASSWORD + b"\x3f"
_RECEIPT = 22  # where its answer tells that one is open


class AtolStand(EmulatedStand):
    register: AtolEmulator

    @property
    def graphics(self) -> int:
        """A picture comes line by line, by a command for each: those that stand together are one."""
        roll = self.register.machine.roll
        pictures = groupby(roll.printed, key=lambda each: isinstance(each, Picture))
        return len(roll.barcodes) + sum(is_picture for is_picture, _ in pictures)

    @property
    def pulses(self) -> int:
        return self.register.machine.pulses

    def _break(self, trouble: Trouble) -> None:
        match trouble:
            case Trouble.ANSWER_LOST:
                self.register.inject(*(Fault(what=Link.ANSWER_LOST, command=code) for code in CLOSING))
            case Trouble.WIRE_CUT:
                self.register.inject(Fault(what=Link.PORT_GONE, command="EB", skip=2, seconds=None))
            case Trouble.POWER_CUT:
                self.register.inject(Fault(what=Power.AFTER_EXECUTION, command="4A", seconds=None))
            case Trouble.STUCK_RECEIPT:
                self._leave_a_receipt_open()

    async def suffer(self, trouble: Trouble) -> None:
        """Another ФН is put in while the power is off."""
        is_storage = trouble is Trouble.ANOTHER_STORAGE
        if is_storage:
            await self.register.switch("power", on=False)
        await super().suffer(trouble)
        if is_storage:
            await self.register.switch("power", on=True)

    def _leave_a_receipt_open(self) -> None:
        """In mode 1, in an open shift; on a register whose paper is out nobody gets that far."""
        machine = self.register.machine
        for command in (_LEAVE, _REGISTRATION, _OPEN_SHIFT, _SALE):
            machine.execute(command)  # what is so already is refused
        assert machine.execute(_STATE)[_RECEIPT] or machine.roll.out

    async def mend(self) -> None:
        machine = self.register.machine
        machine.talk.plan.clear()
        machine.troubles.forget()
        await super().mend()


@asynccontextmanager
async def over_tcp(
    _: Path, __: FfdVersion, *, quirks: Quirks | None = None, **settings: Any
) -> AsyncIterator[AtolStand]:
    """On the loop that does not wait. `quirks`: of the register; `settings`: of the driver."""
    async with AtolEmulator(taxes=_BY_INDEX, clock=LoopClock(), quirks=quirks) as register:
        told = {"connection": register.connection, "taxes": TAXES} | settings
        stand = AtolStand("atol", register, LoopClock(), **told)
        try:
            yield stand
        finally:
            await stand.driver.close()


_BY_INDEX = {index: index for index in TAXES.values()}


def over_a_cable(level: Literal["v2", "v3"]) -> Callable[[Path, FfdVersion], AbstractAsyncContextManager[Stand]]:
    """On the real clock: a serial port has threads of its own."""

    @asynccontextmanager
    async def stand(_: Path, __: FfdVersion) -> AsyncIterator[AtolStand]:
        async with (
            AtolEmulator(taxes=_BY_INDEX, levels=level, report_polls=0, reset_polls=0) as register,
            SerialCable(register) as cable,
        ):
            connection = f"serial://{cable.path}?baud=115200"
            found = AtolStand("atol", register, SystemClock(), connection=connection, link=level, taxes=TAXES)
            try:
                yield found
            finally:
                await found.driver.close()

    return stand


# Source of the lacks: spec/atol.md 6.3 (nothing is printed inside a receipt), 6.2 (no table of counters is evidenced
# in full), 11 (registration of the ФН).
_LACKS = frozenset({Lack.ROWS_BETWEEN, Lack.COUNTERS, Lack.REGISTRATION})
_NO_PORTS = "no pseudo-terminals here" if sys.platform == "win32" else ""
# The others are waited for, here for real seconds; they are the same as over TCP.
_QUICK = frozenset({Trouble.NO_PAPER, Trouble.OLD_SHIFT, Trouble.STUCK_RECEIPT, Trouble.ANOTHER_STORAGE})

TCP = Family("atol over TCP", over_tcp, skipping, frozenset(Trouble), far=True, formats=("1.05",), lacks=_LACKS)
SERIAL_2, SERIAL_3 = (
    Family(
        f"atol over a serial port, {level}",
        over_a_cable(level),
        asyncio.run,
        _QUICK,
        far=True,
        slow=True,
        again=True,
        only=A_FEW,
        absent=_NO_PORTS,
        formats=("1.05",),
        lacks=_LACKS,
    )
    for level in ("v2", "v3")
)
