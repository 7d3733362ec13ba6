"""Receipts as a shop sends them, by dice: `RegisterCheck` with rows, buyer and payments that fit."""

import itertools
import random
from typing import Any

from tests.acceptance.shop.goods import Row, kopecks, roubles, row

Request = dict[str, Any]

SALE, SALE_RETURN, PURCHASE, PURCHASE_RETURN = 0, 1, 10, 11
KINDS = (SALE, SALE_RETURN, PURCHASE, PURCHASE_RETURN)
CORRECTIONS = {2: SALE, 3: SALE_RETURN, 12: PURCHASE, 13: PURCHASE_RETURN}
CASH, CARD = "Cash", "ElectronicPayment"
PAYMENTS = (CASH, CARD, "AdvancePayment", "Credit", "CashProvision")
APPROVED = 50  # kopecks of a card payment that mean nothing to the terminal
_CASHIER = {"CashierName": "Петрова А.И.", "CashierVATIN": "500100732259"}
_BUYERS: tuple[Request, ...] = (
    {},
    {"ClientAddress": "buyer@example.com"},
    {"ClientAddress": "+79990000000", "NotPrint": True},
    {"ClientInfo": "Иванов И.И.", "ClientINN": "500100732259"},
    {"ClientInfo": "ООО Клиент", "ClientINN": "7707083893", "BuyerInfo": {"Address": "г. Псков"}},
)


def items(request: Request) -> list[Row]:
    return [line["Register"] for line in request["CheckStrings"] if "Register" in line]


def total(request: Request) -> int:
    """Kopecks."""
    return sum(kopecks(item["Amount"]) for item in items(request))


class Cheques:
    """Each request has an id of its own."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self._ids = itertools.count(1)

    def of(self, kind: int, *rows: Row) -> Request:
        """Paid in any way; without `rows` of one to eight."""
        request = self._unpaid(kind, *rows)
        return request | {"PayByProcessing": False} | self._payments(total(request))

    def by_card(self, kind: int, *rows: Row, ending: int = APPROVED, **members: object) -> Request:
        """Mostly by card, with these kopecks; the rest in cash."""
        request = self._unpaid(kind, *rows)
        due = total(request)
        card = due // 100 * 100 - 100 + ending
        assert 0 < card <= due
        return request | {"PayByProcessing": True, CARD: roubles(card), CASH: roubles(due - card)} | members

    def in_cash(self, request: Request) -> Request:
        """The same goods once more, to the kopeck."""
        without = {name: value for name, value in request.items() if name not in PAYMENTS}
        return without | {"IdCommand": self._id(), "PayByProcessing": False, CASH: roubles(total(request))}

    def correction(self, kind: int) -> Request:
        request = self.of(kind)
        by_order = self.dice.randint(0, 1)
        base = {"CorrectionType": by_order, "CorrectionBaseDate": "2025-01-12"}
        return request | base | ({"CorrectionBaseNumber": "7-П"} if by_order else {})

    def too_little(self) -> Request:
        request = self.in_cash(self._unpaid(SALE))
        return request | {CASH: roubles(total(request) - 1)}

    def _unpaid(self, kind: int, *rows: Row) -> Request:
        dice = self.dice
        goods = rows or [row(dice, f"Товар {number}") for number in range(1, dice.randint(1, 8) + 1)]
        lines: list[Request] = [{"Register": one} for one in goods]
        if dice.random() < 0.2:
            lines.append({"PrintText": {"Text": ">#0#<Спасибо за покупку"}})
        return {
            "Command": "RegisterCheck", "NumDevice": 1, "IdCommand": self._id(), "IsFiscalCheck": True,
            "TypeCheck": kind, "TaxVariant": dice.choice(("0", "1", "2")), "PrintSlipAfterCheck": False,
            "CheckStrings": lines, **_CASHIER, **dice.choice(_BUYERS),
        }  # fmt: skip

    def _payments(self, due: int) -> Request:
        """One to five ways; cash with some change."""
        ways = self.dice.sample(PAYMENTS, self.dice.choice((1, 1, 1, 2, 2, 3, 5)))
        cuts = sorted(self.dice.randint(0, due) for _ in ways[1:])
        parts = [end - begin for begin, end in itertools.pairwise([0, *cuts, due])]
        paid = dict(zip(ways, parts, strict=True))
        if CASH in paid:
            paid[CASH] += self.dice.choice((0, self.dice.randint(1, 50_000)))
        return {way: roubles(sum_) for way, sum_ in paid.items()}

    def _id(self) -> str:
        return f"day-{next(self._ids):04}"
