"""Shift, reports, the drawer, the clock. Source: spec/atol-web.md 3 and 5."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from drivers.atol_web.results.recorded import Recorded, recorded
from drivers.atol_web.tasks import people
from drivers.atol_web.tasks.people import Operator
from drivers.atol_web.tasks.task import Content, Task, nothing
from drivers.model import money
from drivers.model.document import Cashier
from drivers.registers.request import Effect


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Content):
    operator: Operator | None = None
    electronically: bool | None = None  # true: no paper; left out where the task has no such choice


@dataclass(frozen=True, slots=True, kw_only=True)
class Cash(Content):
    operator: Operator | None = None
    cash_sum: Decimal  # roubles


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClock(Content):
    type: str = "setDateTime"
    date_time: str  # YYYY.MM.DD HH:MM:SS


def open_shift(cashier: Cashier, *, paper: bool = True) -> Task[Recorded]:
    return Task(content=_report("openShift", cashier, paper=paper), read=recorded, effect=Effect.MONEY)


def close_shift(cashier: Cashier, *, paper: bool = True) -> Task[Recorded]:
    return Task(content=_report("closeShift", cashier, paper=paper), read=recorded, effect=Effect.MONEY, long=True)


def settlement_state(cashier: Cashier, *, paper: bool = True) -> Task[Recorded]:
    """Form 21."""
    content = _report("reportOfdExchangeStatus", cashier, paper=paper)
    return Task(content=content, read=recorded, effect=Effect.MONEY, long=True)


def x_report(cashier: Cashier) -> Task[None]:
    content = Report(type="reportX", operator=people.operator(cashier))
    return Task(content=content, read=nothing, effect=Effect.PAPER)


def move_cash(amount: int, cashier: Cashier) -> Task[Recorded]:
    """Kopecks, below 0 out of the drawer. No document of the ФН is told of; that its paper failed may be (inferred)."""
    kind = "cashIn" if amount >= 0 else "cashOut"
    content = Cash(type=kind, operator=people.operator(cashier), cash_sum=money.roubles(abs(amount)))
    return Task(content=content, read=recorded, effect=Effect.MONEY)


def open_drawer() -> Task[None]:
    return Task(content=Content(type="openCashDrawer"), read=nothing, effect=Effect.PAPER)


def set_clock(moment: datetime) -> Task[None]:
    """The wall clock of the shop."""
    return Task(content=SetClock(date_time=f"{moment:%Y.%m.%d %H:%M:%S}"), read=nothing)


def _report(kind: str, cashier: Cashier, *, paper: bool) -> Report:
    return Report(type=kind, operator=people.operator(cashier), electronically=None if paper else True)
