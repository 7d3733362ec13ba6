"""The paper of the virtual register of Kazakhstan. Source of what a receipt carries: spec/ikkm.md, section 4."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from drivers.fiscal.counters import TypeTotals
from drivers.model import money
from drivers.model.document import Payments, Position
from drivers.model.outcome import FiscalDocument
from drivers.printing.layout import lay_out
from drivers.printing.page import Block, Paper
from drivers.virtual import kazakh_texts as texts
from drivers.virtual.kazakh_counters import KazakhCounters
from drivers.virtual.kazakh_rules import Settled
from drivers.virtual.slip_item import quantity
from drivers.virtual.strip import Strip


@dataclass(frozen=True, slots=True, kw_only=True)
class Passport:
    """Whose register it is."""

    organization: str
    tax_number: str
    address: str
    serial: str
    registration_number: str
    operator: str
    operator_site: str


def receipt(
    of: Passport, document: FiscalDocument, settled: Settled, paper: Paper, *, online: bool
) -> tuple[Block, ...]:
    """Raises RequestRefused for the client's own rows where they have a fault."""
    asked, strip = settled.receipt, _head(of, texts.title(document), paper)
    _when(strip, asked.cashier.name, document.time, document.shift)
    strip.rule()
    for line in asked.lines:
        if isinstance(line, Position):
            _row(strip, line)
        else:
            strip.add(lay_out([line], paper))
    strip.rule()
    strip.total("ИТОГО, ТЕНГЕ", settled.total)
    _paid(strip, settled.payments)
    if settled.change:
        strip.sum("ПОЛУЧЕНО НАЛИЧНЫМИ", asked.payments.cash)
        strip.sum("СДАЧА", settled.change)
    _tax(strip, settled)
    strip.rule()
    _device(strip, of)
    _online_code(strip, document, online=online)
    return strip.blocks()


def _head(of: Passport, title: str, paper: Paper) -> Strip:
    strip = Strip(paper, texts.WORDS)
    strip.centre(of.organization)
    strip.centre(f"БИН/ИИН {of.tax_number}")
    strip.centre(of.address)
    strip.gap()
    strip.title(title)
    strip.rule()
    return strip


def _when(strip: Strip, cashier: str, time: datetime, shift: int) -> None:
    if cashier:
        strip.pair("КАССИР", cashier)
    strip.pair(f"{time:%d.%m.%Y %H:%M}", f"СМЕНА {shift}")


def _row(strip: Strip, row: Position) -> None:
    if row.amount < 0:
        strip.pair(row.name or "Скидка", money.text(row.amount))
        return
    strip.text(row.name)
    strip.sum(f"{quantity(row.quantity)} x {money.text(row.price)}", row.amount)


def _paid(strip: Strip, paid: Payments) -> None:
    strip.some("НАЛИЧНЫЕ", paid.cash)
    strip.some("КАРТА", paid.electronic)
    strip.some("КРЕДИТ", paid.credit)
    strip.some("ТАРА", paid.provision)


def _tax(strip: Strip, settled: Settled) -> None:
    if settled.tax.percent is None:
        strip.text(settled.tax.name)
    else:
        strip.sum(f"В ТОМ ЧИСЛЕ {settled.tax.name}", settled.tax_sum)


def _device(strip: Strip, of: Passport) -> None:
    strip.pair("ЗАВ. НОМЕР", of.serial)
    strip.pair("РЕГ. НОМЕР", of.registration_number)
    strip.pair("ОПЕРАТОР", of.operator)
    strip.centre(of.operator_site)


def _online_code(strip: Strip, document: FiscalDocument, *, online: bool) -> None:
    if not document.sign:  # of a draft
        return
    if online:
        strip.pair("ОНЛАЙН-КОД ЧЕКА", str(document.sign))
    else:
        strip.text("АВТОНОМНЫЙ РЕЖИМ: онлайн-код будет, когда вернётся связь с оператором")


def cash_slip(
    of: Passport, counters: KazakhCounters, title: str, amount: int, cashier: str, now: datetime, paper: Paper
) -> tuple[Block, ...]:
    """Cash put in or taken out; `counters` after it."""
    strip = _head(of, title, paper)
    strip.sum("СУММА", amount)
    strip.sum("НАЛИЧНЫХ В КАССЕ", counters.drawer)
    strip.rule()
    _when(strip, cashier, now, counters.shift)
    _device(strip, of)
    return strip.blocks()


def report(
    of: Passport, counters: KazakhCounters, title: str, cashier: str, now: datetime, paper: Paper
) -> tuple[Block, ...]:
    """X and Z."""
    strip = _head(of, title, paper)
    _when(strip, cashier, now, counters.shift)
    if counters.opened_at:
        strip.pair("СМЕНА ОТКРЫТА", f"{counters.opened_at:%d.%m.%Y %H:%M}")
    for kind, name in texts.OPERATIONS.items():
        _sums(strip, name.upper(), counters.shift_totals.of(kind), counters.taxes_of(kind))
    strip.rule()
    strip.sum(f"ВНЕСЕНИЙ {counters.cash_in_count}", counters.cash_in)
    strip.sum(f"ИЗЪЯТИЙ {counters.cash_out_count}", counters.cash_out)
    strip.sum("НАЛИЧНЫХ В КАССЕ", counters.drawer)
    strip.rule()
    _life(strip, counters)
    strip.pair("НЕ ПЕРЕДАНО ДОКУМЕНТОВ", str(counters.unsent))
    strip.rule()
    _device(strip, of)
    return strip.blocks()


def _sums(strip: Strip, title: str, totals: TypeTotals, taxes: Mapping[str, int]) -> None:
    strip.rule()
    strip.sum(f"{title}: {totals.count}", totals.total)
    _paid(strip, totals.payments)
    for name, amount in taxes.items():
        strip.sum(f"В ТОМ ЧИСЛЕ {name}", amount)


def _life(strip: Strip, counters: KazakhCounters) -> None:
    for kind, name in texts.OPERATIONS.items():
        now = counters.storage_totals.of(kind).total
        strip.sum(f"{name.upper()}: НА НАЧАЛО СМЕНЫ", now - counters.shift_totals.of(kind).total)
        strip.sum(f"{name.upper()}: ВСЕГО", now)
