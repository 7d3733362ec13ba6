"""Questions and answers as bytes."""

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkmserver.callbacks import letters
from kkmserver.callbacks.letters import SiteFault
from kkmserver.callbacks.line import place_of
from kkmserver.store.owed import Owed


def owed(answer: bytes) -> Owed:
    return Owed(site="s", name="XReport", id="1", request=b"", answer=answer)


def test_the_question_of_the_specification() -> None:
    """Source: spec/kkmserver.md 1.10."""
    result = b'{"Command":"RegisterCheck","IdCommand":"o-551","Status":0,"Error":"","CheckNumber":18,"NumDevice":1}'
    asked = b'{"Command":"GetCommand","Token":"shop-17","ListRezult":[' + result + b"]}"
    assert letters.question("shop-17", [owed(result)]) == asked
    assert letters.question('"', []) == b'{"Command":"GetCommand","Token":"\\"","ListRezult":[]}'


def test_the_answer_of_the_specification() -> None:
    rows: list[Any] = [{"PrintText": {"Text": ">#0#<Новый заказ"}}]
    command = {"Command": "RegisterCheck", "IdCommand": "o-552", "IsFiscalCheck": False, "CheckStrings": rows}
    (found,) = letters.read("s", json.dumps({"ListCommand": [command]}).encode()).commands
    assert (found.site, found.key) == ("s", ("RegisterCheck", "o-552"))
    assert json.loads(found.request)["checkstrings"][0]["printtext"] == {"text": ">#0#<Новый заказ"}


def test_numbers_keep_their_digits() -> None:
    body = b'{"ListCommand":[{"Command":"DepositingCash","IdCommand":7,"Amount":0.10000000000000000001}]}'
    (found,) = letters.read("s", body).commands
    assert found.id == "7"
    assert b"0.10000000000000000001" in found.request


@pytest.mark.parametrize("number", [b"1e999999999", b"1e-999999999", b"-1e999999999999999", b"0e999999999"])
def test_a_number_that_would_fill_the_memory(number: bytes) -> None:
    body = b'{"ListCommand":[{"Command":"DepositingCash","IdCommand":"7","Amount":%b}]}' % number
    (found,) = letters.read("s", body).commands
    assert len(found.request) < 100


def test_no_card_number_is_kept() -> None:
    body = b'{"ListCommand":[{"Command":"PayByPaymentCard","IdCommand":"p","CardNumber":"4276123412340001"}]}'
    (found,) = letters.read("s", body).commands
    assert b"4276123412340001" not in found.request
    assert b"4276********0001" in found.request


BABBLE = [b"wrong call", b"", b"[1]", b'"x"', b"\xff", b"[" * 100_000]
COMPLAINTS = [
    b'{"error":1}',
    b'{"data":{"ListCommand":[]}}',
    b'{"error":null}',
    b'{"error":"no ListCommand"}',
    rb'{"error":"\"ListCommand\": none"}',
]


@pytest.mark.parametrize("body", [*BABBLE, *COMPLAINTS])
def test_what_acknowledges_nothing(body: bytes) -> None:
    with pytest.raises(SiteFault):
        letters.read("s", body)


@pytest.mark.parametrize("body", [b'{"ListCommand":{"1":{}}}', b'{"ListCommand":[1,"x",null]}'])
def test_what_is_left_aside(body: bytes) -> None:
    letter = letters.read("s", body)
    assert letter.commands == ()
    assert letter.oddity


def test_no_more_than_can_be_borne() -> None:
    body = json.dumps({"ListCommand": [{"Command": "XReport", "IdCommand": str(i)} for i in range(300)]}).encode()
    letter = letters.read("s", body)
    assert len(letter.commands) == letters.MOST_COMMANDS
    assert "200" in letter.oddity


@given(st.lists(st.integers(0, 2 * letters.RESULT_BYTES // 3), max_size=6))
def test_a_question_of_a_fair_size(sizes: list[int]) -> None:
    results = [owed(b"x" * size) for size in sizes]
    fitting = letters.fitting(results)
    assert list(fitting) == results[: len(fitting)]
    size = sum(sizes[: len(fitting)])
    assert bool(fitting) == bool(results)
    assert len(fitting) == 1 or size <= letters.RESULT_BYTES
    assert len(fitting) == len(results) or size + sizes[len(fitting)] > letters.RESULT_BYTES


@given(st.binary(max_size=60) | st.recursive(st.integers() | st.text(), st.lists).map(json.dumps).map(str.encode))
def test_any_answer(body: bytes) -> None:
    with suppress(SiteFault):
        letters.read("s", b'{"ListCommand":[' + body + b"]}")


def test_what_people_see_of_an_address() -> None:
    assert place_of("https://shop.example:8443/kassa/secret?key=1") == "https://shop.example:8443"
