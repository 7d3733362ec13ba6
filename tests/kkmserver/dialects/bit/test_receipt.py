"""Data of a receipt to the model."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from drivers.model.card import CardOnReceipt
from drivers.model.document import (
    AgentData,
    Buyer,
    Cashier,
    IndustryAttribute,
    MarkingCode,
    Payments,
    Position,
    Receipt,
    Supplier,
)
from drivers.model.ffd import AgentSign, ReceiptType, SettlementMethod, TaxSystem, VatRate
from kkmserver.dialects.bit import receipt
from kkmserver.dialects.bit.keys import tag_of
from kkmserver.dialects.values import WrongValue

LINE: dict[str, Any] = {"n_1030": "Чай", "p_1079": "10.50", "q_1023": 2, "t_1199": 11}
CODE = "0104600439931256215abc\x1d93dGVz"


def read(line: Mapping[str, Any] = LINE, *, by_card: bool = False, accept: bool = False, **data: Any) -> Receipt:
    given = {"t_1054": 1, "1059": [line], **data}
    return receipt.register(given, by_card=by_card, accept_failed=accept).receipt


def position(**line: Any) -> Position:
    (found,) = read({name: value for name, value in (LINE | line).items() if value is not None}).positions
    return found


@pytest.mark.parametrize(
    ("key", "tag"),
    [("1059", 1059), ("p_1079", 1079), ("imc_base64_2000", 2000), ("_1030", 1030), ("name", None), ("a_b", None),
     ("item1", None), ("p_1079x", None)],
)  # fmt: skip
def test_keys(key: str, tag: int | None) -> None:
    assert tag_of(key) == tag


def test_the_whole_of_a_receipt() -> None:
    found = read(
        s_1055="16",
        c_1021="Иванова",
        i_1203="123456789012",
        e_1008="8 (916) 123-45-67",
        payments={"cash_1031": "1.5", "e_1081": Decimal("19.5"), "p_1215": 0, "k_1216": 0, "b_1217": 0},
        clientinfo={"n_1227": "Пётр", "i_1228": "500100732259", "b_1243": "31.12.1990", "a_1254": "Москва"},
        a_1261={"f_1262": "030", "d_1263": "15.11.2026", "n_1264": "1944", "v_1265": "UUID=1"},
    )
    assert found.tax_system is TaxSystem.AGRICULTURAL
    assert found.cashier == Cashier("Иванова", "123456789012")
    assert found.client_address == "+79161234567"
    assert found.payments == Payments(cash=150, electronic=1950)
    assert (found.client_name, found.client_inn) == ("Пётр", "500100732259")
    assert found.buyer == Buyer(birth_date=date(1990, 12, 31), address="Москва")
    assert found.industry == (
        IndustryAttribute(authority="030", date=date(2026, 11, 15), number="1944", value="UUID=1"),
    )
    assert found.print_paper


def test_the_whole_of_a_line() -> None:
    found = position(
        a_1214=1, b_1212=33, m_2108=11, x_1191="да", c_1230="643", d_1231="ГТД", e_1229="2.50", s_2003=1,
        markirovka={"mrkcode_2000": b64encode(CODE.encode()).decode(), "p_1291": "1/10"},
        agent={"agentCode_1222": 64, "o_1044": "Приём", "p_1073": "8-916-123-45-67", "n_1225": "ООО", "i_1226": "7"},
    )  # fmt: skip
    assert (found.method, found.subject, found.measure) == (SettlementMethod.FULL_PREPAYMENT, 33, 11)
    assert (found.attribute, found.country, found.customs_declaration, found.excise) == ("да", "643", "ГТД", 250)
    assert found.marking == MarkingCode(code=CODE, status=1)
    assert found.pack_quantity == 10
    assert found.agent is AgentSign.AGENT
    assert found.agent_data == AgentData(operation="Приём", agent_phone="+79161234567")
    assert found.supplier == Supplier(name="ООО", inn="7")
    assert found.vat is VatRate.VAT_22


@pytest.mark.parametrize(
    ("line", "price", "amount"),
    [
        ({}, 1050, 2100),
        ({"q_1023": "1.234", "p_1079": 22}, 2200, 2715),
        ({"q_1023": "1.234", "p_1079": 22, "a_1043": "27.70"}, 2200, 2770),
        ({"p_1079": None, "sum": "30"}, 1500, 3000),
        ({"p_1079": None, "sum": 10, "q_1023": 3}, 333, 1000),
        ({"p_1079": 0}, 0, 0),
        ({"p_1079": "0.005", "q_1023": 1}, 1, 1),
    ],
)
def test_sums_of_a_line(line: Mapping[str, Any], price: int, amount: int) -> None:
    found = position(**line)
    assert (found.price, found.amount) == (price, amount)


@pytest.mark.parametrize(
    ("by_card", "payments", "expected"),
    [
        (False, {}, Payments(cash=2100)),
        (True, {}, Payments(electronic=2100)),
        (True, {"c_1031": 0, "e_1081": "0.00"}, Payments(electronic=2100)),
        (True, {"c_1031": 50}, Payments(cash=5000)),
    ],
)
def test_payments(by_card: bool, payments: Mapping[str, Any], expected: Payments) -> None:
    assert read(by_card=by_card, payments=payments).payments == expected


def test_a_free_receipt_with_money_handed_over() -> None:
    found = read({**LINE, "p_1079": 0}, payments={"c_1031": 1000})
    assert (found.total, found.payments) == (0, Payments(cash=100_000))


@pytest.mark.parametrize(
    ("data", "paper"),
    [({}, True), ({"printdoc": True}, True), ({"electronically": True}, False), ({"electronically": "false"}, True),
     ({"printdoc": False}, False)],
)  # fmt: skip
def test_paper(data: Mapping[str, Any], paper: bool) -> None:
    assert read(**data).print_paper is paper


@pytest.mark.parametrize(("type_", "expected"), [(0, 1), (1, 1), ("2", 2), (3, 3), (4, 4)])
def test_types(type_: object, expected: int) -> None:
    assert read(t_1054=type_).type is ReceiptType(expected)


def test_the_order_of_lines_is_that_of_the_text() -> None:
    lines: dict[str, Any] = {f"{label}_1059": {**LINE, "n_1030": label} for label in ("p2", "p1", "p10")}
    found = receipt.register({"t_1054": 1, **lines}, by_card=False, accept_failed=False).receipt
    assert [line.name for line in found.positions] == ["p2", "p1", "p10"]


def test_no_settings_charge_a_card_for_it() -> None:
    command = receipt.register({"t_1054": 1, "1059": [LINE]}, by_card=True, accept_failed=False)
    assert command.card == CardOnReceipt(wanted=False)


def test_a_code_that_failed_may_be_sold_with_consent() -> None:
    (found,) = read({**LINE, "c_2000": CODE}, accept=True).positions
    assert found.marking == MarkingCode(code=CODE, accept_failed_check=True)


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ({"q_1023": None}, "1023 в строке 1"),
        ({"p_1079": None}, "1079 в строке 1"),
        ({"t_1199": None}, "1199 в строке 1"),
        ({"t_1199": 18}, "1199 в строке 1"),
        ({"p_1079": "дорого"}, "1079 в строке 1"),
        ({"p_1079": -1}, "1079 в строке 1"),
        ({"a_1214": 9}, "1214 в строке 1"),
        ({"p_1291": "половина"}, "1291 в строке 1"),
        ({"i_1261": [{"d_1263": "вчера"}]}, "1263 в строке 1"),
    ],
)
def test_faults_of_a_line(line: Mapping[str, Any], where: str) -> None:
    with pytest.raises(WrongValue) as raised:
        position(**line)
    assert raised.value.where == where


@pytest.mark.parametrize(("data", "where"), [({"1059": []}, "1059"), ({"1059": [1]}, "1059"), ({"t_1054": 7}, "1054")])
def test_faults_of_a_receipt(data: Mapping[str, Any], where: str) -> None:
    with pytest.raises(WrongValue) as raised:
        read(**data)
    assert raised.value.where == where


def test_eighty_lines() -> None:
    lines: list[Any] = [{**LINE, "q_1023": number} for number in range(1, 81)]
    found = receipt.register({"t_1054": 1, "1059": lines}, by_card=False, accept_failed=False).receipt
    assert found.total == sum(1050 * number for number in range(1, 81))
    assert found.positions[-1].quantity == Decimal(80)
