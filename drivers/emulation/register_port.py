"""The port of a register that is spoken to in frames: a host at a time, faults that wait, and absences."""

from typing import Protocol, TypeVar

from drivers.emulation.frame_faults import WELL, Fault, Faults
from drivers.emulation.leaving import Printing
from drivers.emulation.line import Line
from drivers.emulation.one_host import OneHost
from drivers.emulation.plan import Plan
from drivers.emulation.speaking import Speaking, Talks
from drivers.emulation.steps import Leave, Leaves
from drivers.ports import Clock


class Framing(Talks, Protocol):
    faults: Faults

    @property
    def plan(self) -> Plan[Fault]: ...
    def hang_up(self) -> None: ...  # the connection broke


class Framed(Printing, Protocol):
    @property
    def talk(self) -> Framing: ...
    def leave(self, step: Leave) -> None: ...  # what that does to the register itself


D = TypeVar("D", bound=Framed)


class RegisterPort(OneHost[D, Faults]):
    """`machine.troubles` is for what the register refuses; `inject` is for the wire and the power."""

    def __init__(
        self,
        device: D,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults = WELL,
        clock: Clock | None = None,
    ) -> None:
        super().__init__(device, faults, host=host, port=port, clock=clock)

    def inject(self, *faults: Fault) -> None:
        """They wait for their commands; `machine.talk.plan` tells which still do, and `clear`s them."""
        self.machine.talk.plan.inject(*faults)

    def _take_effect(self) -> None:
        self.machine.talk.faults = self.faults
        super()._take_effect()

    def _begin(self, line: Line) -> Speaking[Framing]:
        return Speaking(self.machine.talk, self._clock, line, self._answer)

    def _ends(self) -> Leave | None:
        """The register was told to end the connection."""
        return None

    async def _attend(self, line: Line) -> None:
        self._speaking = self._begin(line)
        try:
            await super()._attend(line)
        finally:
            self._speaking.stop()
            self.machine.talk.hang_up()

    async def _take(self, line: Line) -> bool:
        if await self._fails(line):
            return False
        leave = await self._speaking.turn(lambda most: self._faults.room(len(line.job), most))
        leave = self._ends() or leave
        self._collect()
        if leave is not None:
            await self._leave(leave)
        return leave is None

    async def _leave(self, leave: Leave) -> None:
        """Returns when the line is to be closed with a reset, or never."""
        if leave.what is not Leaves.LINE:
            self.machine.leave(leave)
            await self._go(leave.seconds)
