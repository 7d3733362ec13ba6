"""The printer at a TCP port."""

from collections.abc import Iterator

from drivers.emulation.faults import WELL, Faults
from drivers.emulation.line import Line
from drivers.emulation.port import TcpDevice
from drivers.escpos.emulator.document import Document
from drivers.escpos.emulator.head import THERMAL_80, Head
from drivers.escpos.emulator.machine import Machine
from drivers.ports import Clock


class TcpEmulator(TcpDevice[Machine, Document, Faults]):
    """`async with TcpEmulator() as printer: …`. `buffer`, `paper`: see Machine; `host`, `port`, `keep`: see TcpDevice.

    A document is what is cut off, or torn off when the connection ends.
    """

    def __init__(
        self,
        head: Head = THERMAL_80,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        buffer: int = 4096,
        paper: int | None = None,
        keep: int = 100,
        faults: Faults = WELL,
        clock: Clock | None = None,
    ) -> None:
        machine = Machine(head, buffer=buffer, paper=paper, keep=keep)
        super().__init__(machine, faults, host=host, port=port, keep=keep, clock=clock)
        self.head = head
        self._seen = 0  # number of the last piece of paper looked at

    @property
    def notes(self) -> list[str]:
        """What left no dots, in words."""
        noted, complaints = self.machine.printer.noted, self.machine.complaints
        return [
            *(f"Денежный ящик: импульс {on} мс на контакт {pin}" for pin, on, _ in noted.pulses),
            *(f"Звонок: {count} × {length} мс" for count, length in noted.beeps),
            *(f"Не поместился код {kind}: {content}" for kind, content in noted.too_wide),
            *(f"Не понято: {command[:16].hex(' ')}" for command in complaints.unknown),
            *(f"Не на месте: {command[:16].hex(' ')}" for command in complaints.misplaced),
        ]

    async def load(self, paper: int) -> None:
        """A new roll of so many dots."""
        await self._after(self.machine.load(paper))

    async def _attend(self, line: Line) -> None:
        try:
            await super()._attend(line)
        finally:
            self.machine.tear()
            self._collect()

    def _fresh(self) -> Iterator[Document]:
        """Pieces that have ended become documents; blank ones do not."""
        roll = self.machine.roll
        ended = [piece for piece in roll.pieces if piece.bottom >= 0 and piece.number > self._seen]
        if ended:
            self._seen = ended[-1].number
        printed = (piece for piece in ended if piece.printed)
        for number, piece in enumerate(printed, self._printed + 1):
            yield Document(number, self._clock.now(), self.head, roll, piece)
