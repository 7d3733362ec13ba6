"""Numbers, texts, dates on the wire. Source: spec/shtrih-m.md 2."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.shtrih import numbers
from drivers.shtrih.numbers import Reader

_CYRILLIC = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюяАБВ№ 0123456789.,-", max_size=40)


@given(st.integers(0, 2**48 - 1), st.integers(6, 8))
def test_numbers_come_back(value: int, size: int) -> None:
    data = numbers.unsigned(value, size)
    assert len(data) == size
    assert Reader(data).unsigned(size) == value


@given(st.integers(1, 5), st.integers())
def test_what_does_not_fit_is_refused(size: int, value: int) -> None:
    if 0 <= value < 256**size:
        assert numbers.unsigned(value, size) == value.to_bytes(size, "little")
    else:
        with pytest.raises(ValueError, match="does not fit"):
            numbers.unsigned(value, size)


def test_money_is_five_bytes_of_kopecks() -> None:
    assert numbers.money(12345) == bytes.fromhex("39 30 00 00 00")
    assert numbers.money(9_999_999_999) == bytes.fromhex("FF E3 0B 54 02")


@pytest.mark.parametrize("kopecks", [-1, 10_000_000_000, 0xFFFFFFFFFF])
def test_money_out_of_range(kopecks: int) -> None:
    with pytest.raises(ValueError, match="kopecks"):
        numbers.money(kopecks)


def test_quantities() -> None:
    assert numbers.quantity(Decimal(1), places=6, size=6) == bytes.fromhex("40 42 0F 00 00 00")
    assert numbers.quantity(Decimal("1.000"), places=3, size=5) == bytes.fromhex("E8 03 00 00 00")
    assert numbers.quantity(Decimal("0.000001"), places=6, size=6) == bytes.fromhex("01 00 00 00 00 00")


@pytest.mark.parametrize("value", ["0.0000001", "-1", "1E30", "NaN", "Infinity"])
def test_quantities_that_cannot_be(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        numbers.quantity(Decimal(value), places=6, size=6)


@given(_CYRILLIC)
def test_texts_come_back_without_padding(value: str) -> None:
    assert Reader(numbers.padded(value, 64)).text(64) == value.rstrip()


def test_texts_are_cp1251() -> None:
    assert numbers.text("ЧАЙ") == bytes.fromhex("D7 C0 C9")
    assert numbers.readable(bytes.fromhex("D7 C0 C9 20 20 00 D7")) == "ЧАЙ"


@pytest.mark.parametrize("value", ["茶", "ча\0й", "ы" * 65])
def test_texts_that_cannot_be(value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        numbers.text(value, most=64)


def test_dates() -> None:
    assert numbers.day(date(2026, 11, 22)) == bytes([22, 11, 26])
    assert numbers.clock(time(14, 5, 9)) == bytes([14, 5, 9])
    assert Reader(bytes([22, 11, 26])).day() == date(2026, 11, 22)
    assert Reader(bytes([26, 11, 22])).year_first_day() == date(2026, 11, 22)
    assert Reader(bytes([14, 5, 9])).clock() == time(14, 5, 9)
    assert Reader(bytes([26, 11, 22, 14, 5])).moment() == datetime.fromisoformat("2026-11-22 14:05")


@given(st.binary(min_size=14, max_size=14))
def test_nonsense_is_no_date(data: bytes) -> None:
    reader = Reader(data)
    for told in (reader.day(), reader.year_first_day(), reader.clock(), reader.moment()):
        assert told is None or told


@pytest.mark.parametrize("year", [1999, 2100])
def test_years_that_cannot_be_written(year: int) -> None:
    with pytest.raises(ValueError, match="year"):
        numbers.day(date(year, 1, 1))


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_days_come_back(day: date) -> None:
    assert Reader(numbers.day(day)).day() == day


@given(st.binary(max_size=8), st.integers(0, 10))
def test_reading_on_past_the_end_is_a_value_error(data: bytes, size: int) -> None:
    reader = Reader(data)
    if size <= len(data):
        assert reader.take(size) == data[:size]
        assert reader.rest() == data[size:]
    else:
        with pytest.raises(ValueError, match="were expected"):
            reader.take(size)


def test_inn_and_rnm_are_padded_with_blanks() -> None:
    assert numbers.ascii_field("7701234567", 12) == b"7701234567  "
    with pytest.raises(ValueError, match="longer"):
        numbers.ascii_field("7701234567890", 12)
    with pytest.raises(ValueError, match="ascii"):
        numbers.ascii_field("ИНН", 12)
