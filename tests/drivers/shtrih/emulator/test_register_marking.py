from datetime import UTC, datetime

import pytest

from drivers.emulation.fiscal import tlv as written
from drivers.emulation.fiscal.marking import BAD, NO_KEYS, NO_SERVER, Verdict
from drivers.shtrih.emulator.model import CASH_CORE
from tests.clock import FakeClock
from tests.drivers.shtrih.emulator.host import ask, closing, open_shift, position, refused, register, tlv

CODE = b"010460043993125621JgXJ5.T\x1d93dGVz"
TOBACCO = b"04606203086627ABCDEFGAB-Cxxxx"


def check(code: bytes = CODE, status: int = 1, parts: bytes = b"") -> bytes:
    """Of FF61."""
    return bytes((status, 0, len(code), len(parts))) + code + parts


def bind(code: bytes = CODE) -> bytes:
    return bytes([len(code)]) + code


def test_the_answer_of_a_real_device() -> None:
    """spec/shtrih-m.md 3.8: not checked by itself, a tobacco pack, the server says no."""
    shop = register(clock=FakeClock(datetime.fromtimestamp(0x61150780 - 3 * 3600, UTC)))
    shop.marking.verdicts[TOBACCO] = Verdict(local=0, reason=1, result=5, details=5)
    answer = shop.execute(bytes.fromhex("FF 61 1E 00 00 00") + check(TOBACCO))
    assert answer == bytes.fromhex("FF 61 00 00 01 01 14 00 05 42 08 04 00 80 07 15 61 39 08 01 00 00 D5 07 01 00 05")


def test_a_good_code_in_a_receipt() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    told = ask(shop, "FF61", check())
    assert told[:6] == bytes((3, 0, 5, 20, 0, 15))
    ask(shop, "FF69", "01")
    ask(shop, "FF46", position(subject=33))
    assert ask(shop, "FF67", bind()) == b"\x44\x4d\x03"
    ask(shop, "FF45", closing({1: 10000}))
    tags = shop.storage.documents[-1].tags()
    item = dict(written.parse(tags[1059][0]))
    assert item[1163] == tlv(1305, b"010460043993125621JgXJ5.T")
    assert item[2106] == b"\x0f"
    assert tags[2107] == [b"\0"]
    assert ask(shop, "FF68")[:7] == b"\0\x01\0\x01\0\0\0"
    assert ask(shop, "FF70") == bytes((0, 0, 0, 0, 0, 0, 1, 0))


def test_a_bad_code_marks_the_receipt() -> None:
    shop = open_shift(register())
    shop.marking.verdicts[CODE] = BAD
    ask(shop, "8D", "00")
    assert ask(shop, "FF61", check())[5] == 5
    ask(shop, "FF69", "01")
    ask(shop, "FF46", position(subject=33))
    ask(shop, "FF67", bind())
    ask(shop, "FF45", closing({1: 10000}))
    assert shop.storage.documents[-1].tags()[2107] == [b"\1"]


@pytest.mark.parametrize(
    ("verdict", "told"),
    [
        (NO_SERVER, bytes((3, 0, 5, 2, 0xFF, 3))),
        (NO_KEYS, bytes((0, 2, 5, 20, 0, 12))),
        (Verdict(server=0x20, processing=7), bytes((3, 0, 5, 2, 0x20, 7))),
    ],
)
def test_other_answers(verdict: Verdict, told: bytes) -> None:
    shop = register()
    shop.marking.verdicts[CODE] = verdict
    assert ask(shop, "FF61", check())[:6] == told


def test_order_of_checks() -> None:
    shop = register()
    assert refused(shop, "FF69", "01") == 0xA1
    ask(shop, "FF61", check())
    assert ask(shop, "FF70")[0] == 1
    assert refused(shop, "FF61", check()) == 0xA1
    ask(shop, "FF69", "00")
    assert shop.marking.accepted == {}
    ask(shop, "FF61", check())
    ask(shop, "FF69", "02")
    assert ask(shop, "FF70")[0] == 0


def test_the_table_of_checked_codes_is_full() -> None:
    shop = register()
    for each in range(128):
        ask(shop, "FF61", check(CODE + b"%d" % each))
        ask(shop, "FF69", "01")
    assert refused(shop, "FF61", check()) == 0xA3
    ask(shop, "FF69", "02")
    assert refused(shop, "FF61", check()) == 0


def test_marking_may_be_off() -> None:
    shop = register()
    shop.marking.enabled = False
    assert refused(shop, "FF61", check()) == 0xA0
    assert refused(register(ffd="1.05"), "FF61", check()) == 0x37


@pytest.mark.parametrize(
    "data", [check(status=5), check() + b"x", bytes((1, 0, 0, 0, 1)), check(parts=b"\x01\x02\x03")]
)
def test_checks_that_cannot_be(data: bytes) -> None:
    assert refused(register(), "FF61", data) == 0x33


def test_a_code_that_was_not_checked_is_checked_when_it_is_bound() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position(subject=33))
    told = ask(shop, "FF67", bind())
    assert told[:9] == b"\x44\x4d\x03" + bytes((3, 0, 5, 20, 0, 15))


def test_a_position_has_one_code() -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    assert refused(shop, "FF67", bind()) == 0x33
    ask(shop, "FF46", position())
    ask(shop, "FF67", bind())
    assert refused(shop, "FF67", bind()) == 0x33


def test_cash_cores_take_it_before_the_position() -> None:
    shop = open_shift(register(model=CASH_CORE))
    ask(shop, "8D", "00")
    ask(shop, "FF67", bind())
    ask(shop, "FF4D", tlv(2108, b"\x0b"))
    ask(shop, "FF46", position(subject=33))
    ask(shop, "FF46", position())
    ask(shop, "FF45", closing({1: 20000}))
    first, second = (dict(written.parse(raw)) for raw in shop.storage.documents[-1].tags()[1059])
    assert (1163 in first, first[2108]) == (True, b"\x0b")
    assert (1163 in second, second[2108]) == (False, b"\0")


def test_an_older_format_has_1162() -> None:
    shop = open_shift(register(ffd="1.05"))
    ask(shop, "8D", "00")
    ask(shop, "FF46", position())
    assert ask(shop, "FF67", bind()) == b"\x44\x4d\x03"
    ask(shop, "FF45", closing({1: 10000}))
    item = dict(written.parse(shop.storage.documents[-1].tags()[1059][0]))
    assert item[1162] == b"\x44\x4d" + (4600439931256).to_bytes(6, "big") + b"JgXJ5.T"


@pytest.mark.parametrize(
    ("code", "matrix"),
    [
        (b"010460043993125621JgXJ5.T\x1d91EE06\x1d92" + b"x" * 88, 0),
        (TOBACCO, 2),
        (b"010460043993125621JgXJ5.T\x1d91EE06\x1d92" + b"x" * 44, 3),
        (CODE, 3),
        (b"010460043993125621JgXJ5.T", 255),
        (b"4606453849072", 255),
    ],
)
def test_kinds_of_matrices(code: bytes, matrix: int) -> None:
    shop = open_shift(register())
    ask(shop, "8D", "00")
    ask(shop, "FF46", position(subject=33))
    assert ask(shop, "FF67", bind(code))[2] == matrix
