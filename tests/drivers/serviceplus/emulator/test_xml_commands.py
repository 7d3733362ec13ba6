"""The commands. Source: spec/service-plus.md C2, spec/ffd.md 2, 3."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulation.fiscal import tlv
from drivers.serviceplus.emulator.xml_errors import Error
from tests.drivers.serviceplus.emulator.xml_host import TEA, Host, changed, item, number, sale, without

CASH = '<pa n="{tag}" t="2">{sum}</pa>'
BASE = (
    '<pa n="1173" t="4">1</pa><pa n="1174" t="7"><pa n="1177" t="1">Акт</pa>'
    '<pa n="1178" t="5">2026-11-01 00:00:00</pa><pa n="1179" t="1">7</pa></pa>'
)


def paid(**sums: str) -> str:
    tags = {"cash": 1031, "card": 1081, "advance": 1215, "credit": 1216, "other": 1217}
    return "".join(CASH.format(tag=tags[name], sum=sum_) for name, sum_ in sums.items())


def moved(kopecks: str, operation: int) -> str:
    money = f'<pa n="CashSumm" t="2">{kopecks}</pa><pa n="MoneyOperationType" t="4">{operation}</pa>'
    return '<pa n="1021" t="1">Иванов</pa>' + money


def test_a_sale_with_two_payments() -> None:
    host = Host()
    assert host.ask(44)["ShiftState"] == "0"
    opened = host.ask(4, '<pa n="1021" t="1">Иванов</pa><pa n="1203" t="1">500100732259</pa>')
    assert (opened["1040"], opened["1038"], opened["1012"]) == ("2", "1", "2026-11-15 15:30:00")
    told = host.ask(8, sale(paid=paid(cash="150.00", card="50.00"), more='<pa n="1008" t="1">a@b.ru</pa>'))
    assert told == {
        "1040": "3",
        "1077": str(host.last.sign),
        "1012": "2026-11-15 15:30:00",
        "1041": "9999078900001111",
        "1038": "1",
        "1042": "1",
    }
    tags = host.tags()
    assert (host.last.total, number(tags[1031]), number(tags[1081]), tags[1008]) == (20000, 15000, 5000, b"a@b.ru")
    assert (tlv.unpadded(tags[1021]), tags[1055], host.register.till.drawer) == ("Иванов", b"\2", 15000)
    assert any("ФД 3" in line for line in host.register.roll.lines)
    state = host.ask(44)
    assert (state["ShiftState"], state["ShiftOvertime"], state["1040"], state["1077"]) == ("1", "0", "3", told["1077"])


def test_a_position_with_all_it_can_have() -> None:
    host = Host().open_shift()
    more = (
        '<pa n="PriceWithDiscount" t="2">89.90</pa><pa n="ItemText" t="1">Строка</pa><pa n="1222" t="4">64</pa>'
        '<pa n="1224" t="7"><pa n="1171" t="1">+74</pa><pa n="1225" t="1">Мастер</pa></pa>'
        '<pa n="1226" t="1">7728029110</pa><pa n="1162" t="1">444D042F1F96819841</pa>'
    )
    host.ask(8, sale(item(more), more='<pa n="HeaderText" t="1">Верх</pa><pa n="Footer" t="1">Низ</pa>'))
    told = host.item()
    assert (number(told[1079]), told[1023], number(told[1043])) == (8990, b"\0\2", 17980)
    assert (told[1222], tlv.unpadded(told[1226]), told[1162]) == (
        b"\x40",
        "7728029110",
        bytes.fromhex("444D042F1F96819841"),
    )
    assert {tag: tlv.unpadded(each) for tag, each in tlv.parse(told[1224])} == {1171: "+74", 1225: "Мастер"}
    assert {"Верх", "Строка", "Низ"} <= set(host.register.roll.lines)
    assert any("СДАЧА" in line and "20.20" in line for line in host.register.roll.lines)


def test_a_code_as_scanned() -> None:
    host = Host().open_shift()
    host.ask(8, sale(item('<pa n="1162" t="1">4606453849072</pa>')))
    assert host.item()[1162] == bytes.fromhex("45 0D 04 30 86 0B 9B F0")


@pytest.mark.parametrize(("kind", "cash"), [(1, 120000), (2, 80000), (3, 80000), (4, 120000)])
def test_kinds(kind: int, cash: int) -> None:
    host = Host().open_shift()
    host.ask(38, moved("1000.00", 1))
    host.ask(8, sale(kind=kind))
    assert (host.last.type, host.register.till.drawer) == (kind, cash)


def test_an_agent_of_the_whole_receipt() -> None:
    host = Host().open_shift()
    host.ask(8, sale(more='<pa n="1057" t="4">32</pa><pa n="1171" t="1">+74</pa>'))
    assert (host.tags()[1057], host.tags()[1171]) == (b"\x20", b"+74")


def test_corrections_with_goods_and_without() -> None:
    host = Host().open_shift()
    host.ask(10, sale(more=BASE))
    assert (host.last.form, host.last.type, host.last.total) == (31, 1, 20000)
    base = dict(tlv.parse(host.tags()[1174]))
    assert (tlv.unpadded(base[1177]), number(base[1178]), base[1179]) == ("Акт", 1793491200, b"7")
    sums = '<pa n="1020" t="2">120.00</pa><pa n="1102" t="2">20.00</pa>'
    bare = sale(paid=paid(card="120.00"), more=BASE + sums).replace(f'<pa n="1059" t="6">{item()}</pa>', "")
    host.ask(10, bare)
    told = host.tags()
    assert (number(told[1020]), number(told[1081]), number(told[1102]), told[1173]) == (12000, 12000, 2000, b"\1")
    assert 1059 not in told
    assert host.refused(10, sale(kind=2, more=BASE)) == Error.WRONG
    assert host.refused(10, sale()) == Error.MISSING


@pytest.mark.parametrize(
    ("payments", "code"),
    [
        ({"cash": "199.99"}, Error.SMALL_PAYMENT),
        ({"card": "200.01"}, Error.NON_CASH_OVER),
        ({"card": "250.00", "cash": "10.00"}, Error.NON_CASH_OVER),
    ],
)
def test_payments_that_are_refused(payments: dict[str, str], code: Error) -> None:
    host = Host().open_shift()
    assert host.refused(8, sale(paid=paid(**payments))) == code
    assert (host.register.till.storage.last, host.register.till.drawer) == (2, 0)


def test_a_register_that_gives_no_change() -> None:
    host = Host().open_shift()
    host.register.quirks = replace(host.register.quirks, gives_change=False)
    assert host.refused(8, sale(paid=paid(cash="500.00"))) == Error.NON_CASH_OVER
    host.ask(8, sale())


@pytest.mark.parametrize(
    ("goods", "code"),
    [
        (changed(TEA, 1199, "7"), Error.WRONG),
        (changed(TEA, 1214, "0"), Error.WRONG),
        (changed(TEA, 1023, "x"), Error.WRONG),
        (changed(TEA, 1030, "я" * 129), Error.WRONG),
        (without(TEA, 1030), Error.MISSING),
        (without(TEA, 1212), Error.MISSING),
        (TEA + '<pa n="2108" t="4">0</pa>', Error.WRONG),
    ],
)
def test_goods_that_are_refused(goods: str, code: Error) -> None:
    host = Host().open_shift()
    assert host.refused(8, sale(item(goods=goods))) == code
    assert host.register.till.storage.last == 2


def test_shifts() -> None:
    host = Host()
    assert host.refused(6) == Error.SHIFT_CLOSED
    assert host.refused(8, sale()) == Error.SHIFT_CLOSED
    host.open_shift()
    assert host.refused(4) == Error.SHIFT_OPEN
    host.register.advance(timedelta(hours=24, seconds=1))
    assert host.refused(8, sale()) == Error.SHIFT_EXPIRED
    assert host.ask(44)["ShiftOvertime"] == "1"
    assert host.ask(6, '<pa n="1021" t="1">Иванов</pa>')["1040"] == "3"
    assert host.ask(12)["1040"] == "4"
    assert host.last.form == 21


def test_cash_and_drawer() -> None:
    host = Host()
    host.ask(38, moved("500.00", 1))
    host.ask(38, moved("200.00", 2))
    assert host.refused(38, moved("300.01", 2)) == Error.NOT_ENOUGH_CASH
    assert host.refused(38, moved("1.00", 3)) == Error.WRONG
    assert host.ask(40)["CashSumm"] == "300.00"
    host.ask(36)
    assert host.register.pulses == 1
    assert host.ask(52) == {"IsOpen": "0"}
    host.register.conditions.drawer_open = True
    assert host.ask(52) == {"IsOpen": "1"}


def test_counters() -> None:
    host = Host().open_shift()
    host.ask(8, sale(paid=paid(card="200.00")))
    told = host.ask(40)
    assert (told["1040"], told["1077"], told["1038"]) == ("3", str(host.last.sign), "1")
    assert told["1129"] == {"1135": "1", "1201": "200.00", "1136": "0.00", "1138": "200.00"}
    assert (told["1130"]["1135"], told["MOIncomeCount"]) == ("0", "0")
    assert host.ask(2)["lastDocNumber"] == "3"


@pytest.mark.parametrize(
    ("change", "seen"),
    [({"state_has_document": False}, set()), ({"state_has_sign": False}, {"1040"}), ({}, {"1040", "1077"})],
)
def test_what_a_state_tells_of_the_last_document(change: dict[str, bool], seen: set[str]) -> None:
    host = Host().open_shift()
    host.register.quirks = replace(host.register.quirks, **change)
    for command in (44, 40):
        assert host.ask(command).keys() & {"1040", "1077"} == seen


def test_signs_as_text() -> None:
    host = Host().open_shift()
    host.register.quirks = replace(host.register.quirks, sign_is_text=True)
    assert host.ask(44)["1077"] == f"{host.last.sign:010}"


def test_texts_and_reports() -> None:
    host = Host().open_shift()
    host.ask(30, '<pa n="NonFiscalText" t="1">Первая\nВторая</pa>')
    assert host.register.roll.lines[-2:] == ["Первая", "Вторая"]
    host.ask(46)
    assert any("X-ОТЧЕТ" in line for line in host.register.roll.lines)


def test_passports_and_clock() -> None:
    host = Host(tax_systems=0b10)
    told = host.ask(50)
    assert (told["1018"], told["1062"], told["1209"]) == ("7707083893", "2", "2")
    assert host.ask(58)["1013"] == "0149060006000651"
    host.ask(24, '<pa n="DateTime" t="5">2026-12-31 23:59:59</pa>')
    assert host.ask(22) == {"DateTime": "2026-12-31 23:59:59"}
    assert host.refused(24, '<pa n="DateTime" t="5">31.12.2026</pa>') == Error.WRONG
    assert host.open_shift().refused(8, changed(sale(), 1055, "1")) == Error.WRONG
    assert Host(registered=False).refused(50) == Error.STORAGE + 2


def test_nothing_begins_without_paper() -> None:
    host = Host().open_shift()
    host.register.conditions.paper = False
    for command, parts in {8: sale(), 6: "", 38: moved("1.00", 1), 46: "", 2: ""}.items():
        assert host.refused(command, parts) == Error.NO_PAPER
    assert (host.register.till.storage.last, host.register.till.drawer) == (2, 0)
    host.ask(44)


@pytest.mark.parametrize(("told_as_done", "code"), [(True, Error.DONE), (False, Error.NO_PAPER)])
def test_the_paper_ends_in_a_receipt_that_is_recorded(told_as_done: bool, code: Error) -> None:
    host = Host().open_shift()
    host.register.quirks = replace(host.register.quirks, recorded_without_paper=told_as_done)
    host.register.roll.reload(3)
    assert host.refused(8, sale()) == code
    assert (host.last.total, host.register.till.drawer) == (20000, 20000)
    assert host.register.roll.pending


def test_troubles_of_the_storage() -> None:
    host = Host().open_shift()
    host.register.conditions.storage_silent = True
    for command, parts in {8: sale(), 44: "", 2: ""}.items():
        assert host.refused(command, parts) == Error.STORAGE + 0x30


@given(st.integers(1, 10_000_000), st.integers(0, 1_000_000))
def test_the_sum_is_rounded_half_up(quantity: int, price: int) -> None:
    host = Host().open_shift()
    goods = changed(TEA, 1079, f"{price // 100}.{price % 100:02}")
    goods = changed(goods, 1023, f"{quantity // 1000}.{quantity % 1000:03}")
    due = (price * quantity + 500) // 1000
    host.ask(8, sale(item(goods=goods), paid=paid(cash=f"{due // 100}.{due % 100:02}")))
    assert (host.last.total, number(host.item()[1043])) == (due, due)
