"""Lenient values. Source: spec/kkmserver.md 6."""

from contextlib import suppress
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from kkmserver.dialects.kkm import fields

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=4,
)


@pytest.mark.parametrize(
    ("given_value", "amount"),
    [
        ("20.00000", 2000),
        ("1234,5", 123450),
        (Decimal("59.699999999"), 5970),
        (Decimal("0.005"), 1),
        (Decimal("0.0049999999999"), 0),
        (100, 10000),
        (" 7 ", 700),
        (".5", 50),
        ("1e2", 10000),
        (Decimal("-1e-999999999"), 0),
        (Decimal("0e999999999"), 0),
        (Decimal("0.1000000000000000055511151231257827021181583404541015625"), 10),
    ],
)
def test_money(given_value: object, amount: int) -> None:
    assert fields.money(given_value) == amount


@pytest.mark.parametrize(
    "wrong",
    [
        "", "x", "1.2.3", "1,2,3", "1 000", "0x10", "٣", "1_000", "NaN", "Infinity", "1e99999", "1" * 101, True, [], {},
        -1, "-0.01", 10**15, Decimal("1e999999999"), Decimal("1e12"),
    ],
)  # fmt: skip
def test_no_money(wrong: object) -> None:
    with pytest.raises(PydanticCustomError):
        fields.money(wrong)


@pytest.mark.parametrize(
    ("given_value", "amount"),
    [("2.000", "2"), (Decimal("2.9999999996"), "3"), ("0,355", "0.355"), (100, "100"), ("0.1234567", "0.123457")],
)
def test_quantity(given_value: object, amount: str) -> None:
    assert str(fields.quantity(given_value)) == amount


@pytest.mark.parametrize(
    ("given_value", "truth"),
    [(True, True), (0, False), (1, True), ("true", True), ("False", False), ("1", True), ("0", False), ("да", True)],
)
def test_flag(given_value: object, truth: bool) -> None:
    assert fields.flag(given_value) is truth


@pytest.mark.parametrize("wrong", [2, "maybe", [], Decimal("0.5")])
def test_no_flag(wrong: object) -> None:
    with pytest.raises(PydanticCustomError):
        fields.flag(wrong)


@pytest.mark.parametrize(
    "given_value",
    ["2017-06-21T15:30:45", "2017-06-21 15:30:45", "2017-06-21T15:30:45.123", "2017-06-21T15:30:45.1234567"],
)
def test_moment(given_value: str) -> None:
    read = fields.moment(given_value)
    assert read is not None
    assert read.replace(microsecond=0) == datetime(2017, 6, 21, 15, 30, 45)  # noqa: DTZ001


def test_moment_with_a_zone_is_the_same_moment() -> None:
    utc = fields.moment("2017-06-21T12:30:45.000Z")
    assert utc == fields.moment("2017-06-21T15:30:45+03:00")
    assert utc is not None
    assert utc.astimezone().timestamp() == 1498048245


def test_moment_of_a_day_and_the_empty_one() -> None:
    assert fields.moment("2017-06-21") == datetime(2017, 6, 21)  # noqa: DTZ001
    assert fields.moment("0001-01-01T00:00:00") is None


@pytest.mark.parametrize(
    "wrong", ["21.06.2017", "2017-13-01", "20170621", "2017-06-21T25:00:00", 5, "9999-12-31T23:59:59-14:00x"]
)
def test_no_moment(wrong: object) -> None:
    with pytest.raises(PydanticCustomError):
        fields.moment(wrong)


@pytest.mark.parametrize(
    ("given_value", "phone"),
    [
        ("89161234567", "+79161234567"),
        ("8(985)775-44-61", "+79857754461"),
        ("+7 916 123-45-67", "+79161234567"),
        ("+375291234567", "+375291234567"),
        (79161234567, "+79161234567"),
        ("client@server.ru", "client@server.ru"),
        (" a-b(c)@d.ru ", "a-b(c)@d.ru"),
        ("1234567", "1234567"),
    ],
)
def test_contact(given_value: object, phone: str) -> None:
    assert fields.contact(given_value) == phone


@given(anything)
def test_readers_give_a_value_or_a_fault(value: object) -> None:
    for read in (
        fields.money, fields.quantity, fields.flag, fields.moment, fields.words, fields.contact, fields.integer,
        fields.tax_system,
    ):  # fmt: skip
        with suppress(PydanticCustomError):
            read(value)
