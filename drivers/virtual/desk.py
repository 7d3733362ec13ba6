"""What all commands of the virtual ККТ stand on: its ФН, its clock, its paper, its registration."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

from drivers.errors import RequestRefused, WrongState
from drivers.fiscal import documents
from drivers.fiscal.check import Rules
from drivers.fiscal.documents import Header
from drivers.model.command import Command
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, ShiftState
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.ports import DeviceContext
from drivers.printing.page import Block, Cut, Page, Paper
from drivers.virtual import operations, reports, slip, texts
from drivers.virtual.archive import pack_slip, unpack_slip
from drivers.virtual.options import Passport, VirtualKktOptions, passport, requisites
from drivers.virtual.recorder import Recorded, header, record
from drivers.virtual.storage import Counters, Storage
from drivers.virtual.tape import Tape

_DAY = timedelta(hours=24)


def written(body: Callable[[Header], bytes], head: Header) -> bytes:
    """Raises RequestRefused for requisites that do not fit the format; the client's own are checked before."""
    try:
        return body(head)
    except ValueError as error:
        raise RequestRefused(texts.too_long(error)) from error


class Desk:
    """Blocking; one thread. Methods that write say whether they need an open transaction."""

    def __init__(self, context: DeviceContext, options: VirtualKktOptions, storage: Storage, tape: Tape) -> None:
        self.options, self.storage, self.tape = options, storage, tape
        self.paper = Paper(dots=options.dots)
        self._clock = context.clock
        self._requisites = requisites(options, context.number)

    @property
    def settings(self) -> Passport:
        """What the settings want registered, in force or not."""
        return passport(self._requisites)

    def shift_state(self, counters: Counters) -> ShiftState:
        if counters.opened_at is None:
            return ShiftState.CLOSED
        return ShiftState.EXPIRED if self._clock.local() - counters.opened_at > _DAY else ShiftState.OPEN

    def now(self, counters: Counters) -> datetime:
        """Time for the next document: within a shift it never runs back. Source: spec/ffd.md 7.2."""
        now = self._clock.local()
        return max(now, counters.last_time or now) if counters.opened_at else now

    def rules(self, counters: Counters) -> Rules:
        """What receipts and cashiers are checked against; without registration, the settings."""
        known = passport(counters.registration or self._requisites)
        return Rules(
            ffd=known.ffd,
            registration=known.registration,
            now=self.now(counters),
            per_line_vat=self.options.vat_per_line,
        )

    def header(self, form: DocumentForm, counters: Counters, cashier: Cashier, *, receipt: bool = False) -> Header:
        return header(form, counters, self.now(counters), cashier, self.storage.serial, receipt=receipt)

    def plain_header(self, counters: Counters, cashier: Cashier) -> Header:
        """For paper that is no fiscal document; a register without registration shows its settings."""
        known = replace(counters, registration=counters.registration or self._requisites)
        return header(DocumentForm.SETTLEMENT_STATE, known, self._clock.local(), cashier, self.storage.serial)

    def registered(self) -> Counters:
        """Counters of a register that may make fiscal documents; changed settings are registered between shifts.

        Outside a transaction. Raises WrongState for a register that is not fiscalised.
        """
        if not self.options.fiscalized:
            raise WrongState(texts.NOT_FISCALIZED)
        counters = self.storage.counters()
        if self.is_registered(counters) or counters.opened_at:
            return counters
        with self.storage.transaction():
            done = self._register(self.storage.counters())
        self.put(done)
        return done.counters

    def is_registered(self, counters: Counters) -> bool:
        """With the settings that are in force now."""
        return counters.registration == self._requisites

    def with_registration(self, before: Counters) -> Counters:
        since = before.registered_at or self.now(before)
        return replace(before, registration=self._requisites, registered_at=since)

    def _register(self, before: Counters) -> Recorded:
        form = DocumentForm.REREGISTRATION if before.registration else DocumentForm.REGISTRATION
        counters = self.with_registration(before)
        done = self.report(counters, self.header(form, counters, Cashier()), documents.registration)
        self.commit(done.counters, None, Outcome())
        return done

    def open_counters(self) -> Counters:
        """In a transaction. Raises WrongState while the shift is closed; over 24 hours it counts as open."""
        counters = self.storage.counters()
        if counters.opened_at is None:
            raise WrongState(texts.SHIFT_NOT_OPEN, native=61)
        return counters

    def report(self, counters: Counters, head: Header, body: Callable[[Header], bytes]) -> Recorded:
        """In a transaction. Raises RequestRefused for requisites that do not fit the format."""

        def paper(document: FiscalDocument) -> tuple[Block, ...]:
            return reports.fiscal_report(head, document, counters, self.paper)

        return record(self.storage, counters, head, written(body, head), paper, qr_seconds=self.options.qr_seconds)

    def commit(self, counters: Counters, command: Command | None, outcome: Outcome) -> None:
        """In a transaction: the counters, and the row of the journal unless it is on behalf of another command."""
        if command is not None:
            self.storage.add_operation(operations.operation(command, counters, outcome))
            counters = replace(counters, last_operation=counters.last_operation + 1)
        self.storage.save(counters)

    def note(self, command: Command, outcome: Outcome) -> Outcome:
        """Outside a transaction: only the journal of the ФН changes."""
        with self.storage.transaction():
            self.commit(self.storage.counters(), command, outcome)
        return outcome

    def put(self, done: Recorded, *, copies: int = 0, print_paper: bool = True) -> None:
        """A recorded document onto the tape."""
        document = done.document
        if print_paper:
            title = f"{texts.title(document.form, document.receipt_type)} № {document.number}"
            self.tape.add(title, document.time, partial(_page, self.paper, done.slip))
            self.add_copies(title, done.slip, copies, document.time)

    def add(self, title: str, blocks: Iterable[Block], copies: int = 0) -> None:
        """Any paper onto the tape; copies are marked so."""
        packed, now = pack_slip(tuple(blocks)), self._clock.local()
        self.tape.add(title, now, partial(_page, self.paper, packed))
        self.add_copies(title, packed, copies, now)

    def add_copies(self, title: str, packed: bytes, copies: int, time: datetime | None = None) -> None:
        page = partial(_copy, self.paper, packed)
        self.tape.add_copies(f"{title} (копия)", time or self._clock.local(), page, copies)


def _page(paper: Paper, packed: bytes) -> Page:
    return Page(paper, (*unpack_slip(packed), Cut()))


def _copy(paper: Paper, packed: bytes) -> Page:
    return Page(paper, (*slip.as_copy(unpack_slip(packed), paper), Cut()))
