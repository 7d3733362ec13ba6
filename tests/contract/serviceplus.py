"""«Сервис Плюс» on the bench, in its XML protocol, over TCP and over a serial port; at the other end is its emulator.

Of what the suite asks its binary protocol can keep too little: see tests/drivers/serviceplus/test_binary.py.
"""

import asyncio
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from drivers.clock import SystemClock
from drivers.emulation.answer_faults import Fault, What
from drivers.emulation.cable import SerialCable
from drivers.model.ffd import FfdVersion
from drivers.serviceplus.emulator.xml import XmlEmulator
from drivers.serviceplus.emulator.xml_quirks import XmlQuirks
from tests.contract.emulated import EmulatedStand
from tests.contract.stand import Family, Lack, Trouble
from tests.faults.wires.skipping import LoopClock
from tests.faults.wires.skipping import run as skipping

_CLOSING = ("4", "6", "8", "12", "38")  # commands after which something is recorded
_TAXES = {"22": 11}  # that it knows the rate of 2026 its owner has to tell
_QUIRKS = XmlQuirks(rates=12)


class ServicePlusStand(EmulatedStand):
    register: XmlEmulator

    @property
    def pulses(self) -> int:  # type: ignore[override]
        return self.register.machine.pulses

    def _break(self, trouble: Trouble) -> None:
        """No receipt can be left open: it is one message."""
        match trouble:
            case Trouble.ANSWER_LOST:
                self.register.inject(*(Fault(what=What.ANSWER_LOST, command=code) for code in _CLOSING))
            case Trouble.WIRE_CUT:
                self.register.inject(Fault(what=What.PORT_GONE, command="8", seconds=None))
            case Trouble.POWER_CUT:
                self.register.inject(Fault(what=What.POWER_AFTER, command="8", seconds=None))

    async def mend(self) -> None:
        self.register.machine.plan.clear()
        await super().mend()


@asynccontextmanager
async def over_tcp(_: Path, ffd: FfdVersion, **settings: Any) -> AsyncIterator[ServicePlusStand]:
    """On the loop that does not wait."""
    clock = LoopClock()
    async with XmlEmulator(ffd=ffd.value, clock=clock, quirks=_QUIRKS) as register:
        told = {"connection": register.connection, "taxes": _TAXES} | settings
        stand = ServicePlusStand("serviceplus", register, clock, **told)
        try:
            yield stand
        finally:
            await stand.driver.close()


@asynccontextmanager
async def over_a_cable(_: Path, ffd: FfdVersion) -> AsyncIterator[ServicePlusStand]:
    """On the real clock: a serial port has threads of its own."""
    async with XmlEmulator(ffd=ffd.value, quirks=_QUIRKS) as register, SerialCable(register) as cable:
        connection = f"serial://{cable.path}?baud=115200"
        stand = ServicePlusStand("serviceplus", register, SystemClock(), connection=connection, taxes=_TAXES)
        try:
            yield stand
        finally:
            await stand.driver.close()


# Source of all: spec/service-plus.md C2, the fields of 8 and the list of commands; no rows among the items (ItemText
# takes the place of a row in SP2), no codes or pictures in 30, 10 without content, nothing that reads a document back.
_LACKS = frozenset(
    {
        Lack.ROWS_BETWEEN,
        Lack.CUSTOMS,
        Lack.ATTRIBUTES,
        Lack.CLIENT_NAME,
        Lack.CORRECTIONS,
        Lack.SUM_CORRECTIONS,
        Lack.PAPERLESS,
        Lack.PICTURES,
        Lack.CODES,
        Lack.REGISTRATION,
        Lack.STORAGE_TERM,
        Lack.ARCHIVE,
        Lack.OLDER_DOCUMENTS,
        Lack.DETAILS,
        Lack.MOMENTS,
    }
)
_SUFFERS = frozenset(Trouble) - {Trouble.STUCK_RECEIPT}
TCP = Family("serviceplus over TCP", over_tcp, skipping, _SUFFERS, far=True, formats=("1.05",), lacks=_LACKS)
SERIAL = Family(
    "serviceplus over a serial port",
    over_a_cable,
    asyncio.run,
    # The others are waited for, here for real seconds; they are the same as over TCP.
    frozenset({Trouble.NO_PAPER, Trouble.OLD_SHIFT, Trouble.ANOTHER_STORAGE}),
    far=True,
    slow=True,
    absent="no pseudo-terminals here" if sys.platform == "win32" else "",
    formats=("1.05",),
    lacks=_LACKS,
)
