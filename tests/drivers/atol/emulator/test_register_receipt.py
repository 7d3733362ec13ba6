"""Receipts past the wire: what is recorded, and what is refused. Source: spec/atol.md 6.2, 7.1, 10, 13."""

from datetime import timedelta

import pytest

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.storage import Form
from tests.drivers.atol.emulator.host import (
    CASH_200,
    CLOSE,
    TEA,
    ask,
    begun,
    enter,
    items,
    number,
    quirks,
    refused,
    register,
    sell,
    shop,
    state_code,
    tag,
)


@pytest.mark.parametrize(("kind", "recorded"), [(1, 1), (2, 2), (4, 3), (5, 4)])
def test_kinds(kind: int, recorded: int) -> None:
    told = shop()
    ask(told, "49 00 00 00 10 00 00")
    document = sell(told, kind)
    assert (document.form, document.type, document.total) == (Form.RECEIPT, recorded, 20000)
    assert told.till.drawer == 100_000 + (20000 if recorded in (1, 4) else -20000)


def test_submodes() -> None:
    told = shop()
    assert state_code(told) == 0x01
    begun(told)
    assert state_code(told) == 0x11
    ask(told, CASH_200)
    assert state_code(told) == 0x41
    ask(told, CLOSE)
    assert state_code(told) == 0x01
    assert state_code(begun(shop(quirks=quirks(submode_is_type=False)), 4)) == 0x21


def test_a_whole_cashiers_day_of_tags() -> None:
    told = shop()
    ask(told, "92 00 01")
    for number_, value in ((1021, "Иванов"), (1203, "500100732259"), (1008, "a@b.ru"), (1055, b"\x02")):
        ask(told, tag(number_, value))
    ask(told, "EA 00 01 00")
    supplier = tlv.pack(1171, b"+79001234567") + tlv.pack(1225, "ООО $".encode("cp866"))
    for number_, data in ((1222, b"\x40"), (1226, b"7707083893  "), (1224, supplier), (1162, b"\x44\x4d\xfc\x24")):
        ask(told, tag(number_, data))
    ask(told, TEA)
    ask(told, CLOSE)
    document = told.till.storage.documents[-1]
    flat, item = document.tags(), items(document)[0]
    assert [flat[each][0].decode("cp866") for each in (1021, 1203, 1008)] == ["Иванов", "500100732259", "a@b.ru"]
    assert flat[1055] == [b"\x02"]
    assert (item[1222], item[1226], item[1162]) == (b"\x40", b"7707083893  ", b"\x44\x4d\xfc\x24")
    inside = dict(tlv.parse(item[1224]))
    assert inside == {1171: b"+79001234567", 1225: "ООО №".encode("cp866")}, "24h is № in the register's own page"


def test_texts_in_plain_866() -> None:
    told = shop(quirks=quirks(converts_texts=False))
    ask(told, "92 00 01")
    ask(told, tag(1021, "№$"))
    ask(told, "EA 00 01 00")
    ask(told, TEA)
    ask(told, CLOSE)
    assert told.till.storage.documents[-1].tags()[1021] == ["№$".encode("cp866")]


def test_a_requisite_in_several_blocks() -> None:
    told = shop()
    ask(told, "92 00 01")
    whole = "Иванов Иван".encode("cp866")
    head = (1227).to_bytes(2, "little") + len(whole).to_bytes(2, "little")
    ask(told, b"\xe8\0\2\0" + head + whole[:6])
    ask(told, b"\xe8\0\2\1" + head + whole[6:])
    assert told.core.opened().requisites == [(1227, whole)]
    assert refused(told, b"\xe8\0\2\1" + head + whole[6:]) == 231, "it begins with block 0"


@pytest.mark.parametrize(
    ("bytes_", "error"),
    [
        (tag(1021, "Иванов")[:-1], 232),
        (tag(1203, "500100"), 232),
        (tag(1055, b"\x03"), 231),
        (tag(1224, b"\x93\x04\xff\x00"), 231),
    ],
)
def test_requisites_that_are_refused(bytes_: bytes, error: int) -> None:
    told = shop()
    ask(told, "92 00 01")
    assert refused(told, bytes_) == error


def test_a_cashier_is_always_named() -> None:
    assert sell(shop()).tags()[1021][0].decode("cp866") == "КАССИР 30"


def test_the_tax_table_is_a_setting() -> None:
    told = shop(taxes={1: 11, 2: 6})
    assert items(sell(told))[0][1199] == b"\x0b"
    ask(told, "92 00 01")
    ask(told, "EA 00 01 00")
    assert refused(told, TEA[:42] + "03" + TEA[44:]) == 223


def test_order_of_subject_and_method() -> None:
    item = items(sell(shop(quirks=quirks(subject_first=False))))[0]
    assert (item[1212], item[1214]) == (b"\4", b"\1")


def test_some_swallow_two_characters() -> None:
    assert items(sell(shop(quirks=quirks(swallowed=2))))[0][1030] == b"\xa9"


def eb(price: int, quantity: int, cost: int, sign: int = 0, off: int = 0, name: str = "Сыр") -> str:
    return (
        f"EB 00 {price:014} {quantity:010} {cost:014} 01 {0:014} 01 01 04 {sign:02} {off:014} "
        + name.encode("cp866").hex()
    )


@pytest.mark.parametrize(
    ("told", "error"),
    [
        (eb(86125, 345, 29713), 0),
        (eb(86125, 345, 29714), 0),
        (eb(86125, 345, 29715), 8),
        (eb(10000, 1000, 9000, off=1000), 0),
        (eb(10000, 1000, 9000), 8),
        (eb(10000, 1000, 11000, sign=1, off=1000), 0),
        (eb(0, 1000, 0), 0),
        (eb(10000, 0, 0), 10),
        (eb(100, 1000, 100, name="Я" * 128), 0),
        (eb(100, 1000, 100, name="Я" * 129), 20),
        (eb(100, 1000, 100)[:-60], 20),
        ("EB 00 0A", 20),
        ("EB 00 " + "0A" * 7, 19),
    ],
)
def test_cost_is_price_by_quantity(told: str, error: int) -> None:
    machine = shop()
    ask(machine, "92 00 01")
    ask(machine, "EA 00 01 00")
    assert refused(machine, told) == error
    assert len(machine.core.opened().items) == (error == 0)


def test_payments_of_every_type() -> None:
    told = begun(shop())
    for kind in (2, 3, 4, 5):
        ask(told, f"99 00 0{kind} 00 00 00 20 00")
    assert ask(told, "99 00 01 00 00 05 00 00")[1:] == bytes.fromhex("00 00 00 00 00 00 00 03 80 00")
    ask(told, CLOSE)
    flat = told.till.storage.documents[-1].tags()
    paid = [number(flat[each][0]) for each in (1031, 1081, 1215, 1216, 1217)]
    assert paid == [12000, 2000, 2000, 2000, 2000]
    assert told.till.drawer == 12000
    assert "СДАЧА" in "".join(told.roll.lines)


def test_payments_that_are_refused() -> None:
    told = begun(shop())
    assert refused(told, "99 00 02 00 00 02 00 01") == 113
    assert refused(told, "99 00 06 00 00 00 20 00") == 126
    assert refused(told, "4A 00 02 00 00 02 00 01") == 113
    assert refused(told, "4A 00 01 00 00 01 00 00") == 134
    ask(told, "99 00 02 00 00 01 00 00")
    assert refused(told, CLOSE) == 134
    assert refused(told, TEA) == 102, "payment has begun"
    assert refused(told, "9B 00 02 00 00 01 00 01") == 117
    assert ask(told, "9B 00 02 00 00 01 00 00")[1:6] == bytes.fromhex("00 00 02 00 00")
    assert state_code(told) == 0x11
    assert told.till.storage.last == 2


def test_closing_with_its_own_payment() -> None:
    told = begun(shop())
    ask(told, "99 00 02 00 00 01 00 00")
    ask(told, "4A 00 01 00 00 01 50 00")
    flat = told.till.storage.documents[-1].tags()
    assert [number(flat[each][0]) for each in (1031, 1081)] == [10000, 10000]
    assert "СДАЧА" in "".join(told.roll.lines)


def test_tests_change_nothing() -> None:
    told = shop()
    for command in ("92 01 01", "49 01 00 00 10 00 00"):
        ask(told, command)
    assert (state_code(told), told.till.drawer) == (0x01, 0)
    begun(told)
    ask(told, "EA 00 01 00")
    ask(told, "EB 01" + TEA[4:])
    ask(told, TEA)
    for command in ("99 01 01 00 00 04 00 00", "4A 01 01 00 00 00 00 00", "43 01 00 01 00 00 00 00 00 01"):
        ask(told, command)
    assert (state_code(told), told.core.opened().total, told.till.storage.last) == (0x11, 40000, 2)


def test_kopecks_cut_off() -> None:
    told = shop()
    ask(told, "92 00 01")
    ask(told, "EA 00 01 00")
    ask(told, eb(10055, 1000, 10055))
    assert refused(told, "43 00 00 01 00 00 00 00 01 00") == 123
    ask(told, "43 00 00 01 00 00 00 00 00 00")
    ask(told, CLOSE)
    document = told.till.storage.documents[-1]
    assert (document.total, number(document.tags()[1031][0])) == (10000, 10000)


@pytest.mark.parametrize(("width", "error5", "error7"), [(None, 0, 0), (7, 20, 0), (5, 0, 20)])
def test_a_tax_told_by_the_host(width: int | None, error5: int, error7: int) -> None:
    told = begun(shop(quirks=quirks(tax_sum_width=width)))
    assert refused(told, "B8 00 00 01 00 00 00 30 00") == error5
    assert refused(told, "B8 00 00 01 00 00 00 00 00 30 00") == error7
    ask(told, CLOSE)
    assert number(told.till.storage.documents[-1].tags()[1102][0]) == 3000


def test_the_order_of_things() -> None:
    told = register()
    assert refused(told, "92 00 01") == 102
    enter(told, 1)
    assert refused(told, "92 00 01") == 143
    ask(told, "9A 00")
    assert refused(told, "9A 00") == 156
    assert refused(told, "92 00 03") == 106
    assert [refused(told, each) for each in ("EA 00 01 00", TEA, CLOSE, CASH_200, "59")] == [154] * 5
    ask(told, "92 00 01")
    assert refused(told, TEA) == 102, "EBh without EAh"
    assert refused(told, CLOSE) == 173
    assert [refused(told, each) for each in ("92 00 01", "9A 00", "48", "49 00 00 00 10 00 00", "80")] == [155] * 5
    ask(told, "EA 00 01 00")
    assert refused(told, CLOSE) == 102, "a position is open"
    ask(told, "59")
    assert (state_code(told), told.till.storage.last) == (0x01, 2)


def test_a_shift_may_open_by_itself() -> None:
    told = enter(register(quirks=quirks(opens_shift=True)), 1)
    begun(told)
    assert told.till.shift_open


def test_an_old_shift_only_closes() -> None:
    told = shop()
    told.advance(timedelta(hours=24, seconds=1))
    assert refused(told, "92 00 01") == 136
    ask(told, "48")
    ask(enter(told, 3), "5A")
    assert not told.till.shift_open


def test_a_receipt_that_grows_old() -> None:
    told = begun(shop())
    told.advance(timedelta(hours=24, seconds=1))
    assert refused(told, "EA 00 01 00") == 136
    assert refused(told, CLOSE) == 240
    ask(told, "59")


def test_a_return_needs_cash() -> None:
    told = begun(shop(), 2)
    assert refused(told, CLOSE) == 152
    assert told.core.opened().paid == {}, "as if it had not been asked"
    ask(told, "4A 00 02 00 00 00 00 00")
    assert told.till.storage.documents[-1].type == 2


@pytest.mark.parametrize(("kind", "recorded"), [(7, 1), (9, 3)])
def test_a_correction_without_positions(kind: int, recorded: int) -> None:
    told = shop()
    ask(told, f"92 00 0{kind}")
    basis = tlv.pack(1177, "акт".encode("cp866")) + tlv.fixed(1178, 1_790_000_000, 4) + tlv.pack(1179, b"7")
    ask(told, tag(1173, b"\1"))
    ask(told, tag(1174, basis))
    ask(told, "B8 00 00 01 00 00 00 00 00 20 00")
    assert refused(told, CLOSE) == 173, "nothing tells its sum"
    ask(told, "99 00 02 00 00 01 20 00")
    ask(told, CLOSE)
    document = told.till.storage.documents[-1]
    assert (document.form, document.type, document.total) == (Form.CORRECTION, recorded, 12000)
    flat = document.tags()
    assert (flat[1173], flat[1174], number(flat[1102][0])) == ([b"\1"], [basis], 2000)


def test_a_receipt_and_the_power() -> None:
    told = begun(shop())
    told.power_off()
    told.power_on()
    assert state_code(told) == 0x11
    ask(told, CLOSE)
    lost = begun(shop(quirks=quirks(keeps_receipt=False)))
    lost.power_off()
    lost.power_on()
    assert (state_code(lost), lost.till.storage.last) == (0x00, 2)


def test_a_receipt_that_is_not_printed() -> None:
    told = shop()
    before = len(told.roll.printed)
    ask(told, "92 02 01")
    ask(told, "EA 00 01 00")
    ask(told, TEA)
    ask(told, CLOSE)
    assert len(told.roll.printed) == before
    assert told.till.storage.last == 3


def test_the_paper_of_a_receipt() -> None:
    told = shop()
    document = sell(told)
    paper = told.roll.documents[-1].text()
    assert "Чай" in paper
    assert f"ФД {document.number}" in paper
    assert told.roll.barcodes[-1].content.endswith(f"&i={document.number}&fp={document.sign}&n=1")
