from drivers.emulation.fiscal.storage import Form, Life
from drivers.shtrih.emulator.registration_commands import registration_number
from tests.drivers.shtrih.emulator.host import ask, fast, open_shift, refused, register, sell, tlv

INN, SERIAL = "504404744207", "0149060006000651"
RNM = "0149060006035849"
OWNER = INN.encode().ljust(12) + RNM.encode().ljust(20)


def test_registration_number() -> None:
    """spec/ffd.md 11, published with the samples of another program."""
    assert registration_number("0149060006", INN, SERIAL) == RNM


def test_first_registration() -> None:
    shop = register(ffd="1.05", inn=INN, serial=SERIAL, registered=False)
    assert ask(shop, "FF01")[0] == Life.SET_UP
    assert refused(shop, "E0") == 0x8F
    assert refused(shop, "FF06", OWNER + b"\x01\x00") == 0x02
    ask(shop, "FF05", "00")
    ask(shop, "FF0C", tlv(1048, "ООО Ромашка".encode("cp866")))
    told = ask(shop, "FF06", OWNER + b"\x03\x20")
    document = shop.storage.documents[-1]
    assert told == b"\x01\0\0\0" + document.sign.to_bytes(4, "little")
    assert document.form is Form.REGISTRATION
    assert document.tags()[1048] == ["ООО Ромашка".encode("cp866")]
    assert document.tags()[1108] == [b"\1"]
    assert shop.tables.string(18, 1, 7) == "ООО Ромашка"
    assert [shop.tables.get(18, 1, field) for field in (2, 3, 5, 6)] == [INN, RNM, 3, 0x20]
    assert ask(shop, "FF01")[0] == Life.FISCAL
    found = ask(shop, "FF09")
    assert found == ask(shop, "FF0A", "01000000")[2:7] + OWNER + b"\x03\x20" + told
    assert ask(shop, "FF0A", "01000000")[15:] == OWNER + b"\x03\x20"
    sell(shop)


def test_a_change_has_a_reason() -> None:
    shop = register(ffd="1.05", inn=INN, serial=SERIAL)
    sell(shop)
    ask(shop, "41")
    assert refused(shop, "FF05", "00") == 0x02
    ask(shop, "FF05", "02")
    assert refused(shop, "FF06", OWNER + b"\x01\x00") == 0x33
    assert refused(shop, "FF34", OWNER + b"\x01\x00\x05") == 0x33
    ask(shop, "FF34", OWNER + b"\x02\x00\x03")
    document = shop.storage.documents[-1]
    assert document.form is Form.CHANGE
    assert document.shift == 0
    assert document.tags()[1101] == [b"\x03"]
    assert ask(shop, "FF0A", "05000000")[15:] == OWNER + b"\x02\x00\x03"
    assert ask(shop, "FF03")[3:] == bytes((10, 2))
    assert ask(shop, "FF4C", "02")[39:40] == b"\x03"


def test_numbers_are_digits() -> None:
    shop = register(inn=INN, serial=SERIAL, registered=False)
    ask(shop, "FF05", "00")
    for inn, rnm in (("50440474420x", RNM), (INN, "Касса"), ("", ""), (INN, RNM[:-1] + "0")):
        owner = inn.encode("cp1251").ljust(12) + rnm.encode("cp1251").ljust(20)
        assert refused(shop, "FF06", owner + b"\x01\x00") == 0x33, (inn, rnm)


def test_a_registration_is_told_whatever_the_tables_say() -> None:
    shop = register()
    ask(shop, "1E", b"\x12\x01\x00\x0c" + "не ИНН".encode("cp1251"))
    assert ask(shop, "FF09")[40:52] == b"?? ???".ljust(12)


def test_a_registration_has_no_reason() -> None:
    shop = register(inn=INN, serial=SERIAL, registered=False)
    ask(shop, "FF05", "00")
    assert refused(shop, "FF34", OWNER + b"\x01\x00\x01") == 0x33


def test_a_new_storage_in_place_of_another() -> None:
    shop = register(inn=INN, serial=SERIAL, registered=False)
    ask(shop, "FF05", "01")
    assert ask(shop, "FF01")[1] == 0x12
    ask(shop, "FF06", OWNER + b"\x01\x00")
    assert ask(shop, "FF0A", "01000000")[15:] == OWNER + b"\x01\x00\x01"


def test_numbers_that_do_not_belong_together() -> None:
    shop = register(inn=INN, serial=SERIAL, registered=False)
    ask(shop, "FF05", "00")
    other = b"7707083893  " + RNM.encode().ljust(20)
    assert refused(shop, "FF06", other + b"\x01\x00") == 0x33
    assert refused(shop, "FF06", OWNER + b"\x00\x00") == 0x33
    assert shop.storage.last == 0


def test_another_owner_is_no_change() -> None:
    shop = register(inn="7707083893", serial=SERIAL)
    ask(shop, "FF05", "02")
    assert refused(shop, "FF34", OWNER + b"\x01\x00\x03") == 0x09


def test_newer_formats_tell_more() -> None:
    shop = register(ffd="1.2", inn=INN, serial=SERIAL)
    told = ask(shop, "FF09")
    assert len(told) == 64
    assert told[40:52] == b"7841465198  "
    assert int.from_bytes(told[56:60], "little") == 1
    assert 1290 in shop.storage.documents[0].tags()
    assert 1109 not in shop.storage.documents[0].tags()


def test_requisites_of_a_registration() -> None:
    shop = register(inn=INN, serial=SERIAL)
    assert ask(shop, "FF0E", b"\x01" + (1018).to_bytes(2, "little")) == tlv(1018, INN.encode())
    assert refused(shop, "FF0E", b"\x01" + (1125).to_bytes(2, "little")) == 0x08
    assert refused(shop, "FF0E", b"\x02" + (1018).to_bytes(2, "little")) == 0x08


def test_an_archive_is_closed_for_good() -> None:
    shop = register()
    assert refused(shop, "FF3E") == 0x02
    ask(shop, "FF3D")
    ask(shop, "FF3E")
    assert shop.storage.documents[-1].form is Form.ARCHIVE_CLOSING
    assert ask(shop, "FF01")[0] == Life.CLOSED
    assert refused(shop, "E0") == 0x02
    assert refused(shop, "8D", "00") == 0x02
    assert len(ask(shop, "FF0A", "02000000")) == 15 + 32


def test_it_is_done_with_a_closed_shift() -> None:
    shop = open_shift(register())
    for code, data in {"FF05": "02", "FF3D": "", "FF07": "16"}.items():
        assert refused(shop, code, data) == 0x73


def test_a_debug_storage_can_be_wiped() -> None:
    shop = register(quirks=fast(long_expiry=False))
    assert refused(shop, "FF07", "01") == 0x33
    ask(shop, "FF07", "16")
    assert ask(shop, "FF01")[0] == Life.SET_UP
    assert shop.storage.documents == []
    assert len(ask(shop, "FF03")) == 3


def test_what_stands_in_the_tables_goes_into_the_document() -> None:
    """Texts in two fields, conditions of use, why it was changed."""
    shop = register(ffd="1.2", inn=INN, serial=SERIAL)
    long = "О" * 130
    for field, value in {7: long[:128], 17: long[128:]}.items():
        ask(shop, "1E", bytes((18, 1, 0, field)) + value.encode("cp1251"))
    ask(shop, "1E", b"\x12\x01\x00\x15\x21")
    ask(shop, "1E", b"\x12\x01\x00\x16\x04\x00\x00\x00")
    ask(shop, "FF05", "02")
    ask(shop, "FF34", OWNER + b"\x01\x00\x03")
    tags = shop.storage.documents[-1].tags()
    assert tags[1048] == [long.encode("cp866")]
    assert tags[1290] == [(1 << 6 | 1 << 12).to_bytes(4, "little")]
    assert tags[1205] == [b"\x04\x00\x00\x00"]
    assert 1101 not in tags


def test_before_1_2_each_condition_has_a_tag() -> None:
    shop = register(ffd="1.05", inn=INN, serial=SERIAL, registered=False)
    ask(shop, "1E", b"\x12\x01\x00\x15\x0d")
    ask(shop, "1E", b"\x12\x01\x00\x10\x41")
    ask(shop, "1E", b"\x18\x01\x00\x01" + "А-17".encode("cp1251"))
    ask(shop, "FF05", "00")
    ask(shop, "FF06", OWNER + b"\x01\x04")
    tags = shop.storage.documents[-1].tags()
    assert [tags[tag] for tag in (1207, 1193, 1126, 1221, 1057)] == [[b"\1"], [b"\0"], [b"\1"], [b"\1"], [b"\x41"]]
    assert tags[1036] == ["А-17".encode("cp866")]
