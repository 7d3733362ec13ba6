"""What is checked before a command is done, and in which order."""

import pytest

from tests.drivers.shtrih.emulator.host import ADMINISTRATOR, ask, fast, open_shift, position, refused, register


def test_an_unknown_command() -> None:
    shop = register()
    assert shop.execute(bytes.fromhex("99 1E 00 00 00")) == b"\x99\x37"
    assert shop.execute(bytes.fromhex("FF EE 1E 00 00 00")) == b"\xff\xee\x37"
    shop.quirks = fast(short_unknown=True)
    assert shop.execute(bytes.fromhex("FF EE 1E 00 00 00")) == b"\xff\x37"


def test_a_body_without_a_code_is_nobodys_command() -> None:
    with pytest.raises(ValueError, match="code"):
        register().execute(b"")


def test_length_comes_before_the_password() -> None:
    shop = register()
    assert shop.execute(bytes.fromhex("10 63 00 00")) == b"\x10\x7e"
    shop.quirks = fast(length_error=0x33)
    assert shop.execute(bytes.fromhex("10 63 00 00")) == b"\x10\x33"


def test_the_password_comes_before_the_mode() -> None:
    shop = register()  # the shift is closed, so FF46 cannot be done anyway
    assert refused(shop, "FF46", position(), 77) == 0x4F
    assert refused(shop, "FF46", position(), 30) == 0x73


def test_who_may_do_what() -> None:
    shop = open_shift(register())
    assert refused(shop, "10", password=1) == 0
    assert refused(shop, "1F", "11 0100 07", password=ADMINISTRATOR) == 0x4F
    assert refused(shop, "41", password=28) == 0x4F
    assert refused(shop, "FF01", password=ADMINISTRATOR) == 0x4F
    assert refused(shop, "41", password=ADMINISTRATOR) == 0


def test_passwords_are_those_of_table_2() -> None:
    shop = register(passwords={1: 1234, 30: 999})
    assert ask(shop, "13", password=1234) == b"\x01"
    assert refused(shop, "13", password=1) == 0x4F
    assert ask(shop, "13", password=999) == b"\x1e"
    ask(shop, "1E", "02 0200 01 39300000", password=999)
    assert ask(shop, "13", password=12345) == b"\x02"


def test_wrong_passwords_lock_nothing() -> None:
    shop = register()
    assert {refused(shop, "10", password=50) for _ in range(20)} == {0x4F}
    assert refused(shop, "10") == 0


@pytest.mark.parametrize("code", ["FF46", "FF45", "85", "88", "89"])
def test_commands_of_a_receipt_need_one(code: str) -> None:
    data = {"FF46": position(), "FF45": bytes(112), "85": bytes(66), "88": b"", "89": b""}[code]
    assert refused(open_shift(register()), code, data) == 0x73


def test_modes_come_before_submodes() -> None:
    shop = register()
    shop.conditions.paper = False
    assert refused(shop, "88") == 0x73
    assert refused(shop, "8D", "00") == 0x72


def test_a_refused_command_changes_nothing() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    before = shop.glance()
    assert refused(shop, "FF46", position(total=(10002).to_bytes(5, "little"))) == 0x33
    assert refused(shop, "FF45", bytes(112)) == 0x8E
    assert refused(shop, "8D", "00") == 0x73
    assert shop.glance() == before
