"""The УТМ at a TCP port."""

from collections.abc import Iterator

from drivers.clock import SystemClock
from drivers.egais.emulator.faults import WELL, Faults
from drivers.egais.emulator.utm import Told, Utm
from drivers.emulation.line import Line
from drivers.emulation.port import TcpDevice
from drivers.emulation.text_document import TextDocument
from drivers.ports import Clock

FSRAR = "030000000000"


class UtmEmulator(TcpDevice[Utm, TextDocument, Faults]):
    """`async with UtmEmulator() as utm: …` at `utm.url`; `utm.told` are the cheques taken.

    `fsrar`: the number of the shop, 12 digits. `host`, `port`, `keep`: see TcpDevice. It talks to one host at a time
    and has it hang up after each answer.
    """

    def __init__(
        self,
        *,
        fsrar: str = FSRAR,
        host: str = "127.0.0.1",
        port: int = 0,
        keep: int = 1000,
        faults: Faults = WELL,
        clock: Clock | None = None,
    ) -> None:
        utm = Utm(fsrar=fsrar, now=(clock or SystemClock()).local, keep=keep)
        super().__init__(utm, faults, host=host, port=port, keep=keep, clock=clock)

    @property
    def url(self) -> str:
        return f"http{self.connection.removeprefix('tcp')}"

    @property
    def told(self) -> list[Told]:
        return list(self.machine.told)

    @property
    def notes(self) -> list[str]:
        """Why cheques were refused."""
        return [f"Отказ: {text}" for text in self.machine.refused]

    def _take_effect(self) -> None:
        self.machine.faults = self.faults
        super()._take_effect()

    async def _attend(self, line: Line) -> None:
        try:
            await super()._attend(line)
        finally:
            self.machine.hang_up()

    def _fresh(self) -> Iterator[TextDocument]:
        told, count = self.told, self.machine.count
        for number, each in enumerate(told, count - len(told) + 1):
            if number > self._printed:
                codes = (("QR", each.url),)
                yield TextDocument(number, self._clock.now(), (*each.cheque.rows, each.url), codes)
