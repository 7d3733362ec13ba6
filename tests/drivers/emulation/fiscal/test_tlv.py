"""Every example of spec/ffd.md 1.1."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulation.fiscal import tlv
from drivers.emulation.fiscal.refused import StorageRefused


def test_numbers_of_fixed_width() -> None:
    assert tlv.fixed(1054, 1, 1).hex() == "1e04010001"


@pytest.mark.parametrize(("number", "value"), [(0, "00"), (255, "ff"), (256, "0001"), (123456, "40e201")])
def test_numbers_of_any_width(number: int, value: str) -> None:
    assert tlv.parse(tlv.vln(1020, number)) == [(1020, bytes.fromhex(value))]


@pytest.mark.parametrize(
    ("number", "places", "value"),
    [(1000, 3, "0001"), (500, 3, "0105"), (15582, 3, "03de3c"), (15_582_000, 6, "03de3c")],
)
def test_numbers_with_places(number: int, places: int, value: str) -> None:
    assert tlv.parse(tlv.fvln(1023, number, places)) == [(1023, bytes.fromhex(value))]


def test_a_quantity() -> None:
    assert tlv.fvln(1023, 15, 1).hex() == "ff030200010f"


def test_the_wall_clock() -> None:
    assert tlv.time(1012, datetime(2026, 11, 15, 15, 30)).hex() == "f4030400f8cff96a"  # noqa: DTZ001


def test_texts_are_padded_and_read_back() -> None:
    packed = tlv.text(1037, "0149060006035849", 20)
    assert packed == b"\x0d\x04\x14\x000149060006035849    "
    assert tlv.unpadded(tlv.parse(packed)[0][1]) == "0149060006035849"
    assert tlv.text(1021, "Ёж №1") == b"\xfd\x03\x05\x00\xf0\xa6 \xfc1"


@given(st.lists(st.tuples(st.integers(1, 0xFFFF), st.binary(max_size=40))), st.integers(1, 3))
def test_what_is_torn_is_refused(parts: list[tuple[int, bytes]], short: int) -> None:
    whole = tlv.nest(1059, (tlv.pack(tag, value) for tag, value in parts))
    assert tlv.parse(tlv.parse(whole)[0][1]) == parts
    with pytest.raises(StorageRefused) as refusal:
        tlv.parse(whole[:-short])
    assert refusal.value.code == 0x33
