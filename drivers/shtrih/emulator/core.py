"""The parts of a register together, and what follows from all of them: its mode, its cashier, how it prints."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.clock import DeviceClock
from drivers.emulation.fiscal.marking import Marking
from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.storage import SHIFT_LASTS, Storage
from drivers.shtrih.emulator.command import Refused
from drivers.shtrih.emulator.conditions import Conditions
from drivers.shtrih.emulator.memory import Memory
from drivers.shtrih.emulator.model import Model, Quirks
from drivers.shtrih.emulator.modes import Mode
from drivers.shtrih.emulator.paper import Paper
from drivers.shtrih.emulator.receipt import Receipt
from drivers.shtrih.emulator.registers import Registers
from drivers.shtrih.emulator.tables import Tables


@dataclass(slots=True)
class Core:
    """`print_time`: seconds for the paper of a document, `line_time` for a line printed by itself."""

    model: Model
    quirks: Quirks
    conditions: Conditions
    clock: DeviceClock
    paper: Paper
    tables: Tables
    registers: Registers
    storage: Storage
    print_time: float = 0.0
    line_time: float = 0.0
    marking: Marking = field(default_factory=Marking)
    memory: Memory = field(default_factory=Memory)
    receipt: Receipt | None = None
    speed: int = 6  # of the serial port, as 14h codes it
    byte_timeout: int = 100  # likewise
    date_unconfirmed: bool = False
    memory_lost: bool = False
    locked: bool = False
    previous_mode: int = int(Mode.SHIFT_CLOSED)
    last_refusal: tuple[int, str] = (0, "")
    read: list[bytes] | None = None  # pieces of the document that FF3B has still to give
    repeatable: list[Printed] = field(default_factory=list)  # the last document, for 8Ch

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def ffd(self) -> int:
        """Tag 1209."""
        return FFD_CODES[self.ffd_text]

    @property
    def ffd_text(self) -> str:
        told = self.tables.integer(10, 1, 29) if self.model.cash_core else self.tables.integer(17, 1, 17)
        return {code: text for text, code in FFD_CODES.items()}[told]

    @property
    def mode(self) -> int:
        """The mode byte of 10h."""
        if self.memory_lost:
            return Mode.MEMORY_LOST
        if self.date_unconfirmed:
            return Mode.DATE_UNCONFIRMED
        if self.locked:
            return Mode.LOCKED
        if self.read is not None and not self.model.cash_core:
            return Mode.GIVES_DATA
        if self.receipt is not None:
            return Mode.RECEIPT | self.receipt.kind << 4
        if not self.storage.shift_open:
            return Mode.SHIFT_CLOSED
        return Mode.SHIFT_OLD if self.shift_age >= self.shift_limit else Mode.SHIFT_OPEN

    @property
    def shift_age(self) -> timedelta:
        return self.now - self.storage.shift_opened

    @property
    def shift_limit(self) -> timedelta:
        """Table 17 field 8 lets it end so many minutes before the 24 hours."""
        return SHIFT_LASTS - timedelta(minutes=self.tables.integer(17, 1, 8))

    def cashier(self, operator: int) -> str:
        return self.tables.string(2, operator, 2)

    def opened(self) -> Receipt:
        """Raises Refused 73h where no receipt is open."""
        if self.receipt is None:
            raise Refused(0x73)
        return self.receipt

    # paper

    def print_line(self, items: Iterable[Printed]) -> None:
        """Free printing: at once, or into the receipt that is printed when it is closed."""
        if self.receipt is not None and self._prints_on_close:
            self.receipt.paper += items
        elif not self._suppressed(document=self.receipt is not None):
            self.paper.print(items, self.line_time)

    def print_document(self, items: Iterable[Printed]) -> None:
        """A fiscal document or a report. Table 17 field 7: 1 = not this one, 2 = none."""
        self.repeatable = list(items)
        if not self._suppressed(document=True):
            self.paper.print(self.repeatable, self.print_time, document=True)
        if self.tables.integer(17, 1, 7) == 1:
            self.tables.put(17, 1, 7, 0)

    @property
    def _prints_on_close(self) -> bool:
        return self.tables.integer(1, 1, 20) == 1

    def _suppressed(self, *, document: bool) -> bool:
        no_print = self.tables.integer(17, 1, 7)
        return no_print == 2 or (document and no_print == 1)
