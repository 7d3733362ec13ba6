"""The virtual ККТ itself: every command as one or two transactions of its ФН, then paper. Blocking; one thread."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from drivers.errors import RequestRefused, WrongState
from drivers.fiscal import documents
from drivers.fiscal.check import Settled, check, check_cashier
from drivers.fiscal.counters import Totals
from drivers.model import command as commands
from drivers.model.command import CloseShift, Command, OfdReport, OpenShift, RegisterReceipt
from drivers.model.document import Cashier, Receipt
from drivers.model.ffd import DocumentForm, ReceiptType, ShiftState
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.printing import layout
from drivers.printing.page import Block
from drivers.virtual import slip, texts
from drivers.virtual.desk import Desk, written
from drivers.virtual.recorder import Recorded, record
from drivers.virtual.storage import Counters
from drivers.virtual.till import Till

_Handler = Callable[[Any], Outcome]
_INTO_DRAWER = {
    ReceiptType.SALE: 1,
    ReceiptType.SALE_RETURN: -1,
    ReceiptType.PURCHASE: -1,
    ReceiptType.PURCHASE_RETURN: 1,
}


class Register:
    """Commands on an open ФН. Raises KkmError, and sqlite3.Error when the disk fails."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._storage, till = desk, desk.storage, Till(desk)
        self._handlers: dict[type, _Handler] = {
            RegisterReceipt: self._receipt,
            OpenShift: self._open_shift,
            CloseShift: self._close_shift,
            OfdReport: self._ofd_report,
            commands.XReport: till.x_report,
            commands.CashIn: till.cash_in,
            commands.CashOut: till.cash_out,
            commands.OpenDrawer: till.open_drawer,
            commands.PrintDocument: till.print_document,
            commands.PrintRuler: till.print_ruler,
            commands.ReadLineLength: lambda _: till.line_length(),
            commands.ReadDocument: till.read_document,
            commands.ReadState: lambda _: Outcome(),  # the state itself is put in by the driver
        }

    def execute(self, command: Command) -> Outcome:
        return self._handlers[type(command)](command)

    def _open_shift(self, command: OpenShift) -> Outcome:
        before = self._desk.registered()
        if before.opened_at:
            raise WrongState(texts.SHIFT_OPEN, native=60)
        warnings = check_cashier(command.cashier, self._desk.rules(before))
        return self.open(command.cashier, command, print_paper=command.print_paper, warnings=warnings)

    def open(
        self, cashier: Cashier, command: OpenShift | None, *, print_paper: bool, warnings: tuple[str, ...] = ()
    ) -> Outcome:
        """Open a shift that is closed. `command` None: on behalf of a receipt, which has a row of its own."""
        with self._storage.transaction():
            before = self._storage.counters()
            counters = replace(
                before,
                opened_at=self._desk.now(before),
                shift=before.shift + 1,
                first_document=before.last_document + 1,
            )
            # `last_time` is of the shift before: the clock may have been set back since.
            counters = replace(counters, last_time=counters.opened_at)
            head = self._desk.header(DocumentForm.OPEN_SHIFT, counters, cashier)
            done = self._desk.report(counters, head, documents.open_shift)
            outcome = Outcome(document=done.document, warnings=warnings)
            self._desk.commit(done.counters, command, outcome)
        self._desk.put(done, print_paper=print_paper)
        return outcome

    def _close_shift(self, command: CloseShift) -> Outcome:
        warnings = check_cashier(command.cashier, self._desk.rules(self._desk.registered()))
        with self._storage.transaction():
            counters = self._desk.open_counters()
            head = self._desk.header(DocumentForm.CLOSE_SHIFT, counters, command.cashier)
            body = partial(
                documents.close_shift,
                receipts=counters.receipts,
                documents=head.number - counters.first_document + 1,
                shift_totals=counters.shift_totals,
                storage_totals=counters.storage_totals,
            )
            done = self._desk.report(counters, head, body)
            outcome = Outcome(document=done.document, warnings=warnings)
            self._desk.commit(_next_shift(done.counters), command, outcome)
        self._desk.put(done, print_paper=command.print_paper)
        return outcome

    def _ofd_report(self, command: OfdReport) -> Outcome:
        warnings = check_cashier(command.cashier, self._desk.rules(self._desk.registered()))
        with self._storage.transaction():
            counters = self._storage.counters()
            head = self._desk.header(DocumentForm.SETTLEMENT_STATE, counters, command.cashier)
            body = partial(documents.settlement_state, storage_totals=counters.storage_totals)
            done = self._desk.report(counters, head, body)
            outcome = Outcome(document=done.document, warnings=warnings)
            self._desk.commit(done.counters, command, outcome)
        self._desk.put(done)
        return outcome

    def _receipt(self, command: RegisterReceipt) -> Outcome:
        receipt, before = command.receipt, self._desk.registered()
        settled = checked(receipt, before, self._desk)
        if before.opened_at is None:
            self.open(receipt.cashier, None, print_paper=receipt.print_paper)
        with self._storage.transaction():
            counters = self._desk.open_counters()
            head = self._desk.header(DocumentForm.RECEIPT, counters, receipt.cashier, receipt=True)
            done = self._recorded(counters, head, settled)
            outcome = Outcome(
                document=done.document,
                payments=settled.payments,
                change=settled.change,
                warnings=(*settled.warnings, *_drawer_doubts(counters, settled)),
            )
            self._desk.commit(_with_receipt(done.counters, settled), command, outcome)
        self._desk.put(done, copies=receipt.copies, print_paper=receipt.print_paper)
        return outcome

    def _recorded(self, counters: Counters, head: documents.Header, settled: Settled) -> Recorded:
        def paper(document: FiscalDocument) -> tuple[Block, ...]:
            return slip.receipt(head, document, settled, self._desk.paper)

        body = written(partial(documents.receipt, settled=settled), head)
        seconds = self._desk.options.qr_seconds
        return record(self._storage, counters, head, body, paper, settled=settled, qr_seconds=seconds)


def checked(receipt: Receipt, counters: Counters, desk: Desk) -> Settled:
    """Everything that can be refused is refused here, before anything is recorded."""
    if desk.shift_state(counters) is ShiftState.EXPIRED:
        raise WrongState(texts.SHIFT_NOT_OPEN, native=61)
    settled = check(receipt, desk.rules(counters))
    layout.check(receipt.lines, desk.paper)
    doubts = _drawer_doubts(counters, settled)
    if doubts and desk.options.check_cash:
        raise RequestRefused(doubts[0])
    return settled


def _drawer_doubts(counters: Counters, settled: Settled) -> tuple[str, ...]:
    moved = _INTO_DRAWER[settled.receipt.type] * settled.payments.cash
    if moved >= 0 or counters.drawer + moved >= 0:
        return ()
    return (texts.not_enough_cash(counters.drawer, -moved),)


def _with_receipt(counters: Counters, settled: Settled) -> Counters:
    return replace(
        counters,
        receipts=counters.receipts + 1,
        drawer=counters.drawer + _INTO_DRAWER[settled.receipt.type] * settled.payments.cash,
        shift_totals=counters.shift_totals.add(settled),
        storage_totals=counters.storage_totals.add(settled),
    )


def _next_shift(counters: Counters) -> Counters:
    """After the Z report: the shift's counters start again, the drawer keeps its cash."""
    return replace(
        counters,
        opened_at=None,
        receipts=0,
        cash_in=0,
        cash_in_count=0,
        cash_out=0,
        cash_out_count=0,
        shift_totals=Totals(),
    )
