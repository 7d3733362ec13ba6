import pytest

from drivers.emulation.fiscal import tlv as written
from drivers.emulation.fiscal.storage import Form
from tests.drivers.shtrih.emulator.host import ask, closing, money, open_shift, position, refused, register, sell, tlv

DATE = (1794700800).to_bytes(4, "little")


def full(
    total: int, *, ordered: int = 0, sign: int = 1, cash: int = 0, card: int = 0, vat10: int = 0, system: int = 1
) -> bytes:
    """Of FF4A."""
    sums = [total, cash, card, 0, 0, 0, 0, vat10, 0, 0, 0, 0]
    return bytes((ordered, sign)) + b"".join(map(money, sums)) + bytes([system])


def test_of_an_older_format() -> None:
    shop = open_shift(register(ffd="1.05"))
    ask(shop, "FF35")
    assert ask(shop, "FF01")[1] == 0x14
    ask(shop, "FF0C", tlv(1177, "Ошибка".encode("cp866")) + tlv(1178, DATE) + tlv(1179, b"12"))
    told = ask(shop, "FF4A", full(11000, ordered=1, cash=10000, card=1000, vat10=1000))
    document = shop.storage.documents[-1]
    assert told == b"\x01\0\x03\0\0\0" + document.sign.to_bytes(4, "little")
    assert (document.form, document.type, document.total) == (Form.CORRECTION, 1, 11000)
    tags = document.tags()
    assert tags[1173] == [b"\1"]
    assert written.parse(tags[1174][0]) == [(1177, "Ошибка".encode("cp866")), (1178, DATE), (1179, b"12")]
    sums = [int.from_bytes(tags[tag][0], "little") for tag in (1020, 1031, 1081, 1103)]
    assert sums == [11000, 10000, 1000, 1000]
    assert ask(shop, "1A", "F1")[1:] == (10000).to_bytes(6, "little")


def test_a_short_one() -> None:
    shop = open_shift(register(ffd="1.05"))
    ask(shop, "FF35")
    ask(shop, "FF36", money(500) + b"\x01")
    assert shop.storage.documents[-1].total == 500


def test_an_expense_takes_cash() -> None:
    shop = open_shift(register(ffd="1.05"))
    ask(shop, "50", money(1000))
    ask(shop, "FF35")
    ask(shop, "FF4A", full(400, sign=3, cash=300, card=100))
    assert ask(shop, "1A", "F1")[1:] == (700).to_bytes(6, "little")


@pytest.mark.parametrize(("ffd", "sales"), [("1.05", 1), ("1.1", 2)])
def test_counters_of_the_shift(ffd: str, sales: int) -> None:
    """In 1.05 the counters of sales leave corrections out."""
    shop = open_shift(register(ffd=ffd))
    sell(shop)
    ask(shop, "FF35")
    ask(shop, "FF4A", full(500, cash=500, ordered=1))
    ask(shop, "41")
    counters = dict(written.parse(shop.storage.documents[-1].tags()[1194][0]))
    assert counters[1134] == b"\x02\0\0\0"
    assert dict(written.parse(counters[1129]))[1135] == bytes((sales, 0, 0, 0))
    corrections = dict(written.parse(counters[1133]))
    assert corrections[1144] == b"\x01\0\0\0"
    block = dict(written.parse(corrections[1145]))
    assert (block[1135], block.get(1149)) == (b"\x01\0\0\0", b"\x01\0\0\0" if ffd == "1.05" else None)


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (full(100, cash=99), 0x45),
        (full(100, cash=101), 0x4D),
        (full(100, cash=100, sign=2), 0x33),
        (full(100, cash=100, sign=3), 0x46),
        (full(100, cash=100, ordered=2), 0x33),
        (full(100, cash=100, system=3), 0x33),
    ],
)
def test_what_is_refused(data: bytes, error: int) -> None:
    shop = open_shift(register(ffd="1.05"))
    ask(shop, "FF35")
    before = shop.glance()
    assert refused(shop, "FF4A", data) == error
    assert shop.glance() == before


def test_it_has_to_be_begun() -> None:
    shop = register(ffd="1.05")
    assert refused(shop, "FF35") == 0x02
    open_shift(shop)
    assert refused(shop, "FF4A", full(100, cash=100)) == 0x02


def test_in_newer_formats_it_is_a_receipt() -> None:
    shop = open_shift(register(ffd="1.2"))
    assert refused(shop, "FF35") == 0x37
    ask(shop, "8D", "80")
    assert shop.mode == 8
    assert ask(shop, "FF01")[1] == 0x14
    ask(shop, "FF0C", tlv(1173, b"\0") + tlv(1178, DATE))
    ask(shop, "FF46", position())
    ask(shop, "FF45", closing({1: 10000}))
    document = shop.storage.documents[-1]
    assert (document.form, document.type, document.total) == (Form.CORRECTION, 1, 10000)
    assert document.tags()[1174] == [written.pack(1178, DATE)]
    assert 1178 not in document.tags()
    assert refused(open_shift(register(ffd="1.05")), "8D", "80") == 0x33
