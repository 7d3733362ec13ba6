"""Numbers, texts, dates. Source: spec/atol.md 4."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.atol import numbers
from drivers.atol.numbers import Reader

MORNING = datetime(2026, 2, 1, 9, 30)  # noqa: DTZ001 - as the register tells it


@given(st.integers(0, 10**10 - 1))
def test_bcd_there_and_back(value: int) -> None:
    assert numbers.from_bcd(numbers.bcd(value, 5)) == value
    assert numbers.bcd(value, 5).hex() == f"{value:010}"


@pytest.mark.parametrize(("value", "size"), [(-1, 2), (10000, 2)])
def test_bcd_that_does_not_fit(value: int, size: int) -> None:
    with pytest.raises(ValueError, match="fit"):
        numbers.bcd(value, size)


@pytest.mark.parametrize("data", [b"\x1a", b""])
def test_no_bcd(data: bytes) -> None:
    with pytest.raises(ValueError, match="decimal"):
        numbers.from_bcd(data)


def test_quantity() -> None:
    assert numbers.quantity(Decimal("2.000")) == bytes.fromhex("00 00 00 20 00")
    with pytest.raises(ValueError, match="decimals"):
        numbers.quantity(Decimal("0.0005"))


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("Чай", "97 A0 A9"),
        ("№ 5", "24 20 35"),
        ("$", "FC"),
        ("€", "F2"),
        ("Ёё", "F0 F1"),
        ("O’Н", "4F 27 8D"),
        ("а\u2011б", "A0 FA A1"),
        ("«」", "22 3F"),
    ],
)
def test_texts(text: str, data: str) -> None:
    assert numbers.text(text) == bytes.fromhex(data)


def test_texts_back() -> None:
    assert numbers.readable(bytes.fromhex("24 FC F2 FA 27 97 20 00 41")) == "№$€\u2011’Ч"
    assert numbers.padded("А", 3) == b"\x80\0\0"
    with pytest.raises(ValueError, match="fit"):
        numbers.padded("Чай", 2)


def test_dates() -> None:
    assert numbers.day(date(2026, 2, 1)) == bytes.fromhex("01 02 26")
    assert numbers.clock(time(9, 30)) == bytes.fromhex("09 30 00")
    assert Reader(bytes.fromhex("26 02 01 09 30 00")).bcd_moment() == MORNING
    assert Reader(bytes.fromhex("FF 02 01 09 30 00")).bcd_moment() is None
    assert Reader(bytes([26, 2, 1, 9, 30])).moment() == MORNING
    assert Reader(bytes([26, 2, 1])).day() == date(2026, 2, 1)
    assert Reader(bytes(3)).day() is None


def test_binary() -> None:
    assert numbers.index(1) == b"\0\x01"
    assert numbers.u32(7) == b"\x07\0\0\0"
    assert Reader(b"\x01\x02\x01\x02").index() == 0x0102
    with pytest.raises(ValueError, match="fit"):
        numbers.u8(256)
    with pytest.raises(ValueError, match="expected"):
        Reader(b"\0").index()
