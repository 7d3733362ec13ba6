"""Counters of the ФН. Source: spec/kkmserver.md 3.13."""

import json

import pytest

from drivers.model.command import ReadCounters
from drivers.model.counters import CounterBlock
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, VatRate
from drivers.model.outcome import Outcome
from tests.kkmserver.dialects.kkm.desk import Shop

CYRILLIC, LATIN = "Get\u0421ounters", "GetCounters"
SALES = CounterBlock(
    shift=True, type=ReceiptType.SALE, count=1, total=10000, payments=Payments(10000), vat={VatRate.NO_VAT: 10000}
)
PUBLISHED = """{"СountersType":"Shift","ReceiptType":"Shell","Count":1,"Sum":100.0,"Cash":100.0,
    "ElectronicPayment":0.0,"AdvancePayment":0.0,"Credit":0.0,"CashProvision":0.0,"Tax20":0.0,"Tax10":0.0,"Tax0":0.0,
    "TaxNo":100.0,"Tax120":0.0,"Tax110":0.0,"CorrectionsCount":0,"CorrectionsSum":0.0}"""
OURS = ("Tax22", "Tax122", "Tax5", "Tax105", "Tax7", "Tax107")


@pytest.mark.parametrize("name", [CYRILLIC, LATIN])
def test_the_published_element_and_its_latin_twin(name: str) -> None:
    shop = Shop(Outcome(counters=(SALES,)))
    answer = shop.post({"Command": name, "IdCommand": "c-1"})
    (element,) = answer["\u0421ounters"]
    assert element == json.loads(PUBLISHED) | {"CountersType": "Shift"} | dict.fromkeys(OURS, 0.0)
    assert answer["Counters"] == answer["\u0421ounters"]
    assert (answer["Command"], answer["Status"], shop.command) == (name, 0, ReadCounters())


def test_all_eight() -> None:
    blocks = tuple(CounterBlock(shift=shift, type=kind) for shift in (True, False) for kind in ReceiptType)
    elements = Shop(Outcome(counters=blocks)).post({"Command": LATIN})["\u0421ounters"]
    kinds = ["Shell", "ShellReturn", "Buy", "BuyReturn"]
    assert [(one["\u0421ountersType"], one["ReceiptType"]) for one in elements] == [
        (period, kind) for period in ("Shift", "Total") for kind in kinds
    ]


def test_every_sum_has_its_place() -> None:
    block = CounterBlock(
        shift=False,
        type=ReceiptType.PURCHASE_RETURN,
        payments=Payments(100, 200, 300, 400, 500),
        vat={rate: int(rate) * 100 for rate in VatRate},
        corrections=2,
        corrections_total=700,
    )
    (one,) = Shop(Outcome(counters=(block,))).post({"Command": LATIN})["Counters"]
    paid = [one[name] for name in ("Cash", "ElectronicPayment", "AdvancePayment", "Credit", "CashProvision")]
    taxes = [one[f"Tax{rate}"] for rate in (20, 10, 120, 110, 0, "No", 5, 7, 105, 107, 22, 122)]
    assert (paid, taxes) == ([1, 2, 3, 4, 5], list(range(1, 13)))
    assert (one["CorrectionsCount"], one["CorrectionsSum"]) == (2, 7)
