"""The register behind the service: its ФН, drawer, paper, and what it has in mind between two tasks. No I/O."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from drivers.atol_web.emulator.conditions import Conditions
from drivers.atol_web.emulator.errors import COVER_OPEN, NO_PAPER, PRINT_INTERRUPTED, Refused
from drivers.atol_web.emulator.json_text import moment
from drivers.atol_web.emulator.marks import Marks
from drivers.atol_web.emulator.quirks import Quirks
from drivers.clock import SystemClock
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.printed import Picture, Printed
from drivers.emulation.fiscal.till import STORAGE_NUMBER, Till
from drivers.ports import Clock

WIDTH = 48


class Register:
    """`model` and `model_name`: what getDeviceInfo tells; that the two belong together is inferred. `width`: of a line.

    `pictures`: what pictureFromMemory prints, by number. `pulses`: drawers opened.
    """

    def __init__(
        self,
        *,
        ffd: str = "1.2",
        inn: str = "7707083893",
        serial: str = "00106129000001",
        storage_number: str = STORAGE_NUMBER,
        tax_systems: int = 0b111111,
        registered: bool = True,
        model: int = 69,
        model_name: str = "АТОЛ 77Ф",
        width: int = WIDTH,
        clock: Clock | None = None,
        quirks: Quirks | None = None,
    ) -> None:
        self.base, self.quirks = clock or SystemClock(), quirks or Quirks()
        self.model, self.model_name, self.width = model, model_name, width
        self.conditions = Conditions()
        self.till = Till(
            ffd=ffd,
            inn=inn,
            serial=serial,
            storage_number=storage_number,
            clock=self.base,
            registered=registered,
            tax_systems=tax_systems,
            conditions=self.conditions,
        )
        self.roll = Roll(self.till.clock, self.conditions, waits=True)
        self.marks = Marks()
        self.pictures: dict[int, Picture] = {}
        self.pulses: list[int] = []
        self.away_until = 0.0  # by the monotonic clock: it boots

    @property
    def reachable(self) -> bool:
        return self.conditions.connected and self.base.monotonic() >= self.away_until

    @property
    def marked_format(self) -> bool:
        return self.till.ffd == "1.2"

    def stamp(self, local: datetime) -> str:
        return moment(local, self.base.local())

    def boot(self, seconds: float) -> None:
        """It answers nothing so long; what was to be printed is gone, the ФН is not."""
        self.away_until = self.base.monotonic() + seconds
        self.roll.drop()
        self.till.marking.clear()

    def power_off(self) -> None:
        self.boot(0)

    def advance(self, by: timedelta) -> None:
        """The device's own clock."""
        self.till.advance(by)

    def pulse(self) -> None:
        self.pulses.append(1)
        self.conditions.drawer_open = True

    # paper

    def need_paper(self) -> None:
        """Raises Refused 45, 44, or 177 where the document before waits for continuePrint."""
        if self.conditions.cover_open:
            raise Refused(COVER_OPEN)
        if not self.conditions.paper:
            raise Refused(NO_PAPER)
        if self.roll.stopped:
            raise Refused(PRINT_INTERRUPTED, "печать прошлого документа не закончена")

    def print(self, items: Iterable[Printed]) -> bool:
        """A document that exists whatever becomes of its paper. -> whether all of it came out."""
        self.roll.print(items)
        return not self.roll.stopped

    def print_loose(self, items: Iterable[Printed]) -> None:
        """What nobody has recorded. Raises Refused 44 or 45 when the paper ends in it; the rest is forgotten."""
        if not self.print(items):
            self.roll.drop()
            raise Refused(COVER_OPEN if self.conditions.cover_open else NO_PAPER)
