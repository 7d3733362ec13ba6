import pytest

from drivers.shtrih.emulator.model import CASH_CORE
from tests.drivers.shtrih.emulator.host import ask, fast, open_shift, refused, register


def cp1251(raw: bytes) -> str:
    return raw.rstrip(b"\0").decode("cp1251")


def test_structure() -> None:
    told = ask(register(), "2D", "11")
    assert len(told) == 43
    assert cp1251(told[:40]) == "Региональные настройки"
    assert told[40:] == b"\x01\x00\x2a"


def test_a_binary_field() -> None:
    told = ask(register(), "2E", "11 07")
    assert cp1251(told[:40]) == "Rus не печатать документ"
    assert told[40:] == bytes((0, 1, 0, 3))


def test_a_wide_binary_field() -> None:
    told = ask(register(), "2E", "02 01")
    assert told[40:] == bytes((0, 4)) + bytes(4) + (99_999_999).to_bytes(4, "little")


def test_a_text_field() -> None:
    assert ask(register(), "2E", "12 02")[40:] == bytes((1, 17))


def test_every_field_can_be_read() -> None:
    shop = register()
    for table in (1, 2, 4, 5, 6, 7, 10, 11, 17, 18, 19, 20, 21, 24):
        rows, fields = ask(shop, "2D", bytes([table]))[40:42], ask(shop, "2D", bytes([table]))[42]
        for field in range(1, fields + 1):
            size = ask(shop, "2E", bytes((table, field)))[41]
            assert len(ask(shop, "1F", bytes((table, *rows, field)))) == size


def test_texts_are_padded_and_cut_at_their_end() -> None:
    shop = register()
    ask(shop, "1E", b"\x04\x01\x00\x01" + "Ждём вас".encode("cp1251") + b"\0junk")
    raw = ask(shop, "1F", "04 0100 01")
    assert len(raw) == 64
    assert raw == "Ждём вас".encode("cp1251").ljust(64, b"\0")


@pytest.mark.parametrize(
    ("data", "error"),
    [
        ("63 0100 01 01", 0x5D),
        ("01 0200 01 01", 0x33),
        ("01 0100 63 01", 0x33),
        ("01 0100 07 03", 0x33),
        ("01 0100 07 0000", 0x7E),
        ("12 0100 01 41", 0x7A),
        ("01 0100 04 01", 0x7A),
        ("11 0100 11 00", 0x33),
        ("11 0100 11 01", 0x33),
    ],
    ids=["table", "row", "field", "value", "size", "locked", "reserve", "no format", "an old format"],
)
def test_writes_that_are_refused(data: str, error: int) -> None:
    assert refused(register(), "1E", data) == error


def test_short_numbers() -> None:
    shop = register()
    ask(shop, "1E", "02 0100 01 07")
    assert ask(shop, "1F", "02 0100 01") == b"\x07\0\0\0"
    assert refused(register(quirks=fast(short_numbers=False)), "1E", "02 0100 01 07") == 0x7E


def test_a_text_that_is_too_long() -> None:
    assert refused(register(), "1E", b"\x04\x01\x00\x01" + b"x" * 65) == 0x7E


@pytest.mark.parametrize(("ffd", "code"), [("1.05", 2), ("1.1", 3), ("1.2", 4)])
def test_the_format(ffd: str, code: int) -> None:
    assert ask(register(ffd=ffd), "1F", "11 0100 11") == bytes([code])
    assert ask(register(ffd=ffd, model=CASH_CORE), "1F", "0A 0100 1D") == bytes([code])


def test_initialisation_keeps_the_registration() -> None:
    shop = register(ffd="1.05")
    ask(shop, "1E", "01 0100 06 01")
    facts = [ask(shop, "1F", bytes((18, 1, 0, field))) for field in (1, 2, 3, 4, 5)]
    ask(shop, "24")
    assert ask(shop, "1F", "01 0100 06") == b"\0"
    assert ask(shop, "1F", "11 0100 11") == b"\x02"
    assert [ask(shop, "1F", bytes((18, 1, 0, field))) for field in (1, 2, 3, 4, 5)] == facts
    assert refused(open_shift(shop), "24") == 0x73


@pytest.mark.parametrize("rows", [6, 10, 12])
def test_rows_of_the_tax_table(rows: int) -> None:
    assert ask(register(quirks=fast(tax_rows=rows)), "2D", "06")[40:42] == rows.to_bytes(2, "little")


def test_the_queue_for_the_operator() -> None:
    shop = open_shift(register())
    assert ask(shop, "1F", "14 0100 03") == b"\x01\0"
    shop.storage.send()
    assert ask(shop, "1F", "14 0100 03") == b"\0\0"


def test_registers_beyond_a_byte_are_for_cash_cores() -> None:
    assert refused(register(), "1A", "0010") == 0x33
    assert ask(register(model=CASH_CORE), "1A", "0010") == b"\x1e" + bytes(6)


def test_document_number_in_two_halves() -> None:
    shop = register()
    shop.registers.counts[152] = 0x12345
    assert [ask(shop, "1B", each)[1:] for each in ("98", "B9", "BA")] == [b"\x45\x23", b"\x45\x23", b"\x01\x00"]
