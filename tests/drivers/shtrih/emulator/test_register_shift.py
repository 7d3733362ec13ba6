from datetime import timedelta

import pytest

from drivers.emulation.fiscal.storage import Form, Open
from tests.drivers.shtrih.emulator.host import (
    ask,
    closing,
    fast,
    money,
    open_shift,
    position,
    refused,
    register,
    sell,
    state,
    tlv,
)


def forms(shop: object) -> list[Form]:
    return [each.form for each in shop.storage.documents]  # type: ignore[attr-defined]


def test_a_shift_opens_and_closes() -> None:
    shop = register()
    assert shop.execute(bytes.fromhex("E0 1E 00 00 00")) == bytes.fromhex("E0 00 1E")
    assert shop.mode == 2
    assert refused(shop, "E0") == 0x73
    assert shop.execute(bytes.fromhex("41 1E 00 00 00")) == bytes.fromhex("41 00 1E")
    assert shop.mode == 4
    assert refused(shop, "41") == 0x73
    assert forms(shop) == [Form.REGISTRATION, Form.SHIFT_OPENING, Form.SHIFT_CLOSING]


def test_an_old_answer_to_the_opening_has_no_error_byte() -> None:
    shop = register(quirks=fast(short_opening=True))
    assert shop.execute(bytes.fromhex("E0 1E 00 00 00")) == bytes.fromhex("E0 1E")


def test_the_shift_grows_old() -> None:
    shop = open_shift(register())
    shop.advance(timedelta(hours=23, minutes=59))
    assert shop.mode == 2
    shop.advance(timedelta(minutes=1))
    assert shop.mode == 3
    assert refused(shop, "8D", "00") == 0x4E
    assert refused(shop, "E0") == 0x73
    ask(shop, "41")
    assert shop.mode == 4


def test_the_shift_may_be_shorter() -> None:
    shop = register()
    ask(shop, "1E", "11 0100 08 1E")
    open_shift(shop)
    shop.advance(timedelta(hours=23, minutes=30))
    assert shop.mode == 3


def test_a_receipt_that_outlives_its_shift_is_refused_by_the_storage() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position())
    shop.advance(timedelta(hours=25))
    assert shop.mode == 8
    assert refused(shop, "FF45", closing({1: 10000})) == 0x16
    ask(shop, "88")
    assert shop.mode == 3
    assert forms(shop)[-1] is Form.SHIFT_OPENING


def test_requisites_of_shift_documents() -> None:
    shop = register()
    ask(shop, "FF41")
    assert ask(shop, "FF01")[1] == 2
    ask(shop, "FF0C", tlv(1021, "Иванова".encode("cp866")))
    ask(shop, "FF0C", tlv(1203, b"500100732259"))
    ask(shop, "E0")
    ask(shop, "FF42")
    assert ask(shop, "FF01")[1:3] == b"\x08\x00"
    ask(shop, "FF0C", tlv(1021, "Петрова".encode("cp866")))
    ask(shop, "41")
    opened, closed = shop.storage.documents[1:]
    assert opened.tags()[1021] == ["Иванова".encode("cp866")]
    assert opened.tags()[1203] == [b"500100732259"]
    assert closed.tags()[1021] == ["Петрова".encode("cp866")]
    assert 1203 not in closed.tags()


def test_a_document_left_open_stops_others() -> None:
    shop = open_shift(register())
    ask(shop, "FF42")
    before = shop.glance()
    assert refused(shop, "8D", "00") == 0x02
    assert refused(shop, "FF42") == 0x02
    assert shop.glance() == before
    ask(shop, "FF08")
    assert refused(shop, "FF08") == 0x02
    assert refused(shop, "8D", "00") == 0


def test_an_opening_the_storage_refuses_leaves_the_shift_closed() -> None:
    shop = register()
    ask(shop, "50", "1027000000")
    before = shop.glance()
    ask(shop, "FF41")
    for _ in range(20):
        ask(shop, "FF0C", tlv(1192, b"x" * 245))
    assert refused(shop, "E0") == 0x10
    assert shop.glance() == before
    assert shop.registers.read_money(242) == 10000
    ask(shop, "FF08")
    assert refused(shop, "E0") == 0


def test_a_hanging_document() -> None:
    shop = open_shift(register())
    shop.storage.hang(Open.CALCULATION_STATE)
    assert ask(shop, "FF01")[1] == 0x17
    assert refused(shop, "41") == 0x02
    ask(shop, "FF08")
    assert refused(shop, "41") == 0


def test_shift_numbers_as_the_storage_tells_them() -> None:
    shop = register()
    assert ask(shop, "FF40").hex() == "0000000000"
    sell(shop)
    sell(shop)
    assert ask(shop, "FF40").hex() == "0101000200"
    ask(shop, "41")
    assert ask(shop, "FF40").hex() == "0001000200"
    open_shift(shop)
    assert ask(shop, "FF40").hex() == "0102000000"


def test_shift_by_the_commands_of_the_storage() -> None:
    shop = register()
    told = ask(shop, "FF0B")
    assert told[:6].hex() == "010002000000"
    assert int.from_bytes(told[6:10], "little") == shop.storage.documents[-1].sign
    told = ask(shop, "FF43")
    assert told[:6].hex() == "010003000000"
    assert shop.mode == 4


def test_cash_in_and_out() -> None:
    shop = open_shift(register())
    assert ask(shop, "50", money(10000)) == b"\x1e\x01\x00"
    assert ask(shop, "51", money(2500)) == b"\x1e\x02\x00"
    assert refused(shop, "51", money(7501)) == 0x46
    assert refused(shop, "50", money(0)) == 0x33
    assert [ask(shop, "1A", bytes([each]))[1:] for each in (241, 242, 243)] == [
        sum_.to_bytes(6, "little") for sum_ in (7500, 10000, 2500)
    ]
    ask(shop, "41")
    assert ask(shop, "1A", "F1")[1:] == (7500).to_bytes(6, "little")
    assert ask(shop, "1A", "F2")[1:] == bytes(6)


def test_cash_can_be_cleared_with_the_shift() -> None:
    shop = open_shift(register())
    ask(shop, "50", money(10000))
    ask(shop, "1E", "01 0100 02 01")
    ask(shop, "41")
    assert ask(shop, "1A", "F1")[1:] == bytes(6)


def test_reports_that_are_no_documents() -> None:
    shop = open_shift(register())
    ask(shop, "40", password=29)
    assert refused(shop, "40", password=1) == 0x4F
    assert "СУТОЧНЫЙ ОТЧЕТ БЕЗ ГАШЕНИЯ" in shop.paper.lines
    assert forms(shop)[-1] is Form.SHIFT_OPENING


def test_state_of_calculations() -> None:
    shop = register()
    open_shift(shop)
    assert refused(shop, "FF38") == 0x02
    ask(shop, "FF37")
    told = ask(shop, "FF38")
    assert told[:4] == b"\x03\x00\x00\x00"
    assert told[8:12] == b"\x01\x00\x00\x00"  # the opening is not confirmed
    assert told[12:15] == bytes((26, 11, 15))
    assert forms(shop)[-1] is Form.CALCULATION_STATE


def test_last_document_again() -> None:
    shop = open_shift(register())
    sell(shop)
    printed = len(shop.paper.printed)
    ask(shop, "8C")
    assert shop.paper.printed[printed:] == shop.core.repeatable


@pytest.mark.parametrize("code", ["25", "29"])
def test_the_mode_matrix_for_a_receipt(code: str) -> None:
    shop = open_shift(register())
    data = {"25": "01", "29": "0203"}[code]
    assert refused(shop, code, data) == 0
    ask(shop, "8D", "00")
    assert refused(shop, code, data) == 0x73
    assert refused(shop, "17", b"\x02abc") == 0
    assert refused(shop, "28", "00") == 0
    assert refused(shop, "1E", "11 0100 07 01") == 0x73
    assert state(shop) == (8, 0)
