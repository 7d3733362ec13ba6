"""A customer display at a TCP port; with a SerialCable also at a serial one."""

from collections import deque
from collections.abc import Iterator

from drivers.displays.emulator.dialect import Dialect
from drivers.displays.emulator.dialects import EscPos
from drivers.emulation.faults import WELL, Faults
from drivers.emulation.line import Line
from drivers.emulation.machine import Conditions
from drivers.emulation.port import TcpDevice
from drivers.emulation.text_document import TextDocument
from drivers.ports import Clock


class Display:
    """A dialect with a plug; without power nothing is shown. `shown`: what was on the screen, each change numbered."""

    room = 1 << 16

    def __init__(self, dialect: Dialect, keep: int) -> None:
        self.dialect, self.conditions = dialect, Conditions()
        self.shown: deque[tuple[int, tuple[str, str]]] = deque(maxlen=keep)
        self._changes = 0
        self._last = dialect.screen.rows

    @property
    def rows(self) -> tuple[str, str]:
        return self.dialect.screen.rows

    def feed(self, data: bytes) -> bytes:
        if not self.conditions.power:
            return b""
        said = self.dialect.feed(data)
        self._note()
        return said

    def switch(self, name: str, on: bool) -> bytes:
        self.conditions.put(name, on)
        self.dialect.restart()
        self._note()
        return b""

    def _note(self) -> None:
        if self.rows != self._last:
            self._last = self.rows
            self._changes += 1
            self.shown.append((self._changes, self.rows))


class DisplayEmulator(TcpDevice[Display, TextDocument, Faults]):
    """`async with DisplayEmulator() as display: …`; `await display.shows("ИТОГО", "200.00")`.

    Each change of what is shown is a document, once for every portion of bytes. `host`, `port`, `keep`: see TcpDevice.
    """

    def __init__(
        self,
        dialect: Dialect | None = None,
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        keep: int = 100,
        faults: Faults = WELL,
        clock: Clock | None = None,
    ) -> None:
        display = Display(dialect or EscPos(), keep)
        super().__init__(display, faults, host=host, port=port, keep=keep, clock=clock)

    @property
    def rows(self) -> tuple[str, str]:
        """Twenty characters each."""
        return self.machine.rows

    @property
    def notes(self) -> list[str]:
        return [f"Не понято: {command.hex(' ')}" for command in self.machine.dialect.complaints]

    async def shows(self, top: str, bottom: str = "", within: float = 5.0) -> None:
        """Return once it does, blanks at the ends left aside. Raises TimeoutError."""
        await self.until(lambda: tuple(row.rstrip() for row in self.rows) == (top, bottom), within)

    async def _attend(self, line: Line) -> None:
        try:
            await super()._attend(line)
        finally:
            self.machine.dialect.hang_up()

    def _fresh(self) -> Iterator[TextDocument]:
        for number, rows in self.machine.shown:
            if number > self._printed:
                yield TextDocument(number, self._clock.now(), rows)
