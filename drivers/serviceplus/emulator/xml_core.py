"""What the register has, apart from what it does."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.slip import slip
from drivers.emulation.fiscal.storage import Document
from drivers.emulation.fiscal.till import NotEnoughCash, Till
from drivers.serviceplus.emulator.xml_conditions import XmlConditions
from drivers.serviceplus.emulator.xml_errors import Error, Refused
from drivers.serviceplus.emulator.xml_quirks import XmlQuirks
from drivers.serviceplus.emulator.xml_tree import Pa


@dataclass(slots=True)
class Core:
    """`settings`: what 56 has put."""

    till: Till
    roll: Roll
    conditions: XmlConditions
    quirks: XmlQuirks
    pulses: int = 0  # of the drawer
    moved_in: int = 0  # how often cash was put in
    moved_out: int = 0
    settings: dict[str, Pa] = field(default_factory=dict)

    def must_have_shift(self) -> None:
        if not self.till.shift_open:
            raise Refused(Error.SHIFT_CLOSED, "Смена закрыта")
        if self.till.shift_expired:
            raise Refused(Error.SHIFT_EXPIRED, "Смена длится больше 24 часов")

    def must_have_paper(self) -> None:
        if self.roll.out:
            raise Refused(Error.NO_PAPER, "Нет бумаги")

    def print_recorded(
        self,
        document: Document,
        *,
        header: tuple[Printed, ...] = (),
        footer: tuple[Printed, ...] = (),
        received: int | None = None,
    ) -> None:
        """After the ФН: no refusal undoes it. Raises Refused where the paper ended in it and the quirk says so."""
        rows = slip(self.till.storage.number, document, header=header, footer=footer, received=received)
        self.roll.print(rows)
        if self.roll.pending and not self.quirks.recorded_without_paper:
            raise Refused(Error.NO_PAPER, "Закончилась бумага")

    @contextmanager
    def recording(self) -> Iterator[None]:
        """What the ФН and the drawer refuse, as this register tells it."""
        try:
            yield
        except StorageRefused as error:
            raise Refused(Error.STORAGE + error.code, f"Ошибка ФН {error.code:02X}h") from error
        except NotEnoughCash as error:
            raise Refused(Error.NOT_ENOUGH_CASH, "В кассе недостаточно наличных") from error
