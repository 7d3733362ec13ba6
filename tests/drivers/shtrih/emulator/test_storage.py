"""The ФН and what is asked of it."""

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulation.fiscal import tlv as written
from drivers.emulation.fiscal.refused import StorageRefused
from drivers.emulation.fiscal.storage import Document, Form
from drivers.shtrih.emulator.command_set import COMMANDS
from drivers.shtrih.emulator.model import CASH_CORE
from tests.drivers.shtrih.emulator.host import ask, fast, open_shift, refused, register, sell, tlv


def test_status() -> None:
    shop = open_shift(register())
    assert ask(shop, "FF01").hex() == "03000001001a0b0f0f1e" + b"9999078900000123".hex() + "02000000"


def test_numbers_of_documents() -> None:
    shop = open_shift(register())
    sell(shop)
    ask(shop, "41")
    assert [each.number for each in shop.storage.documents] == [1, 2, 3, 4]
    for document in shop.storage.documents:
        tags = document.tags()
        assert tags[1040] == [document.number.to_bytes(4, "little")]
        assert tags[1041] == [b"9999078900000123"]
        assert tags[1077] == [b"\0\0" + document.sign.to_bytes(4, "big")]


def test_signs_differ_by_content() -> None:
    shop = open_shift(register())
    sell(shop)
    sell(shop)
    signs = [each.sign for each in shop.storage.documents]
    assert len(set(signs)) == len(signs)


@pytest.mark.parametrize(("number", "details"), [(2, "0100"), (3, "011027000000"), (4, "0100")])
def test_finding_a_document(number: int, details: str) -> None:
    shop = open_shift(register())
    sell(shop)
    ask(shop, "41")
    told = ask(shop, "FF0A", number.to_bytes(4, "little"))
    assert told[:2] == bytes((shop.storage.documents[number - 1].form, 0))
    assert told[15:].hex() == details
    assert refused(shop, "FF0A", "63000000") == 0x08


@pytest.mark.parametrize("piece", [1, 64, 200])
def test_reading_a_document(piece: int) -> None:
    shop = open_shift(register(quirks=fast(piece=piece)))
    sell(shop)
    head = ask(shop, "FF3A", "03000000")
    assert shop.mode == 1
    assert refused(shop, "8D", "00") == 0x73
    pieces = []
    while not refused(shop, "FF40") and (data := _next(shop)):
        pieces.append(data)
    assert head == b"\x03\0" + len(shop.storage.documents[2].tlv).to_bytes(2, "little")
    assert b"".join(pieces) == shop.storage.documents[2].tlv
    assert shop.mode == 2


def _next(shop: object) -> bytes:
    answer = shop.execute(bytes.fromhex("FF 3B 1E 00 00 00"))  # type: ignore[attr-defined]
    assert answer[2] in (0, 0x08)
    return bytes(answer[3:])


def test_reading_can_be_stopped() -> None:
    shop = open_shift(register())
    ask(shop, "FF3A", "01000000")
    ask(shop, "03")
    assert shop.mode == 2
    assert refused(shop, "FF3B") == 0x08


def test_cash_cores_read_in_any_mode() -> None:
    shop = open_shift(register(model=CASH_CORE))
    ask(shop, "FF3A", "01000000")
    assert shop.mode == 2


def test_the_operator_of_fiscal_data() -> None:
    shop = open_shift(register())
    sell(shop)
    assert ask(shop, "FF3F") == b"\x02\0"
    assert ask(shop, "FF39")[2:8] == b"\x02\0\x02\0\0\0"
    assert refused(shop, "FF3C", "02000000") == 0x08
    shop.storage.send(1)
    assert ask(shop, "FF39")[2:8] == b"\x01\0\x03\0\0\0"
    ticket = dict(written.parse(ask(shop, "FF3C", "02000000")))
    assert ticket[1040] == b"\x02\0\0\0"
    assert len(ticket[1078]) == 16
    shop.storage.send()
    assert ask(shop, "FF3F") == b"\0\0"
    assert ask(shop, "FF0A", "03000000")[1] == 1


def test_warnings() -> None:
    shop = open_shift(register())
    assert ask(shop, "FF01")[4] == 0
    shop.advance(timedelta(days=3))
    assert ask(shop, "FF01")[4] == 8
    shop.storage.send()
    shop.advance(timedelta(days=380))
    assert ask(shop, "FF01")[4] == 2
    shop.advance(timedelta(days=15))
    assert ask(shop, "FF01")[4] == 3
    shop.storage.forced_warnings = 4
    assert ask(shop, "FF01")[4] == 7


def test_it_is_over_one_day() -> None:
    shop = register()
    shop.advance(timedelta(days=401))
    assert refused(shop, "E0") == 0x05


def test_a_queue_that_is_too_old() -> None:
    shop = open_shift(register())
    shop.advance(timedelta(days=31))
    assert refused(shop, "FF37") == 0x73  # the shift is old
    assert refused(shop, "41") == 0
    assert refused(shop, "E0") == 0x15
    shop.storage.send()
    assert refused(shop, "E0") == 0


def test_time_goes_forward_only() -> None:
    shop = open_shift(register())
    shop.advance(timedelta(minutes=-1))
    assert refused(shop, "8D", "00") == 0x07
    shop.advance(timedelta(minutes=1))
    assert refused(shop, "8D", "00") == 0


def test_expiry_and_numbers() -> None:
    shop = register()
    assert ask(shop, "FF02") == b"9999078900000123"
    assert ask(shop, "FF03") == bytes((27, 12, 20, 11, 1))
    assert len(ask(shop, "FF04")) == 17
    assert len(ask(shop, "FF63")) == 8


def test_counters_of_a_shift() -> None:
    shop = open_shift(register())
    sell(shop, {1: 4000, 2: 6000}, vat=2)
    sell(shop)
    ask(shop, "41")
    tags = shop.storage.documents[-1].tags()
    assert (tags[1118], tags[1111]) == ([b"\x02\0\0\0"], [b"\x04\0\0\0"])
    counters = dict(written.parse(tags[1194][0]))
    sales = {tag: int.from_bytes(raw, "little") for tag, raw in written.parse(counters[1129])}
    assert counters[1134] == b"\x02\0\0\0"
    assert {tag: sales[tag] for tag in (1135, 1136, 1138, 1201, 1140, 1183)} == {
        1135: 2, 1136: 14000, 1138: 6000, 1201: 20000, 1140: 909, 1183: 10000
    }  # fmt: skip
    assert dict(written.parse(counters[1130])) == {1135: b"\0\0\0\0"}


def test_counters_of_a_shift_begin_anew_and_those_of_the_storage_go_on() -> None:
    shop = register()
    for receipts in (2, 0, 3):
        open_shift(shop)
        for _ in range(receipts):
            sell(shop)
        ask(shop, "41")
    closings = [each.tags() for each in shop.storage.documents if each.form is Form.SHIFT_CLOSING]
    assert [_papers(tags[1194]) for tags in closings] == [2, 0, 3]
    assert [_papers(tags[1157]) for tags in closings] == [2, 2, 5]


def _papers(values: list[bytes]) -> int:
    return int.from_bytes(dict(written.parse(values[0]))[1134], "little")


def test_counters_cost_nothing_after_many_receipts(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are not added up anew: of what is recorded already no requisite is read again."""
    shop = open_shift(register())
    for _ in range(3):
        sell(shop)
    monkeypatch.setattr(Document, "tags", lambda _: pytest.fail("read again"))
    ask(shop, "41")


@given(st.lists(st.tuples(st.integers(1, 0xFFFF), st.binary(max_size=40))))
def test_requisites_can_be_read_back(parts: list[tuple[int, bytes]]) -> None:
    assert written.parse(b"".join(tlv(tag, value) for tag, value in parts)) == parts


@given(st.binary(max_size=40))
def test_nonsense_is_refused_and_nothing_else(data: bytes) -> None:
    with suppress(StorageRefused):
        assert b"".join(tlv(tag, value) for tag, value in written.parse(data)) == data


@given(st.binary(min_size=1, max_size=120))
def test_any_body_has_an_answer(body: bytes) -> None:
    answer = register().execute(body)
    code = body[: 2 if body[0] == 0xFF else 1]
    assert answer.startswith(code)
    assert len(answer) > len(code)


@given(st.sampled_from(sorted(COMMANDS)), st.booleans(), st.data())
def test_no_parameters_break_it(code: bytes, in_receipt: bool, data: st.DataObject) -> None:
    known = COMMANDS[code]
    shop = open_shift(register())
    if in_receipt:
        ask(shop, "8D", "00")
    beginning = code + ((30).to_bytes(4, "little") if known.who else b"")
    length = data.draw(st.sampled_from(sorted(known.lengths))) - len(beginning)
    answer = shop.execute(beginning + data.draw(st.binary(min_size=length, max_size=length)))
    assert answer.startswith(code)
    assert len(answer) <= 255
    assert [each.number for each in shop.storage.documents] == list(range(1, shop.storage.last + 1))
