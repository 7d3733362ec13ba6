"""Commands of the virtual ККТ that make no fiscal document: cash and the X report."""

from drivers.errors import RequestRefused
from drivers.fiscal.check import check_cashier
from drivers.model import money
from drivers.model.command import CashIn, CashOut, XReport
from drivers.model.outcome import Outcome
from drivers.virtual import reports, texts
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
        return self._moved("Внесение в кассу", before.with_cash_in(command.amount), command)

    def cash_out(self, command: CashOut) -> Outcome:
        """As `cash_in`. Raises RequestRefused when there is less in the drawer."""
        _check(command.amount)
        before = self._desk.with_open_shift()
        if command.amount > before.drawer:
            raise RequestRefused(texts.not_enough_cash(before.drawer, command.amount))
        return self._moved("Выплата из кассы", before.with_cash_out(command.amount), command)

    def _moved(self, title: str, after: Counters, command: CashIn | CashOut) -> Outcome:
        outcome = Outcome()
        self._desk.commit(after, command, outcome)
        head = self._desk.plain_header(after, command.cashier)
        self._desk.roll.add(title, reports.cash_slip(head, after, title.upper(), command.amount, self._desk.paper))
        return outcome


def _check(amount: int) -> None:
    if not 0 < amount <= _MOST:
        raise RequestRefused(f"Сумма {money.text(amount)} не подходит: укажите от 0.01 до {money.text(_MOST)} руб.")
