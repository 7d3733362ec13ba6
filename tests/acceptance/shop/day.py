"""A cashier's day: everything that happens at a till, by dice, and the books of it."""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.acceptance.shop import goods, papers
from tests.acceptance.shop.cheques import (
    CARD,
    CORRECTIONS,
    KINDS,
    PAYMENTS,
    PURCHASE,
    PURCHASE_RETURN,
    SALE,
    SALE_RETURN,
    Cheques,
    Request,
    items,
    total,
)
from tests.acceptance.shop.ledger import Ledger, Sums
from tests.live import LiveServer
from tests.shop_labels import FOLDER

SALES = 200
PAY, REFUND, CALL_OFF = "PayByPaymentCard", "ReturnPaymentByPaymentCard", "CancelPaymentByPaymentCard"
_LOST_TAKEN, _SLOW = 4, 6  # kopecks: the script of the virtual terminal, as in _FAILURES
_FAILURES = {1: "Банк отказал", 2: "не связался с банком", 3: "отменил", 5: "не проведена"}
Act = Callable[[], None]
_COPIED = ("Name", "Quantity", "Amount", "Tax")
CONFIG = f"""
[labels]
templates = "{FOLDER.as_posix()}"
[log]
commands = "failed"
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"
tape_length = 1000
marking_script = {json.dumps(goods.SCRIPT)}
[[devices]]
number = 2
name = "Этикетки"
driver = "virtual-label-printer"
[[devices]]
number = 3
name = "Терминал"
driver = "virtual-terminal"
script = "kopecks"
slow = 0.3
"""


@dataclass
class Day:
    """`called_off`: kopecks taken and given back, as no receipt came of them. `tags`: labels. `done`: receipts."""

    server: LiveServer
    cheques: Cheques
    ledger: Ledger = field(default_factory=Ledger)
    called_off: int = 0
    tags: int = 0
    done: list[tuple[Request, dict[str, Any]]] = field(default_factory=list)

    def tell(self, command: str, **members: object) -> dict[str, Any]:
        head = {"Command": command, "NumDevice": 1, "CashierName": "Петрова А.И."}
        answer = self.server.post(head | members)
        assert (answer["Status"], answer["Error"]) == (0, ""), answer
        return answer

    def printed(self, title: str) -> str:
        """The newest paper of the register whose title begins so."""
        tape = self.server.client.get("/devices/1/tape?limit=20").raise_for_status().json()
        return self.server.client.get(next(one["text"] for one in tape if one["title"].startswith(title))).text

    def begin(self) -> None:
        self.tell("OpenShift")
        self._cash_in(100_000_000)

    def register(self, request: Request) -> dict[str, Any]:
        answer = self.server.post(request)
        self.ledger.book(request, answer)
        self.done.append((request, answer))
        return answer

    def refused(self, request: Request, why: str) -> None:
        """Nothing of it is left anywhere."""
        answer = self.server.post(request)
        assert (answer["Status"], answer["Outcome"], answer["NothingSent"]) == (2, "refused", True), answer
        assert why in answer["Error"]

    def cheque(self, kind: int) -> None:
        self.register(self.cheques.of(kind))

    def correction(self, kind: int) -> None:
        self.register(self.cheques.correction(kind))

    def by_card(self) -> None:
        self.register(self.cheques.by_card(SALE))

    def answer_is_lost(self) -> None:
        """The terminal is asked, and has taken the money."""
        self.register(self.cheques.by_card(SALE, ending=_LOST_TAKEN))

    def card_fails(self, ending: int) -> None:
        """The buyer pays in cash then."""
        request = self.cheques.by_card(SALE, ending=ending)
        self.refused(request, _FAILURES[ending])
        self.register(self.cheques.in_cash(request))

    def marked(self) -> None:
        cheques = self.cheques
        good, bad = goods.marked(cheques.dice, "Вода"), goods.marked(cheques.dice, "Духи", goods.FALSE, insist=True)
        answer = self.register(cheques.of(SALE, good, bad))
        assert [one["ValidationResult"] for one in answer["MarkingCodeValidation"]] == [15, 5]

    def must_not_be_sold(self) -> None:
        """The register is asked before the bank is."""
        stopped = goods.marked(self.cheques.dice, "Сыр", goods.STOPPED)
        self.refused(self.cheques.by_card(SALE, stopped), "оборот товара приостановлен")

    def buyer_changes_his_mind(self) -> None:
        """While the terminal is at it: the payment goes through, and is called off."""
        request = self.cheques.by_card(SALE, ending=_SLOW)
        assert self.server.post(request, "/Execute/async")["Status"] == 1
        self._until_running(f"{request['IdCommand']}@card")
        self.server.post({"Command": "CancelCommand", "IdCommand": request["IdCommand"]})
        answer = self.server.finished(request["IdCommand"])
        assert (answer["Status"], answer["Outcome"], answer["NothingSent"]) == (2, "refused", True), answer
        assert "Деньги возвращены на карту" in answer["Error"]
        self.called_off += goods.kopecks(request[CARD])

    def _until_running(self, row: str, within: float = 10.0) -> None:
        """A row of the journal."""
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            found = self.server.client.get(f"/journal/{row}")
            if found.status_code == 200 and found.json()["state"] == "running":
                return
            time.sleep(0.005)
        raise AssertionError(f"{row} was never begun")

    def too_little(self) -> None:
        """A client that insists hears the same."""
        request = self.cheques.too_little()
        for _ in range(2):
            self.refused(request, "меньше итога чека")

    def buyer_comes_back(self) -> None:
        """With what was paid by card: the payment is called off."""
        request = self.cheques.by_card(SALE)
        paid = self.register(request)["RezultProcessing"]
        back = self.cheques.by_card(SALE_RETURN, *items(request), UniversalID=paid["UniversalID"])
        assert self.register(back)["RezultProcessing"]["Command"] == CALL_OFF

    def money_back_to_a_card(self) -> None:
        answer = self.register(self.cheques.by_card(SALE_RETURN))
        assert answer["RezultProcessing"]["Command"] == REFUND

    def repeat(self) -> None:
        """What a client sends that has not heard the answer."""
        request, answer = self.cheques.dice.choice(self.done)
        assert self.server.post(request) == answer

    def look_up(self) -> None:
        """In the ФН it is as it was asked for, and paid as it was answered."""
        request, answer = self.cheques.dice.choice(self.done)
        copy = self.tell("GetDataCheck", FiscalNumber=answer["CheckNumber"])
        found = copy["RegisterCheck"]
        assert (found["FiscalNumber"], copy["QRCode"]) == (str(answer["CheckNumber"]), answer["QRCode"])
        assert goods.kopecks(found["AllSumm"]) == total(request)
        assert {way: found[way] for way in PAYMENTS} == {way: answer[way] for way in PAYMENTS}
        assert found["Register"] == [{name: row[name] for name in _COPIED} for row in items(request)]

    def cash_in(self) -> None:
        self._cash_in(self.cheques.dice.randint(100_000, 900_000))

    def _cash_in(self, amount: int) -> None:
        self.tell("DepositingCash", Amount=goods.roubles(amount))
        self.ledger.cash_in += amount
        self.ledger.drawer += amount

    def cash_out(self) -> None:
        amount = self.cheques.dice.randint(100, 100_000)
        self.tell("PaymentCash", Amount=goods.roubles(amount))
        self.ledger.cash_out += amount
        self.ledger.drawer -= amount

    def too_much_cash_out(self) -> None:
        amount = goods.roubles(self.ledger.drawer + 1)
        self.refused({"Command": "PaymentCash", "NumDevice": 1, "Amount": amount}, "Внесите деньги")

    def x_report(self) -> None:
        self.tell("XReport")
        agree(papers.shift(self.printed("X-отчёт")), self.ledger)

    def price_tags(self) -> None:
        fields = {"name": "Чай", "price": "154.90", "barcode": "4600000000008"}
        self.tell("PrintDocument", NumDevice=2, Template="price", Fields=[fields], Copies=2)
        self.tags += 2


def agree(told: Ledger, books: Ledger) -> None:
    """What a report on paper tells is what the books say, and nothing besides."""
    for kind in KINDS:
        assert told.receipts[kind] == books.receipts.get(kind, Sums()), kind
        assert told.corrections.get(kind, Sums()) == books.corrections.get(kind, Sums()), kind
    assert (told.drawer, told.cash_in, told.cash_out) == (books.drawer, books.cash_in, books.cash_out)


def plan(day: Day) -> list[Act]:
    """All there is to do between opening and closing; each is done this many times, in the order of the dice."""
    by_card: list[Act] = [partial(day.card_fails, ending) for ending in _FAILURES for _ in range(2)]
    by_card += [day.answer_is_lost] * 3 + [day.buyer_comes_back] * 4 + [day.by_card] * 35
    marked = [day.marked] * 15
    cash = [partial(day.cheque, SALE)] * (SALES - len(by_card) - len(marked))
    others = [partial(day.cheque, kind) for kind in [SALE_RETURN] * 12 + [PURCHASE] * 8 + [PURCHASE_RETURN] * 5]
    others += [partial(day.correction, kind) for kind in CORRECTIONS] * 3
    refused = [day.buyer_changes_his_mind, day.must_not_be_sold, day.too_little, day.too_much_cash_out] * 3
    beside = [day.money_back_to_a_card, day.cash_in, day.cash_out, day.price_tags, day.x_report] * 3
    asked: list[Act] = [day.repeat, day.look_up] * 20
    actions: list[Act] = [*by_card, *marked, *cash, *others, *refused, *beside, *asked]
    day.cheques.dice.shuffle(actions)
    return [partial(day.cheque, SALE), *actions]  # so that there is something to ask for
