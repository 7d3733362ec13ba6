"""Dataclasses -> JSON, JSON -> typed values."""

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum, StrEnum

import pytest

from drivers.errors import FrameError
from drivers.http_service.fields import fields_of
from drivers.http_service.json_form import json_object, spelt
from drivers.notation.json_text import encode


class _Word(StrEnum):
    ONE = "one"


class _Number(IntEnum):
    TWO = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    cashier_inn: str = spelt("cashierINN", default="")
    sum: Decimal = Decimal("0.10")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    email_or_phone: str = ""
    word: _Word = _Word.ONE
    number: _Number = _Number.TWO
    flag: bool = False
    nothing: int | None = None
    empty: tuple[int, ...] = ()
    parts: tuple[_Part, ...] = (_Part(), _Part(cashier_inn="7"))


def test_names_and_what_is_left_out() -> None:
    spelt_so = b'{"word":"one","number":2,"flag":false,"parts":[{"sum":0.10},{"cashierINN":"7","sum":0.10}]}'
    assert encode(json_object(_Whole())) == spelt_so
    assert json_object(_Whole(email_or_phone="a@b.ru"))["emailOrPhone"] == "a@b.ru"


def test_what_has_no_json_is_our_mistake() -> None:
    @dataclass(frozen=True)
    class Odd:
        value: object

    with pytest.raises(TypeError):
        json_object(Odd(1.5))


def test_reading() -> None:
    told = fields_of(b'{"a":{"b":[{"C":1},{"c":"2"}]},"list":["x","y"],"numbers":[32,42.0],"on":true,"off":false}')
    assert [part.whole("c") for part in told.inner("A").parts("b")] == [1, 2]
    assert told.texts("list") == ("x", "y")
    assert told.numbers("numbers") == (32, 42)
    assert told.raised() == ("on",)
    assert told.part("absent") is None
    assert told.inner("absent").text("x") == ""
    assert (told.texts("absent"), told.numbers("absent"), [*told.parts("absent")]) == ((), (), [])


@pytest.mark.parametrize("body", [b"", b"[]", b"1", b"{", b"\xff{}", b'{"a":NaN}', b"[" * 100_000])
def test_no_object(body: bytes) -> None:
    with pytest.raises(FrameError, match="не объект JSON"):
        fields_of(body)


def test_values_of_another_kind() -> None:
    told = fields_of(b'{"a":1,"b":[1],"c":["x"],"d":[1.5]}')
    for read in (
        lambda: told.part("a"),
        lambda: [*told.parts("b")],
        lambda: told.texts("b"),
        lambda: told.numbers("c"),
        lambda: told.numbers("d"),
        lambda: told.texts("a"),
    ):
        with pytest.raises(FrameError, match="не читается поле"):
            read()
