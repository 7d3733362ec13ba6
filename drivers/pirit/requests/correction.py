"""A correction receipt. Source: spec/service-plus.md A3 (58h).

In ФФД 1.05 one command prints it whole; in ФФД 1.2 it opens a document that goes on as a receipt. What 58h answers is
not known: 78h/3 and 03h/2 tell what came of it.
"""

from dataclasses import dataclass
from datetime import date

from drivers.model.ffd import ReceiptType, TaxSystem
from drivers.pirit.fields import day, money, text, trimmed, whole
from drivers.pirit.request import Request
from drivers.pirit.requests.making import nothing, part

_BY_ORDER, _PURCHASE, _TAX_SYSTEM, _TAXES_TOLD, _RETURN = 1 << 0, 1 << 1, 2, 1 << 5, 1 << 6
_PURCHASES = frozenset({ReceiptType.PURCHASE, ReceiptType.PURCHASE_RETURN})
_RETURNS = frozenset({ReceiptType.SALE_RETURN, ReceiptType.PURCHASE_RETURN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """`by_order`: 1173. `day`: 1178. `number`: 1179."""

    type: ReceiptType
    tax_system: TaxSystem
    by_order: bool
    day: date
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """Kopecks. Taxes are in the order of the tax index: 20 %, 10 %, the turnover at 0 %, that without VAT, 20/120,
    10/110."""

    cash: int = 0
    electronic: int = 0
    advance: int = 0
    credit: int = 0
    other: int = 0
    taxes: tuple[int, ...] = (0,) * 6


def print_correction(who: str, basis: Basis, sums: Sums, extra: str = "") -> Request[None]:
    """58h in ФФД 1.05; `extra`: 1192. Bit 5 of its mask says that the taxes are told (P1). Raises ValueError.

    Returns came with ФФД 1.2: it refuses them.
    """
    if basis.type in _RETURNS or len(sums.taxes) != 6:
        raise ValueError("a correction of ФФД 1.05 is of a sale or a purchase and has six taxes")
    paid = (sums.cash, sums.electronic, sums.advance, sums.credit, sums.other)
    required = (
        text(who, 64),
        *map(money, paid),
        whole(_mask(basis) | _TAXES_TOLD),
        day(basis.day),
        text(basis.number, 32),
        b"",
        *map(money, sums.taxes),
    )
    return part(0x58, "correction receipt", *trimmed(required, (text(extra, 16),)), read=nothing)


def open_correction(who: str, basis: Basis) -> Request[None]:
    """58h in ФФД 1.2: a document of kind 9 to 12 is open after it."""
    parameters = (text(who, 64), *(b"",) * 5, whole(_mask(basis)), day(basis.day), text(basis.number, 32))
    return part(0x58, "open correction receipt", *parameters, read=nothing)


def _mask(basis: Basis) -> int:
    mask = basis.tax_system << _TAX_SYSTEM
    mask |= _BY_ORDER if basis.by_order else 0
    mask |= _PURCHASE if basis.type in _PURCHASES else 0
    return mask | (_RETURN if basis.type in _RETURNS else 0)
