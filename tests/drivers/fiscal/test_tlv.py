"""Golden bytes: spec/ffd.md 1.1 and 3."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.fiscal.tags import TAGS, Kind, Tag
from drivers.fiscal.tlv import Value, encode, pack, parse, to_cp866
from tests.drivers.fiscal.samples import NOON


@pytest.mark.parametrize(
    ("tag", "value", "expected"),
    [
        (1054, 1, "1e04 0100 01"),
        (1020, 0, "fc03 0100 00"),
        (1020, 255, "fc03 0100 ff"),
        (1020, 256, "fc03 0200 0001"),
        (1020, 123456, "fc03 0300 40e201"),
        (1023, 1, "ff03 0200 0001"),
        (1023, Decimal("0.5"), "ff03 0200 0105"),
        (1023, Decimal("1.5"), "ff03 0200 010f"),
        (1023, Decimal("1.500"), "ff03 0300 03dc05"),
        (1023, Decimal("15.582"), "ff03 0300 03de3c"),
        (1012, NOON.replace(second=0), "f403 0400 f8cff96a"),
        (1213, 365, "bd04 0200 6d01"),
        (1040, 4711, "1004 0400 67120000"),
        (1290, 1 << 8, "0a05 0400 00010000"),
        (1018, "7707083893", "fa03 0c00 37373037303833383933 2020"),
        (1008, "№", "f003 0100 fc"),
        (1077, bytes(6), "3504 0600 000000000000"),
        (1084, [bytes.fromhex("3d04 0100 41"), bytes.fromhex("3e04 0100 42")], "3c04 0a00 3d04010041 3e04010042"),
    ],
)
def test_golden(tag: int, value: Value, expected: str) -> None:
    assert encode(tag, value) == bytes.fromhex(expected)


@pytest.mark.parametrize(
    ("tag", "value"),
    [
        (999, 1),
        (1010, "10.25"),
        (1054, 256),
        (1054, -1),
        (1054, "1"),
        (1020, 1 << 48),
        (1020, -1),
        (1023, Decimal(-1)),
        (1023, Decimal("NaN")),
        (1023, Decimal("sNaN")),
        (1023, Decimal("Infinity")),
        (1023, Decimal("1e1000000")),
        (1023, Decimal("1e-300")),
        (1030, "x" * 129),
        (1192, "…" * 6),  # becomes 18 dots
        (1230, "6430"),
        (1077, bytes(7)),
        (1012, datetime(1969, 12, 31, tzinfo=NOON.tzinfo)),
        (1163, [encode(1304, "x" * 38), encode(1304, "x" * 38)]),
    ],
)
def test_refused(tag: int, value: Value) -> None:
    with pytest.raises(ValueError, match="tag"):
        encode(tag, value)


def test_quantity_gives_up_zeros_only_where_they_do_not_fit() -> None:
    (item,) = parse(encode(1023, Decimal("12.00000000000000000000")))
    assert item.raw == bytes.fromhex("000c")


def test_time_is_the_wall_clock() -> None:
    (item,) = parse(encode(1012, NOON))
    assert item.time() == NOON.replace(tzinfo=None)


def test_children() -> None:
    (attribute,) = parse(encode(1084, [encode(1085, "Столик"), encode(1086, "5")]))
    assert [child.tag for child in attribute.children()] == [1085, 1086]
    assert attribute.child(1086).text() == "5"
    with pytest.raises(ValueError, match="1087"):
        attribute.child(1087)


@pytest.mark.parametrize("data", ["f4", "f40304", "f4030400", "f4030400f8cff9", "f403 0100 00 f4"])
def test_cut_off_data_is_a_value_error(data: str) -> None:
    with pytest.raises(ValueError, match="cut off"):
        parse(bytes.fromhex(data))


def test_envelope_limits() -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        pack(3, bytes(0x10000))
    with pytest.raises(ValueError, match="cannot be written"):
        pack(0x10000, b"")


@given(st.binary(max_size=200))
def test_hostile_input_raises_value_error_only(data: bytes) -> None:
    try:
        items = parse(data)
    except ValueError:
        return
    assert b"".join(pack(item.tag, item.raw) for item in items) == data
    for item in items:
        for read in (item.number, item.decimal, item.text, item.time, item.children):
            try:
                read()
            except ValueError:
                continue


WRITTEN = "".join(char for code in range(0x20, 0x100) if (char := bytes([code]).decode("cp866")) not in "\x7f\xa0")


@given(st.sampled_from([tag for tag in TAGS.values() if tag.kind is Kind.STRING]), st.data())
def test_strings_come_back(known: Tag, data: st.DataObject) -> None:
    text = data.draw(st.text(WRITTEN, max_size=known.size))
    (item,) = parse(encode(known.number, text))
    assert (item.tag, item.text()) == (known.number, text)


@given(st.integers(0, (1 << 48) - 1))
def test_sums_come_back_in_the_fewest_bytes(amount: int) -> None:
    (item,) = parse(encode(1020, amount))
    assert item.number() == amount
    assert len(item.raw) == 1 or item.raw[-1] != 0


@given(st.decimals(0, 10**9, allow_nan=False, allow_infinity=False, places=6))
def test_quantities_come_back(quantity: Decimal) -> None:
    (item,) = parse(encode(1023, quantity))
    assert item.decimal() == quantity


@given(st.datetimes(datetime(1970, 1, 1), datetime(2106, 1, 1)))  # noqa: DTZ001
def test_times_come_back(time: datetime) -> None:
    (item,) = parse(encode(1012, time))
    assert item.time() == time.replace(microsecond=0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«Ёлка» — 10 ₽…", '"Ёлка" - 10 руб....'),
        ("№ 5", "№ 5"),
        ("café", "cafe"),
        ("cafe\u0301", "cafe"),
        ("и\u0306од", "йод"),
        ("Қазақ", "Казак"),
        ("a\u00a0b\tc\nd", "a b c d"),
        ("a\x00\u200b\x1db", "ab"),
        ("☃\ud800", "??"),
        ("30 м²", "30 м2"),
    ],
)
def test_to_cp866(text: str, expected: str) -> None:
    assert to_cp866(text) == expected


@given(st.text(st.characters()))
def test_any_text_becomes_writable(text: str) -> None:
    once = to_cp866(text)
    once.encode("cp866")
    assert to_cp866(once) == once
