"""Receipts as JSON. The first is the example of spec/atol-web.md 4.1."""

import base64
import json
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.atol_web.tasks import names
from drivers.errors import RequestRefused
from drivers.model.document import (
    AgentData,
    Buyer,
    Cashier,
    CashlessPart,
    IndustryAttribute,
    MarkingCode,
    OperationalAttribute,
    Payments,
    Supplier,
)
from drivers.model.ffd import AgentSign, FfdVersion, ReceiptType, TaxSystem, VatRate
from drivers.notation.json_text import encode
from drivers.registers import taxes
from tests.contract.goods import GOOD, correction, goods, receipt, water
from tests.drivers.atol_web.sold import sale

TEA = goods("Чай", 20_000, quantity=2, price=10_000)
EXAMPLE = """
{"type":"sell","taxationType":"usnIncome","electronically":false,
 "operator":{"name":"Иванов И.И.","vatin":"123654789507"},
 "clientInfo":{"emailOrPhone":"a@b.ru"},
 "items":[{"type":"position","name":"Чай","price":100.0,"quantity":2.0,"amount":200.0,
   "paymentMethod":"fullPayment","paymentObject":"commodity","measurementUnit":"piece","tax":{"type":"none"}}],
 "payments":[{"type":"electronically","sum":50.0},{"type":"cash","sum":150.0}],"total":200.0}
"""


def as_sent(content: Any) -> Any:
    return json.loads(encode(content))


def test_the_example() -> None:
    made = as_sent(
        sale(
            receipt(
                TEA,
                paid=Payments(cash=15_000, electronic=5_000),
                cashier=Cashier("Иванов И.И.", "123654789507"),
                client_address="a@b.ru",
                tax_system=TaxSystem.SIMPLE_INCOME,
            )
        )
    )
    assert made.pop("ignoreNonFiscalPrintErrors") is True  # the money counts, not the advertisement
    assert made["payments"].reverse() is None  # their order is free
    assert made == json.loads(EXAMPLE)


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        (ReceiptType.SALE, "sell"),
        (ReceiptType.SALE_RETURN, "sellReturn"),
        (ReceiptType.PURCHASE, "buy"),
        (ReceiptType.PURCHASE_RETURN, "buyReturn"),
    ],
)
def test_kinds(kind: ReceiptType, word: str) -> None:
    assert sale(receipt(type=kind))["type"] == word


def test_cash_is_what_was_handed_over() -> None:
    assert as_sent(sale(receipt(paid=Payments(cash=50_000))))["payments"] == [{"type": "cash", "sum": 500.0}]


def test_every_way_to_pay() -> None:
    paid = Payments(cash=100, electronic=200, advance=300, credit=400, provision=9_000)
    assert as_sent(sale(receipt(paid=paid)))["payments"] == [
        {"type": "cash", "sum": 1.0},
        {"type": "electronically", "sum": 2.0},
        {"type": "prepaid", "sum": 3.0},
        {"type": "credit", "sum": 4.0},
        {"type": "other", "sum": 90.0},
    ]


def test_a_correction() -> None:
    made = sale(correction(goods("Чай", 12_200)))
    assert (made["type"], made["correctionType"]) == ("sellCorrection", "instruction")
    assert (made["correctionBaseDate"], made["correctionBaseNumber"]) == ("2026.11.01", "12-3")
    assert "taxes" not in made


def test_a_correction_of_sums_alone() -> None:
    made = as_sent(sale(correction(), FfdVersion.V1_05))
    assert "items" not in made
    assert made["total"] == 122.0
    assert sum(tax["sum"] for tax in made["taxes"]) > 0


def test_marked_goods() -> None:
    (row,) = as_sent(sale(receipt(water())))["items"]
    assert row["paymentObject"] == "commodityWithMarking"
    assert base64.b64decode(row["imcParams"].pop("imc")).decode() == GOOD
    assert row["imcParams"] == {
        "imcType": "auto",
        "itemEstimatedStatus": "itemPieceSold",
        "imcModeProcessing": 0,
        "itemInfoCheckResult": {
            "imcCheckFlag": False,
            "imcCheckResult": False,
            "imcStatusInfo": False,
            "imcEstimatedStatusCorrect": False,
            "ecrStandAloneFlag": False,
        },
    }


def test_a_part_of_a_pack() -> None:
    (row,) = sale(receipt(replace(water(), pack_quantity=10, quantity=Decimal(3), amount=15_000)))["items"]
    assert row["imcParams"]["itemFractionalAmount"] == "3/10"
    assert row["imcParams"]["itemEstimatedStatus"] == "itemDryForSale"


def test_a_code_before_1_2() -> None:
    (row,) = as_sent(sale(receipt(replace(water(), subject=1)), FfdVersion.V1_05))["items"]
    assert row["markingCode"] == {"type": "other", "mark": base64.b64encode(GOOD.encode()).decode()}
    assert "imcParams" not in row


def test_a_plain_code() -> None:
    (row,) = sale(receipt(goods(ean13="4600439931256")))["items"]
    assert row["productCodes"] == {"ean13": "4600439931256"}
    assert "productCodes" not in sale(receipt(goods(ean13="4600439931256")), FfdVersion.V1_05)["items"][0]


def test_everything_about_a_row() -> None:
    row = goods(
        "Чай",
        agent=AgentSign.BANK_AGENT | AgentSign.AGENT,
        agent_data=AgentData(
            operation="приём",
            agent_phone="+79001112233",
            receiver_phone="+79001112234",
            transfer_phone="+79001112235",
            transfer_name="Перевод",
            transfer_address="Москва",
            transfer_inn="7700000009",
        ),
        supplier=Supplier(name="Поставщик", phone="+79001112236", inn="7700000009"),
        attribute="x",
        excise=123,
        country="643",
        customs_declaration="10101/1",
        department=3,
        measure=11,
        industry=(IndustryAttribute(authority="030", date=date(2026, 1, 2), number="7", value="v"),),
        vat=VatRate.VAT_22,
    )
    (made,) = as_sent(sale(receipt(row)))["items"]
    assert made["agentInfo"] == {
        "agents": ["bankPayingAgent", "another"],
        "payingAgent": {"operation": "приём", "phones": ["+79001112233"]},
        "receivePaymentsOperator": {"phones": ["+79001112234"]},
        "moneyTransferOperator": {
            "phones": ["+79001112235"],
            "name": "Перевод",
            "address": "Москва",
            "vatin": "7700000009",
        },
    }
    assert made["supplierInfo"] == {"vatin": "7700000009", "name": "Поставщик", "phones": ["+79001112236"]}
    assert made["industryInfo"] == [{"fois": "030", "date": "2026.01.02", "number": "7", "industryAttribute": "v"}]
    assert (made["additionalAttribute"], made["exciseSum"]) == ("x", 1.23)
    assert (made["countryCode"], made["customsDeclaration"], made["department"]) == ("643", "10101/1", 3)
    assert (made["measurementUnit"], made["tax"]) == ("kilogram", {"type": "vat22"})


def test_everything_about_a_receipt() -> None:
    made = as_sent(
        sale(
            receipt(
                paid=Payments(electronic=10_000),
                print_paper=False,
                client_address="a@b.ru",
                client_name="Пётр",
                client_inn="500100732259",
                buyer=Buyer(
                    birth_date=date(1980, 2, 3), citizenship="643", document_kind="21", document="1", address="Тверь"
                ),
                sender_email="shop@b.ru",
                place="Касса 1",
                address="Тверь, 1",
                internet=True,
                attribute="доп",
                user_attribute=("имя", "значение"),
                industry=(IndustryAttribute(authority="030", date=date(2026, 1, 2), number="7", value="v"),),
                operational=OperationalAttribute(id=1, data="d", time=datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)),
                cashless=(CashlessPart(amount=10_000, kind=1, identifiers="id", details="i"),),
            )
        )
    )
    assert made["electronically"] is True
    assert made["clientInfo"] == {
        "emailOrPhone": "a@b.ru",
        "vatin": "500100732259",
        "name": "Пётр",
        "birthDate": "1980.02.03",
        "citizenship": "643",
        "identityDocumentCode": "21",
        "identityDocumentData": "1",
        "address": "Тверь",
    }
    assert made["companyInfo"] == {"email": "shop@b.ru"}
    assert (made["paymentsPlace"], made["paymentsAddress"], made["internet"]) == ("Касса 1", "Тверь, 1", True)
    assert made["operationInfo"] == {"id": 1, "dateTime": "2026.01.02 03:04:05", "data": "d"}
    assert made["industryInfo"][0]["fois"] == "030"
    assert made["items"][1:] == [
        {"type": "additionalAttribute", "value": "доп", "print": True},
        {"type": "userAttribute", "name": "имя", "value": "значение", "print": True},
    ]
    assert made["paymentsAddInfo"] == [
        {"sum": 100.0, "paymentMethod": 1, "electronicallyId": "id", "electronicallyAddInfo": "i"}
    ]


def test_what_has_no_name_is_refused() -> None:
    with pytest.raises(RequestRefused, match="предмет расчёта 28"):
        names.name(names.SUBJECTS, 28, "предмет расчёта")


def test_every_rate_has_a_name_and_the_settings_win() -> None:
    assert set(names.VAT) == set(VatRate)
    assert taxes.table({"22": "vat20"}, names.VAT)[VatRate.VAT_22] == "vat20"


def test_a_marking_code_that_cannot_be() -> None:
    row = replace(water(), marking=MarkingCode(code="0104600439931256215" + "x" * 300))
    with pytest.raises((ValueError, RequestRefused)):
        sale(receipt(row))
