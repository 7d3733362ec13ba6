"""Commands of the virtual ККТ that make no fiscal document: cash, X report, plain paper, the archive."""

from dataclasses import replace

from drivers.errors import RequestRefused
from drivers.fiscal.check import check_cashier
from drivers.model import money
from drivers.model.command import CashIn, CashOut, OpenDrawer, PrintDocument, PrintRuler, ReadDocument, XReport
from drivers.model.outcome import Outcome
from drivers.printing import layout
from drivers.printing.ruler import ruler
from drivers.virtual import reports, texts
from drivers.virtual.archive import copy_of
from drivers.virtual.counters import Counters
from drivers.virtual.desk import Desk

_MOST = 9_999_999_999  # kopecks of one operation, ten digits. Source: spec/ffd.md R10


class Till:
    """Each method is one command; see Register."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._storage = desk, desk.storage

    def x_report(self, command: XReport) -> Outcome:
        before = self._storage.known
        outcome = Outcome(warnings=check_cashier(command.cashier, self._desk.rules(before)))
        counters = self._desk.commit(before, command, outcome)
        head = self._desk.plain_header(counters, command.cashier)
        self._desk.roll.add("X-отчёт", reports.x_report(head, counters, self._desk.paper))
        return outcome

    def cash_in(self, command: CashIn) -> Outcome:
        """Also possible when the shift is over 24 hours. Source: spec/shtrih-m.md, command 50h in mode 3."""
        _check(command.amount)
        before = self._desk.with_open_shift()
        after = replace(
            before,
            drawer=before.drawer + command.amount,
            cash_in=before.cash_in + command.amount,
            cash_in_count=before.cash_in_count + 1,
        )
        return self._moved("Внесение в кассу", after, command)

    def cash_out(self, command: CashOut) -> Outcome:
        """As `cash_in`. Raises RequestRefused when there is less in the drawer."""
        _check(command.amount)
        before = self._desk.with_open_shift()
        if command.amount > before.drawer:
            raise RequestRefused(texts.not_enough_cash(before.drawer, command.amount))
        after = replace(
            before,
            drawer=before.drawer - command.amount,
            cash_out=before.cash_out + command.amount,
            cash_out_count=before.cash_out_count + 1,
        )
        return self._moved("Выплата из кассы", after, command)

    def _moved(self, title: str, after: Counters, command: CashIn | CashOut) -> Outcome:
        outcome = Outcome()
        self._desk.commit(after, command, outcome)
        head = self._desk.plain_header(after, command.cashier)
        self._desk.roll.add(title, reports.cash_slip(head, after, title.upper(), command.amount, self._desk.paper))
        return outcome

    def open_drawer(self, command: OpenDrawer) -> Outcome:
        return self._desk.note(command, Outcome())

    def print_document(self, command: PrintDocument) -> Outcome:
        blocks = layout.lay_out(command.lines, self._desk.paper)
        outcome = self._desk.note(command, Outcome())
        self._desk.roll.add("Документ", blocks, command.copies)
        return outcome

    def print_ruler(self, command: PrintRuler) -> Outcome:
        outcome = self._desk.note(command, self.line_length())
        self._desk.roll.add("Линейка", ruler(self._desk.paper))
        return outcome

    def line_length(self) -> Outcome:
        return Outcome(line_length=self._desk.paper.columns())

    def read_document(self, command: ReadDocument) -> Outcome:
        last = self._storage.counters().last_document
        number = command.number or last
        stored = self._storage.document(number) if 0 < number <= last else None
        if stored is None:
            raise RequestRefused(texts.no_document(number, last))
        outcome = Outcome(copy=copy_of(stored))
        if command.copies > 0:
            self._desk.note(command, outcome)
            document = stored.document
            title = f"{texts.title(document.form, document.receipt_type)} № {number}"
            self._desk.roll.add_copies(title, stored.slip, command.copies)
        return outcome


def _check(amount: int) -> None:
    if not 0 < amount <= _MOST:
        raise RequestRefused(f"Сумма {money.text(amount)} не подходит: укажите от 0.01 до {money.text(_MOST)} руб.")
