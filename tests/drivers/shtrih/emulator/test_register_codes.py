"""Barcodes and pictures."""

import pytest

from drivers.emulation.fiscal.printed import Barcode, Picture
from tests.drivers.shtrih.emulator.host import ask, open_shift, refused, register


def test_ean13_gets_its_check_digit() -> None:
    shop = register()
    ask(shop, "C2", (460645384907).to_bytes(5, "little"))
    assert shop.paper.barcodes == [Barcode("EAN13", "4606453849072")]
    assert refused(shop, "C2", (1_000_000_000_000).to_bytes(5, "little")) == 0x33


def test_barcodes_of_the_printer() -> None:
    shop = register()
    ask(shop, "CB", bytes((50, 3, 2, 1, 8)) + b"ABC-1")
    assert shop.paper.barcodes == [Barcode("CODE128", "ABC-1")]
    assert refused(shop, "CB", bytes((50, 3, 2, 1, 9)) + b"ABC-1") == 0x33


def test_two_dimensional_codes() -> None:
    shop = register()
    data = b"https://example.ru/" + b"x" * 60
    for block, at in enumerate(range(0, len(data), 64)):
        ask(shop, "DD", bytes((0, block)) + data[at : at + 64].ljust(64, b"\0"))
    ask(shop, "DE", bytes((3,)) + len(data).to_bytes(2, "little") + bytes((0, 0, 0, 4, 0, 1, 1)))
    assert shop.paper.barcodes == [Barcode("QR", data.decode())]
    assert refused(shop, "DE", bytes((3, 200, 0, 0, 0, 0, 4, 0, 1, 1))) == 0x33
    assert refused(shop, "DE", bytes((4, 10, 0, 0, 0, 0, 4, 0, 1, 1))) == 0x33


def test_codes_in_a_receipt_come_out_with_it() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "C2", (460645384907).to_bytes(5, "little"))
    assert refused(shop, "CB", bytes((50, 3, 2, 1, 8)) + b"A") == 0x73
    assert shop.paper.barcodes == []
    assert shop.core.receipt is not None
    assert shop.core.receipt.paper == [Barcode("EAN13", "4606453849072")]


def test_loaded_lines() -> None:
    shop = register()
    rows = [bytes([each]) * 40 for each in (1, 2, 3)]
    ask(shop, "C0", b"\x01" + rows[0])
    ask(shop, "C4", b"\x02\x00" + rows[1] + rows[2])
    ask(shop, "C1", "0102")
    ask(shop, "C3", "0200 0300")
    assert shop.paper.pictures == [Picture(320, (rows[0], rows[1])), Picture(320, (rows[1], rows[2]))]
    assert refused(shop, "C1", "0104") == 0x33
    assert refused(shop, "C1", "0201") == 0x33
    assert refused(shop, "C0", b"\x00" + rows[0]) == 0x33
    assert refused(register(), "C1", "0102") == 0x34


def test_wide_lines_and_scales() -> None:
    shop = register()
    first, second = b"\x05" + bytes(62) + b"\x80", bytes(64)
    ask(shop, "4E", bytes((64, 1, 0, 2, 0, 1)) + first + second)
    ask(shop, "4D", bytes((1, 0, 2, 0, 2, 1, 2)))
    assert shop.paper.pictures == [Picture(512, (first, first, second, second))]
    ask(shop, "4D", bytes((1, 0, 1, 0, 1, 2, 2)))
    (row,) = shop.paper.pictures[-1].rows
    assert (row[0], row[-1], len(row)) == (0x33, 0xC0, 128)
    assert refused(shop, "4E", bytes((64, 1, 0, 2, 0, 1)) + first) == 0x33
    assert refused(shop, "4D", bytes((1, 0, 1, 0, 7, 1, 2))) == 0x33


def test_a_line_at_once() -> None:
    shop = register()
    row = bytes(range(72))
    ask(shop, "C5", b"\x03\x00" + row)
    ask(shop, "C5", b"\x01\x00\x02" + row)
    assert shop.paper.pictures == [Picture(576, (row, row, row)), Picture(576, (row,))]


@pytest.mark.parametrize("code", ["C1", "C3", "4D"])
def test_pictures_need_paper(code: str) -> None:
    shop = register()
    shop.conditions.paper = False
    data = {"C1": "0101", "C3": "01000100", "4D": "010001000101 02"}[code]
    assert refused(shop, code, data) == 0x72
