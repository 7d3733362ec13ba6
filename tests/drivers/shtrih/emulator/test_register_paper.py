"""The printer: submodes, paper that runs out, no-print, and what the power takes."""

import pytest

from drivers.emulation.fiscal.printed import Barcode, Cut, Feed, Line
from drivers.shtrih.emulator.paper import Submode
from tests.clock import FakeClock
from tests.drivers.shtrih.emulator.host import (
    CASH,
    ask,
    closing,
    fast,
    open_shift,
    position,
    refused,
    register,
    sell,
    state,
)


def test_free_lines() -> None:
    shop = register()
    assert shop.execute(bytes.fromhex("17 01 00 00 00 02 D7 C0 C9")) == bytes.fromhex("17 00 01")
    ask(shop, "12", b"\x02" + "Жирно".encode("cp1251").ljust(20, b"\0"))
    ask(shop, "2F", b"\x02\x03abc")
    assert shop.execute(bytes.fromhex("29 01 00 00 00 02 03")) == bytes.fromhex("29 00 01")
    assert shop.execute(bytes.fromhex("25 01 00 00 00 01")) == bytes.fromhex("25 00 01")
    assert shop.paper.printed == [Line("ЧАЙ"), Line("Жирно", 2), Line("abc", 3), Feed(3), Cut(full=False)]
    assert [each.rows for each in shop.paper.documents] == [("ЧАЙ", "Жирно", "abc", "", "", "")]


def test_drawer() -> None:
    shop = register()
    assert shop.execute(bytes.fromhex("28 01 00 00 00 00")) == bytes.fromhex("28 00 01")
    assert shop.paper.pulses == [0]
    assert refused(shop, "28", "02") == 0x33


def test_a_receipt_opens_the_drawer_where_the_table_says_so() -> None:
    shop = open_shift(register())
    ask(shop, "1E", "01 0100 06 01")
    sell(shop)
    assert shop.paper.pulses == [0]


def test_a_receipt_is_printed_when_it_is_closed() -> None:
    shop = open_shift(register())
    printed = len(shop.paper.printed)
    ask(shop, "8D", "00")
    ask(shop, "FF46", position(name="Чай"))
    ask(shop, "17", b"\x02hello")
    assert len(shop.paper.printed) == printed
    ask(shop, "FF46", position(name="//Тайна", price=0))
    ask(shop, "FF45", closing({CASH: 10000}, text=b"bye"))
    rows = [each.text for each in shop.paper.printed[printed:] if isinstance(each, Line)]
    begin = rows.index("Чай")
    assert rows[begin + 2 : begin + 4] == ["hello", "bye"]
    assert not any("Тайна" in row for row in rows)
    assert "Тайна".encode("cp866") in shop.storage.documents[-1].tlv
    assert shop.paper.cuts[-1] == Cut(full=False)


def test_a_receipt_is_printed_as_it_grows() -> None:
    shop = open_shift(register(quirks=fast(prints_on_close=False)))
    ask(shop, "8D", "00")
    ask(shop, "FF46", position(name="Чай"))
    assert "Чай" in shop.paper.lines
    ask(shop, "88")
    assert "ЧЕК АННУЛИРОВАН" in shop.paper.lines


def test_code_of_a_receipt() -> None:
    shop = open_shift(register())
    sell(shop)
    document = shop.storage.documents[-1]
    content = f"t=20261115T1530&s=100.00&fn=9999078900000123&i=3&fp={document.sign}&n=1"
    assert shop.paper.barcodes == [Barcode("QR", content)]


def test_printing_takes_time() -> None:
    time = FakeClock()
    shop = register(clock=time, print_time=2.0)
    ask(shop, "E0")
    assert state(shop) == (2, 5)
    assert ask(shop, "10")[-1] == 5
    assert refused(shop, "8D", "00") == 0x50
    assert refused(shop, "FF40") == 0
    time.advance(1.0)
    some = len(shop.paper.printed)
    shop.paper.submode()
    assert some < len(shop.paper.printed)
    time.advance(1.0)
    assert state(shop) == (2, 0)
    assert refused(shop, "8D", "00") == 0


def test_no_paper_before_anything_is_printed() -> None:
    shop = open_shift(register())
    shop.conditions.paper = False
    assert state(shop) == (2, 1)
    assert refused(shop, "17", b"\x02a") == 0x72
    shop.quirks = fast(no_paper_error=0x6B)
    assert refused(shop, "17", b"\x02a") == 0x6B
    shop.paper.reload()
    assert state(shop) == (2, 0)


@pytest.mark.parametrize("lines", range(1, 14))
def test_paper_runs_out_at_any_line_of_a_receipt(lines: int) -> None:
    """Nothing is lost and nothing comes twice, wherever it happens."""
    whole, shop = open_shift(register()), open_shift(register())
    printed = len(shop.paper.printed)
    sell(whole)
    shop.paper.left = lines
    sell(shop)
    assert shop.storage.documents == whole.storage.documents
    assert state(shop) == (2, 2)
    assert refused(shop, "17", b"\x02a") == 0x72
    assert refused(shop, "B0") == 0x72
    assert len(shop.paper.printed) == printed + lines
    shop.paper.reload()
    assert state(shop) == (2, 3)
    assert refused(shop, "8D", "00") == 0x58
    ask(shop, "B0")
    assert state(shop) == (2, 0)
    assert refused(shop, "B0") == 0x72
    assert shop.paper.printed == whole.paper.printed


def test_paper_that_ends_with_the_document_is_missed_afterwards() -> None:
    whole, shop = open_shift(register()), open_shift(register())
    before = len(whole.paper.printed)
    sell(whole)
    cuts = 1
    shop.paper.left = len(whole.paper.printed) - before - cuts
    sell(shop)
    assert state(shop)[1] == 2  # the cut is still due
    shop.paper.reload()
    ask(shop, "B0")
    assert shop.paper.printed == whole.paper.printed


def test_an_open_cover() -> None:
    time = FakeClock()
    shop = register(clock=time, print_time=2.0)
    ask(shop, "E0")
    time.advance(1.0)
    shop.paper.submode()
    shop.conditions.cover_open = True
    time.advance(5.0)
    assert state(shop) == (2, 2)
    shop.conditions.cover_open = False
    assert state(shop) == (2, 3)
    ask(shop, "B0")
    assert state(shop) == (2, 5)
    time.advance(2.0)
    assert state(shop) == (2, 0)


@pytest.mark.parametrize(
    ("condition", "code", "data", "error"),
    [("cutter_stuck", "25", "01", 0x71), ("overheated", "17", "0241", 0xC9), ("printer_gone", "17", "0241", 0xC8)],
)
def test_broken_mechanics(condition: str, code: str, data: str, error: int) -> None:
    shop = register()
    shop.conditions.put(condition, True)
    assert refused(shop, code, data) == error
    shop.conditions.put(condition, False)
    assert refused(shop, code, data) == 0


def test_no_print_of_one_document() -> None:
    shop = open_shift(register())
    before = len(shop.paper.printed)
    assert shop.execute(bytes.fromhex("1E 1E 00 00 00 11 01 00 07 01")) == bytes.fromhex("1E 00")
    assert shop.execute(bytes.fromhex("1F 1E 00 00 00 11 01 00 07")) == bytes.fromhex("1F 00 01")
    sell(shop)
    assert len(shop.paper.printed) == before
    assert shop.execute(bytes.fromhex("1F 1E 00 00 00 11 01 00 07")) == bytes.fromhex("1F 00 00")
    sell(shop)
    assert len(shop.paper.printed) > before
    assert shop.storage.last == 4


def test_no_print_waits_through_a_cancelled_receipt_and_a_power_cut() -> None:
    shop = open_shift(register())
    ask(shop, "1E", "11 0100 07 01")
    ask(shop, "8D", "00")
    ask(shop, "88")
    shop.power_off()
    shop.power_on()
    assert ask(shop, "1F", "11 0100 07") == b"\x01"


def test_no_print_at_all() -> None:
    shop = open_shift(register())
    ask(shop, "1E", "11 0100 07 02")
    before = len(shop.paper.printed)
    sell(shop)
    ask(shop, "17", b"\x02a")
    assert len(shop.paper.printed) == before
    assert ask(shop, "1F", "11 0100 07") == b"\x02"


def test_power_takes_the_queue_alone() -> None:
    time = FakeClock()
    shop = open_shift(register(clock=time, print_time=2.0))
    time.advance(2.0)
    sell(shop)
    time.advance(1.0)
    cut = len(shop.paper.printed)
    shop.power_off()
    cut = max(cut, len(shop.paper.printed))
    shop.power_on()
    assert state(shop) == (2, 0)
    time.advance(10)
    assert state(shop) == (2, 0)
    assert len(shop.paper.printed) == cut
    assert shop.storage.last == 3
    assert len(shop.paper.lost) == 1


def test_some_finish_their_paper_after_a_power_cut() -> None:
    shop = open_shift(register(print_time=2.0, clock=(time := FakeClock())))
    time.advance(2.0)
    sell(shop)
    shop.conditions.finishes_after_power = True
    shop.power_off()
    shop.power_on()
    assert state(shop) == (2, 3)
    assert refused(shop, "8D", "00") == 0x58
    ask(shop, "B0")
    assert state(shop)[1] in (Submode.PRINTING, Submode.READY)
    assert len(shop.paper.barcodes) == 1


def test_what_survives_a_power_cut() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position())
    ask(shop, "FF0C", "f00306006140622e7275")
    ask(shop, "DD", b"\0\0" + bytes(64))
    before = shop.glance()
    shop.power_off()
    shop.power_on()
    assert shop.glance() == before
    assert not shop.core.memory.blocks
    ask(shop, "FF45", closing({CASH: 10000}))
    assert shop.storage.documents[-1].tags()[1008] == [b"a@b.ru"]


def test_a_document_begun_in_the_storage_does_not_survive() -> None:
    shop = register()
    ask(shop, "FF41")
    shop.power_off()
    shop.power_on()
    assert ask(shop, "FF01")[1] == 0
