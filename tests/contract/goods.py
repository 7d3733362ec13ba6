"""Receipts to give to a register."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from drivers.model.command import RegisterReceipt
from drivers.model.document import Cashier, Correction, Line, MarkingCode, Payments, Position, Receipt
from drivers.model.ffd import ReceiptType, VatRate

CASHIER = Cashier("Петрова А.И.", "500100732259")
GOOD = "010460043993125621JgXJ5.T\x1d93dGVz"
STOPPED = "010460043993125621STOPPED\x1d93dGVz"  # a stand has its «Честный ЗНАК» say so


def goods(name: str = "Чай", amount: int = 10_000, vat: VatRate = VatRate.NO_VAT, **fields: Any) -> Position:
    """One piece unless told otherwise."""
    quantity = Decimal(fields.pop("quantity", 1))
    price = fields.pop("price", amount)
    return Position(name=name, quantity=quantity, price=price, amount=amount, vat=vat, **fields)


def water(code: str = GOOD, **fields: Any) -> Position:
    """Marked goods; with ФФД 1.05 a plain one with its code."""
    return replace(goods("Вода", 5_000), subject=33, marking=MarkingCode(code=code, **fields))


def receipt(*lines: Line, paid: Payments | None = None, **fields: Any) -> RegisterReceipt:
    """Paid in cash to the kopeck unless told otherwise."""
    rows = lines or (goods(),)
    total = sum(line.amount for line in rows if isinstance(line, Position))
    kind = fields.pop("type", ReceiptType.SALE)
    given = {"type": kind, "lines": rows, "payments": paid or Payments(cash=total), "cashier": CASHIER}
    return RegisterReceipt(Receipt(**(given | fields)))


def correction(*rows: Position, **fields: Any) -> RegisterReceipt:
    """Of the day before the clocks of all stands begin, by order of the tax office."""
    total = sum(row.amount for row in rows) or 12_200
    why = Correction(date=date(2026, 11, 1), number="12-3", by_order=True, total=None if rows else total)
    return receipt(*rows, paid=Payments(electronic=total), lines=rows, correction=why, **fields)
