"""An emulated ШТРИХ-М register: a command's body in, its answer's body out. No I/O; time comes from a Clock.

Written from spec/shtrih-m.md alone, apart from the driver beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from drivers.clock import SystemClock
from drivers.emulation.fiscal.marking import Marking
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.storage import Storage
from drivers.emulation.troubles import Troubles
from drivers.ports import Clock
from drivers.shtrih.emulator import birth, command_set, passwords
from drivers.shtrih.emulator.command import Asked, Command, Refused, head
from drivers.shtrih.emulator.conditions import Conditions
from drivers.shtrih.emulator.memory import Memory
from drivers.shtrih.emulator.model import DESKTOP, Model, Quirks
from drivers.shtrih.emulator.modes import IN_LOST_MEMORY
from drivers.shtrih.emulator.paper import Paper, Submode
from drivers.shtrih.emulator.registers import Registers
from drivers.shtrih.emulator.requisites import tags_in
from drivers.shtrih.emulator.tables import Tables

_TWO_BYTES = 0xFF
_UNKNOWN = 0x37


@dataclass(frozen=True, slots=True)
class Glance:
    """What must not change where a command was refused."""

    mode: int
    documents: int
    shift: int
    receipts: int
    positions: int
    cash: int
    printed: int


class Register:
    """`ffd` "1.05", "1.1" or "1.2". `passwords`: password by row of table 2; the other rows keep their own number.

    `print_time`: seconds for the paper of a document, `line_time` for a line. `registered` off: a new ФН.
    """

    def __init__(
        self,
        *,
        ffd: str = "1.2",
        inn: str = "7707083893",
        serial: str = "0149060006000651",
        model: Model = DESKTOP,
        passwords: Mapping[int, int] | None = None,
        print_time: float = 0.0,
        line_time: float = 0.0,
        clock: Clock | None = None,
        quirks: Quirks | None = None,
        registered: bool = True,
        seed: int = 0,
    ) -> None:
        self.core = birth.register(
            ffd=ffd, inn=inn, serial=serial, model=model, clock=clock or SystemClock(), quirks=quirks or Quirks()
        )
        self.core.print_time, self.core.line_time = print_time, line_time
        self.troubles = Troubles(seed)
        self._powered = True
        for row, password in (passwords or {}).items():
            self.tables.put(2, row, 1, password)
        if registered:
            birth.registration(self.core)

    def execute(self, body: bytes) -> bytes:
        """Checked in this order: code, length, password, mode, submode; then the command's own checks.

        Raises ValueError for an empty body, which no frame carries.
        """
        if not body:
            raise ValueError("a body has at least its code")
        code = body[:2] if body[0] == _TWO_BYTES else body[:1]
        before = self.core.mode & 0x0F
        try:
            answer = self._done(code, body)
        except StorageRefused as refusal:
            if code != b"\x6b":
                self.core.last_refusal = (refusal.code, refusal.cause)
            return self._refusal(code, refusal)
        if self.core.mode & 0x0F != before:
            self.core.previous_mode = before
        return code + (b"" if self._omits_error(code) else b"\0") + answer

    def _done(self, code: bytes, body: bytes) -> bytes:
        known = command_set.COMMANDS.get(code)
        if known is None:
            raise Refused(_UNKNOWN)
        if len(body) not in known.lengths:
            raise Refused(self.core.quirks.length_error, f"{len(body)} bytes")
        operator = passwords.operator(self.core, known.who, body[len(code) : len(code) + 4])
        self._allow(known)
        parameters = body[head(code, known.who) :]
        error = self.troubles.due(code.hex().upper(), tags_in(code, parameters))
        if error is not None:
            raise Refused(error, "ordered by the test")
        return known.run(self.core, Asked(code, operator, parameters))

    def _omits_error(self, code: bytes) -> bool:
        return code == b"\xe0" and self.core.quirks.short_opening

    def _allow(self, known: Command) -> None:
        """Raises Refused 74h, 73h; 72h, 58h, 50h; C8h, C9h."""
        if self.core.memory_lost and known.code not in IN_LOST_MEMORY:
            raise Refused(0x74)
        if self.core.mode & 0x0F not in known.modes:
            raise Refused(0x73, f"mode {self.core.mode:02X}h")
        if not known.prints:
            return
        if self.conditions.printer_gone:
            raise Refused(0xC8)
        if self.conditions.overheated:
            raise Refused(0xC9)
        submode = self.paper.submode()
        if submode is not Submode.READY:
            raise Refused(self._busy(submode))

    def _busy(self, submode: Submode) -> int:
        if submode is Submode.PRINTING:
            return 0x50
        return 0x58 if submode is Submode.WAITS_FOR_CONTINUE else self.core.quirks.no_paper_error

    def _refusal(self, code: bytes, refusal: StorageRefused) -> bytes:
        if refusal.code == _UNKNOWN and len(code) == 2 and self.core.quirks.short_unknown:
            code = code[:1]
        return code + bytes([refusal.code])

    # what tests and the emulator around it look at and switch

    @property
    def conditions(self) -> Conditions:
        return self.core.conditions

    @property
    def storage(self) -> Storage:
        return self.core.storage

    @property
    def paper(self) -> Paper:
        return self.core.paper

    @property
    def tables(self) -> Tables:
        return self.core.tables

    @property
    def registers(self) -> Registers:
        return self.core.registers

    @property
    def marking(self) -> Marking:
        return self.core.marking

    @property
    def mode(self) -> int:
        """The mode byte: low nibble mode, high nibble status."""
        return self.core.mode

    @property
    def submode(self) -> int:
        return self.paper.submode()

    @property
    def quirks(self) -> Quirks:
        return self.core.quirks

    @quirks.setter
    def quirks(self, quirks: Quirks) -> None:
        """Those of the tables (on close, extended answers, tax rows) are read at birth only."""
        self.core.quirks = quirks

    @property
    def powered(self) -> bool:
        return self._powered

    def power_off(self) -> None:
        """The print queue and what was loaded are lost; ФН, tables, registers, the receipt and the clock stay."""
        if not self._powered:
            return
        self._powered = False
        self.paper.power_off()
        self.core.memory = Memory()
        self.core.read = None
        if self.core.receipt is None:
            self.storage.forget()  # of a receipt the register keeps everything, and begins it anew

    def power_on(self, *, memory_lost: bool = False) -> None:
        """`memory_lost`: it comes up in mode 9."""
        if self._powered:
            return
        self._powered = True
        self.core.memory_lost = memory_lost
        self.paper.power_on()

    def advance(self, by: timedelta) -> None:
        """The device's own clock, not the machine's."""
        self.core.clock.advance(by)

    def glance(self) -> Glance:
        core = self.core
        positions = 0 if core.receipt is None else len(core.receipt.positions)
        return Glance(
            core.mode,
            core.storage.last,
            core.storage.shift,
            core.storage.receipt,
            positions,
            core.registers.read_money(241),
            len(core.paper.printed),
        )
