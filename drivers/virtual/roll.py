"""What a virtual register prints, put onto its tape packed: most of it nobody ever looks at."""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial

from drivers.model.outcome import FiscalDocument
from drivers.ports import Clock
from drivers.printing.page import Block, Cut, Page, Paper
from drivers.virtual import slip
from drivers.virtual.archive import pack_slip, unpack_slip
from drivers.virtual.stored import StoredDocument
from drivers.virtual.tape import Tape


class Roll:
    """The paper in the register. `title`: what a document is called in lists."""

    def __init__(self, paper: Paper, tape: Tape, clock: Clock, title: Callable[[FiscalDocument], str]) -> None:
        self._paper, self._tape, self._clock, self._title = paper, tape, clock, title

    def put(self, stored: StoredDocument, *, copies: int = 0, print_paper: bool = True) -> None:
        """A recorded document onto the tape."""
        if print_paper:
            title, time = self._title(stored.document), stored.document.time
            self._tape.add(title, time, partial(_page, self._paper, stored.slip))
            self._add_copies(title, stored.slip, copies, time)

    def put_copies(self, stored: StoredDocument, copies: int) -> None:
        """Of one that was recorded before."""
        self._add_copies(self._title(stored.document), stored.slip, copies, self._clock.local())

    def add(self, title: str, blocks: Iterable[Block], copies: int = 0) -> None:
        """Any paper onto the tape; copies are marked so."""
        packed, now = pack_slip(tuple(blocks)), self._clock.local()
        self._tape.add(title, now, partial(_page, self._paper, packed))
        self._add_copies(title, packed, copies, now)

    def _add_copies(self, title: str, packed: bytes, copies: int, time: datetime) -> None:
        self._tape.add_copies(f"{title} (копия)", time, partial(_copy, self._paper, packed), copies)


def _page(paper: Paper, packed: bytes) -> Page:
    return Page(paper, (*unpack_slip(packed), Cut()))


def _copy(paper: Paper, packed: bytes) -> Page:
    return Page(paper, (*slip.as_copy(unpack_slip(packed), paper), Cut()))
