"""Rates: FF46 bytes, table 6, and what a document says of them."""

import pytest

from drivers.emulation.fiscal import tlv
from drivers.shtrih.emulator import vat
from tests.drivers.shtrih.emulator.host import CASH, ask, closing, fast, money, open_shift, position, refused, register


def number(raw: bytes) -> int:
    return int.from_bytes(raw, "little")


@pytest.mark.parametrize(
    ("sum_", "percent", "tax"),
    [(8990, 500, 428), (8990, 700, 588), (8990, 1000, 817), (8990, 2000, 1498), (8990, 2200, 1621), (12200, 2200, 2200)]
    + [(199, rate, tax) for rate, tax in ((500, 9), (700, 13), (1000, 18), (2000, 33), (2200, 36))],
)
def test_tax_within_a_sum(sum_: int, percent: int, tax: int) -> None:
    """Vectors of spec/ffd.md 5."""
    shop = register()
    shop.tables.put(6, 1, 1, percent)
    assert vat.tax(shop.tables, 1, sum_) == tax


def sold(rows: int, *positions: tuple[int, int]) -> dict[int, list[bytes]]:
    """`positions`: byte of the rate, price. -> requisites of the receipt."""
    shop = open_shift(register(quirks=fast(tax_rows=rows)))
    ask(shop, "8D", "00")
    for byte, price in positions:
        ask(shop, "FF46", position(vat=byte, price=price))
    ask(shop, "FF45", closing({CASH: sum(price for _, price in positions)}))
    return shop.storage.documents[-1].tags()


def test_flat_requisites() -> None:
    tags = sold(6, (0x02, 11000), (0x04, 500), (0x08, 700), (0x20, 1100))
    assert {tag: number(tags[tag][0]) for tag in (1103, 1104, 1105, 1107)} == {
        1103: 1000,
        1104: 500,
        1105: 700,
        1107: 100,
    }
    assert 1115 not in tags


def test_a_group_is_taxed_as_a_whole() -> None:
    assert number(sold(12, (0x01, 33), (0x01, 33), (0x01, 33))[1102][0]) == 17


def test_the_container_of_new_rates() -> None:
    """spec/ffd.md 5.1: 807.30 at 22 % give 145.58, and 1104 = 0 where there are no other rates."""
    tags = sold(12, (0xCB, 80730))
    assert tags[1104] == [b"\0"]
    assert tlv.parse(tags[1115][0]) == [(1119, tlv.fixed(1199, 11, 1) + tlv.vln(1120, 14558))]
    item = dict(tlv.parse(tags[1059][0]))
    assert (item[1199], number(item[1200])) == (b"\x0b", 14558)


def test_a_short_table_has_22_percent_in_place_of_20() -> None:
    tags = sold(6, (0x01, 12200))
    assert dict(tlv.parse(tags[1059][0]))[1199] == b"\x0b"
    assert 1102 not in tags


def test_the_rate_in_the_table_counts() -> None:
    shop = register()
    ask(shop, "1E", "06 0100 01 D007")
    open_shift(shop)
    assert refused(shop, "1E", "06 0100 01 9808") == 0xC7
    ask(shop, "8D", "00")
    ask(shop, "FF46", position(vat=1, price=12000))
    ask(shop, "FF45", closing({CASH: 12000}))
    assert number(shop.storage.documents[-1].tags()[1102][0]) == 2000


@pytest.mark.parametrize(
    ("rows", "known"), [(6, set()), (10, {0x81, 0x82, 0x84, 0x90}), (12, {0x81, 0x82, 0x84, 0x90, 0xCB, 0xCC})]
)
def test_rates_beyond_the_table(rows: int, known: set[int]) -> None:
    shop = open_shift(register(quirks=fast(tax_rows=rows)))
    ask(shop, "8D", "00")
    for byte in (0x81, 0x82, 0x84, 0x90, 0xCB, 0xCC):
        assert refused(shop, "FF46", position(vat=byte)) == (0 if byte in known else 0x33)


def test_a_rate_no_document_knows() -> None:
    shop = register()
    ask(shop, "1E", "06 0100 01 0807")
    open_shift(shop)
    ask(shop, "8D", "00")
    assert refused(shop, "FF46", position(vat=1)) == 0x35


@pytest.mark.parametrize(("code", "taxes"), [("FF45", 6), ("FF76", 10), ("FF7B", 12)])
def test_taxes_given_by_the_host(code: str, taxes: int) -> None:
    shop = open_shift(register())
    ask(shop, "1E", "01 0100 0E 01")
    ask(shop, "8D", "00")
    ask(shop, "FF46", position(vat=2, tax=money(900)))
    told = (0, 901) + (0,) * (taxes - 2)
    ask(shop, code, closing({CASH: 10000}, taxes=told))
    tags = shop.storage.documents[-1].tags()
    assert number(tags[1103][0]) == 901
    assert number(dict(tlv.parse(tags[1059][0]))[1200]) == 900
