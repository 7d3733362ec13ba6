"""АТОЛ behind the web server of its driver on the bench: the emulated server, in both generations."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from drivers.atol_web.emulator.faults import Fault, Wire, Work
from drivers.atol_web.emulator.service import AtolWebEmulator
from drivers.emulation.fiscal.marking import Verdict
from drivers.model.ffd import FfdVersion
from tests.contract.emulated import DAY, EmulatedStand
from tests.contract.goods import STOPPED
from tests.contract.stand import Family, Lack, Trouble
from tests.faults.wires.skipping import LoopClock, run

_CLOSING = ("sell", "openShift", "closeShift", "cashIn", "cashOut", "reportOfdExchangeStatus")
_STATUS_IS_BAD = 7  # tag 2106


class AtolWebStand(EmulatedStand):
    register: AtolWebEmulator
    well = EmulatedStand.well | {"connected"}

    @property
    def pulses(self) -> int:  # type: ignore[override]
        return len(self.register.machine.pulses)

    def _age(self) -> None:
        self.register.machine.register.advance(DAY)

    def _break(self, trouble: Trouble) -> None:
        match trouble:
            case Trouble.ANSWER_LOST:
                self.register.inject(*(Fault(what=Wire.RESET_AFTER, method="POST", command=name) for name in _CLOSING))
            case Trouble.WIRE_CUT:
                self.register.inject(Fault(what=Work.LINK_LOST_BEFORE, command="sell"))
            case Trouble.POWER_CUT:
                self.register.inject(Fault(what=Wire.RESTART, method="POST", command="sell", seconds=None))
            case Trouble.STUCK_RECEIPT:
                raise AssertionError(trouble)

    async def mend(self) -> None:
        self.register.machine.plan.clear()
        await super().mend()


@asynccontextmanager
async def over_http(_: Path, ffd: FfdVersion, *, api: str, **settings: Any) -> AsyncIterator[AtolWebStand]:
    """On the loop that does not wait."""
    clock = LoopClock()
    async with AtolWebEmulator(ffd=ffd.value, api=api, clock=clock) as register:
        register.machine.till.marking.verdicts[STOPPED.encode("ascii")] = Verdict(result=_STATUS_IS_BAD)
        stand = AtolWebStand(
            "atol-web", register, clock, **({"connection": register.connection, "receipt_timeout": 10.0} | settings)
        )
        try:
            yield stand
        finally:
            await stand.driver.close()


_SUFFERS = frozenset(Trouble) - {Trouble.STUCK_RECEIPT}  # spec/atol-web.md 1: a receipt is one task
_LACKS = frozenset({Lack.REGISTRATION})  # spec/atol-web.md 3 lists no such task
V2 = Family("atol-web over HTTP, v2", partial(over_http, api="v2"), run, _SUFFERS, far=True, lacks=_LACKS)
V1 = Family(
    "atol-web over HTTP, v1",
    partial(over_http, api="v1"),
    run,
    _SUFFERS,
    far=True,
    formats=("1.2",),  # the two differ in paths and in names of errors, whatever the ФФД
    lacks=_LACKS,
    again=True,
)
