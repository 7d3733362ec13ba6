"""Receipts and registers the tests of 54-ФЗ rules share."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from drivers.fiscal.check import Rules, Settled, check
from drivers.fiscal.documents import Header
from drivers.fiscal.tlv import Item, parse
from drivers.model.document import Cashier, Correction, Payments, Position, Receipt
from drivers.model.ffd import DocumentForm, FfdVersion, ReceiptType, TaxSystem, VatRate
from drivers.model.state import Registration
from tests.clock import MOSCOW

NOON = datetime(2026, 11, 15, 15, 30, 42, tzinfo=MOSCOW)
INN = "7707083893"
CASHIER = Cashier("Кассир Петрова", "500100732259")

REGISTRATION = Registration(
    organization='ООО "Ромашка"',
    inn=INN,
    address="г. Москва, ул. Примерная, д. 1",
    place="Касса 2",
    sender_email="shop@example.org",
    tax_systems=(TaxSystem.GENERAL, TaxSystem.SIMPLE_INCOME),
    number="0149060006035849",
    ofd_name="ОФД",
    ofd_inn="7841051711",
)


def position(**changes: Any) -> Position:
    """One piece for 100.00 at 22 %."""
    values: dict[str, Any] = {"name": "Хлеб", "quantity": Decimal(1), "price": 10000, "amount": 10000}
    return Position(**({"vat": VatRate.VAT_22, **values} | changes))


def receipt(*rows: Position, **changes: Any) -> Receipt:
    """A sale paid in cash, to the kopeck unless `payments` says otherwise."""
    lines = rows or (position(),)
    cash = sum(row.amount for row in lines)
    values: dict[str, Any] = {"type": ReceiptType.SALE, "lines": lines, "payments": Payments(cash=max(0, cash))}
    return Receipt(**({"cashier": CASHIER, **values} | changes))


def correction(*rows: Position, why: Correction | None = None, **changes: Any) -> Receipt:
    """Of a sale of the day before, on one's own initiative; without rows 100.00 at 22 %, paid in cash."""
    found = why or Correction(date=date(2026, 11, 14), number="12", name="Кассир ошибся")
    if not rows and found.total is None:
        found = replace(found, total=10000, vat=((VatRate.VAT_22, 1803),))
    total = sum(row.amount for row in rows) if rows else found.total
    values: dict[str, Any] = {"type": ReceiptType.SALE, "lines": rows, "payments": Payments(cash=total or 0)}
    return Receipt(**({"cashier": CASHIER, "correction": found, **values} | changes))


def rules(ffd: str = "1.2", **changes: Any) -> Rules:
    return replace(Rules(ffd=FfdVersion(ffd), registration=REGISTRATION, now=NOON), **changes)


def settled(*rows: Position, ffd: str = "1.2", **changes: Any) -> Settled:
    return check(receipt(*rows, **changes), rules(ffd))


def header(form: DocumentForm, ffd: str = "1.2", **changes: Any) -> Header:
    values: dict[str, Any] = {
        "number": 4711,
        "time": NOON,
        "storage": "9999078900001234",
        "registration": REGISTRATION,
        "serial": "0149060006000651",
        "version": "1.0",
        "shift": 23,
        "number_in_shift": 117,
        "cashier": CASHIER,
    }
    return Header(form=form, ffd=FfdVersion(ffd), **(values | changes))


def opened(document: bytes) -> Item:
    (envelope,) = parse(document)
    return envelope


def tags(item: Item) -> set[int]:
    return {child.tag for child in item.children()}


def all_of(item: Item, tag: int) -> list[Item]:
    return [child for child in item.children() if child.tag == tag]
