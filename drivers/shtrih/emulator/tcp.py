"""A ШТРИХ-М register at a TCP port; with a SerialCable also at a serial one."""

from collections.abc import Iterable
from typing import Unpack

from drivers.emulation.frame_faults import WELL, Faults
from drivers.emulation.pace import Pace
from drivers.emulation.register_port import RegisterPort
from drivers.emulation.text_document import TextDocument
from drivers.ports import Clock
from drivers.shtrih.emulator.device import Device, Settings
from drivers.shtrih.emulator.talk import Exchange


class ShtrihEmulator(RegisterPort[Device]):
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
        super().__init__(device, host=host, port=port, faults=faults, clock=clock)

    @property
    def exchanges(self) -> list[Exchange]:
        """Every command that was executed, the refused ones included, with its answer; oldest first."""
        return list(self.machine.talk.exchanges)

    @property
    def executed(self) -> list[bytes]:
        """The codes of `exchanges`."""
        return [exchange.code for exchange in self.machine.talk.exchanges]

    @property
    def notes(self) -> list[str]:
        """What was refused, and the state, in words."""
        refused = [
            f"Отказ {each.code.hex().upper()}: ошибка {each.error:02X}h" for each in self.exchanges if each.error
        ]
        return [*refused, f"Режим {self.machine.mode & 0x0F}, подрежим {int(self.machine.submode)}"]

    def _fresh(self) -> Iterable[TextDocument]:
        self.machine.paper.submode()  # for the printer time passes when it is looked at
        return super()._fresh()
