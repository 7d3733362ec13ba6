"""The INECRMAN service with a Меркурий register, over HTTP at a TCP port."""

from typing import Unpack

from drivers.emulation.answering import Answering
from drivers.emulation.faults import WELL, Faults
from drivers.mercury.emulator.device import Device, Exchange, Settings
from drivers.ports import Clock


class MercuryEmulator(Answering[Device]):
    """`async with MercuryEmulator(ffd="1.2") as register: …` at `register.connection`, without a path.

    `register.machine` is the register: `.till`, `.roll`, `.marking`, `.quirks`; `inject` is for the wire and the power.
    `settings`: see Register; `host`, `port`: see TcpDevice.
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
        device = Device(seed=seed, clock=clock, **settings)
        super().__init__(device, host=host, port=port, faults=faults, clock=clock)

    @property
    def connection(self) -> str:
        return f"http{super().connection.removeprefix('tcp')}"

    @property
    def exchanges(self) -> list[Exchange]:
        """Every question that was executed, the refused ones included, with its answer; oldest first."""
        return list(self.machine.exchanges)

    @property
    def executed(self) -> list[str]:
        return [exchange.command for exchange in self.machine.exchanges]

    @property
    def notes(self) -> list[str]:
        """What was refused, and the state, in words."""
        refused = [
            f"Отказ {each.command or '?'}: {each.result} {each.told['description']}"
            for each in self.exchanges
            if each.result
        ]
        till, check = self.machine.till, self.machine.check
        return [
            *refused,
            f"Смена {till.shift} {'открыта' if till.shift_open else 'закрыта'}",
            f"Чек открыт, товаров {len(check.items)}" if check else "Чек не открыт",
        ]
