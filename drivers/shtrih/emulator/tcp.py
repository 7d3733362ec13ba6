"""A ШТРИХ-М register at a TCP port; with a SerialCable also at a serial one."""

import asyncio
from collections.abc import Iterable
from types import TracebackType
from typing import Unpack

from drivers.emulation.line import Line
from drivers.emulation.text_document import TextDocument
from drivers.ports import Clock
from drivers.shtrih.emulator.device import Device, Settings
from drivers.shtrih.emulator.faults import WELL, Fault, Faults
from drivers.shtrih.emulator.one_host import OneHost
from drivers.shtrih.emulator.speaking import Speaking
from drivers.shtrih.emulator.steps import Leave, Leaves
from drivers.shtrih.emulator.talk import Exchange, Pace

_KEEP = 1000  # connections and pieces of paper


class ShtrihEmulator(OneHost[Device, TextDocument, Faults]):
    """`async with ShtrihEmulator(ffd="1.2") as register: …` at `register.connection`.

    `register.machine` is the register: `.storage.documents`, `.paper`, `.troubles` for what it refuses; `inject` is for
    the wire and the power. `pace`, `v2`, `byte_timeout`, `extra_byte`: see Device; `host`, `port`: see TcpDevice.
    """

    def __init__(
        self,
        *,
        pace: Pace | None = None,
        v2: bool = False,
        byte_timeout: float = 0.1,
        extra_byte: bool = True,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults = WELL,
        clock: Clock | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        device = Device(pace=pace, v2=v2, byte_timeout=byte_timeout, extra_byte=extra_byte, clock=clock, **settings)
        super().__init__(device, faults, host=host, port=port, keep=_KEEP, clock=clock)
        self._absences: set[asyncio.Task[None]] = set()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for absence in self._absences:
            absence.cancel()
        await asyncio.gather(*self._absences, return_exceptions=True)
        await super().__aexit__(kind, error, trace)

    def inject(self, *faults: Fault) -> None:
        """They wait for their commands; `machine.talk.plan` tells which still do, and `clear`s them."""
        self.machine.talk.plan.inject(*faults)

    async def cut_power(self) -> None:
        """Whoever is connected gets a reset, nobody listens, nothing is held."""
        await self.switch("power", on=False)

    async def restore(self) -> None:
        """The power, or the port, is back."""
        await self.switch("power", on=True)

    @property
    def exchanges(self) -> list[Exchange]:
        """Every command that was executed, the refused ones included, with its answer; oldest first."""
        return list(self.machine.talk.exchanges)

    @property
    def executed(self) -> list[bytes]:
        """The codes of `exchanges`."""
        return [exchange.code for exchange in self.machine.talk.exchanges]

    @property
    def documents(self) -> list[TextDocument]:
        self._collect()  # paper comes out while nobody asks
        return super().documents

    @property
    def notes(self) -> list[str]:
        """What was refused, and the state, in words."""
        refused = [
            f"Отказ {each.code.hex().upper()}: ошибка {each.error:02X}h" for each in self.exchanges if each.error
        ]
        return [*refused, f"Режим {self.machine.mode & 0x0F}, подрежим {int(self.machine.submode)}"]

    def _take_effect(self) -> None:
        self.machine.talk.faults = self.faults
        super()._take_effect()

    def _fresh(self) -> Iterable[TextDocument]:
        self.machine.paper.submode()  # for the printer time passes when it is looked at
        return [each for each in self.machine.paper.documents if each.number > self._printed]

    async def _attend(self, line: Line) -> None:
        self._speaking = Speaking(self.machine.talk, self._clock, line, self._answer)
        try:
            await super()._attend(line)
        finally:
            self._speaking.stop()
            self.machine.talk.hang_up()

    async def _take(self, line: Line) -> bool:
        if await self._fails(line):
            return False
        leave = await self._speaking.turn(lambda most: self._faults.room(len(line.job), most))
        self._collect()
        if leave is not None:
            await self._leave(leave)
        return leave is None

    async def _leave(self, leave: Leave) -> None:
        """Returns when the line is to be closed with a reset, or never: then it is taken off from outside."""
        if leave.what is Leaves.LINE:
            return
        absence = asyncio.get_running_loop().create_task(self._be_away(leave))
        self._absences.add(absence)
        absence.add_done_callback(self._absences.discard)
        await asyncio.Event().wait()

    async def _be_away(self, leave: Leave) -> None:
        self.machine.leave(leave)
        async with self._plug:
            await self._hang_up()
        if leave.seconds is not None:
            await self._clock.sleep(leave.seconds)
            await self.restore()
