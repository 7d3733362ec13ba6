"""Codes and sums that the further APIs share."""

from base64 import b64encode
from collections.abc import Callable
from decimal import Decimal

import pytest

from drivers.model.document import AgentData, Payments, Supplier
from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod, TaxSystem, VatRate
from kkmserver.dialects import receipts, values
from kkmserver.dialects.values import WrongValue

CODE = "0104600439931256215abc\x1d93dGVz"


@pytest.mark.parametrize(
    ("bits", "system"), [*((1 << one, one) for one in TaxSystem), (5, None), (0, None), (64, None)]
)
def test_tax_systems(bits: int, system: TaxSystem | None) -> None:
    assert receipts.tax_system(str(bits)) is system


def test_codes() -> None:
    assert receipts.receipt_type("2") is ReceiptType.SALE_RETURN
    assert receipts.vat_rate(12) is VatRate.VAT_22_122
    assert receipts.method(Decimal("3.0")) is SettlementMethod.ADVANCE
    assert (receipts.subject(33), receipts.measure(255)) == (33, 255)
    assert receipts.agent_sign(0) is None
    assert receipts.agent_sign(65) == AgentSign.AGENT | AgentSign.BANK_AGENT


@pytest.mark.parametrize(
    ("reader", "value"),
    [
        (receipts.receipt_type, 0),
        (receipts.vat_rate, 13),
        (receipts.vat_rate, "НДС"),
        (receipts.method, 8),
        (receipts.subject, 28),
        (receipts.measure, 1),
        (receipts.agent_sign, 128),
        (receipts.agent_sign, True),
    ],
)
def test_codes_that_are_none(reader: Callable[[object, str], object], value: object) -> None:
    with pytest.raises(WrongValue) as raised:
        reader(value, "1199 в строке 2")
    assert raised.value.where == "1199 в строке 2"


def test_agents_and_suppliers() -> None:
    assert receipts.agent_data({1044: "", 1226: "7"}) is None
    assert receipts.supplier({1226: "7", 1044: "x"}) == Supplier(inn="7")
    assert receipts.agent_data({1016: "7"}) == AgentData(transfer_inn="7")


@pytest.mark.parametrize(
    ("price", "quantity", "total"),
    [("45.50", "2", 9100), ("22", "1.234", 2715), ("0.01", "0.5", 1), ("0.01", "0.4", 0)],
)
def test_totals_of_lines(price: str, quantity: str, total: int) -> None:
    assert receipts.line_total(Decimal(price), Decimal(quantity)) == total


def test_prices_of_units() -> None:
    assert receipts.unit_price(1000, Decimal(3)) == 333
    assert receipts.unit_price(2770, Decimal("1.234")) == 2245
    assert receipts.unit_price(500, Decimal(0)) == 500


def test_payments_that_are_not_named() -> None:
    assert receipts.settled(Payments(), 100) == Payments(cash=100)
    assert receipts.settled(Payments(), 100, by_card=True) == Payments(electronic=100)
    assert receipts.settled(Payments(credit=1), 100) == Payments(credit=1)


@pytest.mark.parametrize("code", [CODE, "046070362000041234567", "RU-401301-AAA0277031", "22N00002NP5OQHQJ8"])
def test_marking_codes(code: str) -> None:
    assert receipts.marking_code(code) == code
    assert receipts.marking_code(b64encode(code.encode()).decode()) == code


def test_values() -> None:
    assert values.kopecks("1,505", "сумма") == 151
    assert values.flag("да", "печать") is True
    assert values.words(Decimal("1.50"), "имя") == "1.50"
    assert values.contact("8 916 1234567", "телефон") == "+79161234567"
    with pytest.raises(WrongValue, match="сумма: сумма «-1» отрицательная"):
        values.kopecks(-1, "сумма")
