"""Parameters, by hand."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.pirit import fields
from drivers.pirit.fields import Fields


def test_values() -> None:
    assert fields.text("Чай «Ночь»", 64) == 'Чай "Ночь"'.encode("cp866")
    assert fields.money(0) == b"0.00"
    assert fields.money(5) == b"0.05"
    assert fields.money(9_999_999_999) == b"99999999.99"
    assert fields.day(date(2026, 2, 1)) == b"010226"
    assert fields.long_day(date(1985, 12, 31)) == b"31121985"
    assert fields.long_day(None) == b""
    assert fields.clock(time(9, 5, 7)) == b"090507"
    assert fields.share(1, 20) == b"1/20"


@pytest.mark.parametrize(
    ("value", "written"),
    [("2", b"2"), ("2.000", b"2"), ("0.5", b"0.5"), ("1E+2", b"100"), ("0.123456789", b"0.123456789"), ("10", b"10")],
)
def test_quantities(value: str, written: bytes) -> None:
    assert fields.quantity(Decimal(value)) == written


@pytest.mark.parametrize("value", ["0", "-1", "0.1234567891", "NaN", "Infinity"])
def test_quantities_that_cannot_be(value: str) -> None:
    with pytest.raises(ValueError, match="quantity"):
        fields.quantity(Decimal(value))


@pytest.mark.parametrize(("numerator", "denominator"), [(0, 2), (2, 2), (3, 2), (-1, 2)])
def test_shares_that_cannot_be(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="pack"):
        fields.share(numerator, denominator)


def test_what_does_not_fit() -> None:
    for wrong in (
        lambda: fields.text("12345", 4),
        lambda: fields.text("", 4, 1),
        lambda: fields.whole(100, 1, 99),
        lambda: fields.money(-1),
        lambda: fields.day(date(1999, 1, 1)),
        lambda: fields.escaped(b"1" * 129, 128),
        lambda: fields.exact("a\x1db"),
        lambda: fields.exact("ёж"),
        lambda: fields.exact("日"),
        lambda: fields.exact(""),
    ):
        with pytest.raises(ValueError):  # noqa: PT011 - that nothing else comes is what matters
            wrong()


def test_marking_codes() -> None:
    code = b"010460043993125621JgXJ5.T\x1d8005112000\x1d93xyzA"
    assert fields.escaped(code, 128) == b"010460043993125621JgXJ5.T$1D8005112000$1D93xyzA"
    assert fields.escaped(bytes(range(3)), 3) == b"$00$01$02"


def test_optional_parameters_are_left_off_from_the_end() -> None:
    assert fields.trimmed((b"1", b""), (b"", b"2", b"", b"")) == (b"1", b"", b"", b"2")
    assert fields.trimmed((b"", b""), (b"",)) == (b"", b"")


def test_reading() -> None:
    read = Fields(b"15\x1c\x1c-0.05\x1c010226\x1c0931\x1c31121985\x1c0A0b\x1c\x97\xa0\xa9 \x1c")
    assert (read.whole(), read.whole(), read.money()) == (15, 0, -5)
    assert read.moment() == datetime.fromisoformat("2026-02-01T09:31")
    assert (read.day(), read.bytes_in_hex(), read.text(), read.left) == (date(1985, 12, 31), b"\n\x0b", "Чай", 0)
    with pytest.raises(ValueError, match="parameters"):
        read.raw()


def test_an_empty_answer_and_an_empty_parameter() -> None:
    assert Fields(b"").left == 0
    assert Fields(b"\x1c").left == 1
    assert Fields(b"7").whole() == 7
    assert Fields(b"1.00\x1c2\x1c").amounts() == (100, 200)


@given(st.binary(max_size=24))
def test_nonsense_raises_nothing_but_value_error(data: bytes) -> None:
    for read in (Fields.text, Fields.whole, Fields.money, Fields.decimal, Fields.bytes_in_hex, Fields.moment):
        try:
            read(Fields(data))
        except ValueError:
            continue


@pytest.mark.parametrize(
    ("data", "left"),
    [(b"6\x1c6\x1c1\x1c5\x1c", 3), (b"6\x1c1\x1c5\x1c", 3), (b"7\x1c1\x1c5\x1c9\x1c", 4), (b"6\x1c", 0)],
)
def test_the_number_of_a_query_may_come_first(data: bytes, left: int) -> None:
    assert Fields.of_query(data, 6, 3).left == left
