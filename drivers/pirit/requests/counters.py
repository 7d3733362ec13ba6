"""Counters of the shift. Source: spec/service-plus.md A3 (01h); shapes of the answers are those of P1."""

from dataclasses import dataclass
from enum import IntEnum

from drivers.pirit.fields import Fields, whole
from drivers.pirit.request import Request
from drivers.pirit.requests.making import question


class Amounts(IntEnum):
    """Queries that answer sums."""

    SALES = 3  # by 16 payment types, as the next three of receipts
    SALE_RETURNS = 5
    PURCHASES = 16
    PURCHASE_RETURNS = 17
    DOCUMENTS = 8  # cancelled, deferred, cash in, cash out
    DISCOUNTS = 9  # of sales, 0, of returns, 0
    SALE_TAXES = 10  # by 6 tax indices
    RETURN_TAXES = 11
    SALE_SECTIONS = 13  # by 16 departments
    RETURN_SECTIONS = 14


class Counts(IntEnum):
    """Queries that answer numbers."""

    SHIFT = 1  # its number
    NEXT_RECEIPT = 2
    SALE_PAYMENTS = 4  # by 16 payment types
    RETURN_PAYMENTS = 6
    DOCUMENTS = 7  # sales, sale returns, cancelled, deferred, cash in, cash out
    PURCHASES = 15  # purchases, purchase returns


_SIZES: dict[Amounts | Counts, int] = {
    **dict.fromkeys((Amounts.SALES, Amounts.SALE_RETURNS, Amounts.PURCHASES, Amounts.PURCHASE_RETURNS), 16),
    **dict.fromkeys((Amounts.SALE_SECTIONS, Amounts.RETURN_SECTIONS, Counts.SALE_PAYMENTS, Counts.RETURN_PAYMENTS), 16),
    **dict.fromkeys((Amounts.DOCUMENTS, Amounts.DISCOUNTS), 4),
    **dict.fromkeys((Amounts.SALE_TAXES, Amounts.RETURN_TAXES, Counts.DOCUMENTS), 6),
    Counts.SHIFT: 1,
    Counts.NEXT_RECEIPT: 1,
    Counts.PURCHASES: 2,
}
_CORRECTIONS = 18


def amounts(of: Amounts) -> Request[tuple[int, ...]]:
    """01h: kopecks, in the order that `Amounts` tells."""
    title = f"sums {of.name.lower()}"
    return question(0x01, title, whole(of), read=lambda data: Fields.of_query(data, of, _SIZES[of]).amounts())


def counts(of: Counts) -> Request[tuple[int, ...]]:
    """01h, in the order that `Counts` tells."""
    title = f"counters {of.name.lower()}"
    return question(0x01, title, whole(of), read=lambda data: Fields.of_query(data, of, _SIZES[of]).wholes())


@dataclass(frozen=True, slots=True)
class Corrections:
    count: int
    sums: tuple[int, ...]  # kopecks: cash, electronic; some firmware also advance, credit, other


def corrections() -> Request[Corrections]:
    """01h/18."""
    return question(0x01, "corrections", whole(_CORRECTIONS), read=_corrections)


def _corrections(data: bytes) -> Corrections:
    fields = Fields.of_query(data, _CORRECTIONS, 3, 6)
    return Corrections(fields.whole(), fields.amounts())
