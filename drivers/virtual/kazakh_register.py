"""The virtual register of Kazakhstan itself: every command as one step of its ledger, then paper. Blocking."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from drivers.fiscal.counters import blocks
from drivers.fiscal.limits import INTO_DRAWER
from drivers.model import command as commands
from drivers.model.command import CashIn, CashOut, CloseShift, Command, OpenShift, RegisterReceipt, XReport
from drivers.model.document import Receipt
from drivers.model.ffd import DocumentForm, FfdVersion
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.state import DeviceState
from drivers.printing import layout
from drivers.virtual import kazakh_paper as papers
from drivers.virtual import kazakh_record as record
from drivers.virtual import kazakh_rules as rules
from drivers.virtual import kazakh_state
from drivers.virtual import kazakh_texts as texts
from drivers.virtual.kazakh_counters import KazakhCounters
from drivers.virtual.kazakh_desk import KazakhDesk, KazakhLedger
from drivers.virtual.ledger import in_turn
from drivers.virtual.plain import Handler, PlainWork

ABILITIES: frozenset[type] = frozenset(
    {
        *(RegisterReceipt, OpenShift, CloseShift, XReport, CashIn, CashOut),
        *(commands.OpenDrawer, commands.PrintDocument, commands.PrintRuler, commands.ContinuePrint),
        *(commands.ReadState, commands.ReadLineLength, commands.ReadDocument, commands.ReadCounters),
    }
)


class KazakhRegister:
    """Each handler is one command. Raises KkmError, and sqlite3.Error when the disk fails."""

    def __init__(self, desk: KazakhDesk) -> None:
        self._desk, self._storage = desk, desk.storage
        self._handlers: dict[type, Handler] = {
            RegisterReceipt: self._receipt,
            CashIn: self._cash_in,
            CashOut: self._cash_out,
            OpenShift: self._open_shift,
            CloseShift: self._close_shift,
            XReport: self._x_report,
            commands.ReadCounters: self._counters,
            **PlainWork(desk.storage, desk.roll, desk.paper, texts.no_document).handlers(),
        }

    @property
    def storage(self) -> KazakhLedger:
        return self._storage

    def is_replaced(self) -> bool:
        """There is nothing that could be put in the place of its memory."""
        return False

    def execute(self, command: Command) -> Outcome:
        return in_turn(self._storage, partial(self._handlers[type(command)], command))

    def state(self) -> DeviceState:
        return kazakh_state.state(self._desk)

    def switch_link(self, *, online: bool) -> None:
        in_turn(self._storage, partial(self._desk.switch_link, online=online))

    def _receipt(self, command: RegisterReceipt) -> Outcome:
        receipt = command.receipt
        before, settled = checked(receipt, self._desk)
        now = self._desk.now(before)
        counters = self._desk.with_shift(before, receipt.cashier.name, now)
        sent = record.message(counters.last_document + 1, counters.shift, settled)
        document = replace(numbered(receipt, settled.total, counters, self._desk, now), sign=self._storage.sign(sent))
        stored = record.stored(document, sent, settled, self._desk.slip(document, settled, counters))
        outcome = Outcome(
            document=document, payments=settled.payments, change=settled.change, warnings=settled.warnings
        )
        self._desk.commit(counters.with_receipt(settled, now), command, outcome, stored)
        self._desk.roll.put(stored, copies=receipt.copies, print_paper=receipt.print_paper)
        return outcome

    def _cash_in(self, command: CashIn) -> Outcome:
        return self._moved("Внесение денег", self._ready_for(command).with_cash_in(command.amount), command)

    def _cash_out(self, command: CashOut) -> Outcome:
        """Raises RequestRefused when there is less in the drawer."""
        before = self._ready_for(command)
        if command.amount > before.drawer:
            raise texts.no_cash(before.drawer, command.amount)
        return self._moved("Изъятие денег", before.with_cash_out(command.amount), command)

    def _ready_for(self, command: CashIn | CashOut) -> KazakhCounters:
        """With the shift open: cash opens it as a receipt does."""
        if not 0 < command.amount <= rules.MOST:
            raise texts.bad_amount(command.amount, rules.MOST)
        before = self._storage.known
        self._desk.check_ready(before, command.cashier.name)
        return self._desk.with_shift(before, command.cashier.name, self._desk.now(before))

    def _moved(self, title: str, after: KazakhCounters, command: CashIn | CashOut) -> Outcome:
        outcome = Outcome()
        self._desk.commit(after, command, outcome)
        of, now, paper = self._desk.passport, self._desk.now(after), self._desk.paper
        blocks_ = papers.cash_slip(of, after, title.upper(), command.amount, command.cashier.name, now, paper)
        self._desk.roll.add(title, blocks_)
        return outcome

    def _open_shift(self, command: OpenShift) -> Outcome:
        """No document, no paper: it is only remembered."""
        before = self._storage.known
        if before.opened_at:
            raise texts.shift_open()
        self._desk.check_ready(before, command.cashier.name)
        outcome = Outcome()
        after = before.with_shift(command.cashier.name, self._desk.now(before))
        self._desk.commit(after, command, outcome)
        return outcome

    def _close_shift(self, command: CloseShift) -> Outcome:
        """Possible over 24 hours and without a link."""
        before = self._storage.known
        if before.opened_at is None:
            raise texts.shift_closed()
        outcome = Outcome()
        self._desk.commit(replace(before, opened_at=None), command, outcome)
        if command.print_paper:
            self._report(f"Z-отчёт №{before.shift}", before, command.cashier.name)
        return outcome

    def _x_report(self, command: XReport) -> Outcome:
        outcome = Outcome()
        counters = self._desk.commit(self._storage.known, command, outcome)
        self._report("X-отчёт", counters, command.cashier.name)
        return outcome

    def _report(self, title: str, counters: KazakhCounters, cashier: str) -> None:
        of, now, paper = self._desk.passport, self._desk.now(counters), self._desk.paper
        self._desk.roll.add(title, papers.report(of, counters, title.upper(), cashier, now, paper))

    def _counters(self, _: commands.ReadCounters) -> Outcome:
        """Of the shift that is open, or else of the last one. No version of the ФФД tells what counts here."""
        now = self._storage.counters()
        return Outcome(counters=blocks(now.shift_totals, now.storage_totals, FfdVersion.V1_05))


def checked(receipt: Receipt, desk: KazakhDesk) -> tuple[KazakhCounters, rules.Settled]:
    """Everything that can be refused is refused here, in the order of spec/ikkm.md 3.1."""
    before = desk.storage.known
    desk.check_operator()
    agreed = rules.terms(receipt, desk.taxes)
    desk.check_ready(before, receipt.cashier.name)
    settled = rules.settle(receipt, agreed)
    cash = INTO_DRAWER[receipt.type] * settled.payments.cash
    if before.drawer + cash < 0:
        raise texts.no_cash(before.drawer, -cash)
    layout.check(receipt.lines, desk.paper)
    return before, settled


def numbered(receipt: Receipt, total: int, counters: KazakhCounters, desk: KazakhDesk, now: datetime) -> FiscalDocument:
    """The document that comes next, without its code."""
    return FiscalDocument(
        form=DocumentForm.RECEIPT,
        number=counters.last_document + 1,
        sign=0,
        time=now,
        storage=desk.storage.serial,
        shift=counters.shift,
        number_in_shift=counters.receipts + 1,
        receipt_type=receipt.type,
        total=total,
    )
