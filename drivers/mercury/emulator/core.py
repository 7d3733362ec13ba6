"""What the register and its service have, apart from what they do."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.slip import slip
from drivers.emulation.fiscal.storage import Document
from drivers.emulation.fiscal.till import NotEnoughCash, Till
from drivers.mercury.emulator.check import Check, Closed
from drivers.mercury.emulator.conditions import Conditions
from drivers.mercury.emulator.quirks import Quirks
from drivers.mercury.emulator.results import Refused, Result
from drivers.mercury.emulator.sessions import Sessions

MODELS = ("119F", "185F")


@dataclass(slots=True)
class Core:
    """`port`: where the register is, "" = at any. `check_polls`: so many times a check of a code is not completed."""

    till: Till
    roll: Roll
    conditions: Conditions
    quirks: Quirks
    model: str
    port: str
    check: Check | None = None
    closed: list[Closed] = field(default_factory=list)
    sessions: Sessions = field(default_factory=Sessions)
    pulses: int = 0  # of the drawer
    check_polls: int = 0
    polls_left: int = 0  # of the code that is being checked
    reading: int | None = None  # polls until the journal is read; None = nobody has asked for it

    def now(self) -> datetime:
        return self.till.now()

    def restart(self) -> None:
        """The service: the register keeps what it has."""
        self.sessions.forget()
        self.reading = None

    def must_have_shift(self) -> None:
        if not self.till.shift_open:
            raise Refused(Result.SHIFT_CLOSED, "Смена закрыта")
        if self.till.shift_expired:
            raise Refused(Result.SHIFT_EXPIRED, "Смена длится больше 24 часов")

    def must_have_no_check(self) -> None:
        if self.check is not None:
            raise Refused(Result.CHECK_OPEN, "Чек открыт")

    def must_have_paper(self) -> None:
        if not self.conditions.paper or self.conditions.cover_open:
            raise Refused(Result.NO_PAPER, "Нет бумаги")

    def open_check(self) -> Check:
        """Raises Refused."""
        if self.check is None:
            raise Refused(Result.NO_CHECK, "Чек не открыт")
        return self.check

    def print_recorded(
        self, document: Document, notes: Iterable[Printed] = (), *, prints: bool, received: int | None = None
    ) -> None:
        """After the ФН: no refusal undoes it. Raises Refused where the paper ended in it and the quirk says so.

        `received`: cash handed over, kopecks.
        """
        if not prints:
            return
        self.roll.print(slip(self.till.storage.number, document, header=notes, received=received))
        if self.roll.pending and not self.quirks.recorded_without_paper:
            raise Refused(Result.NO_PAPER, "Закончилась бумага")

    @contextmanager
    def recording(self) -> Iterator[None]:
        """What the ФН and the drawer refuse, as the service tells it."""
        if self.conditions.storage_bad:
            raise Refused(Result.STORAGE + 2, "ФН не в фискальном режиме")
        try:
            yield
        except StorageRefused as error:
            raise Refused(Result.STORAGE + error.code, f"Ошибка ФН {error.code:02X}h") from error
        except NotEnoughCash as error:
            raise Refused(Result.NOT_ENOUGH_CASH, "В кассе недостаточно наличных") from error
