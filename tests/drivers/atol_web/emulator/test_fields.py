"""Reading of fields: what is wrong is refused by number, money is whole kopecks."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.atol_web.emulator.errors import Refused, described, of_storage
from drivers.atol_web.emulator.fields import Fields, fields
from drivers.atol_web.emulator.json_text import read, roubles, written

GOOD = Fields({"a": "x", "f": True, "n": 5, "d": Decimal("1.5"), "l": [{"b": 1}], "o": {"c": None}, "t": ["x"]}, "root")


def code(read_it: Callable[[], object]) -> int:
    with pytest.raises(Refused) as refused:
        read_it()
    return refused.value.code


def test_what_is_there() -> None:
    assert (GOOD.text("a"), GOOD.flag("f"), GOOD.whole("n"), GOOD.number("d")) == ("x", True, 5, Decimal("1.5"))
    assert (GOOD.each("l")[0].whole("b"), GOOD.texts("t"), GOOD.each("none")) == (1, ["x"], [])
    inside = GOOD.inside("o")
    assert inside is not None
    assert (inside.has("c"), inside.path("c"), GOOD.inside("c")) == (False, "root.o.c", None)


def test_what_is_not() -> None:
    assert code(lambda: GOOD.text("none")) == 8
    assert code(lambda: fields({"o": None}).number("o")) == 8
    assert code(lambda: fields([])) == 7
    for wrong in (lambda: GOOD.text("n"), lambda: GOOD.flag("n"), lambda: GOOD.whole("f"), lambda: GOOD.whole("d")):
        assert code(wrong) == 7
    for wrong in (
        lambda: GOOD.number("f"),
        lambda: GOOD.each("a"),
        lambda: GOOD.inside("a"),
        lambda: fields({"t": [1]}).texts("t"),
    ):
        assert code(wrong) == 7
    assert code(lambda: GOOD.choice("a", {"X": 1}, 60)) == 60
    assert code(lambda: GOOD.raw("a")) == 13


@given(st.integers(0, 10**12))
def test_money_there_and_back(kopecks: int) -> None:
    told = fields(read(written({"sum": roubles(kopecks)})))
    assert told.money("sum") == kopecks


@given(st.integers(1, 9), st.integers(0, 1000))
def test_a_third_digit_is_refused(thousandth: int, hundredths: int) -> None:
    assert code(lambda: Fields({"s": Decimal(hundredths * 10 + thousandth) / 1000}).money("s")) == 16


def test_words_of_errors() -> None:
    assert (described(0), described(44), described(9999)) == ("Ошибок нет", "Нет бумаги", "Ошибка 9999")
    assert (of_storage(0x16), of_storage(0x77)) == (141, 117)
