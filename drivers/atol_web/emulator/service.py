"""АТОЛ's web server at a TCP port: one host at a time, which hangs up after each answer."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from drivers.atol_web.emulator.faults import WELL, Fault, Faults, Wire
from drivers.atol_web.emulator.pace import Pace
from drivers.atol_web.emulator.quirks import Quirks
from drivers.atol_web.emulator.register import Register
from drivers.atol_web.emulator.router import BOTH
from drivers.atol_web.emulator.server import Exchange, Server
from drivers.clock import SystemClock
from drivers.emulation.leaving import Leaving
from drivers.emulation.line import Line, reset_on_close
from drivers.ports import Clock

_KEEP = 1000  # exchanges
DEVICE = "kassa1"
_RESETS = (Wire.RESET_BEFORE, Wire.RESET_AFTER)
_RESTARTS = (Wire.RESTART, Wire.RESTART_LOSING)


class Settings(TypedDict, total=False):
    """The keywords of Register, its clock and its quirks aside."""

    inn: str
    serial: str
    storage_number: str
    tax_systems: int
    registered: bool
    model: int
    model_name: str
    width: int


class AtolWebEmulator(Leaving[Server, Faults]):
    """`async with AtolWebEmulator(ffd="1.05", api="v1") as register: …` at `register.connection`.

    `devices`: ids of the registers behind it, each with its own ФН; `settings` are those of the first one.
    `api`, `login`, `password`: see Server; `pace`: when results are there; `host`, `port`: see TcpDevice.
    """

    def __init__(
        self,
        *,
        ffd: str = "1.2",
        api: str = BOTH,
        devices: tuple[str, ...] = (DEVICE,),
        login: str = "",
        password: str = "",
        pace: Pace | None = None,
        quirks: Quirks | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults = WELL,
        clock: Clock | None = None,
        seed: int = 0,
        **settings: Unpack[Settings],
    ) -> None:
        clock, quirks = clock or SystemClock(), quirks or Quirks()
        first = Register(ffd=ffd, clock=clock, quirks=quirks, **settings)
        registers = {devices[0]: first, **_others(devices[1:], ffd, clock, quirks)}
        server = Server(
            registers,
            api=api,
            login=login,
            password=password,
            pace=pace,
            quirks=quirks,
            clock=clock,
            seed=seed,
            keep=_KEEP,
        )
        super().__init__(server, faults, host=host, port=port, clock=clock)

    @property
    def connection(self) -> str:
        """The root of the service."""
        return f"http{super().connection.removeprefix('tcp')}"

    def inject(self, *faults: Fault) -> None:
        """They wait for their requests and tasks; `machine.plan` tells which still do, and `clear`s them."""
        self.machine.plan.inject(*faults)

    async def restart(self, *, losing: bool = False) -> None:
        """The service alone, at once. `losing`: it knows of no request any more."""
        if losing:
            self.machine.forget()
        async with self._plug:
            await self._hang_up()
            self._listen()

    @property
    def exchanges(self) -> list[Exchange]:
        """Every HTTP question, oldest first."""
        return list(self.machine.exchanges)

    @property
    def executed(self) -> list[str]:
        """Types of the tasks that reached the default register, the refused ones included."""
        return list(self.machine.device.worker.executed)

    @property
    def notes(self) -> list[str]:
        """What was refused, in words."""
        return list(self.machine.device.worker.refused)

    async def _attend(self, line: Line) -> None:
        self.machine.hang_up()
        await super()._attend(line)

    async def _answer(self, line: Line, answers: bytes) -> None:
        """With what the fault of this exchange does to it."""
        fault = self.machine.after
        if fault is None:
            await super()._answer(line, answers)
        elif fault.what in _RESETS:
            reset_on_close(line.socket)
            raise ConnectionResetError
        elif fault.what in _RESTARTS:
            await self._go(fault.seconds)
        else:
            await self._clock.sleep(fault.seconds or 0.0)
            await super()._answer(line, answers[: fault.at] if fault.what is Wire.CUT else answers)
            if fault.what is Wire.CUT:
                line.hang_up()


def _others(names: tuple[str, ...], ffd: str, clock: Clock, quirks: Quirks) -> Mapping[str, Register]:
    """Each with a serial number and a ФН of its own."""
    return {
        name: Register(
            ffd=ffd,
            serial=f"{106129000001 + at:014}",
            storage_number=f"{9999078900001111 + at}",
            clock=clock,
            quirks=quirks,
        )
        for at, name in enumerate(names, 1)
    }
