"""Checks: what is recorded, and what is refused. Source: spec/mercury.md 3, 4, 6, spec/ffd.md 2, 3."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulation.fiscal import tlv
from drivers.mercury.emulator.results import Result
from tests.drivers.mercury.emulator.host import TEA, Host, number

AGENT = {
    "code": 6,
    "payingOp": "Приём",
    "payingPhone": ["+71"],
    "transfName": "Банк",
    "transfINN": "7707083893",
    "transfAddress": "Москва",
    "transfPhone": ["+72"],
    "operatorPhone": ["+73"],
    "supplierName": "Мастер",
    "supplierINN": "7728029110",
    "supplierPhone": ["+74"],
}
CORRECTION = {"correctionType": 1, "causeName": "Акт", "causeDocDate": "2026-11-01T00:00:00", "causeDocNum": "7"}


def test_a_sale_in_every_payment() -> None:
    host = Host(ffd="1.05").open_shift()
    sums = {"cash": 9000, "ecash": 5000, "prepayment": 3000, "credit": 2000, "consideration": 2000}
    host.sell(payment=sums, cashierInfo={"cashierName": "Иванов"}, closing={"sendCheckTo": "a@b.ru"})
    told = host.tags()
    paid = {tag: number(told[tag]) for tag in (1031, 1081, 1215, 1216, 1217)}
    assert paid == {1031: 8000, 1081: 5000, 1215: 3000, 1216: 2000, 1217: 2000}
    assert host.register.till.drawer == 8000
    assert (told[1008], tlv.unpadded(told[1021]), told[1055], told[1054]) == (b"a@b.ru", "Иванов", b"\x02", b"\x01")
    assert any("СДАЧА" in line and "10.00" in line for line in host.register.roll.lines)


def test_a_position_with_all_it_can_have() -> None:
    host = Host(ffd="1.2").open_shift()
    more = {
        "qty": 3550,
        "price": 8990,
        "sum": 3191,
        "taxCode": 9,
        "section": 16,
        "measureUnit": 11,
        "countryOfOrigin": "643",
        "customsDeclaration": "10702020/060520/0013422",
        "additionalAttribute": "реквизит",
        "exciseAmount": 1234,
        "addInfo": "Спасибо",
        "agent": AGENT,
    }
    host.sell({**TEA, **more})
    told = host.item()
    assert (told[1023], number(told[1079]), number(told[1043])) == (
        bytes.fromhex("03 63 01"),
        8990,
        3191,
    )
    assert (told[1199], told[2108], told[1230], number(told[1229])) == (b"\x09", b"\x0b", b"643", 1234)
    assert tlv.unpadded(told[1231]) == "10702020/060520/0013422"
    assert tlv.unpadded(told[1191]) == "реквизит"
    assert (told[1222], tlv.unpadded(told[1226])) == (b"\x40", "7728029110")
    supplier = {tag: tlv.unpadded(value) for tag, value in tlv.parse(told[1224])}
    assert supplier == {1171: "+74", 1225: "Мастер"}
    agent = {tag: tlv.unpadded(value) for tag, value in tlv.parse(told[1223])}
    assert agent == {
        1075: "+72",
        1044: "Приём",
        1073: "+71",
        1074: "+73",
        1026: "Банк",
        1005: "Москва",
        1016: "7707083893",
    }
    assert "Спасибо" in host.register.roll.lines


def test_a_heading_with_all_it_can_have() -> None:
    host = Host(ffd="1.2").open_shift()
    host.sell(
        address="site.ru",
        location="Ларёк",
        senderEmail="s@b.ru",
        additionalProps="7",
        buyerInfo={"buyerName": "Пётр", "buyerINN": "500100732259"},
        userAttribute={"attrName": "Стол", "attrValue": "5"},
        timeZone=2,
        internet=True,
        closing={"ecashPaymentInfo": [{"sum": 5000, "method": 1, "ids": "77", "addInfo": "карта"}]},
        payment={"cash": 15000, "ecash": 5000},
    )
    told = host.tags()
    assert (told[1009], told[1117], told[1192], told[1011], told[1125]) == (b"site.ru", b"s@b.ru", b"7", b"\2", b"\1")
    assert [tlv.unpadded(value) for _, value in tlv.parse(told[1084])] == ["Стол", "5"]
    assert {tag: tlv.unpadded(value) for tag, value in tlv.parse(told[1256])} == {1227: "Пётр", 1228: "500100732259"}
    ((tag, one),) = tlv.parse(told[1234])
    parts = dict(tlv.parse(one))
    assert (tag, number(parts[1082]), parts[1236], parts[1237]) == (1235, 5000, b"\1", b"77")


@pytest.mark.parametrize(("type_", "kind", "cash"), [(0, 1, 120000), (1, 2, 80000), (2, 3, 80000), (3, 4, 120000)])
def test_kinds(type_: int, kind: int, cash: int) -> None:
    host = Host().open_shift()
    host.ask("BringMoney", cash=100000)
    host.sell(checkType=type_)
    assert (host.last.form, host.last.type, host.register.till.drawer) == (3, kind, cash)


@pytest.mark.parametrize(("type_", "kind"), [(4, 1), (5, 2), (6, 3), (7, 4)])
def test_corrections(type_: int, kind: int) -> None:
    host = Host(ffd="1.2").open_shift()
    host.ask("BringMoney", cash=100000)
    host.sell(checkType=type_, correctionInfo=CORRECTION)
    assert (host.last.form, host.last.type) == (31, kind)
    told = host.tags()
    base = dict(tlv.parse(told[1174]))
    assert (told[1173], tlv.unpadded(base[1177]), number(base[1178]), base[1179]) == (b"\1", "Акт", 1793491200, b"7")


@pytest.mark.parametrize(("type_", "result"), [(4, Result.DONE), (5, Result.NOT_SUPPORTED), (7, Result.NOT_SUPPORTED)])
def test_corrections_of_old(type_: int, result: Result) -> None:
    host = Host(ffd="1.05").open_shift()
    assert host.refused("OpenCheck", checkType=type_, taxSystem=0, correctionInfo=CORRECTION) == result


@pytest.mark.parametrize(
    ("change", "result"),
    [
        ({"qty": 0}, Result.BAD_FIELD),
        ({"qty": 2.5}, Result.BAD_FIELD),
        ({"price": -1}, Result.BAD_FIELD),
        ({"price": True}, Result.BAD_FIELD),
        ({"sum": 20002}, Result.BAD_FIELD),
        ({"taxCode": 11}, Result.BAD_FIELD),
        ({"paymentFormCode": 8}, Result.BAD_FIELD),
        ({"productTypeCode": 34}, Result.BAD_FIELD),
        ({"section": 17}, Result.BAD_FIELD),
        ({"productName": None}, Result.MISSING_FIELD),
        ({"productName": "я" * 129}, Result.BAD_FIELD),
        ({"quantity": 1}, Result.BAD_FIELD),
        ({"agent": {"code": 7}}, Result.BAD_FIELD),
        ({"agent": []}, Result.BAD_FIELD),
        ({"industryAttribute": {"x": 1}}, Result.CANNOT_EMULATE),
    ],
)
def test_goods_that_are_refused_leave_the_check_as_it_was(change: dict[str, Any], result: Result) -> None:
    host = Host().open_shift().open_check()
    assert host.refused("AddGoods", **{**TEA, **change}) == result
    assert host.ask("GetStatus")["checkInfo"] == {"isOpen": True, "num": 1, "goodsQty": 0}


@pytest.mark.parametrize(
    ("payment", "result"),
    [
        ({"cash": 19999}, Result.SMALL_PAYMENT),
        ({}, Result.SMALL_PAYMENT),
        ({"ecash": 20001}, Result.NON_CASH_OVER),
        ({"cash": 100, "ecash": 20001}, Result.NON_CASH_OVER),
        ({"card": 20000}, Result.BAD_FIELD),
        ({"cash": -1}, Result.BAD_FIELD),
    ],
)
def test_payments_that_are_refused_leave_the_check_open(payment: dict[str, int], result: Result) -> None:
    host = Host().open_shift().open_check()
    host.ask("AddGoods", **TEA)
    before = host.register.till.storage.last
    assert host.refused("CloseCheck", payment=payment) == result
    assert host.register.till.storage.last == before
    host.ask("CloseCheck", payment={"cash": 20000})


def test_the_order_of_commands() -> None:
    host = Host()
    assert host.refused("OpenCheck", checkType=0, taxSystem=1) == Result.SHIFT_CLOSED
    assert host.refused("CloseShift") == Result.SHIFT_CLOSED
    host.open_shift()
    assert host.refused("OpenShift") == Result.SHIFT_OPEN
    assert host.refused("AddGoods", **TEA) == Result.NO_CHECK
    assert host.refused("CloseCheck", payment={}) == Result.NO_CHECK
    assert host.refused("ResetCheck") == Result.NO_CHECK
    host.open_check()
    assert host.refused("CloseCheck", payment={}) == Result.NO_GOODS
    for command in ("OpenCheck", "CloseShift", "ReportStatusOfSettlements"):
        fields = {"checkType": 0, "taxSystem": 1} if command == "OpenCheck" else {}
        assert host.refused(command, **fields) == Result.CHECK_OPEN
    assert host.refused("PrintReport", reportCode=1) == Result.CHECK_OPEN
    assert host.refused("BringMoney", cash=1) == Result.CHECK_OPEN


def test_a_cancelled_check_counts_nothing() -> None:
    host = Host().open_shift().open_check()
    host.ask("AddGoods", **TEA)
    host.ask("ResetCheck")
    assert (host.register.check, host.register.till.storage.last, host.register.till.drawer) == (None, 2, 0)
    assert host.sell()["checkNum"] == 1


def test_the_drawer_cannot_give_what_it_has_not() -> None:
    host = Host().open_shift().open_check(checkType=1)
    host.ask("AddGoods", **TEA)
    assert host.refused("CloseCheck", payment={"cash": 20000}) == Result.NOT_ENOUGH_CASH
    assert host.register.till.storage.last == 2
    host.ask("CloseCheck", payment={"ecash": 20000})


def test_a_check_of_which_nothing_is_printed() -> None:
    host = Host().open_shift()
    before = len(host.register.roll.printed)
    host.register.conditions.paper = False
    host.sell(printDoc=False)
    assert host.last.type == 1
    assert len(host.register.roll.printed) == before


@pytest.mark.parametrize("system", [3, 6])
def test_tax_systems_that_do_not_exist(system: int) -> None:
    assert Host().open_shift().refused("OpenCheck", checkType=0, taxSystem=system) == Result.BAD_FIELD


def test_a_tax_system_that_is_not_registered() -> None:
    host = Host(tax_systems=0b000010).open_shift()
    assert host.refused("OpenCheck", checkType=0, taxSystem=0) == Result.BAD_FIELD


@given(st.integers(1, 10_000_000), st.integers(0, 1_000_000))
def test_the_sum_is_rounded_half_up(quantity: int, price: int) -> None:
    host = Host(ffd="1.05").open_shift()
    due = (price * quantity + 5000) // 10000
    host.sell({**TEA, "qty": quantity, "price": price}, payment={"cash": due})
    assert (host.last.total, number(host.item()[1043])) == (due, due)


def test_a_check_that_somebody_left_open() -> None:
    host = Host().open_shift()
    host.register.leave_check_open()
    assert host.refused("OpenCheck", checkType=0, taxSystem=1) == Result.CHECK_OPEN
    host.ask("ResetCheck")
    host.sell()
