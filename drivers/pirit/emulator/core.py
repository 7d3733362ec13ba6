"""The parts of a register together, and what follows from all of them: its flags, and how it prints."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from drivers.emulation.fiscal import slip
from drivers.emulation.fiscal.paper import Roll
from drivers.emulation.fiscal.printed import Line, Printed
from drivers.emulation.fiscal.storage import Document, Life
from drivers.emulation.fiscal.till import Till
from drivers.pirit.emulator.conditions import Conditions
from drivers.pirit.emulator.counters import Counters
from drivers.pirit.emulator.document import Draft, Last, Requisite
from drivers.pirit.emulator.quirks import Quirks
from drivers.pirit.emulator.refused import Error, Refused, Why, wrong_state
from drivers.pirit.emulator.settings import ENDING, SettingTable

MARKED_FFD = "1.2"


@dataclass(slots=True)
class Upload:
    """Bytes of a picture that are still to come, and what is done with them."""

    size: int
    then: "Callable[[Core, bytes], bytes]"


@dataclass(slots=True)
class Paper:
    """What a document prints when it is closed; `waits`: none of it was given to the printer, or the power took it."""

    items: list[Printed]
    waits: bool = True


@dataclass(slots=True)
class Core:
    """`model` as 02/21 tells it. `busy`: seconds the last command took by itself. `pulses` of the drawer, ms."""

    till: Till
    roll: Roll
    conditions: Conditions
    quirks: Quirks
    settings: SettingTable
    model: int = 3
    counters: Counters = field(default_factory=Counters)
    draft: Draft | None = None
    paper: Paper | None = None  # of the receipt that is recorded, or of the closing of the shift
    closing: bool = False  # recorded, its paper is not out: bit 8
    last: Last = field(default_factory=Last)
    last_closing: list[Printed] = field(default_factory=list)
    started: bool = False  # 10h since the power came
    explained: int = 0  # 06/1
    stops_with: int = 0  # the next document that is recorded is not printed, and this error is answered
    clock_told: datetime | None = None  # 14h, to be repeated
    report_extras: dict[int, list[Requisite]] = field(default_factory=dict)  # 25h
    pictures: set[int] = field(default_factory=set)  # those that 56h can print
    pulses: list[int] = field(default_factory=list)
    beeps: list[int] = field(default_factory=list)
    busy: float = 0.0
    upload: Upload | None = None
    reading: bytes = b""  # what 78/16 gives, of the document 78/15 has named

    @property
    def marked_format(self) -> bool:
        return self.till.ffd == MARKED_FFD

    @property
    def state(self) -> tuple[int, int, int]:
        """Fatal, current and document flags, 00h."""
        return self.conditions.fatal, self._current, self.draft.flags if self.draft else 0

    @property
    def _current(self) -> int:
        life = self.till.storage.life
        bits = {
            0: not self.started,
            1: life is Life.SET_UP,
            2: self.till.shift_open,
            3: self.till.shift_expired,
            4: life in (Life.CLOSED, Life.FINISHED),
            5: life is Life.SET_UP,
            8: self.closing,
        }
        return sum(1 << bit for bit, holds in bits.items() if holds)

    @property
    def printer(self) -> int:
        """04h; that an open cover and no paper make it not ready is inferred."""
        told = self.conditions
        bits = {1: not told.paper, 2: told.cover_open, 3: told.cutter_stuck, 7: told.printer_gone}
        busy = told.printer_busy or any(bits.values())
        return busy | sum(1 << bit for bit, holds in bits.items() if holds)

    def opened(self) -> Draft:
        """Raises Refused 01."""
        if self.draft is None:
            raise wrong_state(Why.NO_DOCUMENT)
        return self.draft

    def nothing_open(self) -> None:
        """Raises Refused 01."""
        if self.draft is not None:
            raise wrong_state(Why.IN_STORAGE if self.draft.ended else Why.DOCUMENT_OPEN)

    # paper

    def ready(self) -> None:
        """Raises Refused 08, 09."""
        told = self.conditions
        if told.cover_open or told.printer_busy or told.printer_gone or told.cutter_stuck:
            raise Refused(Error.NOT_READY)
        if not told.paper:
            raise Refused(Error.NO_PAPER)

    def print(self, items: Iterable[Printed]) -> None:
        """Raises Refused 08 where the paper ends meanwhile: what is left comes out with the next roll."""
        self.roll.print(items)
        if self.roll.stopped:
            raise Refused(Error.NO_PAPER)

    def print_document(self, document: Document) -> None:
        self.print(self.slip(document))

    def slip(self, document: Document, received: int | None = None, *, cut: bool = True) -> list[Printed]:
        ending = slip.ENDING if cut else slip.ENDING[:-1]
        number = self.till.storage.number
        return slip.slip(number, document, received=received, footer=self._last_lines(document), ending=ending)

    def own(self, title: str, rows: Iterable[Printed] = (), *, cut: bool = True) -> list[Printed]:
        """A paper the ФН does not know."""
        moment = Line(f"{self.till.now():%d.%m.%y %H:%M}")
        return [slip.centred(title), *rows, moment, *(slip.ENDING if cut else ())]

    def finish_paper(self) -> None:
        """What a recorded document prints, from its beginning or from where it stopped. Raises Refused 08, 09."""
        paper, error, self.stops_with = self.paper, self.stops_with, 0
        if error:
            raise Refused(error)
        if paper is not None and paper.waits:
            paper.waits = False
            self.print(paper.items)
        if self.roll.stopped:
            raise Refused(Error.NO_PAPER)
        self.paper = None

    def _last_lines(self, document: Document) -> list[Printed]:
        texts = [self.settings.read(ENDING, index) for index in range(5)] if document.type else []
        return [slip.centred(text) for text in texts if text]

    # power

    def power_off(self) -> None:
        """What was printing is lost; whatever was recorded stays."""
        self.started, self.upload, self.clock_told, self.busy = False, None, None, 0.0
        if self.roll.drop() and self.paper is not None:
            self.paper.waits = True

    def power_on(self) -> None:
        if self.draft is not None and not self.draft.ended and self.quirks.annuls_after_power:
            self.drop_draft("ЧЕК АННУЛИРОВАН ПРИ ВКЛЮЧЕНИИ")

    def drop_draft(self, words: str) -> Draft:
        """Without paper nobody reads of it. Raises Refused 01."""
        draft = self.opened()
        if draft.ended:
            raise wrong_state(Why.IN_STORAGE)
        self.draft = None
        self.roll.drop()
        if not self.roll.out:
            self.roll.print([*draft.paper, Line(words), *slip.ENDING])
        if draft.kind is not None:
            number, operation = self.counters.next()
            self.last = Last(0, operation, self.till.receipt_number, number, draft.total, draft.discount)
        return draft
