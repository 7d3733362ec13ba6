"""What the shop's own books say: the sum of the answers. Money is kopecks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.acceptance.shop.cheques import (
    CARD,
    CASH,
    CORRECTIONS,
    PAYMENTS,
    PURCHASE,
    SALE_RETURN,
    Request,
    items,
    total,
)
from tests.acceptance.shop.goods import kopecks

_PAID_OUT = (SALE_RETURN, PURCHASE)
_UNTAXED = (-1, 0)  # their turnover is told instead


@dataclass(slots=True)
class Sums:
    """Of one type of receipts. `vat` by rate as in `Tax`; a rate with nothing counts as absent."""

    count: int = 0
    total: int = 0
    paid: Counter[str] = field(default_factory=Counter)
    vat: Counter[int] = field(default_factory=Counter)

    def add(self, other: "Sums") -> None:
        self.count += other.count
        self.total += other.total
        self.paid.update(other.paid)
        self.vat.update(other.vat)


@dataclass(slots=True)
class Ledger:
    """By `TypeCheck` of what it is or corrects. `card`: what the bank was asked for, by name of the operation."""

    receipts: dict[int, Sums] = field(default_factory=dict)
    corrections: dict[int, Sums] = field(default_factory=dict)
    drawer: int = 0
    cash_in: int = 0
    cash_out: int = 0
    card: Counter[str] = field(default_factory=Counter)
    documents: list[int] = field(default_factory=list)

    def book(self, request: Request, answer: Mapping[str, Any]) -> None:
        """A receipt that was registered."""
        assert (answer["Status"], answer["Error"]) == (0, ""), answer
        sums = _of(request, answer)
        corrected = CORRECTIONS.get(request["TypeCheck"])
        kind = request["TypeCheck"] if corrected is None else corrected
        (self.receipts if corrected is None else self.corrections).setdefault(kind, Sums()).add(sums)
        self.drawer += -sums.paid[CASH] if kind in _PAID_OUT else sums.paid[CASH]
        self.documents.append(answer["CheckNumber"])
        if card := answer.get("RezultProcessing"):
            assert kopecks(card["Amount"]) == sums.paid[CARD]
            self.card[card["Command"]] += sums.paid[CARD]

    def both(self, kind: int) -> Sums:
        """Receipts and their corrections."""
        found = Sums()
        for books in (self.receipts, self.corrections):
            found.add(books.get(kind, Sums()))
        return found

    def vat(self) -> Counter[int]:
        """Of all receipts and corrections, whichever way the money went."""
        found = Counter[int]()
        for sums in (*self.receipts.values(), *self.corrections.values()):
            found.update(sums.vat)
        return found


def _of(request: Request, answer: Mapping[str, Any]) -> Sums:
    due = total(request)
    paid = Counter({way: kopecks(answer[way]) for way in PAYMENTS})
    given = Counter({way: kopecks(request.get(way, 0)) for way in PAYMENTS})
    given[CASH] -= sum(given.values()) - due  # the change
    assert paid == given, (request, answer)
    return Sums(1, due, paid, vat(request))


def vat(request: Request) -> Counter[int]:
    """Worked out of what is turned over at a rate, half a kopeck up. Source: spec/ffd.md 5.2."""
    turnover = Counter[int]()
    for item in items(request):
        turnover[item["Tax"]] += kopecks(item["Amount"])
    return Counter({rate: _included(amount, rate) for rate, amount in turnover.items()})


def _included(amount: int, rate: int) -> int:
    if rate in _UNTAXED:
        return amount
    percent = rate - 100 if rate > 100 else rate
    return (2 * amount * percent + 100 + percent) // (2 * (100 + percent))
