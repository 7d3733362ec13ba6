"""Receipts: what is recorded of what the host says, and what is refused on the way."""

from decimal import Decimal

import pytest

from drivers.emulation.fiscal import tlv
from drivers.pirit.emulator.device import Device
from tests.drivers.pirit.emulator.host import (
    BUY,
    CARD,
    CASH,
    OPERATOR,
    PUT_IN,
    RETURN,
    SALE,
    SERVICE,
    TAKE_OUT,
    ask,
    close,
    device,
    open_document,
    pay,
    position,
    put_in,
    quirks,
    refused,
    sell,
    state,
)


def last(register: Device) -> dict[int, list[bytes]]:
    return register.till.storage.documents[-1].tags()


def item(register: Device, number: int = 0) -> dict[int, bytes]:
    return dict(tlv.parse(last(register)[1059][number]))


def whole(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


def stage(register: Device) -> int:
    return state(register)[2] >> 4


def test_a_sale_paid_in_two_ways() -> None:
    register = device()
    open_document(register)
    assert state(register)[2] == 0x12
    position(register, "100.00", "1", name="Чай")
    position(register, "50.55", "2.5", name="Сахар", rate="1", method="1", subject="4")
    ask(register, "44")
    assert stage(register) == 2
    ask(register, "57", "1192", "0", "Основание", "77")
    ask(register, "44")
    assert stage(register) == 3
    pay(register, CARD, "200.00")
    pay(register, CASH, "50.00")
    assert stage(register) == 4
    close(register, "+79991234567")
    told = last(register)
    assert whole(told[1020][0]) == 22638, "126.375 is rounded up"
    assert (whole(told[1081][0]), whole(told[1031][0])) == (20000, 2638), "cash without the change"
    assert told[1008] == [b"+79991234567"]
    assert told[1192] == [b"77"]
    assert told[1021] == [OPERATOR.encode("cp866")]
    assert told[1054] == [b"\x01"]
    assert told[1055] == [b"\x01"]
    sugar = item(register, 1)
    assert tlv.unpadded(sugar[1030]) == "Сахар"
    assert (sugar[1199], sugar[1214], sugar[1212]) == (b"\x02", b"\x01", b"\x04")
    assert Decimal(whole(sugar[1023][1:])).scaleb(-sugar[1023][0]) == Decimal("2.5")
    assert state(register)[2] == 0
    assert register.till.drawer == 2638


def test_the_operator_with_an_inn_and_another_tax_system() -> None:
    register = device(tax_systems=0b110)
    assert refused(register, "30", "2", "1", OPERATOR, "", "0") == (0x03, 43)
    ask(register, "30", "2", "1", "500100732259&Петрова", "", "2")
    position(register)
    pay(register)
    close(register)
    assert last(register)[1055] == [b"\x04"]
    assert last(register)[1021] == ["Петрова".encode("cp866")]
    assert last(register)[1203] == [b"500100732259"]


@pytest.mark.parametrize(("kind", "tag", "flags", "drawer"), [(RETURN, 2, 0x13, 80000), (BUY, 3, 0x16, 80000)])
def test_what_pays_out(kind: str, tag: int, flags: int, drawer: int) -> None:
    register = device()
    open_document(register, kind)
    assert state(register)[2] == flags
    position(register)
    assert refused(register, "47", CASH, "200.00")[0] == 0x0E, "the drawer is empty"
    ask(register, "32")
    put_in(register)
    sell(register, kind)
    assert last(register)[1054] == [bytes((tag,))]
    assert register.till.drawer == drawer


def test_types_of_payment() -> None:
    register = device()
    open_document(register)
    position(register, "100.00", "1")
    assert refused(register, "47", "2", "10.00") == (0x03, 55), "it has no name"
    ask(register, "12", "32", "2", "БОНУСЫ")
    for kind in ("2", "13", "14", "15"):
        pay(register, kind, "20.00")
    assert refused(register, "47", CARD, "20.01") == (0x03, 56)
    pay(register, CARD, "20.00")
    close(register)
    told = last(register)
    assert [whole(told[tag][0]) for tag in (1031, 1081, 1215, 1216, 1217)] == [0, 4000, 2000, 2000, 2000]


def test_kopecks_off_the_whole_receipt() -> None:
    register = device()
    open_document(register)
    position(register, "100.55", "1")
    assert refused(register, "45", "1", "", "0.55") == (0x01, 12), "after the first subtotal alone"
    ask(register, "44")
    assert refused(register, "45", "1", "", "1.00") == (0x03, 52)
    ask(register, "45", "1", "Округление", "0.55")
    assert refused(register, "45", "1", "", "0.01") == (0x03, 35)
    assert refused(register, "52", "100.55")[0] == 0x03
    ask(register, "52", "100.00")
    pay(register, CASH, "100.00")
    close(register)
    assert whole(last(register)[1020][0]) == 10000


@pytest.mark.parametrize(
    ("values", "why"),
    [
        (("Ч" * 257, "", "1", "1.00", "0"), 44),
        (("Чай", "1" * 19, "1", "1.00", "0"), 45),
        (("Чай", "", "0", "1.00", "0"), 46),
        (("Чай", "", "1,5", "1.00", "0"), 46),
        (("Чай", "", "1/2", "1.00", "0"), 46),
        (("Чай", "", "1", "-1.00", "0"), 47),
        (("Чай", "", "1", "1.00", "6"), 48),
        (("Чай", "", "1", "1.00", ""), 48),
        (("Чай", "", "1", "1.00", "0", "12345"), 49),
        (("Чай", "", "1", "1.00", "0", "", "17"), 50),
        (("Чай", "", "1", "1.00", "0", "", "1", "0", "", "", "8"), 53),
        (("Чай", "", "1", "1.00", "0", "", "1", "0", "", "", "4", "27"), 54),
        (("Чай", "", "1", "1.00", "0", "", "1", "0", "", "", "4", "1", "64"), 89),
    ],
)
def test_positions_that_cannot_be(values: tuple[str, ...], why: int) -> None:
    register = device()
    open_document(register)
    assert refused(register, "42", *values) == (0x03, why)
    assert register.core.draft is not None
    assert register.core.draft.items == []


def test_rates_are_those_of_the_table() -> None:
    register = device()
    register.settings.put(40, 0, "НДС 22%")
    register.settings.put(41, 0, "22.00")
    register.settings.put(40, 4, "НДС 5/105")
    register.settings.put(41, 4, "5.00")
    assert ask(register, "11", "41", "0") == ["22.00"]
    open_document(register)
    assert position(register, "122.00", "1") == ["22.0000"]
    assert position(register, "105.00", "1", rate="4") == ["5.0000"]
    assert position(register, "1.00", "1", rate="3") == ["0.0000"]
    pay(register, CASH, "228.00")
    close(register)
    assert [item(register, number)[1199] for number in range(3)] == [b"\x0b", b"\x09", b"\x06"]


def test_more_of_a_position() -> None:
    register = device()
    open_document(register)
    agent = ("64", "7707083893", "+79990000001,+79990000002", "ООО Принципал", "", "", "", "", "", "", "")
    assert ask(register, "24", "ZZ$1D12", "Партия 7", "", *agent) == ["Unrecogn"]
    position(register, unit="кг", more=("643", "10000/123", "1.50"))
    position(register, "10.00", "1")
    pay(register, CASH, "300.00")
    close(register)
    told = item(register)
    assert told[1162] == b"\0\0ZZ\x1d12"
    assert tlv.unpadded(told[1191]) == "Партия 7"
    assert told[1222] == b"\x40"
    assert told[1226] == b"7707083893  "
    assert [tag for tag, _ in tlv.parse(told[1224])] == [1171, 1171, 1225]
    assert tlv.unpadded(told[1197]) == "кг"
    assert (told[1230], told[1231], whole(told[1229])) == (b"643", b"10000/123", 150)
    assert 1162 not in item(register, 1), "it was for one position"


def test_a_code_that_is_known_and_agents_without_a_mask() -> None:
    register = device()
    open_document(register)
    assert ask(register, "24", "DM12345", "") == [""]
    assert refused(register, "24", "", "", "", "", "7707083893") == (0x03, 64)
    assert refused(register, "24", "", "", "", "64", "7707083893", "89991234567") == (0x03, 93)
    position(register)
    pay(register)
    close(register)
    assert item(register)[1162] == b"DM12345"


def test_the_buyer_and_other_words_of_the_receipt() -> None:
    register = device()
    open_document(register)
    position(register)
    pay(register)
    head = ("0", "a@b.ru", "0", "Витрина", "shop@b.ru", "7")
    assert refused(register, "31", *head, "Имя", "") == (0x03, 73)
    ask(register, "31", *head, "Имя", "Значение", "ООО Покупатель", "7707083893")
    told = last(register)
    assert (told[1187], told[1117], told[1036]) == (["Витрина".encode("cp866")], [b"shop@b.ru"], [b"7"])
    assert [tag for tag, _ in tlv.parse(told[1084][0])] == [1085, 1086]
    assert told[1228] == [b"7707083893  "]


def test_the_buyer_of_1_2_is_one_requisite() -> None:
    register = device(ffd="1.2")
    open_document(register)
    position(register, unit="11")
    pay(register)
    tail = ("ООО Покупатель", "7707083893", "01021990", "643", "21", "1234", "Москва")
    ask(register, "31", "0", "a@b.ru", "", "", "", "", "", "", *tail)
    buyer = dict(tlv.parse(last(register)[1256][0]))
    assert buyer[1243] == b"01.02.1990"
    assert sorted(buyer) == [1227, 1228, 1243, 1244, 1245, 1246, 1254]
    assert item(register)[2108] == b"\x0b"


def test_requisites_of_1_2_told_one_by_one() -> None:
    register = device(ffd="1.2")
    open_document(register)
    position(register)
    for tag, value in {"1262": "030", "1263": "01022026", "1264": "7", "1265": "mode=1"}.items():
        ask(register, "57", tag, "0", "", value)
    for tag, value in {"1271": "1", "1272": "операция", "1273": "010226"}.items():
        ask(register, "57", tag, "0", "", value)
    pay(register)
    close(register)
    assert [tag for tag, _ in tlv.parse(last(register)[1261][0])] == [1262, 1263, 1264, 1265]
    assert [tag for tag, _ in tlv.parse(last(register)[1270][0])] == [1271, 1272, 1273]
    assert refused(device(), "57", "1262", "0", "", "030")[0] == 0x01


def test_1_05_has_no_requisites_of_1_2() -> None:
    register = device()
    open_document(register)
    assert refused(register, "57", "1262", "0", "", "030") == (0x03, 71)


def test_cancelling_and_deferring() -> None:
    register = device()
    recorded = register.till.storage.last
    for command, values in (("32", ()), ("33", ()), ("33", ("забыл деньги",))):
        open_document(register)
        position(register)
        ask(register, command, *values)
        assert state(register)[2] == 0
    assert register.till.storage.last == recorded
    assert ask(register, "01", "7")[3:5] == ["1", "2"]
    assert ask(register, "01", "8")[1:3] == ["200.00", "200.00"]
    assert "ЧЕК ОТЛОЖЕН забыл деньги" in register.roll.lines
    assert refused(register, "32") == (0x01, 8)


def test_cash() -> None:
    register = device()
    assert len(put_in(register, "500.00")) == 2, "a document that is no receipt has but its numbers"
    open_document(register, TAKE_OUT)
    assert refused(register, "48", "", "500.01")[0] == 0x0E
    ask(register, "48", "100", "100.00")
    ask(register, "48", "50", "50.00")
    close(register)
    assert register.till.drawer == 35000
    assert "СУММА =150.00" in register.roll.lines


@pytest.mark.parametrize("kind", [PUT_IN, TAKE_OUT, SALE, RETURN])
def test_what_needs_a_shift(kind: str) -> None:
    register = device(shift=False)
    assert refused(register, "30", kind, "1", OPERATOR) == (0x01, 20)


def test_cash_without_a_shift_where_that_is_allowed() -> None:
    register = device(shift=False, quirks=quirks(cash_needs_shift=False))
    put_in(register)
    assert register.till.drawer == 100_000


def test_the_order_of_commands() -> None:
    register = device()
    assert refused(register, "42", "Чай", "", "1", "1.00", "0") == (0x01, 8)
    open_document(register)
    assert refused(register, "30", "2", "1", OPERATOR) == (0x01, 9)
    assert refused(register, "20", OPERATOR) == (0x01, 9)
    assert refused(register, "21", OPERATOR) == (0x01, 9)
    assert refused(register, "47", CASH, "1.00") == (0x03, 26), "nothing is sold"
    assert refused(register, "48", "", "1.00") == (0x01, 17)
    position(register)
    assert refused(register, "31", "0") == (0x01, 14)
    pay(register, CASH, "100.00")
    assert refused(register, "42", "Чай", "", "1", "1.00", "0") == (0x01, 11)
    assert refused(register, "44") == (0x01, 12)
    pay(register, CASH, "100.00")
    assert refused(register, "47", CASH, "1.00") == (0x01, 13)
    ask(register, "32")
    open_document(register, SERVICE)
    assert refused(register, "42", "Чай", "", "1", "1.00", "0") == (0x01, 19)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        (("18", "1", OPERATOR), (0x03, 40)),
        (("8", "1", OPERATOR), (0x03, 40)),
        (("", "1", OPERATOR), (0x03, 40)),
        (("2", "100", OPERATOR), (0x03, 41)),
        (("2", "1", ""), (0x01, 33)),
        (("2", "1", "12&Иванов"), (0x03, 33)),
    ],
)
def test_documents_that_cannot_be_opened(values: tuple[str, ...], error: tuple[int, int]) -> None:
    assert refused(device(), "30", *values) == error


def test_a_receipt_that_is_not_printed() -> None:
    register = device()
    before = len(register.roll.lines)
    open_document(register, str(2 | 1 << 7))
    position(register)
    pay(register)
    close(register)
    assert len(register.roll.lines) == before
    assert len(register.till.storage.documents) == 3
