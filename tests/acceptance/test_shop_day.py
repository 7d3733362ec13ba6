"""A day in a shop, through HTTP: at its end the report, the ФН and the bank say what the answers have said.

Every sum is worked out anew, from the requests and the answers, and compared to the kopeck. SEED in the environment
makes it another day.
"""

import os
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest

from drivers.fiscal import composition
from drivers.model.ffd import DocumentForm, FfdVersion
from drivers.virtual.options import VirtualKktOptions, wanted
from tests.acceptance.shop import archive, goods, papers
from tests.acceptance.shop.cheques import KINDS, PAYMENTS, SALE, Cheques, total
from tests.acceptance.shop.day import CALL_OFF, CONFIG, PAY, REFUND, SALES, Day, agree, plan
from tests.live import LiveServer

SEED = int(os.environ.get("SEED", "5"))
_RECEIPTS = (DocumentForm.RECEIPT, DocumentForm.CORRECTION)


@dataclass(frozen=True)
class Evening:
    """What was there when the shift was over."""

    day: Day
    before: dict[str, Any]  # GetDataKKT of the open shift
    counters: list[dict[str, Any]]
    closed: dict[str, Any]
    paper: str
    settlement: str
    labels: list[dict[str, Any]]
    documents: list[archive.Document]


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory) -> Evening:
    with LiveServer(folder := tmp_path_factory.mktemp("day"), CONFIG, auth=("Admin", "")) as server:
        day = Day(server, Cheques(SEED))
        day.begin()
        for act in plan(day):
            act()
        before = day.tell("GetDataKKT")
        counters = day.tell("GetCounters")["Counters"]
        closed = day.tell("CloseShift")
        paper = day.printed("Закрытие смены")
        settlement = day.tell("Settlement", NumDevice=3)["Slip"]
        labels = server.client.get("/devices/2/tape").json()
        assert server.stop() == 0
    documents = archive.documents(folder / "data", 1)
    return Evening(day, before, counters, closed, paper, settlement, labels, documents)


def test_the_report_on_paper(evening: Evening) -> None:
    books = evening.day.ledger
    agree(papers.shift(evening.paper), books)
    count = re.search(r"^ЧЕКОВ ЗА СМЕНУ +(\d+)$", evening.paper, re.MULTILINE)
    assert count
    assert int(count[1]) == len(books.documents) == len(evening.day.done) > SALES


def test_the_day_had_everything(evening: Evening) -> None:
    books = evening.day.ledger
    assert set(books.vat()) == {*goods.PLAIN_RATES, *goods.IN_ADVANCE}
    assert books.receipts[SALE].count >= SALES
    assert all(books.receipts[kind].total and books.corrections[kind].total for kind in KINDS)
    assert all(books.receipts[SALE].paid[way] for way in PAYMENTS)
    assert all(books.card[operation] for operation in (PAY, REFUND, CALL_OFF))


def test_the_sums_for_life_of_a_new_storage_are_those_of_its_first_shift(evening: Evening) -> None:
    books, told = evening.day.ledger, papers.for_life(evening.paper)
    names = dict(zip(KINDS, ("ПРИХОД", "ВОЗВРАТ ПРИХОДА", "РАСХОД", "ВОЗВРАТ РАСХОДА"), strict=True))
    assert told == {name: books.receipts[kind].total for kind, name in names.items()} | {
        f"КОРРЕКЦИЯ: {name}": books.corrections[kind].total for kind, name in names.items()
    }


def test_the_report_in_the_storage(evening: Evening) -> None:
    closing = evening.documents[-1]
    assert (closing.form, closing.number) == (DocumentForm.CLOSE_SHIFT, evening.closed["CheckNumber"])
    for kind in KINDS:
        told, books = closing.shift_sums(kind), evening.day.ledger.both(kind)
        assert (told.count, told.total, told.paid) == (books.count, books.total, books.paid), kind
        assert told.vat == archive.counted(books.vat), kind
    assert closing.one(1111).number() == len(evening.documents) - 1  # all but the registration


def test_every_receipt_in_the_storage(evening: Evening) -> None:
    """Each answer has its document, and the tax in it is the tax of its rows."""
    books = evening.day.ledger
    receipts = [one for one in evening.documents if one.form in _RECEIPTS]
    assert [one.number for one in receipts] == books.documents == sorted(set(books.documents))
    assert [one.one(1020).number() for one in receipts] == [total(request) for request, _ in evening.day.done]
    taxes = Counter[int]()
    for one in receipts:
        taxes.update(one.vat())
    assert taxes == books.vat()


def test_every_document_holds_what_it_must(evening: Evening) -> None:
    registration = wanted(VirtualKktOptions(), 1).registration
    for one in evening.documents:
        assert not composition.check(one.sealed, FfdVersion.V1_2, registration), one.number


def test_the_drawer(evening: Evening) -> None:
    assert goods.kopecks(evening.before["Info"]["BalanceCash"]) == evening.day.ledger.drawer


def test_the_counters(evening: Evening) -> None:
    books = evening.day.ledger
    names = dict(zip(KINDS, ("Shell", "ShellReturn", "Buy", "BuyReturn"), strict=True))
    for period in ("Shift", "Total"):
        told = {one["ReceiptType"]: one for one in evening.counters if one["CountersType"] == period}
        for kind, name in names.items():
            one, sums, corrections = told[name], books.both(kind), books.corrections[kind]
            assert (one["Count"], goods.kopecks(one["Sum"])) == (sums.count, sums.total)
            assert {way: goods.kopecks(one[way]) for way in sums.paid} == sums.paid
            assert (one["CorrectionsCount"], goods.kopecks(one["CorrectionsSum"])) == (
                corrections.count,
                corrections.total,
            )
            taxes = {rate: goods.kopecks(one[f"Tax{'No' if rate == -1 else rate}"]) for rate in books.vat()}
            assert Counter(taxes) == sums.vat


def test_the_bank(evening: Evening) -> None:
    """What it settles is what was registered by processing, and what was given back as nothing came of it."""
    told, card = papers.of_bank(evening.settlement), evening.day.ledger.card
    undone = evening.day.called_off
    assert undone > 0
    assert told == {"Оплата": card[PAY] + undone, "Отмена операции": card[CALL_OFF] + undone, "Возврат": card[REFUND]}


def test_the_price_tags(evening: Evening) -> None:
    assert len(evening.labels) == evening.day.tags > 0
