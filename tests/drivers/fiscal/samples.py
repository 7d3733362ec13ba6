"""Receipts and registers the tests of 54-ФЗ rules share."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from drivers.fiscal.check import Rules, Settled, check
from drivers.model.document import Cashier, Payments, Position, Receipt
from drivers.model.ffd import FfdVersion, ReceiptType, TaxSystem, VatRate
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


def rules(ffd: str = "1.2", **changes: Any) -> Rules:
    return replace(Rules(ffd=FfdVersion(ffd), registration=REGISTRATION, now=NOON), **changes)


def settled(*rows: Position, ffd: str = "1.2", **changes: Any) -> Settled:
    return check(receipt(*rows, **changes), rules(ffd))
