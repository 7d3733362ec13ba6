"""An АТОЛ register at a TCP port; with a SerialCable also at a serial one."""

from typing import Unpack

from drivers.atol.emulator.device import Device
from drivers.atol.emulator.register import Settings
from drivers.atol.emulator.talk import Levels
from drivers.atol.emulator.work import Exchange, Pace
from drivers.emulation.frame_faults import WELL, Faults
from drivers.emulation.register_port import RegisterPort
from drivers.emulation.steps import Leave
from drivers.ports import Clock


class AtolEmulator(RegisterPort[Device]):
    """`async with AtolEmulator() as register: …` at `register.connection`.

    `register.machine` is the register: `.till`, `.roll`, `.troubles` for what it refuses; `inject` is for the wire and
    the power. Over TCP real devices speak v3 alone; `levels` is for a serial cable. `levels`, `pace`: see Device;
    `host`, `port`: see TcpDevice.
    """

    def __init__(
        self,
        *,
        levels: Levels = "auto",
        pace: Pace | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults = WELL,
        clock: Clock | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        device = Device(levels=levels, pace=pace, clock=clock, **settings)
        super().__init__(device, host=host, port=port, faults=faults, clock=clock)

    @property
    def exchanges(self) -> list[Exchange]:
        """Every command that was executed, the refused ones included, with its answer; oldest first."""
        if not self.connected:
            self._catch_up()
        return self.machine.talk.exchanges

    @property
    def executed(self) -> list[bytes]:
        """The codes of `exchanges`."""
        return [exchange.code for exchange in self.exchanges]

    @property
    def notes(self) -> list[str]:
        """What was refused, and the state, in words."""
        refused = [f"Отказ {each.code.hex().upper()}: ошибка {each.error}" for each in self.exchanges if each.error]
        return [*refused, f"Режим {self.machine.mode & 0x0F}.{self.machine.mode >> 4}"]

    def _catch_up(self) -> None:
        """The tasks of the buffer go on while nobody is connected; nobody hears of it."""
        for _ in self.machine.talk.tick():
            pass

    def _ends(self) -> Leave | None:
        return self.machine.ordered_off()
