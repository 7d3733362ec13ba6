"""What a receipt leaves in the ФН, and what is refused before it does."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.atol_web.emulator.quirks import Quirks
from drivers.emulation.fiscal import tlv
from tests.drivers.atol_web.emulator.shop import OPERATOR, SALE, Shop, correction, position, sale, task

PAID = {"cash": 1031, "electronically": 1081, "prepaid": 1215, "credit": 1216, "other": 1217}


def number(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


def last(shop: Shop) -> dict[int, bytes]:
    return {tag: values[0] for tag, values in shop.till.storage.documents[-1].tags().items()}


def item(shop: Shop) -> dict[int, bytes]:
    return dict(tlv.parse(last(shop)[1059]))


@pytest.mark.parametrize(
    ("kind", "code", "drawer"), [("sell", 1, 600), ("sellReturn", 2, 400), ("buy", 3, 400), ("buyReturn", 4, 600)]
)
def test_kinds_and_the_drawer(kind: str, code: int, drawer: int) -> None:
    shop = Shop().open()
    shop.result(task("cashIn", cashSum=500.0))
    shop.result(sale(kind=kind))
    assert shop.till.storage.documents[-1].type == code
    assert shop.till.drawer == drawer * 100


@pytest.mark.parametrize("name", PAID)
def test_payments(name: str) -> None:
    shop = Shop().open()
    shop.result(sale(payments=[{"type": name, "sum": 100}]))
    assert number(last(shop)[PAID[name]]) == 10000
    assert shop.till.drawer == (10000 if name == "cash" else 0)


def test_numbers_for_payments() -> None:
    shop = Shop().open()
    shop.result(sale(payments=[{"type": 1, "sum": 40.5}, {"type": 0, "sum": 59.5}]))
    assert (number(last(shop)[1081]), number(last(shop)[1031])) == (4050, 5950)
    strict = Shop(quirks=Quirks(payment_numbers=False)).open()
    assert strict.refused(sale(payments=[{"type": 0, "sum": 100}])) == 7


def test_change_is_of_cash() -> None:
    shop = Shop().open()
    shop.result(sale(payments=[{"type": "cash", "sum": 500}, {"type": "electronically", "sum": 30}]))
    assert (number(last(shop)[1031]), number(last(shop)[1081])) == (7000, 3000)
    assert "СДАЧА" in shop.server.roll.documents[-1].text()
    assert shop.till.drawer == 7000


@pytest.mark.parametrize(
    ("told", "code"),
    [
        (sale(position(amount=100.01)), 16),
        (sale(position(price=0.001)), 16),
        (sale(position(price=-1)), 16),
        (sale(position(quantity=0)), 17),
        (sale(position(quantity=1.0001)), 17),
        (sale(total=100.01), 227),
        (sale(total=99.0), 227),
        (sale(total=150), 227),
        (sale(payments=[{"type": "electronically", "sum": 100.01}]), 52),
        (sale(cash=99.99), 66),
        (sale(payments=[]), 66),
        (sale(payments=[{"type": "Cash", "sum": 100}]), 60),
        (sale(position(tax={"type": "vat33"})), 144),
        (sale(position(paymentMethod="paid")), 145),
        (sale(position(paymentObject="thing")), 13),
        (sale(taxationType="Osn"), 143),
        (sale(taxationType="envd"), 143),
        (sale(items=[]), 8),
        (sale(items=[{"type": "text", "text": "х"}], payments=[]), 8),
        (sale(position(name=5)), 7),
        (sale(position(name="х" * 129)), 134),
        (sale(position(imcParams={"imc": ""})), 158),
        (sale(position(nomenclatureCode="x")), 13),
        (sale(items={}), 7),
        (sale(operator=None), 172),
        (sale(operator={"vatin": "123654789507"}), 172),
        (sale(paymentsAddInfo={}), 158),
        (sale(kind="sellReturn"), 80),
        (correction(kind="sellReturnCorrection"), 48),
        (correction(kind="buyReturnCorrection"), 48),
        (correction(correctionBaseDate="01.11.2026"), 77),
        (correction(correctionType="Self"), 13),
        (correction(correctionBaseDate=None), 8),
    ],
)  # fmt: skip
def test_refusals(told: dict[str, Any], code: int) -> None:
    """Nothing is recorded, and the next sale is as good as ever."""
    shop = Shop(tax_systems=0b110111).open()
    assert shop.refused(told) == code
    assert shop.result(SALE)["fiscalParams"]["fiscalDocumentNumber"] == 3


def test_an_absent_field_of_goods() -> None:
    bare = position()
    del bare["price"]
    assert Shop().open().refused(sale(items=[bare], payments=[{"type": "cash", "sum": 100}])) == 8


def test_rounding_below_a_rouble() -> None:
    shop = Shop().open()
    assert shop.result(sale(position(price=100.99), total=100.0, cash=100))["fiscalParams"]["total"] == 100.0
    assert shop.till.storage.documents[-1].total == 10000


def test_a_discount_is_a_smaller_amount() -> None:
    shop = Shop().open()
    shop.result(sale(position(quantity=2, amount=150.0, infoDiscountAmount=50.0), cash=150))
    assert (number(item(shop)[1079]), number(item(shop)[1043])) == (10000, 15000)


@given(
    st.integers(1, 1_000_000),
    st.integers(1, 99_999).map(lambda thousandths: Decimal(thousandths) / 1000),
    st.integers(0, 3),
)
def test_the_amount_is_price_times_quantity_at_most(price: int, quantity: Decimal, over: int) -> None:
    """Half a kopeck up; a kopeck more than that is refused."""
    exact = price * quantity
    most = int(exact) + (exact - int(exact) >= Decimal("0.5"))
    told = position(price / 100, float(quantity), amount=(most + over) / 100)
    shop = Shop(quirks=Quirks(auto_open=True))
    entry = shop.do(sale(told, payments=[{"type": "cash", "sum": (most + over) / 100}]))
    assert entry["error"]["code"] == (16 if over else 0)
    if not over:
        assert shop.till.drawer == most


TAXES = {
    "vat20": 1, "vat10": 2, "vat120": 3, "vat110": 4, "vat0": 5, "none": 6, "vat5": 7, "vat7": 8, "vat105": 9,
    "vat107": 10, "vat22": 11, "vat122": 12, "vat18": 1, "vat118": 3,
}  # fmt: skip


@pytest.mark.parametrize("name", TAXES)
def test_taxes(name: str) -> None:
    shop = Shop().open()
    shop.result(sale(position(tax={"type": name})))
    assert item(shop)[1199] == bytes([TAXES[name]])


def test_22_percent_may_be_unknown() -> None:
    assert Shop(quirks=Quirks(vat_22=False)).open().refused(sale(position(tax={"type": "vat22"}))) == 144


def test_taxes_of_the_whole_receipt() -> None:
    shop = Shop().open()
    shop.result(sale(taxes=[{"type": "vat20", "sum": 16.66}, {"type": "vat5", "sum": 0.01}]))
    told = last(shop)
    assert number(told[1102]) == 1666
    assert number(dict(tlv.parse(dict(tlv.parse(told[1115]))[1119]))[1120]) == 1


def test_a_tax_system_left_off() -> None:
    shop = Shop(tax_systems=0b100010).open()
    shop.result(sale(taxationType=None))
    assert last(shop)[1055] == b"\x02"


def test_requisites_of_1_05() -> None:
    shop = Shop().open()
    client = {"emailOrPhone": "+79161234567", "name": "Пётр", "vatin": "7707083893"}
    goods = position(
        measurementUnit="кг", countryCode="643", customsDeclaration="12", additionalAttribute="я", exciseSum=1.5
    )
    extra = [{"type": "additionalAttribute", "value": "чек"}, {"type": "userAttribute", "name": "к", "value": "л"}]
    told = sale(
        goods, *extra, cash=100, clientInfo=client, companyInfo={"email": "s@b.ru"}, paymentsPlace="зал",
        paymentsAddress="Тула", machineNumber="5",
    )  # fmt: skip
    shop.result(told)
    found, of_item = last(shop), item(shop)
    assert (found[1008], found[1227].decode("cp866"), found[1228]) == (b"+79161234567", "Пётр", b"7707083893  ")
    assert (found[1187].decode("cp866"), found[1009].decode("cp866"), found[1036]) == ("зал", "Тула", b"5")
    assert found[1192].decode("cp866") == "чек"
    assert found[1084] == tlv.text(1085, "к") + tlv.text(1086, "л")
    assert of_item[1197].decode("cp866") == "кг"
    assert (of_item[1230], of_item[1231], number(of_item[1229])) == (b"643", b"12", 150)
    assert of_item[1191].decode("cp866") == "я"


def test_requisites_of_1_2() -> None:
    shop = Shop(ffd="1.2").open()
    client = {"name": "Пётр", "birthDate": "01.02.1990", "identityDocumentCode": "21"}
    industry = [{"fois": "010", "date": "01.02.2026", "number": "1", "industryAttribute": "a=b"}]
    operation = {"id": 3, "data": "д", "dateTime": "2026.11.15 10:00:00"}
    goods = position(
        measurementUnit="kilogram",
        quantity=0.5,
        amount=50,
        industryInfo=industry,
        productCodes={"ean13": "4601234567893"},
    )
    shop.result(sale(goods, clientInfo=client, industryInfo=industry, operationInfo=operation, internet=True))
    found, of_item = last(shop), item(shop)
    assert dict(tlv.parse(found[1256])) == {1227: "Пётр".encode("cp866"), 1243: b"01.02.1990", 1245: b"21"}
    assert dict(tlv.parse(found[1261])) == {1262: b"010", 1263: b"01.02.2026", 1264: b"1", 1265: b"a=b"}
    assert of_item[1260] == found[1261]
    assert dict(tlv.parse(found[1270]))[1271] == b"\x03"
    assert found[1125] == b"\x01"
    assert (of_item[2108], of_item[1163]) == (b"\x0b", tlv.text(1302, "4601234567893"))


def test_an_agent_of_an_item_and_of_a_receipt() -> None:
    agent = {
        "agents": ["payingAgent"], "payingAgent": {"operation": "оп", "phones": ["+71"]},
        "receivePaymentsOperator": {"phones": ["+72"]},
        "moneyTransferOperator": {"phones": ["+73"], "name": "Банк", "address": "М", "vatin": "7707083893"},
    }  # fmt: skip
    supplier = {"phones": ["+74"], "name": "ООО", "vatin": "7707083893"}
    shop = Shop().open()
    shop.result(sale(position(agentInfo=agent, supplierInfo=supplier), agentInfo=agent, supplierInfo=supplier))
    found, of_item = last(shop), item(shop)
    data = dict(tlv.parse(of_item[1223]))
    assert (of_item[1222], of_item[1226], found[1057], found[1171]) == (b"\x04", b"7707083893  ", b"\x04", b"+74")
    assert dict(tlv.parse(of_item[1224])) == {1171: b"+74", 1225: "ООО".encode("cp866")}
    assert (data[1073], data[1074], data[1075], data[1016]) == (b"+71", b"+72", b"+73", b"7707083893  ")


def test_corrections() -> None:
    shop = Shop(ffd="1.2").open()
    for at, kind in enumerate(("sellCorrection", "buyReturnCorrection", "sellReturnCorrection", "buyCorrection")):
        shop.result(correction(kind=kind, correctionType="instruction"))
        document = shop.till.storage.documents[-1]
        assert (document.form, document.type) == (31, (1, 4, 2, 3)[at])
    assert last(shop)[1173] == b"\x01"
    base = dict(tlv.parse(last(shop)[1174]))
    assert (base[1179], number(base[1178])) == (b"7", 1793491200)


def test_a_correction_of_1_05_without_goods() -> None:
    shop = Shop().open()
    bare = correction(
        items=[], total=120, payments=[{"type": "cash", "sum": 120}], taxes=[{"type": "vat20", "sum": 20}]
    )
    assert shop.result(bare)["fiscalParams"]["total"] == 120.0
    assert 1059 not in last(shop)
    assert number(last(shop)[1102]) == 2000


def test_without_a_cashier_where_nobody_minds() -> None:
    shop = Shop(quirks=Quirks(operator_needed=False, auto_open=True))
    shop.result({**sale(), "operator": None})
    assert 1021 not in last(shop)


def test_the_shift() -> None:
    assert Shop().refused(sale()) == 73
    shop = Shop(quirks=Quirks(auto_open=True))
    shop.result(sale())
    assert [each.form for each in shop.till.storage.documents] == [1, 2, 3]
    shop.clock.advance(24 * 3600 + 1)
    assert shop.refused(sale()) == 68
    assert shop.result({"type": "getShiftStatus"})["shiftStatus"]["state"] == "expired"
    assert shop.result({"type": "closeShift", "operator": OPERATOR})["fiscalParams"]["receiptsCount"] == 1
    assert shop.refused({"type": "closeShift", "operator": OPERATOR}) == 73


@pytest.mark.parametrize(
    ("condition", "code"),
    [
        ("storage_silent", 115),
        ("storage_broken", 118),
        ("storage_expired", 120),
        ("archive_full", 121),
        ("wrong_time", 122),
        ("ofd_overdue", 140),
    ],
)
def test_troubles_of_the_storage(condition: str, code: int) -> None:
    shop = Shop().open()
    shop.server.switch(condition, on=True)
    assert shop.refused(sale()) == code
    shop.server.switch(condition, on=False)
    shop.result(sale())
