"""Corrections, and receipts for ЕГАИС alone. Source: spec/kkmserver.md 3.9.1, 3.9.3."""

from datetime import date
from typing import Any

import pytest

from drivers.errors import Fault
from drivers.model.command import RegisterBottles
from drivers.model.document import Correction, ExciseStamp, Payments
from drivers.model.excise import EgaisSlip
from drivers.model.ffd import ReceiptType, VatRate
from drivers.model.outcome import Outcome
from kkmserver.store.record import Failure
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.full import SUMS
from tests.kkmserver.dialects.kkm.samples import SALE, SOLD, receipt, row, taken

BOTTLE = row(EGAIS={"Barcode": "22N00002NUDK5CZ0000000000000000000", "Ean": "3423290167937", "Volume": "0.7500"})


def correction(**members: Any) -> dict[str, Any]:
    """The older form, without rows: the sample of the spec."""
    body = receipt(TypeCheck=2, CorrectionType=0, CorrectionBaseDate="2024-01-31T00:00:00", CorrectionBaseNumber="12")
    return body | {"CheckStrings": [], "Amount": 100, "SumTaxNone": 100, "Cash": 100} | members


def error_of(body: dict[str, Any]) -> str:
    shop = Shop(SOLD)
    answer = shop.post(body)
    assert (answer["Status"], shop.desk.orders) == (2, [])
    return str(answer["Error"])


def test_the_older_form_has_sums_alone() -> None:
    read = taken(correction())
    assert read.correction == Correction(
        date=date(2024, 1, 31), number="12", total=10000, vat=((VatRate.NO_VAT, 10000),)
    )
    assert (read.type, read.lines, read.total) == (ReceiptType.SALE, (), 10000)
    assert read.payments == Payments(cash=10000)


@pytest.mark.parametrize(("number", "kind"), [(2, 1), ("3", 2), (12, 3), (13, 4)])
def test_types(number: object, kind: int) -> None:
    read = taken(correction(TypeCheck=number))
    assert read.type == kind
    assert read.correction is not None


def test_the_newer_form_has_rows() -> None:
    read = taken(receipt(row(), TypeCheck=2, CorrectionType=1, CorrectionBaseDate="2024-01-31",
                         CorrectionBaseName="Предписание", CorrectionBaseNumber="7"))  # fmt: skip
    wanted = Correction(by_order=True, date=date(2024, 1, 31), number="7", name="Предписание")
    assert (read.correction, len(read.positions), read.total) == (wanted, 1, 10000)


def test_without_amount_the_payments_are_the_total() -> None:
    assert taken(correction(Amount=None, Cash=30, ElectronicPayment=40)).total == 7000


def test_every_sum_of_vat() -> None:
    read = taken(correction(**SUMS)).correction
    assert read is not None
    sums = {int(rate): amount for rate, amount in read.vat}
    # 18 joins 20, 118 joins 120, as `vat_18` says.
    assert sums == {
        6: 100,
        5: 200,
        7: 300,
        8: 400,
        2: 500,
        1: 1300,
        11: 800,
        9: 900,
        10: 1000,
        4: 1100,
        3: 2500,
        12: 1400,
    }


def test_sums_that_are_zero_are_none() -> None:
    read = taken(correction(SumTaxNone=0, SumTax20="0.00")).correction
    assert read is not None
    assert read.vat == ()


def test_old_sums_by_setting() -> None:
    answer = Shop(SOLD, vat_18="refuse").post(correction(SumTax18=15))
    assert " SumTax18: ставки НДС 18 больше нет" in answer["Error"]
    assert "18%" in Shop(SOLD).post(correction(SumTax118=15))["Warning"]


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2024-01-31T00:00:00", 31),
        ("2024-01-30T21:30:00.000Z", 31),  # midnight and a half in Moscow, where the shop's clock is
        ("2024-01-31T00:30:00+03:00", 31),
        ("2024-01-31", 31),
    ],
)
def test_the_day_is_the_shops(given: str, day: int) -> None:
    read = taken(correction(CorrectionBaseDate=given)).correction
    assert read is not None
    assert read.date == date(2024, 1, day)


@pytest.mark.parametrize("given", [None, "", "0001-01-01T00:00:00"])
def test_a_day_is_needed(given: object) -> None:
    assert " CorrectionBaseDate: не указана" in error_of(correction(CorrectionBaseDate=given))


def test_a_kind_that_does_not_exist() -> None:
    assert " CorrectionType: здесь «2», допустимы: 0, 1" in error_of(correction(CorrectionType=2))


def test_its_members_mean_nothing_to_a_sale() -> None:
    members = {"CorrectionBaseDate": "0001-01-01T00:00:00", "Amount": 5, "SumTax20": 1, "CorrectionType": 0}
    assert taken(receipt(**members)) == taken(receipt())


def test_what_nobody_defines_is_ignored() -> None:
    assert taken(correction(Corrections=[{"x": 1}])) == taken(correction())


@pytest.mark.parametrize(("number", "kind"), [(8, ReceiptType.SALE), ("9", ReceiptType.SALE_RETURN)])
def test_bottles_alone(number: object, kind: ReceiptType) -> None:
    shop = Shop(SOLD)
    assert shop.post(receipt(BOTTLE, TypeCheck=number, KPP="782543005", NotPrint=True))["Status"] == 0
    bottles = shop.command
    assert isinstance(bottles, RegisterBottles)
    assert (bottles.receipt.type, bottles.receipt.kpp) == (kind, "782543005")
    assert [type(position.stamp) for position in bottles.receipt.positions] == [ExciseStamp]


def test_bottles_alone_need_a_bottle() -> None:
    assert " CheckStrings: в чеке для ЕГАИС нет ни одной бутылки" in error_of(receipt(TypeCheck=8))


def test_bottles_of_an_ordinary_sale_stay_in_its_rows() -> None:
    assert taken(receipt(BOTTLE, row())).positions[0].stamp is not None


@pytest.mark.parametrize("number", [0, 8])
def test_what_egais_has_answered_is_told(number: int) -> None:
    document = SALE if number == 0 else None
    outcome = Outcome(document=document, excise=EgaisSlip(url="https://check.egais.ru?id=1", sign="A1B2"))
    answer = Shop(outcome).post(receipt(BOTTLE, TypeCheck=number))
    assert answer["EGAIS"] == {"Url": "https://check.egais.ru?id=1", "Sign": "A1B2"}
    assert ("CheckNumber" in answer) is (number == 0)


@pytest.mark.parametrize(("code", "status"), [("egais", 6), ("card", 2), ("wrong_state", 2)])
def test_a_failure_of_egais_has_its_own_status(code: str, status: int) -> None:
    failure = Failure(code=code, text="УТМ отказал: марка не найдена.", fault=Fault.CLIENT, nothing_sent=True)
    answer = Shop(failure).post(receipt(BOTTLE, IdCommand="e"))
    assert (answer["Status"], answer["Error"], answer["NothingSent"]) == (status, failure.text, True)
    assert "CheckNumber" not in answer
