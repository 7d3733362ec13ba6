"""The parts of a register together, and what follows from all of them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from drivers.atol.emulator import modes
from drivers.atol.emulator.command import Refused
from drivers.atol.emulator.conditions import Conditions
from drivers.atol.emulator.model import Model
from drivers.atol.emulator.modes import Mode, Place
from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.receipt import Receipt
from drivers.atol.emulator.tables import Tables
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.printed import Feed, Line, Printed
from drivers.emulation.fiscal.slip import ENDING, centred
from drivers.emulation.fiscal.till import Till

_NO_RECEIPT = 154


@dataclass(slots=True)
class Code:
    """A barcode whose data comes in pieces."""

    kind: str
    data: bytes


@dataclass(slots=True)
class Core:
    """`polls`: mode bytes that the next questions for the state will be told, then `mode` is true again.

    `taxes`: tag 1199 by tax index. `ahead`: requisites told outside a receipt, for the next report.
    """

    model: Model
    quirks: Quirks
    conditions: Conditions
    till: Till
    roll: Roll
    tables: Tables
    taxes: Mapping[int, int]
    passwords: Mapping[int, Collection[int]]
    operator_password: int
    report_polls: int
    reset_polls: int
    mode: int = Mode.CHOICE
    cashier: int = 30
    receipt: Receipt | None = None
    ahead: list[tuple[int, bytes]] = field(default_factory=list)
    blocks: list[bytes] = field(default_factory=list)  # of the requisite that comes in several
    polls: list[int] = field(default_factory=list)
    z_interrupted: bool = False
    last_error: int = 0
    extended_error: int = 0  # register 55
    pulses: int = 0
    sounds: int = 0
    external: bytearray = field(default_factory=bytearray)  # what went to the external port
    last_paper: list[Printed] = field(default_factory=list)  # for 95h
    reading: list[bytes] | None = None  # what A4 46 has still to give
    code: Code | None = None
    unconfirmed: bytes = b""  # a date that was told once
    power_order: int | None = None  # of CEh

    @property
    def shown(self) -> int:
        """The mode byte of 3Fh and 45h."""
        return self.polls[0] if self.polls else self.mode | self._submode << 4

    def polled(self) -> int:
        """`shown`, and time passes for what is being printed."""
        shown = self.shown
        if self.polls:
            self.polls.pop(0)
        return shown

    @property
    def place(self) -> Place:
        receipt = self.receipt
        paying = receipt is not None and bool(receipt.paid)
        return modes.place(self.mode, receipt=receipt is not None, paying=paying, shown=self.shown)

    @property
    def _submode(self) -> int:
        receipt = self.receipt
        if receipt is None:
            return 0
        if receipt.paid:
            return modes.PAYING_SUBMODE
        return receipt.type if self.quirks.submode_is_type else 1 + receipt.kind.pays_out

    def opened(self) -> Receipt:
        """Raises Refused 154."""
        if self.receipt is None:
            raise Refused(_NO_RECEIPT)
        return self.receipt

    def leave_receipt(self) -> None:
        self.receipt = None
        self.blocks.clear()

    # paper

    def print(self, items: Iterable[Printed]) -> None:
        self.roll.print(items)

    def print_document(self, items: Iterable[Printed]) -> None:
        """It may be printed again with 95h."""
        self.last_paper = [*items]
        self.roll.print(self.last_paper)

    def header(self) -> list[Printed]:
        return [centred(line, self.tables.characters) for line in self.tables.cliche]

    def ending(self) -> tuple[Printed, ...]:
        """A stuck cutter cuts nothing."""
        return (Feed(3),) if self.conditions.cutter_stuck else ENDING

    def note(self, text: str) -> None:
        """A paper without a document; where nothing can be printed nobody waits for it."""
        if not self.conditions.error():
            self.print([*self.header(), Line(text), *self.ending()])

    def must_print(self) -> None:
        """Raises Refused 103, 104, 105, 209; 118 where something half printed waits for 55h."""
        if error := self.conditions.error():
            raise Refused(error)
        if self.roll.stopped:
            raise Refused(118)
