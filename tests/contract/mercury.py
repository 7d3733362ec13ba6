"""Mercury on the bench: the emulated INECRMAN service."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from drivers.emulation.answer_faults import Fault, What
from drivers.emulation.fiscal.marking import Verdict
from drivers.mercury.emulator.quirks import Journal, Quirks
from drivers.mercury.emulator.service import MercuryEmulator
from drivers.model.ffd import FfdVersion
from tests.contract.emulated import EmulatedStand
from tests.contract.goods import STOPPED
from tests.contract.stand import Family, Lack, Trouble
from tests.faults.wires.skipping import LoopClock, run

_CLOSING = ("CloseCheck", "OpenShift", "CloseShift", "BringMoney", "WithdrawMoney", "ReportStatusOfSettlements")
_STATUS_IS_BAD = 7  # tag 2106


class MercuryStand(EmulatedStand):
    register: MercuryEmulator

    @property
    def pulses(self) -> int:
        return self.register.machine.pulses

    def _break(self, trouble: Trouble) -> None:
        machine = self.register.machine
        match trouble:
            case Trouble.ANSWER_LOST:
                self.register.inject(*(Fault(what=What.ANSWER_LOST, command=name) for name in _CLOSING))
            case Trouble.WIRE_CUT:
                self.register.inject(Fault(what=What.PORT_GONE, command="AddGoods", skip=2, seconds=None))
            case Trouble.POWER_CUT:
                self.register.inject(Fault(what=What.POWER_AFTER, command="CloseCheck", seconds=None))
            case Trouble.STUCK_RECEIPT:
                machine.leave_check_open()

    async def mend(self) -> None:
        self.register.machine.plan.clear()
        await super().mend()


@asynccontextmanager
async def over_http(_: Path, ffd: FfdVersion, journal: Journal = Journal.LIST) -> AsyncIterator[MercuryStand]:
    """On the loop that does not wait. The code of 22 % is unknown: here it is 11, and told in the settings."""
    clock = LoopClock()
    async with MercuryEmulator(ffd=ffd.value, clock=clock, quirks=Quirks(journal=journal)) as register:
        register.machine.marking.verdicts[STOPPED.encode("ascii")] = Verdict(result=_STATUS_IS_BAD)
        register.machine.quirks.taxes[11] = 11
        settings = {"connection": register.connection, "port_name": "COM3", "taxes": {"22": 11}}
        stand = MercuryStand("mercury", register, clock, **settings)
        try:
            yield stand
        finally:
            await stand.driver.close()


@asynccontextmanager
async def without_journal(folder: Path, ffd: FfdVersion) -> AsyncIterator[MercuryStand]:
    """Which it is in ordinary till mode is unknown."""
    async with over_http(folder, ffd, Journal.EMPTY) as stand:
        yield stand


HTTP = Family(
    "mercury over HTTP",
    over_http,
    run,
    frozenset(Trouble),
    far=True,
    # Source of all: spec/mercury.md 3 names no such command or member; 4: the last document is its number and time.
    lacks=frozenset(
        {
            Lack.ROWS_BETWEEN,
            Lack.PICTURES,
            Lack.OTHER_CODES,
            Lack.SUM_CORRECTIONS,
            Lack.COUNTERS,
            Lack.REGISTRATION,
            Lack.STORAGE_TERM,
            Lack.ARCHIVE,
            Lack.DETAILS,
            Lack.GOODS_NUMBERS,
        }
    ),
)
BLIND = replace(HTTP, name="mercury without its journal", stand=without_journal, again=True)
