"""A device at a TCP port that answers one question at a time, with faults that strike at single commands."""

from abc import abstractmethod
from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from drivers.emulation.answer_faults import Fault, What
from drivers.emulation.faults import WELL, Faults
from drivers.emulation.leaving import Leaving, Printing
from drivers.emulation.line import Line, reset_on_close
from drivers.emulation.plan import Plan
from drivers.emulation.steps import HangUp, Leave, Leaves, Say, Step, Wait
from drivers.ports import Clock


class Asked(Printing, Protocol):
    """`hear`: bytes in; each step is done before the next is asked for."""

    @property
    def plan(self) -> Plan[Fault]: ...
    @property
    def impossible(self) -> frozenset[What]: ...  # faults that such a device cannot have
    def hear(self, data: bytes) -> Iterator[Step]: ...
    def leave(self, step: Leave) -> None: ...  # what that does to the register itself
    def hang_up(self) -> None: ...  # the connection is over: half a question is forgotten


A = TypeVar("A", bound=Asked)


class Answering(Leaving[A, Faults]):
    """`inject` is for the wire and the power; what the device itself is, and refuses, is in `machine`."""

    def __init__(self, machine: A, *, host: str, port: int, faults: Faults = WELL, clock: Clock | None = None) -> None:
        super().__init__(machine, faults, host=host, port=port, clock=clock)

    @property
    @abstractmethod
    def executed(self) -> Sequence[str]:
        """The commands that were executed, the refused ones included; oldest first."""

    def inject(self, *faults: Fault) -> None:
        """They wait for their commands; `machine.plan` tells which still do, and `clear`s them.

        Raises ValueError for one that this device cannot have.
        """
        for fault in faults:
            if fault.what in self.machine.impossible:
                raise ValueError(f"{fault.what} does not happen to this device")
        self.machine.plan.inject(*faults)

    async def _attend(self, line: Line) -> None:
        try:
            await super()._attend(line)
        finally:
            self.machine.hang_up()

    async def _take(self, line: Line) -> bool:
        if await self._fails(line):
            return False
        data = await self._read(line)
        return bool(data) and await self._do(line, self.machine.hear(data))

    async def _do(self, line: Line, steps: Iterator[Step]) -> bool:
        """False when the connection is over."""
        for step in steps:
            self._collect()
            if isinstance(step, Wait):
                await self._clock.sleep(step.seconds)
            elif isinstance(step, Say):
                await self._answer(line, step.data)
            elif isinstance(step, HangUp):
                line.hang_up()
                return False
            elif isinstance(step, Leave):
                await self._leave(line, step)
                return False
        self._collect()
        return True

    async def _leave(self, line: Line, leave: Leave) -> None:
        """Returns when the line is to be closed with a reset, or never."""
        reset_on_close(line.socket)
        if leave.what is not Leaves.LINE:
            self.machine.leave(leave)
            await self._go(leave.seconds)
