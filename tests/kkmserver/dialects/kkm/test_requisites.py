"""Requisites of ФФД 1.2 that the API has no members for: ours, and never a reason to refuse a receipt."""

from datetime import date, datetime
from typing import Any

import pytest

from drivers.model.document import Buyer, CashlessPart, IndustryAttribute, OperationalAttribute
from tests.clock import MOSCOW
from tests.kkmserver.dialects.kkm.desk import Shop
from tests.kkmserver.dialects.kkm.full import INDUSTRY
from tests.kkmserver.dialects.kkm.samples import SOLD, receipt, row, taken

ATTRIBUTE = IndustryAttribute(authority="030", date=date(2024, 1, 31), number="17", value="mode=horeca")


@pytest.mark.parametrize("given", [INDUSTRY, [INDUSTRY], [None, INDUSTRY, "x"]])
def test_industry_attributes_of_receipt_and_row(given: object) -> None:
    assert taken(receipt(IndustryAttribute=given)).industry == (ATTRIBUTE,)
    assert taken(receipt(row(IndustryAttribute=given))).positions[0].industry == (ATTRIBUTE,)


def test_their_day_is_the_shops() -> None:
    given = INDUSTRY | {"Date": "2024-01-30T21:00:00Z"}
    assert taken(receipt(IndustryAttribute=given)).industry == (ATTRIBUTE,)


@pytest.mark.parametrize("missing", sorted(INDUSTRY))
def test_what_is_not_complete_is_left_out_and_told(missing: str) -> None:
    given = INDUSTRY | {missing: None}
    shop = Shop(SOLD)
    answer = shop.post(receipt(row(IndustryAttribute=given), IndustryAttribute=[INDUSTRY, given]))
    assert answer["Status"] == 0
    assert "CheckStrings[0].Register.IndustryAttribute не записан" in answer["Warning"]
    read = shop.command.receipt  # type: ignore[union-attr]
    assert (read.industry, read.positions[0].industry) == ((ATTRIBUTE,), ())


@pytest.mark.parametrize("name", ["IndustryAttribute", "OperationalAttribute", "BuyerInfo", "CashlessPayments"])
@pytest.mark.parametrize("given", ["text", 5, True, [], [7], {}, {"Other": 1}])
def test_another_shape_is_ignored_as_the_original_does(name: str, given: object) -> None:
    assert taken(receipt(**{name: given})) == taken(receipt())


def test_operational_attribute() -> None:
    given: dict[str, Any] = {"Id": "1", "Data": "d", "Date": "2024-01-31T12:00:00"}
    wanted = OperationalAttribute(id=1, data="d", time=datetime(2024, 1, 31, 12, 0, tzinfo=MOSCOW))
    assert taken(receipt(OperationalAttribute=given)).operational == wanted
    assert "OperationalAttribute не записан" in Shop(SOLD).post(receipt(OperationalAttribute={"Id": 1}))["Warning"]


def test_buyer() -> None:
    given = {
        "BirthDate": "1990-05-01", "Citizenship": 643, "DocumentKind": "21", "Document": "4500 123456",
        "Address": "Москва",
    }  # fmt: skip
    wanted = Buyer(
        birth_date=date(1990, 5, 1),
        citizenship="643",
        document_kind="21",
        document="4500 123456",
        address="Москва",
    )
    assert taken(receipt(BuyerInfo=given)).buyer == wanted
    assert taken(receipt(BuyerInfo={"BirthDate": "0001-01-01"})).buyer is None


def test_cashless_payments() -> None:
    given = [{"Amount": "2,5", "Kind": 1, "Identifiers": "id", "Details": "СБП"}, {"Amount": 1}, {"Kind": 2}]
    wanted = (CashlessPart(amount=250, kind=1, identifiers="id", details="СБП"), CashlessPart(amount=100))
    assert taken(receipt(CashlessPayments=given)).cashless == wanted


def test_planned_status_of_a_marking_code() -> None:
    marking = taken(receipt(row(GoodCodeData={"BarCode": "x", "PlannedStatus": 2}))).positions[0].marking
    assert marking is not None
    assert marking.status == 2


def test_a_plain_document_knows_none_of_them() -> None:
    shop = Shop(SOLD)
    assert shop.post(receipt(IsFiscalCheck=False, IndustryAttribute={"Foiv": "1"}))["Warning"] == ""
