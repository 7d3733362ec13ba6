from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.registration import registration_number
from drivers.emulation.fiscal.storage import Form, Life
from drivers.emulation.fiscal.till import StorageRefused
from tests.drivers.emulation.fiscal.refusals import refused
from tests.drivers.emulation.fiscal.sales import open_till, till


def test_the_published_number() -> None:
    """spec/ffd.md 11."""
    assert registration_number("0149060006", "504404744207", "0149060006000651") == "0149060006035849"


def test_a_till_is_registered_and_the_operator_knows() -> None:
    shop = till(ffd="1.2")
    (document,) = shop.storage.documents
    tags = document.tags()
    assert (document.form, document.number, shop.storage.unsent, shop.operations) == (Form.REGISTRATION, 1, [], 0)
    assert tags[1209] == tags[1189] == tags[1190] == [b"\x04"]
    assert tags[1062] == [b"\x3f"]
    assert tags[1290] == [b"\x00\x01\x00\x00"]
    assert tlv.unpadded(tags[1048][0]) == shop.owner.name
    assert tags[1037] == [shop.rnm.encode().ljust(20)]


def test_an_older_one_has_single_flags() -> None:
    tags = till(ffd="1.05").storage.documents[0].tags()
    assert 1290 not in tags
    assert all(tags[tag] == [b"\0"] for tag in (1001, 1002, 1056, 1108, 1109, 1110, 1126, 1193, 1207, 1221))


def test_the_host_has_the_last_word() -> None:
    shop = till(registered=False)
    tags = shop.register([(1048, b"HOST"), (1108, b"\1")]).tags()
    assert (tags[1048], tags[1108]) == ([b"HOST"], [b"\1"])
    assert shop.storage.life is Life.FISCAL
    assert shop.storage.registered[0][1].inn == shop.inn


def test_a_change_tells_its_reason() -> None:
    old, new = till(ffd="1.05"), till(ffd="1.2")
    assert old.register(reason=3).tags()[1101] == [b"\3"]
    assert new.register(reason=3).tags()[1205] == [b"\0\0\0\x80"]
    assert old.storage.documents[-1].form is Form.CHANGE
    assert refused(lambda: old.register()) == 0x02
    assert refused(lambda: open_till().register(reason=3)) == 0x02
    assert refused(lambda: till(registered=False).register(reason=3)) == 0x02


def test_nothing_goes_before_it() -> None:
    shop = till(registered=False)
    for call in (shop.open_shift, shop.settlement_state, shop.close_archive):
        assert refused(call) == 0x02
    assert shop.storage.documents == []


def test_another_storage() -> None:
    shop = open_till()
    shop.replace_storage("9999078900002222")
    assert (shop.storage.number, shop.storage.last, shop.shift, shop.shift_open) == ("9999078900002222", 1, 0, False)
    assert shop.open_shift().tags()[1041] == [b"9999078900002222"]
    shop.erase()
    assert shop.storage.documents == []
    assert shop.storage.life is Life.SET_UP


def test_after_the_archive_comes_nothing() -> None:
    shop = open_till()
    assert refused(shop.close_archive) == 0x02
    shop.close_shift()
    assert shop.close_archive().form is Form.ARCHIVE_CLOSING
    assert refused(shop.open_shift) == 0x02


def test_a_refusal_names_its_cause() -> None:
    assert str(StorageRefused(0x16, "old")) == "16h old"
