"""Commands as they are sent. The first ones are the examples of spec/mercury.md 4, word for word."""

import base64
import json
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from drivers.errors import RequestRefused
from drivers.mercury.commands import goods, journal, marking, printing, receipt, session, shift, status
from drivers.mercury.commands.goods import Terms
from drivers.mercury.numbers import VAT, price, quantity, tax_system
from drivers.mercury.request import Request
from drivers.model.document import AgentData, Cashier, IndustryAttribute, MarkingCode, Payments, Supplier, Symbology
from drivers.model.ffd import AgentSign, FfdVersion, ReceiptType, TaxSystem, VatRate
from drivers.notation.json_text import encode
from drivers.registers import taxes
from drivers.registers.marking import Code
from drivers.registers.request import Effect
from tests.contract.goods import GOOD, correction, water
from tests.contract.goods import goods as row
from tests.contract.goods import receipt as sale
from tests.drivers.http_service.sold import settled

TERMS = Terms(ffd=FfdVersion.V1_2, vat=VAT)
TEA = sale(
    row("Чай", 20_000, quantity=2, price=10_000),
    paid=Payments(cash=15_000, electronic=5_000),
    cashier=Cashier("Иванов"),
    client_address="a@b.ru",
    tax_system=TaxSystem.SIMPLE_INCOME,
)
SOLD = settled(TEA)
MOMENT = datetime(2026, 2, 1, 9, 30)  # noqa: DTZ001 - of the shop


def spelt(request: Request[Any]) -> Any:
    return json.loads(encode({"command": request.name, **request.content}))


def added(command: Any, ffd: FfdVersion = FfdVersion.V1_2) -> Any:
    checked = settled(command, ffd)
    return spelt(goods.add_goods(checked.items[0], checked, replace(TERMS, ffd=ffd)))


@pytest.mark.parametrize(
    ("request_", "example"),
    [
        (
            session.open_session("COM3", 115200, "185F"),
            '{"command":"OpenSession","portName":"COM3","baudRate":115200,"model":"185F"}',
        ),
        (status.status(), '{"command":"GetStatus"}'),
        (
            shift.open_shift(Cashier("Иванов", "123654789507")),
            (
                '{"command":"OpenShift","printDoc":true,'
                '"cashierInfo":{"cashierName":"Иванов","cashierINN":"123654789507"}}'
            ),
        ),
        (
            receipt.open_check(SOLD, FfdVersion.V1_2),
            (
                '{"command":"OpenCheck","checkType":0,"taxSystem":1,"printDoc":true,'
                '"cashierInfo":{"cashierName":"Иванов"}}'
            ),
        ),
        (
            goods.add_goods(SOLD.items[0], SOLD, TERMS),
            (
                '{"command":"AddGoods","productName":"Чай","qty":20000,"price":10000,"sum":20000,"taxCode":6,'
                '"paymentFormCode":4,"productTypeCode":1,"section":1,"measureUnit":0}'
            ),
        ),
        (
            receipt.close_check(SOLD, FfdVersion.V1_2),
            '{"command":"CloseCheck","sendCheckTo":"a@b.ru","payment":{"cash":15000,"ecash":5000}}',
        ),
        (session.close_ports(), '{"command":"ClosePorts"}'),
        (shift.x_report(), '{"command":"PrintReport","reportCode":1}'),
        (shift.move_cash(100, Cashier()), '{"command":"BringMoney","cash":100}'),
        (
            shift.move_cash(-100, Cashier("И")),
            '{"command":"WithdrawMoney","cash":100,"cashierInfo":{"cashierName":"И"}}',
        ),
        (printing.barcode(Symbology.QR, "t=1"), '{"command":"PrintBarCode","bcType":4,"value":"t=1"}'),
        (printing.text("Привет", force=True), '{"command":"PrintText","text":"Привет","forcePrint":true}'),
        (printing.document(7), '{"command":"PrintDocFromFN","fiscalDocNum":7}'),
        (status.set_clock(MOMENT), '{"command":"SetDateTime","dateTime":"2026-02-01T09:30:00"}'),
    ],
)
def test_examples(request_: Request[Any], example: str) -> None:
    assert spelt(request_) == json.loads(example)


@pytest.mark.parametrize(("kind", "code"), [*zip(ReceiptType, (0, 1, 2, 3), strict=True)])
def test_kinds(kind: ReceiptType, code: int) -> None:
    assert spelt(receipt.open_check(settled(sale(type=kind)), FfdVersion.V1_2))["checkType"] == code


def test_a_correction() -> None:
    made = spelt(receipt.open_check(settled(correction(row("Чай", 12_200))), FfdVersion.V1_2))
    assert made["checkType"] == 4
    assert made["correctionInfo"] == {"correctionType": 1, "causeDocDate": "2026-11-01", "causeDocNum": "12-3"}


def test_marked_goods() -> None:
    made = added(sale(water()))
    assert base64.b64decode(made["mcInfo"].pop("mc")).decode() == GOOD
    assert made["mcInfo"] == {"processingMode": 0, "plannedStatus": 1}
    part = added(sale(replace(water(), pack_quantity=10, quantity=Decimal(3), amount=15_000)))
    assert part["mcInfo"]["part"] == {"numerator": 3, "denominator": 10}
    before = added(sale(replace(water(), subject=1)), FfdVersion.V1_05)
    assert before["markingCode"] == GOOD
    assert "mcInfo" not in before
    assert "measureUnit" not in before


def test_everything_about_a_row() -> None:
    made = added(
        sale(
            row(
                agent=AgentSign.PAYING_AGENT,
                agent_data=AgentData(agent_phone="+79001112233", transfer_inn="7700000009"),
                supplier=Supplier(name="П", phone="+79001112236", inn="7700000009"),
                excise=123,
                country="643",
                customs_declaration="1",
                attribute="x",
                department=16,
                vat=VatRate.VAT_5,
                industry=(IndustryAttribute(authority="030", date=date(2026, 1, 2), number="7", value="v"),),
            )
        )
    )
    assert made["agent"] == {
        "code": 2,
        "payingPhone": ["+79001112233"],
        "transfINN": "7700000009",
        "supplierName": "П",
        "supplierINN": "7700000009",
        "supplierPhone": ["+79001112236"],
    }
    assert made["industryAttribute"] == [{"idFOIV": "030", "docDate": "2026-01-02", "docNum": "7", "value": "v"}]
    assert (made["exciseAmount"], made["section"], made["taxCode"]) == (123, 16, 7)


def test_what_the_register_cannot_take() -> None:
    with pytest.raises(RequestRefused, match="Секция"):
        added(sale(row(department=17)))
    with pytest.raises(RequestRefused, match=r'taxes = \{ "22"'):
        added(sale(row(vat=VatRate.VAT_22)))
    with pytest.raises(RequestRefused, match="количество"):
        quantity(Decimal("0.00001"))
    with pytest.raises(RequestRefused, match="ЕНВД"):
        tax_system(TaxSystem.IMPUTED)
    with pytest.raises(RequestRefused):
        price(21_474_836 * 100 + 1)
    with pytest.raises(ValueError, match="1024"):
        printing.text("x" * 1025, force=False)
    assert (quantity(Decimal("0.0001")), price(21_474_836 * 100)) == (1, 2_147_483_600)


def test_the_settings_tell_a_rate() -> None:
    terms = replace(TERMS, vat=taxes.table({"22": 11}, VAT))
    checked = settled(sale(row(vat=VatRate.VAT_22)))
    assert spelt(goods.add_goods(checked.items[0], checked, terms))["taxCode"] == 11


def test_a_check_of_a_code() -> None:
    code = Code(marking=MarkingCode(code="x"), text="x\x1dy", planned=1, quantity=Decimal(1))
    assert spelt(marking.check(code, 30)) == {
        "command": "CheckMarkingCode",
        "mc": "eB15",
        "plannedStatus": 1,
        "qty": 10000,
        "measureUnit": 0,
        "processingMode": 0,
        "timeout": 30,
    }
    part = spelt(marking.check(replace(code, quantity=Decimal(3), pack=10), 30))
    assert (part["qty"], part["part"]) == (10000, {"numerator": 3, "denominator": 10})


def test_what_they_do_if_done_twice() -> None:
    effects = {request.name: request.effect for request in (
        shift.open_shift(Cashier()), shift.close_shift(Cashier()), shift.move_cash(1, Cashier()),
        receipt.open_check(SOLD, FfdVersion.V1_2), receipt.close_check(SOLD, FfdVersion.V1_2), receipt.reset_check(),
        goods.add_goods(SOLD.items[0], SOLD, TERMS), shift.x_report(), shift.open_drawer(), status.status(),
        journal.sales("1"),
    )}  # fmt: skip
    assert {name for name, effect in effects.items() if effect is Effect.NONE} == {"GetStatus", "GetSales"}
    assert {name for name, effect in effects.items() if effect is Effect.PAPER} == {"PrintReport", "OpenBox"}
