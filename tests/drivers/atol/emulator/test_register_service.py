"""ФН, tables, clock, lines, codes and pictures past the wire. Source: spec/atol.md 5, 6.1, 6.3, 6.4, 8."""

from datetime import timedelta

import pytest

from drivers.atol.emulator.register import COMMANDS
from drivers.emulation.fiscal import tlv
from tests.drivers.atol.emulator.host import (
    CLOSE,
    ask,
    begun,
    enter,
    number,
    quirks,
    refused,
    register,
    sell,
    shop,
    tag,
)

_SERVICE = (0x3F, 0x45, 0xA5, 0x9D, 0x56, 0x48, 0xB3, 0x47, 0x88, 0x80, 0x85, 0x91, 0x46, 0x50, 0x64, 0x4B, 0xED, 0xCE)
_RARE = (0x6B, 0x71, 0x77, 0x74, 0x6D)
_FISCAL = (0x9A, 0x92, 0xEA, 0xEB, 0xE8, 0x43, 0xB8, 0x99, 0x9B, 0x4A, 0x59, 0x49, 0x4F, 0x4D, 0x58)  # but E6, FFD 1.0
_PAPER = (0x67, 0x5A, 0x95, 0x97, 0x55, 0x4C, 0x87, 0x6C, 0x73, 0x75, 0xC1, 0xC2, 0x8D, 0x8E, 0x8C, 0x90, 0x8F, 0x82)


def test_every_command_of_the_spec_is_known() -> None:
    assert set(COMMANDS) == {*_SERVICE, *_RARE, *_FISCAL, *_PAPER, 0xA4}
    assert refused(register(), "E6") == 70


# ФН


def test_the_last_receipt_as_the_storage_tells_it() -> None:
    told = shop()
    document = sell(told)
    fd = document.number.to_bytes(4, "little").hex()
    answer = ask(told, f"A4 40 {fd}")
    moment = bytes((26, 11, 15, 15, 30))
    assert answer[:7] == b"\3\0" + moment
    assert (number(answer[7:11]), number(answer[11:15])) == (document.number, document.sign)
    assert (answer[15], number(answer[16:21])) == (1, 20000)
    assert refused(told, "A4 40 63 00 00 00") == 218


def test_the_state_of_the_storage() -> None:
    told = shop()
    answer = ask(told, "A4 30")
    assert answer[:5] == bytes((3, 0, 0, 1, 0))
    assert (answer[10:26], number(answer[26:30])) == (b"9999078900001111", 2)
    assert ask(told, "A4 31") == b"9999078900001111"
    assert ask(begun(told), "A4 30")[1] == 4


def test_what_the_operator_has_not_got() -> None:
    told = shop()
    sell(told)
    answer = ask(told, "A4 20")
    assert (answer[0], number(answer[2:4]), number(answer[4:8])) == (3, 2, 2)
    told.till.storage.send()
    assert ask(told, "A4 20")[2:8] == bytes(6)


@pytest.mark.parametrize(("order", "expected"), [("little", "01 01 00 01 00"), ("big", "01 00 01 00 01")])
def test_the_shift_and_its_byte_order(order: str, expected: str) -> None:
    told = shop(quirks=quirks(shift_order=order))
    sell(told)
    assert ask(told, "A4 10") == bytes.fromhex(expected)


def test_validity_version_and_registration() -> None:
    told = register()
    assert len(ask(told, "A4 32")) == 5
    assert len(ask(told, "A4 33")) == 16
    answer = ask(told, "A4 43")
    assert answer[5:17] == b"7707083893  "
    assert refused(told, "A4 99") == 122


def test_a_document_tag_by_tag() -> None:
    told = shop()
    document = sell(told)
    answer = ask(told, b"\xa4\x45" + document.number.to_bytes(4, "little"))
    assert (number(answer[:2]), number(answer[2:])) == (3, len(document.tlv))
    read = b""
    while len(read) < len(document.tlv):
        read += ask(told, "A4 46")
    assert read == document.tlv
    assert refused(told, "A4 46") == 218
    assert dict(tlv.parse(read))[1020] == (20000).to_bytes(2, "little")


@pytest.mark.parametrize(
    ("condition", "errors"),
    [
        ("storage_silent", (210, 210)),
        ("storage_broken", (213, 213)),
        ("storage_expired", (0, 215)),
        ("archive_full", (0, 216)),
        ("wrong_time", (0, 217)),
        ("ofd_overdue", (0, 235)),
    ],
)
def test_troubles_of_the_storage(condition: str, errors: tuple[int, int]) -> None:
    """At A4 31, and at the end of a receipt."""
    told = begun(shop())
    told.conditions.put(condition, on=True)
    assert (refused(told, "A4 31"), refused(told, CLOSE)) == errors
    told.conditions.put(condition, on=False)
    ask(told, CLOSE)


def test_some_firmwares_ask_in_one_mode_alone() -> None:
    told = register(quirks=quirks(storage_mode=6, tables_mode=4))
    assert [refused(told, each) for each in ("A4 30", "46 02 00 01 37")] == [102, 102]
    ask(enter(told, 6), "A4 30")
    ask(told, "48")
    ask(enter(told, 4), "46 02 00 01 37")


# what a test orders


def test_ordered_refusals() -> None:
    told = begun(shop())
    told.troubles.refuse(210, "4A")
    told.troubles.refuse(238, "59")
    told.troubles.refuse(246, "E8", tag=1008)
    told.extended_error = 213
    assert [refused(told, each) for each in (CLOSE, "59", tag(1021, "Я"), tag(1008, "a@b.ru"))] == [210, 238, 0, 246]
    assert ask(told, "91 37 00 00") == bytes.fromhex("02 13")
    assert told.execute(bytes.fromhex("00 00 B3"))[1] == 246
    ask(told, CLOSE)


def test_register_55_in_other_numbers() -> None:
    told = register(quirks=quirks(extended_numbers="binary", extended_width=1))
    told.extended_error = 213
    assert ask(told, "91 37 00 00") == b"\xd5"


def test_answers_without_a_third_byte() -> None:
    told = register(quirks=quirks(ext=None))
    assert told.execute(bytes.fromhex("00 00 47")) == b"\x55\x00"
    assert told.execute(bytes.fromhex("00 00 9A 00")) == b"\x55\x66"


# tables, clock, drawer


def test_tables() -> None:
    told = register()
    assert [refused(told, each) for each in ("46 07 00 01 01", "46 02 00 02 37", "46 02 00 01 02")] == [145, 146, 147]
    assert refused(told, b"\x50\x06\0\1\1" + b"X") == 102
    enter(told, 4)
    ask(told, b"\x50\x06\0\2\1" + "Магазин $".encode("cp866"))
    assert ask(told, "46 06 00 02 01") == "Магазин $".encode("cp866").ljust(64, b"\0")
    ask(told, "50 02 00 01 37 42")
    assert told.tables.characters == 42
    assert refused(told, "50 02 00 01 37 4A") == 19
    ask(told, "6C")
    assert told.roll.lines[-1].strip() == "Магазин №"


def test_tables_in_binary() -> None:
    assert ask(register(quirks=quirks(table_numbers="binary")), "46 02 00 01 37") == b"\x30"


def test_the_clock() -> None:
    told = enter(register(), 4)
    assert refused(told, "64 16 11 26") == 22
    ask(told, "64 16 11 26")
    ask(told, "4B 09 08 07")
    assert f"{told.till.now():%y%m%d %H%M%S}" == "261116 090807"
    ask(told, "ED 17 11 26 10 11 12")
    assert f"{told.till.now():%y%m%d %H%M%S}" == "261117 101112"
    assert refused(told, "ED 17 11 20 10 11 12") == 32
    assert refused(told, "ED 41 11 26 10 11 12") == 31
    assert refused(shop(), "4B 09 08 07") == 102


def test_the_clock_waits_for_a_closed_shift() -> None:
    told = shop()
    ask(told, "48")
    assert refused(enter(told, 4), "4B 23 00 00") == 156


def test_drawer_sounds_display_and_old_sums() -> None:
    told = register()
    for command in ("80", "85 00 10 00 10 01", "47", "88 F0 00 10", "8F 01 48 69", "47"):
        ask(told, command)
    assert (told.pulses, told.core.sounds, bytes(told.core.external)) == (2, 3, b"Hi")
    assert told.execute(bytes.fromhex("00 00 74 01")) == b"\x4c\x00"
    assert [refused(told, each) for each in ("6D 01", "71", "77")] == [174, 122, 122]
    assert len(ask(told, "58")) == 14
    assert len(ask(told, "9D 01")) == 5


def test_the_drawer_and_the_paper_in_the_state() -> None:
    told = register()
    flags = told.execute(bytes.fromhex("00 00 3F"))[9]
    ask(told, "80")
    told.conditions.paper = False
    assert flags ^ told.execute(bytes.fromhex("00 00 3F"))[9] == 0b1100
    other = register(quirks=quirks(drawer_bit_means_open=False, paper_bit_means_paper=False))
    assert other.execute(bytes.fromhex("00 00 3F"))[9] & 0b1100 == 0b0100


def test_the_model_is_a_setting() -> None:
    from drivers.atol.emulator.model import MODELS

    told = register(model=MODELS[61])
    assert told.execute(bytes.fromhex("00 00 A5"))[3] == 61
    assert refused(told, b"\x8e\1\0\1\0\0" + b"\xff" * 49) == 20


# printing


def test_lines() -> None:
    told = register()
    ask(told, b"\x4c" + "Чек $100".encode("cp866"))
    ask(told, b"\x87\0\1\1\1\1\1\1\1\0\0\0" + "КРУПНО".encode("cp866"))
    assert [(each.text, each.font) for each in told.roll.printed] == [("Чек №100", 1), ("КРУПНО", 2)]  # type: ignore[union-attr]
    assert refused(told, b"\x4c" + b"x" * 49) == 20
    ask(told, "75 01")
    assert told.roll.documents[-1].rows[:2] == ("Чек №100", "КРУПНО")


@pytest.mark.parametrize(("allowed", "error"), [(False, 155), (True, 0)])
def test_lines_inside_a_receipt(allowed: bool, error: int) -> None:
    assert refused(begun(shop(quirks=quirks(prints_in_receipt=allowed))), b"\x4cx") == error


_C1 = "02 05 00 00 01 00 00 00 00 00 00 00 00"


def test_codes() -> None:
    told = register()
    ask(told, b"\xc1\1" + bytes.fromhex(_C1) + b"4600439931256")
    assert (told.roll.barcodes[-1].kind, told.roll.barcodes[-1].content) == ("EAN13", "4600439931256")
    assert refused(told, b"\xc1\1" + bytes.fromhex(_C1) + b"46004") == 18
    assert refused(told, b"\xc1\7" + bytes.fromhex(_C1) + b"1") == 19


@pytest.mark.parametrize(("last", "flags"), [("set", (0x00, 0x80)), ("clear", (0x80, 0x00))])
def test_a_code_in_pieces(last: str, flags: tuple[int, int]) -> None:
    told = register(quirks=quirks(last_piece=last))
    assert refused(told, b"\xc2\0x") == 18
    ask(told, b"\xc1\x80" + bytes.fromhex(_C1) + b"a" * 100)
    ask(told, bytes((0xC2, flags[0])) + b"b" * 100)
    assert told.roll.barcodes == []
    ask(told, bytes((0xC2, flags[1])) + b"c")
    assert told.roll.barcodes[-1].content == "a" * 100 + "b" * 100 + "c"


@pytest.mark.parametrize(("ink", "row"), [(1, b"\x03"), (0, b"\xfc")])
def test_a_raster_line(ink: int, row: bytes) -> None:
    """Two dots at the left, twice."""
    told = register(quirks=quirks(ink=ink))
    ask(told, "8E 01 00 02 00 00 C0")
    assert (told.roll.pictures[-1].width, told.roll.pictures[-1].rows) == (8, (row, row))


def test_stored_pictures() -> None:
    told = register()
    assert ask(told, "90 01") == bytes.fromhex("0C 00 28 00")
    assert len(ask(told, "8C")) == 4
    ask(told, "8D 01 01 00 00")
    assert told.roll.graphics == 1
    assert refused(told, "8D 01 02 00 00") == 107


def test_after_a_power_cut() -> None:
    told = shop()
    told.power_off()
    told.power_on()
    assert told.mode == 0
    told.advance(timedelta(days=1, seconds=1))
    assert told.till.shift_expired
