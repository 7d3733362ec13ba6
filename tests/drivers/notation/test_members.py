from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import FrameError
from drivers.notation.json_text import decode, encode
from drivers.notation.members import Members
from drivers.remote.mark import Mark
from tests.clock import MOSCOW

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18), 10**18) | st.text(st.characters(exclude_categories=["Cs"]))
    | st.decimals(allow_nan=False, allow_infinity=False, places=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip


@given(st.dictionaries(st.text(st.characters(exclude_categories=["Cs"]), max_size=5), values, max_size=4))
def test_json_there_and_back(value: dict[str, object]) -> None:
    assert decode(encode(value)) == value  # type: ignore[arg-type]


@given(st.binary(max_size=60) | st.text('{}[]:,"0123456789eE.-+\\untrfalsx', max_size=30).map(str.encode))
def test_any_bytes_are_read_or_refused(body: bytes) -> None:
    with suppress(FrameError):
        decode(body)


@given(values)
def test_any_value_is_read_or_refused(value: object) -> None:
    members = Members({"A": value})  # type: ignore[dict-item]
    readers = (members.text, members.decimal, members.whole, members.kopecks, members.flag, members.part)
    for read in (*readers, lambda name: members.moment(name, UTC), lambda name: list(members.parts(name))):
        with suppress(FrameError):
            read("a")


def test_money_has_no_float_in_it() -> None:
    members = Members(decode(b'{"A": 59.69999999, "B": "0,10", "C": 9007199254740993.5}'))
    assert (members.kopecks("A"), members.kopecks("B")) == (5970, 10)
    assert encode({"A": Decimal("0.1"), "B": Decimal("1E+2")}) == b'{"A":0.1,"B":100}'
    with pytest.raises(FrameError):
        members.kopecks("C")


def test_dates() -> None:
    members = Members(
        {
            "A": "2024-02-01T11:00:00",
            "B": "0001-01-01T00:00:00",
            "C": "2024-02-01T10:00:00.0000000+03:00",
            "D": "2024-13-01T00:00:00",
            "E": None,
        }
    )
    told = datetime(2024, 2, 1, 11, tzinfo=MOSCOW)
    assert members.moment("A", MOSCOW) == told
    assert members.moment("C", UTC) == told.replace(hour=10)
    assert (members.moment("B", UTC), members.moment("E", UTC), members.moment("F", UTC)) == (None, None, None)
    with pytest.raises(FrameError, match="поле D"):
        members.moment("D", UTC)


def test_halves_of_surrogate_pairs_are_mended() -> None:
    assert Members(decode(b'{"Error": "\\ud800!"}')).text("error") == "?!"


@pytest.mark.parametrize(("text", "id_command", "age"), [
    ("1800000000 a b", "a b", 60.0), ("0 a", "a", float("inf")), ("", "", float("inf")), ("x a", "a", float("inf")),
    ("1800000061 a", "a", -1.0), ("1900000000 a", "a", float("inf")), ("99999999999999999 a", "a", float("inf")),
])  # fmt: skip
def test_marks(text: str, id_command: str, age: float) -> None:
    mark = Mark.read(text)
    assert (mark.id, mark.age(datetime.fromtimestamp(1800000060, UTC))) == (id_command, age)


def test_a_mark_comes_back() -> None:
    mark = Mark("заказ 5", datetime(2026, 11, 15, tzinfo=UTC))
    assert Mark.read(str(mark)) == mark
