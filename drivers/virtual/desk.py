"""What all commands of the virtual ККТ stand on: its ФН, its clock, its paper, its registration."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial

from drivers.errors import RequestRefused, WrongState
from drivers.fiscal import documents, limits, marking_script, reasons
from drivers.fiscal.check import Rules
from drivers.fiscal.documents import Header
from drivers.model.command import Command
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm, ShiftState
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.ports import DeviceContext
from drivers.printing.page import Block, Paper
from drivers.virtual import ofd, operations, passport, reports, storage_file, texts
from drivers.virtual.counters import Counters
from drivers.virtual.ledger import Step
from drivers.virtual.options import VirtualKktOptions, wanted
from drivers.virtual.passport import Passport
from drivers.virtual.recorder import Made, Style, header, make
from drivers.virtual.roll import Roll
from drivers.virtual.storage import Storage
from drivers.virtual.stored import StoredDocument
from drivers.virtual.tape import Tape

_NOBODY = Cashier("СИС. АДМИНИСТРАТОР")  # 1021 of what the settings want registered
_SHIFT_REPORTS = frozenset({DocumentForm.OPEN_SHIFT, DocumentForm.CLOSE_SHIFT})


def written(body: Callable[[Header], bytes], head: Header) -> bytes:
    """Raises RequestRefused for requisites that do not fit the format; the client's own are checked before."""
    try:
        return body(head)
    except ValueError as error:
        raise RequestRefused(texts.too_long(error)) from error


class Desk:
    """Blocking; one thread. Methods that write raise as `Storage.append` does."""

    def __init__(self, context: DeviceContext, options: VirtualKktOptions, storage: Storage, tape: Tape) -> None:
        self.options, self.storage, self.paper = options, storage, Paper(dots=options.dots)
        self.roll = Roll(self.paper, tape, context.clock, texts.title)
        self.style = Style(qr_seconds=options.qr_seconds, link=options.ofd_link)
        self.script = marking_script.parse("\n".join(options.marking_script))
        self.device, self._clock = context.number, context.clock
        self._requisites = passport.line(wanted(options, context.number))

    def known(self, counters: Counters) -> Passport:
        """What is registered; without registration, what the settings want to be."""
        return passport.passport(counters.registration or self._requisites)

    @property
    def settings(self) -> Passport:
        """What the settings want registered, in force or not."""
        return passport.passport(self._requisites)

    def is_fiscal(self, counters: Counters) -> bool:
        return bool(counters.registration) and (counters.by_command or self.options.fiscalized)

    def is_replaced(self, counters: Counters) -> bool:
        """Another program has put a new ФН in the place of this one."""
        return counters.replaced and storage_file.current(self.storage.path.parent)[0] != self.storage.path

    def shift_state(self, counters: Counters) -> ShiftState:
        if counters.opened_at is None:
            return ShiftState.CLOSED
        return ShiftState.EXPIRED if limits.is_shift_over(counters.opened_at, self.clock()) else ShiftState.OPEN

    def clock(self) -> datetime:
        return self._clock.local()

    def now(self, counters: Counters) -> datetime:
        """Time for the next document: within a shift it never runs back. Source: spec/ffd.md 7.2."""
        now = self._clock.local()
        return max(now, counters.last_time or now) if counters.opened_at else now

    def rules(self, counters: Counters) -> Rules:
        """What receipts and cashiers are checked against; without registration, the settings."""
        known = self.known(counters)
        return Rules(
            ffd=known.ffd,
            registration=known.registration,
            now=self.now(counters),
            per_line_vat=self.options.vat_per_line,
        )

    def header(self, form: DocumentForm, counters: Counters, cashier: Cashier, *, receipt: bool = False) -> Header:
        now = self.now(counters)
        silent = form in _SHIFT_REPORTS and limits.is_ofd_silent(self.waiting(counters).since, now)
        return header(form, counters, now, cashier, self.storage.serial, receipt=receipt, ofd_timeout=silent)

    def plain_header(self, counters: Counters, cashier: Cashier) -> Header:
        """For paper that is no fiscal document; a register without registration shows its settings."""
        known = replace(counters, registration=counters.registration or self._requisites)
        return header(DocumentForm.SETTLEMENT_STATE, known, self._clock.local(), cashier, self.storage.serial)

    def waiting(self, counters: Counters) -> ofd.Queue:
        """What the ОФД has not confirmed yet."""
        return ofd.waiting(counters, self.storage, self.clock())

    def begin(self) -> None:
        """What a register does on its own when it is switched on."""
        self.switch_ofd(down=self.options.ofd == "offline")
        counters = self.storage.known
        idle = counters.opened_at is None and not counters.closed and not ofd.is_overdue(counters, self.clock())
        if self.options.fiscalized and idle and not self.is_registered(counters):
            self._register(counters)

    def switch_ofd(self, *, down: bool) -> None:
        counters, delay = self.storage.known, self.options.ofd_delay
        after = ofd.switched(counters, self.storage, self.clock(), down=down, delay=delay)
        if after is not None:
            self.storage.append(Step(), after)

    def registered(self) -> Counters:
        """Counters of a register that may make fiscal documents; changed settings are registered between shifts.

        Raises WrongState for one that is not fiscalised, whose ФН is closed, or waits for the ОФД for too long.
        """
        counters = self.fiscal(self.storage.known)
        self.check_queue(counters)
        return counters if self.is_registered(counters) or counters.opened_at else self._register(counters)

    def check_queue(self, counters: Counters) -> None:
        if ofd.is_overdue(counters, self.clock()):
            raise WrongState(texts.OVERDUE, native=0x15)

    def fiscal(self, counters: Counters) -> Counters:
        """Raises WrongState where no fiscal document can be made at all."""
        if not (counters.by_command or self.options.fiscalized):
            raise WrongState(texts.NOT_FISCALIZED)
        if counters.closed:
            raise WrongState(texts.STORAGE_CLOSED)
        if self.is_replaced(counters):
            raise WrongState(texts.REPLACED)
        return counters

    def is_registered(self, counters: Counters) -> bool:
        """By a command, or with the settings that are in force now."""
        return counters.by_command or counters.registration == self._requisites

    def with_registration(self, before: Counters) -> Counters:
        since = before.registered_at or self.now(before)
        return replace(before, registration=self._requisites, registered_at=since)

    def _register(self, before: Counters) -> Counters:
        counters = self.with_registration(before)
        done = self.registration(before, counters, _NOBODY)
        after = self.storage.append(Step(document=done.stored), done.counters)
        self.roll.put(done.stored)
        return after

    def registration(self, before: Counters, after: Counters, cashier: Cashier, mask: int | None = None) -> Made:
        """The report on a registration, or on its change. `mask`: 1205, by itself what differs."""
        if not before.registration:
            return self.report(after, self.header(DocumentForm.REGISTRATION, after, cashier), documents.registration)
        if mask is None:
            mask = _difference(self.known(before), self.known(after))
        head = self.header(DocumentForm.REREGISTRATION, after, cashier)
        totals = None if mask & reasons.STORAGE else after.storage_totals
        body = partial(documents.registration, reasons=mask, storage_totals=totals)
        return self.report(after, head, body, mask)

    def with_open_shift(self) -> Counters:
        """Raises WrongState while the shift is closed; over 24 hours, or without the ОФД, it counts as open."""
        counters = self.fiscal(self.storage.known)
        if counters.opened_at is None:
            raise WrongState(texts.SHIFT_NOT_OPEN, native=61)
        return counters

    def report(self, counters: Counters, head: Header, body: Callable[[Header], bytes], mask: int = 0) -> Made:
        """Raises RequestRefused for requisites that do not fit the format."""
        waits = self.waiting(counters)

        def paper(document: FiscalDocument) -> tuple[Block, ...]:
            return reports.fiscal_report(head, document, counters, self.paper, waits=waits, mask=mask)

        return make(self.storage, counters, head, written(body, head), paper, style=self.style)

    def commit(
        self, after: Counters, command: Command, outcome: Outcome, document: StoredDocument | None = None
    ) -> Counters:
        """A command is done: its document, its answer, and the counters after it."""
        return self.storage.append(operations.step(command, outcome, document), after)

    def reported(
        self, after: Counters, command: Command, done: Made, warnings: tuple[str, ...], *, print_paper: bool = True
    ) -> Outcome:
        """A command is done that made a report."""
        outcome = Outcome(document=done.document, warnings=warnings)
        self.commit(after, command, outcome, done.stored)
        self.roll.put(done.stored, print_paper=print_paper)
        return outcome


def _difference(before: Passport, after: Passport) -> int:
    """1205; what has no bit of its own is "other" (ИНН and РНМ of the settings)."""
    found = reasons.mask(before.registration, after.registration, ffd=before.ffd is not after.ffd)
    return found or reasons.OTHER
