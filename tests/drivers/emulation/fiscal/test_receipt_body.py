"""Receipts as the ФН keeps them. Source: spec/ffd.md 2, 4, 5, 6."""

from decimal import Decimal

import pytest

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.receipt_body import written
from drivers.emulation.fiscal.sale import CASH, ELECTRONIC, Item, Sale
from drivers.emulation.fiscal.storage import Form
from tests.drivers.emulation.fiscal.refusals import refused
from tests.drivers.emulation.fiscal.sales import open_till, sale, tea

MILK = Item("Молоко", 8990, Decimal("1.500"), 13485, vat=2, requisites=((1226, b"7707083893  "),))


def test_an_item_byte_for_byte() -> None:
    assert written(MILK, marked_format=False) == bytes.fromhex(
        "2304 4100"
        "0604 0600 8caeabaeaaae"  # 1030
        "3704 0200 1e23"  # 1079
        "ff03 0200 010f"  # 1023
        "1304 0200 ad34"  # 1043
        "af04 0100 02"  # 1199
        "b004 0200 ca04"  # 1200: 12.26
        "be04 0100 04"  # 1214
        "bc04 0100 01"  # 1212
        "ca04 0c00 37373037303833383933 2020"  # 1226
    )


def test_a_receipt() -> None:
    shop = open_till()
    sold = Sale(1, (MILK, tea()), {CASH: 20000, ELECTRONIC: 2475}, tax_system=4, requisites=((1008, b"a@b.ru"),))
    tags = shop.receipt(sold).tags()
    assert (tags[1054], tags[1055], tags[1038], tags[1042]) == ([b"\1"], [b"\4"], [b"\1\0\0\0"], [b"\1\0\0\0"])
    assert len(tags[1059]) == 2
    numbers = {tag: int.from_bytes(tags[tag][0], "little") for tag in (1020, 1031, 1081, 1215, 1216, 1217, 1103, 1105)}
    assert numbers == {1020: 22475, 1031: 20000, 1081: 2475, 1215: 0, 1216: 0, 1217: 0, 1103: 1226, 1105: 8990}
    assert tags[1008] == [b"a@b.ru"]
    assert tags[1117] == [shop.owner.sender.encode()]
    assert {1009, 1187, 2107, 1227} & tags.keys() == set()


def test_taxes_are_of_the_group_unless_the_host_gave_them() -> None:
    """Three lines of 0.33 at 20 %: 17 of the group, the lines have 6 each. Source: spec/ffd.md 5.2."""
    lines = [tea(33, vat=1)] * 3
    shop = open_till()
    assert shop.receipt(sale(*lines)).tags()[1102] == [b"\x11"]
    assert shop.receipt(sale(*lines, taxes={1102: 18})).tags()[1102] == [b"\x12"]


def test_since_12_there_is_a_unit_and_a_place() -> None:
    shop = open_till(ffd="1.2")
    tags = shop.receipt(sale(tea(), tea(requisites=((2108, b"\x0b"),)))).tags()
    assert [dict(tlv.parse(raw))[2108] for raw in tags[1059]] == [b"\0", b"\x0b"]
    assert tlv.unpadded(tags[1187][0]) == shop.owner.place
    assert 2107 not in tags
    assert shop.receipt(sale(requisites=((1187, b"HERE"),))).tags()[1187] == [b"HERE"]


def test_marked_goods() -> None:
    shop = open_till(ffd="1.2")
    good = tea(subject=33, requisites=((1163, tlv.text(1302, "4606453849072")), (2106, b"\x0f")))
    bad = tea(requisites=((2106, b"\x05"), (1291, tlv.vln(1293, 2) + tlv.vln(1294, 22))))
    assert shop.receipt(sale(good)).tags()[2107] == [b"\0"]
    tags = shop.receipt(sale(good, bad)).tags()
    assert tags[2107] == [b"\1"]
    fraction = dict(tlv.parse(dict(tlv.parse(tags[1059][1]))[1291]))
    assert fraction == {1292: b"2/22", 1293: b"\2", 1294: b"\x16"}
    assert shop.marking.notified == 2
    assert shop.close_shift().tags()[2104] == [b"\2\0\0\0"]


def test_a_correction_without_items() -> None:
    shop = open_till()
    basis = tlv.time(1178, shop.now()) + tlv.text(1179, "7")
    told = Sale(
        3,
        (),
        {ELECTRONIC: 500},
        correction=True,
        total=500,
        taxes={1102: 83},
        requisites=((1173, b"\1"), (1174, basis)),
    )
    document = shop.receipt(told)
    assert (document.form, document.total, document.receipt) == (Form.CORRECTION, 500, 1)
    tags = document.tags()
    assert (tags[1102], tags[1174], 1059 in tags) == ([b"\x53"], [basis], False)


def test_rounding_is_the_hosts() -> None:
    document = open_till().receipt(sale(tea(8990), total=8900, paid={CASH: 8900}))
    assert document.total == 8900


@pytest.mark.parametrize(
    "told",
    [
        {"paid": {CASH: 8989}},
        {"paid": {CASH: 8991}},
        {"paid": {CASH: 9000, ELECTRONIC: -10}},
        {"paid": {1020: 8990}},
        {"tax_system": 3},
        {"tax_system": 0},
        {"tax_system": 64},
        {"kind": 5},
        {"kind": 2, "correction": True},
    ],
)
def test_receipts_that_cannot_be(told: dict[str, object]) -> None:
    shop = open_till()
    shop.cash_in(10_000)
    assert refused(lambda: shop.receipt(sale(**told))) == 0x09  # type: ignore[arg-type]
    assert shop.storage.last == 2


@pytest.mark.parametrize(
    "item",
    [
        tea(vat=13),
        tea(method=0),
        tea(subject=0),
        Item("Чай", 8990, Decimal(0), 8990),
        Item("Чай", -8990, Decimal(1), 8990),
    ],
)
def test_items_that_cannot_be(item: Item) -> None:
    assert refused(lambda: open_till().receipt(sale(item))) == 0x09


def test_a_receipt_has_items() -> None:
    assert refused(lambda: open_till().receipt(Sale(1, (), {}))) == 0x09


def test_a_tax_system_that_was_not_registered() -> None:
    assert refused(lambda: open_till(tax_systems=1).receipt(sale(tax_system=2))) == 0x09


def test_newer_corrections_know_returns() -> None:
    shop = open_till(ffd="1.2")
    assert shop.receipt(sale(kind=2, correction=True, paid={ELECTRONIC: 8990})).type == 2
