"""What the virtual ККТ prints, put onto its tape packed: most of it nobody ever looks at."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from drivers.ports import Clock
from drivers.printing.page import Block, Cut, Page, Paper
from drivers.virtual import slip, texts
from drivers.virtual.archive import pack_slip, unpack_slip
from drivers.virtual.stored import StoredDocument
from drivers.virtual.tape import Tape


class Roll:
    """The paper in the register."""

    def __init__(self, paper: Paper, tape: Tape, clock: Clock) -> None:
        self._paper, self._tape, self._clock = paper, tape, clock

    def put(self, stored: StoredDocument, *, copies: int = 0, print_paper: bool = True) -> None:
        """A recorded document onto the tape."""
        document = stored.document
        if print_paper:
            title = f"{texts.title(document.form, document.receipt_type)} № {document.number}"
            self._tape.add(title, document.time, partial(_page, self._paper, stored.slip))
            self.add_copies(title, stored.slip, copies, document.time)

    def add(self, title: str, blocks: Iterable[Block], copies: int = 0) -> None:
        """Any paper onto the tape; copies are marked so."""
        packed, now = pack_slip(tuple(blocks)), self._clock.local()
        self._tape.add(title, now, partial(_page, self._paper, packed))
        self.add_copies(title, packed, copies, now)

    def add_copies(self, title: str, packed: bytes, copies: int, time: datetime | None = None) -> None:
        page = partial(_copy, self._paper, packed)
        self._tape.add_copies(f"{title} (копия)", time or self._clock.local(), page, copies)


def _page(paper: Paper, packed: bytes) -> Page:
    return Page(paper, (*unpack_slip(packed), Cut()))


def _copy(paper: Paper, packed: bytes) -> Page:
    return Page(paper, (*slip.as_copy(unpack_slip(packed), paper), Cut()))
