"""`/api`: one request is one receipt. Source: spec/ikkm.md 4."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from drivers.model.document import ByAmount, Cashier, LocalTax, Payments, Position, Receipt, TextLine
from drivers.model.ffd import ReceiptType
from kkmserver.dialects.ikkm import amounts, items, payment, spread, taxes
from kkmserver.dialects.ikkm.codes import Code, Refused
from kkmserver.dialects.ikkm.items import Item

OPERATIONS = {
    "sale": ReceiptType.SALE,
    "buy": ReceiptType.PURCHASE,
    "saleReturn": ReceiptType.SALE_RETURN,
    "buyReturn": ReceiptType.PURCHASE_RETURN,
}
PARAMETERS = (*OPERATIONS, *payment.KINDS, "tax", "print", "itemdata")
_WORDS = {
    ReceiptType.SALE: "продажа",
    ReceiptType.PURCHASE: "покупка",
    ReceiptType.SALE_RETURN: "возврат продажи",
    ReceiptType.PURCHASE_RETURN: "возврат покупки",
}
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What has to be known of the register and its settings to read a receipt. `by_amount`: see the model's."""

    taxes: tuple[LocalTax, ...]
    by_amount: bool
    items: bool
    cashier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A receipt as it was asked for; sums in hundredths."""

    kind: ReceiptType
    amount: int
    tax: LocalTax
    payments: Payments
    items: tuple[Item, ...]  # one of the whole amount where none are given
    text: str

    @property
    def total(self) -> int:
        return self.amount + self.tax.on_top(self.amount)


def asked(given: Mapping[str, str], terms: Terms) -> Asked:
    """In the order of spec 3.1. Raises Refused."""
    sums = {name: amounts.positive(given[name]) for name in OPERATIONS if name in given}
    paid = {name: amounts.sum_of(given[name]) for name in payment.KINDS if name in given}
    code = amounts.whole(given["tax"]) if "tax" in given else None
    if len(sums) != 1 or given.keys() - set(PARAMETERS):
        raise Refused(Code.BAD_REQUEST)
    ((name, amount),) = sums.items()
    tax, kind = taxes.chosen(terms.taxes, code), OPERATIONS[name]
    if not terms.by_amount:
        taxes.vat_rate(tax)
    total = amount + tax.on_top(amount)
    found = items.read(given["itemdata"]) if terms.items and "itemdata" in given else []
    return Asked(
        kind=kind,
        amount=amount,
        tax=tax,
        payments=payment.payments(paid, kind, amount, total),
        items=_told(found, kind, total),
        text=given.get("print", ""),
    )


def receipt(wanted: Asked, terms: Terms) -> Receipt:
    rows = _rows(wanted) if terms.by_amount else _priced(wanted)
    return Receipt(
        type=wanted.kind,
        lines=(*map(TextLine, rows_of(wanted.text)), *rows),
        payments=wanted.payments,
        cashier=Cashier(terms.cashier),
        by_amount=ByAmount(amount=wanted.amount, tax=wanted.tax) if terms.by_amount else None,
    )


def rows_of(text: str) -> list[str]:
    """Lines of a `print`; some clients send the two characters of `\\n` themselves."""
    return text.replace("\\n", "\n").replace("\r\n", "\n").split("\n") if text else []


def _told(found: Sequence[Item], kind: ReceiptType, total: int) -> tuple[Item, ...]:
    whole = Item(_WORDS[kind], _ONE, total, total)
    named = any(not item.is_discount for item in found)
    return tuple(found) if named and len(found) <= items.MOST else (whole,)


def _rows(wanted: Asked) -> list[Position]:
    """For a register that goes by the amount: lines and discounts as they came."""
    return [_position(item) for item in wanted.items]


def _priced(wanted: Asked) -> list[Position]:
    """For one whose lines add up to the total, each with the tax."""
    lines = spread.lines_of(wanted.items, wanted.total) or list(_told((), wanted.kind, wanted.total))
    rate = taxes.vat_rate(wanted.tax)
    return [replace(_position(line), vat=rate) for line in lines]


def _position(item: Item) -> Position:
    return Position(name=item.name, quantity=item.quantity, price=item.price, amount=item.amount)
