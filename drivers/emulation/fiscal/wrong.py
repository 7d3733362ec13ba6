"""What no ФН would record. That it refuses such receipts with 09h is inferred; registers refuse most of them before."""

from drivers.emulation.fiscal import vat
from drivers.emulation.fiscal.bodies import FFD_CODES
from drivers.emulation.fiscal.sale import PAYMENTS, Item, Kind, Sale

_KINDS = frozenset(Kind)
_OLD_CORRECTIONS = (Kind.SALE, Kind.PURCHASE)  # 1.05 knows no others
_METHODS, _BYTE = range(1, 8), range(1, 256)


def cause(sale: Sale, *, ffd: int, tax_systems: int) -> str:
    """Why it cannot be, "" = it can. `ffd` tag 1209, `tax_systems` tag 1062. Source: spec/ffd.md 2.1, 4, 6."""
    if sale.kind not in _KINDS:
        return f"kind {sale.kind}"
    if sale.correction and ffd <= FFD_CODES["1.05"] and sale.kind not in _OLD_CORRECTIONS:
        return f"a correction of kind {sale.kind} before 1.1"
    if sale.tax_system.bit_count() != 1 or not sale.tax_system & tax_systems:
        return f"tax system {sale.tax_system}"
    if not sale.items and not sale.correction:
        return "nothing is sold"
    return next(filter(None, map(_of_item, sale.items)), "") or _of_payments(sale)


def _of_payments(sale: Sale) -> str:
    paid = sale.paid
    if sum(paid.values()) != sale.due or not paid.keys() <= {*PAYMENTS} or min(paid.values(), default=0) < 0:
        return f"{sale.due} is paid by {dict(paid)}"
    return ""


def _of_item(item: Item) -> str:
    if item.vat not in vat.NAMES or item.method not in _METHODS or item.subject not in _BYTE:
        return f"{item.name}: vat {item.vat}, method {item.method}, subject {item.subject}"
    if min(item.price, item.amount) < 0 or item.quantity <= 0:
        return f"{item.name}: {item.quantity} x {item.price} = {item.amount}"
    return ""
