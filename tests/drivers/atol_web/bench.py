"""A driver in front of the emulated web server, on a loop that does not wait."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from drivers.atol_web.driver import AtolWebDriver, build
from drivers.atol_web.emulator.service import AtolWebEmulator
from drivers.atol_web.options import AtolWebOptions
from drivers.errors import KkmError
from drivers.model.command import Command, OpenShift
from drivers.model.outcome import Outcome
from drivers.ports import DeviceContext, Errand
from drivers.transports.connection import open_transport
from tests.contract.goods import CASHIER
from tests.faults.wires.skipping import LoopClock, run


@dataclass
class Bench:
    """`driver` is the server's; `restart` begins anew with nothing but what the device remembers."""

    web: AtolWebEmulator
    options: dict[str, Any]

    def __post_init__(self) -> None:
        self.driver = self.restart()

    def restart(self, command: str = "") -> AtolWebDriver:
        """`command`: the id of the one that is spoken of."""
        context = DeviceContext(1, "Касса", Path("unused"), LoopClock(), open_transport)
        self.driver = build(context, AtolWebOptions(connection=self.web.connection, **self.options))
        if command:
            self.driver.about(Errand(id=command))
        return self.driver

    @property
    def sold(self) -> int:
        """Receipts in the ФН."""
        return sum(bool(document.type) for document in self.web.machine.till.storage.documents)

    def uuids(self, kind: str) -> list[str]:
        """Of all requests with such a task, oldest first."""
        return [uuid for uuid, one in self.web.machine.device.queue.requests.items() if kind in one.types]

    def times(self, kind: str) -> int:
        return self.web.executed.count(kind)

    async def refused(self, command: Command, error: type[KkmError]) -> KkmError:
        with pytest.raises(error) as caught:
            await self.driver.execute(command)
        return caught.value

    async def done(self, command: Command) -> Outcome:
        return await self.driver.execute(command)


def play(scene: Callable[[Bench], Awaitable[None]], *, shift: bool = True, **settings: Any) -> None:
    """`settings`: of the driver; `emulator`: those of the emulated server."""
    emulator = settings.pop("emulator", {})

    async def main() -> None:
        async with _bench(settings, emulator) as bench:
            if shift:
                await bench.done(OpenShift(CASHIER))
            await scene(bench)

    run(main())


@asynccontextmanager
async def _bench(options: dict[str, Any], emulator: dict[str, Any]) -> AsyncIterator[Bench]:
    async with AtolWebEmulator(clock=LoopClock(), **emulator) as web:
        bench = Bench(web, {"receipt_timeout": 10.0} | options)
        try:
            yield bench
        finally:
            await bench.driver.close()
