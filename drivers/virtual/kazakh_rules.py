"""What the virtual register of Kazakhstan takes as a receipt. Source: spec/ikkm.md, sections 1, 3.1 and 4.

Rules that need the state of the register (shift, link, drawer) are not here.
"""

from dataclasses import dataclass, replace
from decimal import Decimal

from drivers.model.document import ByAmount, LocalTax, Payments, Position, Receipt
from drivers.model.ffd import ReceiptType, VatRate
from drivers.virtual import kazakh_texts as texts

_ONE = Decimal(1)
MOST = 2_000_000_000  # tiyns: 20 000 000 tenge
_MOST_ROWS = 79
_KINDS = ("cash", "electronic", "credit", "provision")
_NOT_RECORDED = {
    "tax_system": "система налогообложения",
    "client_address": "адрес покупателя",
    "client_name": "имя покупателя",
    "client_inn": "ИНН покупателя",
    "agent": "признак агента",
    "attribute": "дополнительный реквизит",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A receipt that may be recorded. Sums are tiyns."""

    receipt: Receipt
    tax: LocalTax
    total: int
    tax_sum: int  # in the total
    payments: Payments  # `cash` is what stays in the drawer
    change: int
    warnings: tuple[str, ...] = ()


def terms(receipt: Receipt, taxes: tuple[LocalTax, ...]) -> ByAmount:
    """Amount and tax. Raises RequestRefused for what cannot be registered here at all, -9 and -14."""
    if receipt.correction is not None:
        raise texts.unfit("коррекций здесь нет, оформите возврат")
    if any(position.marking for position in receipt.positions):
        raise texts.unfit("коды маркировки России она не проверяет, уберите их")
    if receipt.payments.advance:
        raise texts.unfit("оплаты авансом в ней нет, выберите другую")
    found = receipt.by_amount or ByAmount(amount=receipt.total, tax=_untaxed(receipt, taxes))
    if not 0 < found.amount <= MOST or found.total > MOST:
        raise texts.bad_amount(found.amount, MOST)
    if found.tax not in taxes:
        raise texts.unknown_tax(f"Налога «{found.tax.name}»", taxes)
    return found


def _untaxed(receipt: Receipt, taxes: tuple[LocalTax, ...]) -> LocalTax:
    """Of a receipt that comes with the rates of Russia: only "without VAT" means the same here."""
    if any(position.vat is not VatRate.NO_VAT for position in receipt.positions):
        raise texts.unknown_tax("Ставок НДС России", taxes)
    tax = next((tax for tax in taxes if tax.percent is None), None)
    if tax is None:
        raise texts.unknown_tax("Налога «без НДС»", taxes)
    return tax


def settle(receipt: Receipt, agreed: ByAmount) -> Settled:
    """Raises RequestRefused: -9, -10, -12, -13, and -7 for several kinds of payment in what is no sale."""
    due = _due(receipt, agreed)
    return Settled(
        receipt=receipt,
        tax=agreed.tax,
        total=agreed.total,
        tax_sum=agreed.tax.within(agreed.total),
        payments=due,
        change=receipt.payments.cash - due.cash,
        warnings=_not_recorded(receipt),
    )


def _due(receipt: Receipt, agreed: ByAmount) -> Payments:
    """What is recorded: the cash due in place of the cash handed over."""
    paid, total = receipt.payments, agreed.total
    sums = [getattr(paid, kind) for kind in _KINDS]
    for amount in sums:
        if not 0 <= amount <= MOST:
            raise texts.bad_amount(amount, MOST)
    if receipt.type is not ReceiptType.SALE:
        _exact(paid, total, kinds=sum(map(bool, sums)))
    if paid.cashless > total:
        raise texts.overpaid(total, paid.cashless)
    if paid.total < total:
        raise texts.underpaid(total, paid.total, tax_alone=paid.total >= agreed.amount)
    if paid.cashless and paid.cash >= total:
        raise texts.paid_already(total)
    return replace(paid, cash=total - paid.cashless)


def _exact(paid: Payments, total: int, *, kinds: int) -> None:
    """Only a sale is paid in several ways, or with change."""
    if kinds > 1:
        raise texts.unfit("несколько видов оплаты бывает только у продажи, оставьте один")
    if paid.total > total:
        raise texts.overpaid(total, paid.total)


def _not_recorded(receipt: Receipt) -> tuple[str, ...]:
    left = [words for name, words in _NOT_RECORDED.items() if getattr(receipt, name) not in (None, "")]
    return (f"Касса Казахстана этого не записывает: {', '.join(left)}.",) if left else ()


def recorded_rows(receipt: Receipt, total: int) -> tuple[Position, ...]:
    """What the operator is told was sold: one row named as the operation where there are none, or over 79."""
    if 0 < len(receipt.positions) <= _MOST_ROWS:
        return receipt.positions
    name = texts.OPERATIONS[receipt.type].lower()
    return (Position(name=name, quantity=_ONE, price=total, amount=total),)
