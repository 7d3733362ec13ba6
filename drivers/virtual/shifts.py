"""Shifts of the virtual ККТ: opened, closed, reported and counted."""

from dataclasses import replace
from functools import partial

from drivers.errors import WrongState
from drivers.fiscal import documents
from drivers.fiscal.check import check_cashier
from drivers.fiscal.counters import blocks
from drivers.model.command import CloseShift, OfdReport, OpenShift, ReadCounters
from drivers.model.document import Cashier
from drivers.model.ffd import DocumentForm
from drivers.model.outcome import Outcome
from drivers.virtual import ofd, texts
from drivers.virtual.counters import Counters
from drivers.virtual.desk import Desk
from drivers.virtual.ledger import Step
from drivers.virtual.recorder import Made


class Shifts:
    """Each method but `open` is one command; see Register."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._storage = desk, desk.storage

    def open_shift(self, command: OpenShift) -> Outcome:
        before = self._desk.registered()
        if before.opened_at:
            raise WrongState(texts.SHIFT_OPEN, native=60)
        warnings = check_cashier(command.cashier, self._desk.rules(before))
        done = self._opening(before, command.cashier)
        return self._desk.reported(done.counters, command, done, warnings, print_paper=command.print_paper)

    def _opening(self, before: Counters, cashier: Cashier) -> Made:
        opened = self._desk.now(before)
        # `last_time` is of the shift before: the clock may have been set back since.
        counters = replace(
            before,
            opened_at=opened,
            last_time=opened,
            shift=before.shift + 1,
            first_document=before.last_document + 1,
        )
        head = self._desk.header(DocumentForm.OPEN_SHIFT, counters, cashier)
        return self._desk.report(counters, head, documents.open_shift)

    def close_shift(self, command: CloseShift) -> Outcome:
        counters = self._desk.with_open_shift()
        warnings = check_cashier(command.cashier, self._desk.rules(counters))
        waits = self._desk.waiting(counters)
        head = self._desk.header(DocumentForm.CLOSE_SHIFT, counters, command.cashier)
        body = partial(
            documents.close_shift,
            receipts=counters.receipts,
            documents=head.number - counters.first_document + 1,
            shift_totals=counters.shift_totals,
            storage_totals=counters.storage_totals,
            unsent=waits.count,
            unsent_since=waits.since,
            notifications=ofd.notices(counters, waits, self._storage),
            bad_codes=counters.bad_codes,
        )
        done = self._desk.report(counters, head, body)
        return self._desk.reported(_next_shift(done.counters), command, done, warnings, print_paper=command.print_paper)

    def ofd_report(self, command: OfdReport) -> Outcome:
        counters = self._desk.registered()
        warnings = check_cashier(command.cashier, self._desk.rules(counters))
        head = self._desk.header(DocumentForm.SETTLEMENT_STATE, counters, command.cashier)
        waits = self._desk.waiting(counters)
        body = partial(
            documents.settlement_state,
            storage_totals=counters.storage_totals,
            unsent=waits.count,
            unsent_since=waits.since,
            first_unsent=waits.first,
            unsent_totals=ofd.totals(counters, waits, self._storage),
            notifications=ofd.notices(counters, waits, self._storage),
        )
        done = self._desk.report(counters, head, body)
        return self._desk.reported(done.counters, command, done, warnings)

    def open(self, cashier: Cashier, *, print_paper: bool) -> Counters:
        """Open a shift that is closed, on behalf of a receipt, in a step of its own."""
        done = self._opening(self._storage.known, cashier)
        after = self._storage.append(Step(document=done.stored), done.counters)
        self._desk.roll.put(done.stored, print_paper=print_paper)
        return after

    def counters(self, _: ReadCounters) -> Outcome:
        """Of the shift that is open, or else of the last one."""
        now = self._storage.counters()
        last = now if now.opened_at or not now.last_report else self._storage.counters_before(now.last_report)
        return Outcome(counters=blocks(last.shift_totals, now.storage_totals, self._desk.known(now).ffd))


def _next_shift(counters: Counters) -> Counters:
    """After the Z report."""
    return replace(counters.with_shift_closed(), last_report=counters.last_document, bad_codes=0)
