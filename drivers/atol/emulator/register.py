"""An emulated АТОЛ register: password, code and parameters in, answer out. No I/O; time comes from a Clock.

Written from spec/atol.md alone, apart from the driver beside it.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import TypedDict

from drivers.atol.emulator import (
    modes,
    positions,
    printing_commands,
    receipt_commands,
    requisites,
    service_commands,
    shifts,
    status_commands,
    storage_commands,
    storage_errors,
)
from drivers.atol.emulator.command import LENGTH, PASSWORD, Asked, Command, Refused
from drivers.atol.emulator.conditions import Conditions
from drivers.atol.emulator.core import Core
from drivers.atol.emulator.model import FPRINT, TAXES, Model
from drivers.atol.emulator.modes import Mode
from drivers.atol.emulator.numbers import read_bcd
from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.tables import Tables
from drivers.clock import SystemClock
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.till import NotEnoughCash, Till
from drivers.emulation.troubles import Troubles
from drivers.ports import Clock

COMMANDS: dict[int, Command] = {
    each.code: each
    for room in (
        status_commands,
        service_commands,
        receipt_commands,
        positions,
        requisites,
        shifts,
        printing_commands,
        storage_commands,
    )
    for each in room.COMMANDS
}
_UNKNOWN, _WRONG_PASSWORD, _Z_INTERRUPTED = 70, 140, 26
_ERROR_FIRST = 0xA5
_REQUISITE = 0xE8
_AFTER_INTERRUPTION = frozenset({0x3F, 0x45, 0xA5, 0x48, 0x56, 0x5A, 0x91, 0xA4, 0xB3, 0xE8, 0xCE, 0x55})


class Settings(TypedDict, total=False):
    """The keywords of Register, its clock aside."""

    ffd: str
    inn: str
    serial: str
    model: Model
    taxes: Mapping[int, int]
    passwords: Mapping[int, Collection[int]]
    operator_password: int
    report_polls: int
    reset_polls: int
    quirks: Quirks | None
    registered: bool
    seed: int


class Register:
    """`taxes`: tag 1199 by tax index; the default is invented. `passwords`: by mode; `operator_password`: of commands.

    `report_polls`, `reset_polls`: how many questions for the state find a report printing (22h, 23h), and the reset
    after a Z report going on (17h).
    """

    def __init__(
        self,
        *,
        ffd: str = "1.05",
        inn: str = "7707083893",
        serial: str = "00106300001234",
        model: Model = FPRINT,
        taxes: Mapping[int, int] = TAXES,
        passwords: Mapping[int, Collection[int]] = modes.PASSWORDS,
        operator_password: int = 0,
        report_polls: int = 1,
        reset_polls: int = 1,
        clock: Clock | None = None,
        quirks: Quirks | None = None,
        registered: bool = True,
        seed: int = 0,
    ) -> None:
        if ffd != "1.05":
            raise ValueError(f"ffd {ffd}: of these registers no other format is known")
        quirks, conditions = quirks or Quirks(), Conditions()
        till = Till(
            ffd=ffd, inn=inn, serial=serial, clock=clock or SystemClock(), registered=registered, conditions=conditions
        )
        self.core = Core(
            model=model,
            quirks=quirks,
            conditions=conditions,
            till=till,
            roll=Roll(till.clock, conditions, waits=quirks.needs_resume),
            tables=Tables(model, quirks),
            taxes=taxes,
            passwords=passwords,
            operator_password=operator_password,
            report_polls=report_polls,
            reset_polls=reset_polls,
        )
        self.troubles = Troubles(seed)
        self._powered = True

    def execute(self, body: bytes) -> bytes:
        """Checked in this order: code, password, mode, paper; then the command's own checks."""
        code = body[PASSWORD] if len(body) > PASSWORD else 0
        try:
            return self._done(code, body)
        except Refused as refusal:
            return self._refusal(code, refusal.code, refusal.ext)
        except StorageRefused as refusal:
            return self._refusal(code, storage_errors.said(refusal.code))
        except NotEnoughCash:
            return self._refusal(code, storage_errors.NO_CASH)

    def _done(self, code: int, body: bytes) -> bytes:
        if len(body) <= PASSWORD:
            raise Refused(LENGTH)
        known = COMMANDS.get(code)
        if known is None:
            raise Refused(_UNKNOWN)
        self._allow(known, body)
        answer = known.run(self.core, Asked(code, body[PASSWORD + 1 :]))
        if answer is not None:
            return answer if known.answers_itself else b"\x55\0" + answer
        ext = self.core.quirks.ext
        return b"\x55\0" + (b"" if ext is None else bytes([ext]))

    def _allow(self, known: Command, body: bytes) -> None:
        """Raises Refused 140, 102 and those of `modes.refusal`, what a test has ordered, 26, 103..118."""
        core = self.core
        try:
            told = read_bcd(body[:PASSWORD])
        except ValueError:
            told = -1
        if told != core.operator_password:
            raise Refused(_WRONG_PASSWORD)
        if core.place not in known.places:
            raise Refused(modes.refusal(core.place, known.places))
        error = self.troubles.due(f"{known.code:02X}", _tags(known.code, body))
        if error is not None:
            raise Refused(error, "ordered by the test")
        if core.z_interrupted and core.conditions.paper and known.code not in _AFTER_INTERRUPTION:
            raise Refused(_Z_INTERRUPTED)
        if known.prints:
            core.must_print()

    def _refusal(self, code: int, error: int, ext: int | None = None) -> bytes:
        self.core.last_error = error
        if code == _ERROR_FIRST:
            return bytes([error])
        ext = self.core.quirks.ext if ext is None else ext
        return bytes([0x55, error]) + (b"" if ext is None else bytes([ext]))

    # what tests and the emulator around it look at and switch

    @property
    def conditions(self) -> Conditions:
        return self.core.conditions

    @property
    def till(self) -> Till:
        return self.core.till

    @property
    def roll(self) -> Roll:
        return self.core.roll

    @property
    def tables(self) -> Tables:
        return self.core.tables

    @property
    def pulses(self) -> int:
        """Drawers opened."""
        return self.core.pulses

    @property
    def mode(self) -> int:
        """The mode byte: low nibble mode, high nibble submode."""
        return self.core.shown

    @property
    def quirks(self) -> Quirks:
        return self.core.quirks

    @property
    def extended_error(self) -> int:
        """Register 55, which error 238 points to."""
        return self.core.extended_error

    @extended_error.setter
    def extended_error(self, error: int) -> None:
        self.core.extended_error = error

    @property
    def powered(self) -> bool:
        return self._powered

    def power_off(self, *, receipt_lost: bool = False) -> None:
        """ФН, tables, clock and drawer stay; the receipt as the quirk has it; what was to be printed is lost."""
        if not self._powered:
            return
        self._powered = False
        core = self.core
        core.roll.drop()
        core.polls, core.code, core.reading, core.power_order = [], None, None, None
        core.ahead.clear()
        if receipt_lost or not core.quirks.keeps_receipt:
            core.leave_receipt()
        core.blocks.clear()
        core.mode = Mode.REGISTRATION if core.receipt is not None else Mode.CHOICE

    def power_on(self) -> None:
        self._powered = True

    def advance(self, by: timedelta) -> None:
        """The device's own clock, not the machine's."""
        self.till.advance(by)


def _tags(code: int, body: bytes) -> tuple[int, ...]:
    """The requisite of E8h, for refusals that strike at one of them."""
    at = PASSWORD + 4
    return (int.from_bytes(body[at : at + 2], "little"),) if code == _REQUISITE else ()
