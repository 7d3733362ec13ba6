"""A Сервис Плюс register of the XML dialect at a TCP port; with a SerialCable at a serial one."""

from typing import Unpack

from drivers.emulation.answering import Answering
from drivers.emulation.faults import WELL, Faults
from drivers.ports import Clock
from drivers.serviceplus.emulator.xml_device import Exchange, Settings, XmlDevice


class XmlEmulator(Answering[XmlDevice]):
    """`async with XmlEmulator() as register, SerialCable(register) as cable: …`; over TCP at `register.connection`.

    That real ones listen by TCP is seen in one public program (port 6667). `register.machine` is the register: `.till`,
    `.roll`, `.quirks`; `inject` is for the wire and the power. `settings`: see XmlRegister; `host`, `port`: see
    TcpDevice.
    """

    def __init__(
        self,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        faults: Faults = WELL,
        clock: Clock | None = None,
        seed: int = 0,
        **settings: Unpack[Settings],
    ) -> None:
        device = XmlDevice(seed=seed, clock=clock, **settings)
        super().__init__(device, host=host, port=port, faults=faults, clock=clock)

    @property
    def exchanges(self) -> list[Exchange]:
        """Every request that was executed, the refused ones included, with its answer; oldest first."""
        return list(self.machine.exchanges)

    @property
    def executed(self) -> list[str]:
        return [exchange.command for exchange in self.machine.exchanges]

    @property
    def notes(self) -> list[str]:
        """What was refused, and the state, in words."""
        refused = [f"Отказ {each.command or '?'}: {each.result}" for each in self.exchanges if each.result]
        till = self.machine.till
        return [*refused, f"Смена {till.shift} {'открыта' if till.shift_open else 'закрыта'}"]
