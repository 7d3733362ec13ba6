"""The virtual ККТ itself: every command as one or two steps of its ФН, then paper. Blocking; one thread."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from drivers.errors import RequestRefused, WrongState
from drivers.fiscal import documents, limits
from drivers.fiscal.check import Settled, check
from drivers.fiscal.marked import Marked
from drivers.model import command as commands
from drivers.model.command import (
    CheckMarking,
    CloseShift,
    Command,
    OfdReport,
    OpenShift,
    ReadCounters,
    RegisterReceipt,
)
from drivers.model.document import Receipt
from drivers.model.ffd import ShiftState
from drivers.model.outcome import FiscalDocument, Outcome
from drivers.model.registration import RegisterDevice
from drivers.printing import layout
from drivers.printing.page import Block
from drivers.virtual import marked as marked_goods
from drivers.virtual import slip, texts
from drivers.virtual.counters import Counters
from drivers.virtual.desk import Desk, written
from drivers.virtual.ledger import in_turn
from drivers.virtual.plain import Handler, PlainWork
from drivers.virtual.recorder import Made, make
from drivers.virtual.registrar import Registrar
from drivers.virtual.shifts import Shifts
from drivers.virtual.storage import Storage
from drivers.virtual.till import Till


class Register:
    """Commands on an open ФН. Raises KkmError, and sqlite3.Error when the disk fails."""

    def __init__(self, desk: Desk, desk_upon: Callable[[Storage], Desk]) -> None:
        self._desk, self._storage, till = desk, desk.storage, Till(desk)
        plain = PlainWork(desk.storage, desk.roll, desk.paper, texts.no_document)
        self.shifts = Shifts(desk)
        self._handlers: dict[type, Handler] = {
            RegisterReceipt: self._receipt,
            OpenShift: self.shifts.open_shift,
            CloseShift: self.shifts.close_shift,
            OfdReport: self.shifts.ofd_report,
            commands.XReport: till.x_report,
            commands.CashIn: till.cash_in,
            commands.CashOut: till.cash_out,
            **plain.handlers(),
            ReadCounters: self.shifts.counters,
            CheckMarking: self._check_marking,
            RegisterDevice: Registrar(desk, desk_upon).register,
        }

    def execute(self, command: Command) -> Outcome:
        return in_turn(self._storage, partial(self._handlers[type(command)], command))

    def _receipt(self, command: RegisterReceipt) -> Outcome:
        receipt, before = command.receipt, self._desk.registered()
        marked = checked(receipt, before, self._desk)
        settled = marked.settled
        counters = before if before.opened_at else self.shifts.open(receipt.cashier, print_paper=receipt.print_paper)
        head = self._desk.header(settled.form, counters, receipt.cashier, receipt=True)
        done = self._made(counters, head, marked)
        outcome = Outcome(
            document=done.document,
            payments=settled.payments,
            change=settled.change,
            marking=marked.answers,
            warnings=(*settled.warnings, *marked.warnings, *_drawer_doubts(counters, settled)),
        )
        self._desk.commit(_with_receipt(done.counters, marked), command, outcome, done.stored)
        self._desk.roll.put(done.stored, copies=receipt.copies, print_paper=receipt.print_paper)
        return outcome

    def _made(self, counters: Counters, head: documents.Header, marked: Marked) -> Made:
        settled = marked.settled

        def paper(document: FiscalDocument) -> tuple[Block, ...]:
            return slip.receipt(head, document, settled, self._desk.paper)

        body = written(partial(documents.receipt, settled=settled), head)
        notice = marked_goods.notice(marked, head, counters.notices + 1)
        return make(self._storage, counters, head, body, paper, settled=settled, style=self._desk.style, notice=notice)

    def _check_marking(self, command: CheckMarking) -> Outcome:
        return marked_goods.answer(command, self._desk, self._storage.counters())


def checked(receipt: Receipt, counters: Counters, desk: Desk) -> Marked:
    """Everything that can be refused is refused here, before anything is recorded."""
    if desk.shift_state(counters) is ShiftState.EXPIRED:
        raise WrongState(texts.SHIFT_NOT_OPEN, native=61)
    settled = check(receipt, desk.rules(counters))
    layout.check(receipt.lines, desk.paper)
    doubts = _drawer_doubts(counters, settled)
    if doubts and desk.options.check_cash:
        raise RequestRefused(doubts[0])
    return marked_goods.check(settled, desk, counters)


def _drawer_doubts(counters: Counters, settled: Settled) -> tuple[str, ...]:
    if not limits.missing_cash(counters.drawer, settled):
        return ()
    return (texts.not_enough_cash(counters.drawer, settled.payments.cash),)


def _with_receipt(counters: Counters, marked: Marked) -> Counters:
    settled = marked.settled
    return replace(
        counters,
        receipts=counters.receipts + 1,
        drawer=counters.drawer + limits.cash_moved(settled),
        shift_totals=counters.shift_totals.add(settled),
        storage_totals=counters.storage_totals.add(settled),
        bad_codes=counters.bad_codes | marked_goods.bad_codes(marked),
    )
