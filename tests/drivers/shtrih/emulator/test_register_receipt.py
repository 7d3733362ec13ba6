import pytest

from tests.drivers.shtrih.emulator.host import (
    CARD,
    CASH,
    ask,
    closing,
    fast,
    money,
    number_of,
    open_shift,
    position,
    refused,
    register,
    sell,
    tlv,
)


def test_the_example_of_the_text() -> None:
    """spec/shtrih-m.md 6.1: two for 123.45, 200 in cash, 100 by card; numbers and signs are this register's."""
    shop = open_shift(register())
    assert shop.execute(bytes.fromhex("8D 1E 00 00 00 00")) == bytes.fromhex("8D 00 1E")
    sale = bytes.fromhex(
        "FF 46 1E 00 00 00 01 80 84 1E 00 00 00 39 30 00 00 00 FF FF FF FF FF FF FF FF FF FF 01 01 04 01"
        "D7 E0 E9 20 F7 B8 F0 ED FB E9"
    )
    assert shop.execute(sale) == bytes.fromhex("FF 46 00")
    address = bytes.fromhex("FF 0C 1E 00 00 00 F0 03 06 00 61 40 62 2E 72 75")
    assert shop.execute(address) == bytes.fromhex("FF 0C 00")
    cashier = bytes.fromhex("FF 0C 1E 00 00 00 FD 03 0A 00 88 A2 A0 AD AE A2 A0 20 80 2E")
    assert shop.execute(cashier) == bytes.fromhex("FF 0C 00")
    assert shop.execute(bytes.fromhex("89 1E 00 00 00")) == bytes.fromhex("89 00 1E 72 60 00 00 00")
    close = bytes.fromhex("FF 45 1E 00 00 00 20 4E 00 00 00 10 27 00 00 00") + bytes(101) + b"\x01"
    answer = shop.execute(close)
    document = shop.storage.documents[-1]
    assert answer == bytes.fromhex("FF 45 00 BE 14 00 00 00 03 00 00 00") + document.sign.to_bytes(4, "little")
    assert (document.type, document.total, document.receipt) == (1, 24690, 1)
    tags = document.tags()
    assert tags[1008] == [b"a@b.ru"]
    assert tags[1021] == ["Иванова А.".encode("cp866")]
    assert tags[1020] == [(24690).to_bytes(2, "little")]
    assert tags[1031] == [(14690).to_bytes(2, "little")]
    assert tags[1081] == [(10000).to_bytes(2, "little")]
    found = shop.execute(bytes.fromhex("FF 0A 1E 00 00 00 03 00 00 00"))
    assert found[:18] == bytes.fromhex("FF 0A 00 03 00 1A 0B 0F 0F 1E 03 00 00 00") + answer[12:16]
    assert found[18:] == bytes.fromhex("01 72 60 00 00 00")
    assert shop.mode == 2


@pytest.mark.parametrize(("kind", "op", "mode"), [(0, 1, 0x08), (1, 3, 0x18), (2, 2, 0x28), (3, 4, 0x38)])
def test_kinds(kind: int, op: int, mode: int) -> None:
    shop = open_shift(register())
    ask(shop, "50", money(1000000))
    ask(shop, "8D", bytes([kind]))
    assert shop.mode == mode
    wrong = next(each for each in range(1, 5) if each != op)
    assert refused(shop, "FF46", position(op=wrong)) == 0x49
    ask(shop, "FF46", position(op=op))
    ask(shop, "FF45", closing({CASH: 10000}))
    assert shop.storage.documents[-1].type == op


def test_cash_goes_in_and_out() -> None:
    shop = open_shift(register())
    sell(shop)
    ask(shop, "8D", "02")
    ask(shop, "FF46", position(op=2))
    ask(shop, "FF46", position(op=2, price=1))
    assert refused(shop, "FF45", closing({CASH: 10001})) == 0x46
    assert refused(shop, "FF45", closing({CASH: 10000, CARD: 1})) == 0
    assert ask(shop, "1A", "F1")[1:] == bytes(6)


def test_opening_opens_the_shift() -> None:
    shop = register()
    ask(shop, "8D", "00")
    assert shop.mode == 8
    assert shop.storage.shift_open
    assert shop.storage.last == 2


@pytest.mark.parametrize(("told", "error"), [(9999, 0), (10000, 0), (10001, 0), (9998, 0x33), (10002, 0x33)])
def test_sum_of_a_position_may_be_a_kopeck_off(told: int, error: int) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    assert refused(shop, "FF46", position(total=money(told))) == error


@pytest.mark.parametrize(
    ("quantity", "price", "total"), [(355_000, 1000, 355), (333_333, 100, 33), (500_000, 101, 51), (1, 1, 0)]
)
def test_sum_is_counted_half_up(quantity: int, price: int, total: int) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position(quantity=quantity, price=price))
    assert ask(shop, "89")[1:] == money(total)


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"quantity": 0}, 0x62),
        ({"price": 10_000_000_000}, 0x61),
        ({"department": 17}, 0x63),
        ({"vat": 0x03}, 0x33),
        ({"vat": 0x81}, 0x33),
        ({"method": 8}, 0x33),
        ({"subject": 0}, 0x33),
        ({"subject": 34}, 0x33),
        ({"name": "x" * 129}, 0x7E),
    ],
)
def test_positions_that_cannot_be(facts: dict[str, object], error: int) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    assert refused(shop, "FF46", position(**facts)) == error  # type: ignore[arg-type]
    assert ask(shop, "89")[1:] == money(0)


def test_subjects_of_an_older_format() -> None:
    shop = open_shift(register(ffd="1.05"))
    ask(shop, "8D", "00")
    assert refused(shop, "FF46", position(subject=33)) == 0x33


@pytest.mark.parametrize(
    ("paid", "error"),
    [
        ({CASH: 9999}, 0x45),
        ({CARD: 10001}, 0x4D),
        ({CASH: 10000, CARD: 10000}, 0),
        ({14: 5000, 15: 4000, 16: 1000}, 0),
        ({14: 10001}, 0x4D),
    ],
)
def test_payments(paid: dict[int, int], error: int) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position())
    before = shop.glance()
    assert refused(shop, "FF45", closing(paid)) == error
    assert (shop.glance() == before) == bool(error)


def test_payments_as_requisites() -> None:
    shop = open_shift(register())
    sell(shop, {CASH: 9000, 3: 1000, 14: 500, 15: 400, 16: 300})
    tags = shop.storage.documents[-1].tags()
    sums = [int.from_bytes(tags[tag][0], "little") for tag in (1020, 1031, 1081, 1215, 1216, 1217)]
    assert sums == [10000, 7800, 1000, 500, 400, 300]
    assert ask(shop, "1A", "F1")[1:] == (7800).to_bytes(6, "little")


def test_change_is_from_cash() -> None:
    assert sell(open_shift(register()), {CASH: 20000, CARD: 4000})[:5] == money(14000)


@pytest.mark.parametrize(("rounding", "error"), [(45, 0), (46, 0x33), (100, 0x33)])
def test_rounding_takes_kopecks_alone(rounding: int, error: int) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position(price=12345))
    assert refused(shop, "FF45", closing({CASH: 12345}, rounding=rounding)) == error
    if not error:
        assert shop.storage.documents[-1].total == 12300


@pytest.mark.parametrize(("system", "told"), [(1, 1), (2, 2), (0, 1), (3, None), (8, None), (0x40, None)])
def test_tax_systems(system: int, told: int | None) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position())
    assert refused(shop, "FF45", closing({CASH: 10000}, system=system)) == (0x33 if told is None else 0)
    if told is not None:
        assert shop.storage.documents[-1].tags()[1055] == [bytes([told])]


def test_nothing_costs_nothing() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    assert refused(shop, "FF45", closing({})) == 0x8E
    ask(shop, "FF46", position(price=0))
    assert refused(shop, "FF45", closing({})) == 0
    ask(shop, "1E", "01 0100 17 01")
    ask(shop, "8D", "00")
    ask(shop, "FF46", position(price=0))
    assert refused(shop, "FF45", closing({})) == 0x8E


def test_a_cancelled_receipt_leaves_no_document() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position())
    assert ask(shop, "88") == b"\x1e"
    assert shop.mode == 2
    assert shop.storage.last == 2
    assert ask(shop, "1B", "9D")[1:] == b"\x01\x00"
    assert ask(shop, "1A", "F9")[1:] == (10000).to_bytes(6, "little")
    assert refused(shop, "88") == 0x73


def test_a_receipt_belongs_to_who_opened_it() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00", password=5)
    for code, data in {"88": b"", "89": b"", "FF46": position(), "FF45": closing({CASH: 10000})}.items():
        assert refused(shop, code, data, password=6) == 0x59
    assert refused(shop, "FF46", position(), password=5) == 0
    assert refused(shop, "88", password=30) == 0


def test_requisites_of_a_position() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    assert refused(shop, "FF4D", tlv(1226, b"7707083893  ")) == 0x33
    ask(shop, "FF46", position())
    ask(shop, "FF4D", tlv(1226, b"7707083893  "))
    ask(shop, "FF45", closing({CASH: 10000}))
    assert tlv(1226, b"7707083893  ") in shop.storage.documents[-1].tags()[1059][0]


@pytest.mark.parametrize("tag", [1020, 1054, 1055, 1059, 1077])
def test_requisites_the_register_makes_itself(tag: int) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    assert refused(shop, "FF0C", tlv(tag, b"\1")) == 0x33


def test_requisites_of_another_format() -> None:
    old, new = open_shift(register(ffd="1.05")), open_shift(register(ffd="1.2"))
    for shop in (old, new):
        ask(shop, "8D", "00")
    assert refused(old, "FF0C", tlv(1227, b"x")) == 0
    assert refused(new, "FF0C", tlv(1227, b"x")) == 0x33
    assert refused(old, "FF0C", tlv(1256, tlv(1227, b"x"))) == 0x33
    assert refused(new, "FF0C", tlv(1256, tlv(1227, b"x"))) == 0


@pytest.mark.parametrize("data", [b"\xf0\x03\x06\x00a@b", b"\0\0\0\0", b"\xf0\x03\x00"])
def test_torn_requisites(data: bytes) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    assert refused(shop, "FF0C", data) in (0x33, 0x7E)


def test_requisites_without_a_document() -> None:
    assert refused(open_shift(register()), "FF0C", tlv(1008, b"a@b.ru")) == 0x02


def test_a_long_requisite() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position())
    long = tlv(1084, tlv(1085, b"n" * 60) + tlv(1086, b"v" * 250))
    ask(shop, "FF32", len(long).to_bytes(2, "little"))
    for at in range(0, len(long), 100):
        part = long[at : at + 100]
        ask(shop, "FF33", at.to_bytes(2, "little") + bytes([len(part)]) + part)
    ask(shop, "FF64")
    ask(shop, "FF45", closing({CASH: 10000}))
    assert shop.storage.documents[-1].tags()[1084] == [long[4:]]


def test_old_commands_sell_too() -> None:
    shop = open_shift(register())
    text = "Хлеб".encode("cp1251").ljust(40, b"\0")
    sale = (2000).to_bytes(5, "little") + money(4500) + b"\x01\x02\0\0\0" + text
    ask(shop, "80", sale)
    assert shop.mode == 8
    assert refused(shop, "81", sale) == 0x49
    close = money(10000) + bytes(15) + bytes(2) + bytes(4) + b"\0" * 40
    assert ask(shop, "85", close) == b"\x1e" + money(1000)
    document = shop.storage.documents[-1]
    assert (document.type, document.total) == (1, 9000)
    assert int.from_bytes(document.tags()[1103][0], "little") == 818


def test_commands_newer_firmware_has_lost() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    assert refused(shop, "86", money(100) + bytes(44)) == 0x37
    assert refused(shop, "FF4B", bytes(11)) == 0x35


def test_money_registers_of_a_shift() -> None:
    shop = open_shift(register())
    sell(shop, {CASH: 4000, CARD: 6000}, department=2)
    values = {each: int.from_bytes(ask(shop, "1A", bytes([each]))[1:], "little") for each in (72, 76, 4, 125, 193, 197)}
    assert values == {72: 4000, 76: 6000, 4: 10000, 125: 10000, 193: 4000, 197: 6000}
    counts = {each: int.from_bytes(ask(shop, "1B", bytes([each]))[1:], "little") for each in (144, 148, 152)}
    assert counts == {144: 1, 148: 1, 152: 1}
    ask(shop, "8D", "00")
    assert ask(shop, "1A", "04")[1:] == bytes(6)
    ask(shop, "88")
    ask(shop, "41")
    assert ask(shop, "1A", "C1")[1:] == bytes(6)
    assert ask(shop, "1B", "94")[1:] == b"\x01\x00"


def test_time_after_the_sign() -> None:
    shop = open_shift(register(quirks=fast(extended_answers=True)))
    told = sell(shop)
    assert len(told) == 18
    assert told[13:] == bytes((26, 11, 15, 15, 30))
    assert number_of(told) == 3


def test_the_same_inputs_give_the_same_documents() -> None:
    first, second = open_shift(register()), open_shift(register())
    assert sell(first) == sell(second)
    assert first.storage.documents == second.storage.documents
    assert sell(first, price=5000) != sell(second)


def test_many_positions_fit_until_the_document_is_full() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    for _ in range(300):
        ask(shop, "FF46", position(name="н" * 128, price=1))
    assert refused(shop, "FF45", closing({CASH: 300})) == 0x10
    assert shop.storage.receipt == 0
    assert shop.mode == 8
