"""A driver in front of the emulated INECRMAN, on a loop that does not wait."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from drivers.emulation.answer_faults import Fault, What
from drivers.errors import KkmError
from drivers.mercury.driver import build
from drivers.mercury.emulator.quirks import Quirks
from drivers.mercury.emulator.service import MercuryEmulator
from drivers.mercury.options import MercuryOptions
from drivers.mercury.register import MercuryRegister
from drivers.model.command import Command, OpenShift
from drivers.model.outcome import Outcome
from drivers.ports import DeviceContext
from drivers.registers.driver import RegisterDriver
from drivers.transports.connection import open_transport
from tests.contract.goods import CASHIER
from tests.faults.wires.skipping import LoopClock, run


@dataclass
class Bench:
    """`restart` begins anew with nothing but what the device remembers."""

    inecrman: MercuryEmulator
    options: dict[str, Any]

    def __post_init__(self) -> None:
        self.driver = self.restart()

    def restart(self) -> RegisterDriver:
        context = DeviceContext(1, "Касса", Path("unused"), LoopClock(), open_transport)
        options = {"connection": self.inecrman.connection, "port_name": "COM3"} | self.options
        self.driver = build(context, MercuryOptions(**options))
        return self.driver

    @property
    def register(self) -> MercuryRegister:
        assert isinstance(self.driver.register, MercuryRegister)
        return self.driver.register

    @property
    def sold(self) -> int:
        """Receipts in the ФН."""
        return sum(bool(document.type) for document in self.inecrman.machine.till.storage.documents)

    def times(self, command: str) -> int:
        return self.inecrman.executed.count(command)

    def lose(self, command: str) -> None:
        """The answer to the next such command."""
        self.inecrman.inject(Fault(what=What.ANSWER_LOST, command=command))

    async def refused(self, command: Command, error: type[KkmError]) -> KkmError:
        with pytest.raises(error) as caught:
            await self.driver.execute(command)
        return caught.value

    async def done(self, command: Command) -> Outcome:
        return await self.driver.execute(command)


def play(scene: Callable[[Bench], Awaitable[None]], *, quirks: Quirks | None = None, **options: Any) -> None:
    """With an open shift. `options`: of the driver."""

    async def main() -> None:
        async with MercuryEmulator(clock=LoopClock(), quirks=quirks or Quirks()) as inecrman:
            bench = Bench(inecrman, options)
            try:
                await bench.done(OpenShift(CASHIER))
                await scene(bench)
            finally:
                await bench.driver.close()

    run(main())
