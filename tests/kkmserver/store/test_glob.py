import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkmserver.store.glob import containing, folded

SIGNS = "аеёяАЕЁЯ aZ9*?[]^-_%\\/ №"


def found(text: str, part: str) -> bool:
    connection = sqlite3.connect(":memory:")
    answer = connection.execute("SELECT ? GLOB ?", (text, containing(part))).fetchone()[0]
    connection.close()
    return bool(answer)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Нет бумаги в кассе", "БУМАГ"), ("СЧЁТ 5", "счет"), ("счет 5", "Счёт"), ("Order-7", "oRDER"), ("a*b", "*"),
        ("5?", "?"), ("[1]", "[1]"), ("x]y", "]"), ("2^8", "^8"), ("100 %", "0 %"),
    ],
)  # fmt: skip
def test_letter_case_and_dots_do_not_matter(text: str, part: str) -> None:
    assert found(text, part)


@pytest.mark.parametrize(("text", "part"), [("ab", "*b*b"), ("ab", "?"), ("a", "[a]"), ("бумага", "бумаги"), ("", "a")])
def test_signs_mean_themselves(text: str, part: str) -> None:
    assert not found(text, part)


@given(st.text(SIGNS, max_size=6), st.text(SIGNS, min_size=1, max_size=3))
def test_both_journals_find_the_same(text: str, part: str) -> None:
    assert found(text, part) == (folded(part) in folded(text))
