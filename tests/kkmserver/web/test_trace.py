"""X-Request-Id on every answer, X-Kkmserver-Via into the call."""

import json
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkmserver.config import Server
from kkmserver.web.signin import Refused
from kkmserver.web.trace import request_id, via
from tests.kkmserver.web.office import BOTH
from tests.kkmserver.web.raw import Reply, request
from tests.kkmserver.web.running import running, settings

OURS = re.compile(r"[0-9a-f]{32}")
GIVEN = "X-Request-Id: till 7/2026-11-22#1\r\n"


@pytest.fixture(scope="module", params=[None, "h11"], ids=["httptools", "h11"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    with running(settings(server=Server(port=0, body_limit=2000)), http=request.param) as found:
        yield found


def named(reply: Reply) -> str:
    return reply.headers["x-request-id"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/Execute", b"x", 200),
        ("POST", "/Execute", b"501", 501),
        ("POST", "/Execute", b"x" * 2001, 413),
        ("POST", "/broken", b"x", 500),
        ("GET", "/Execute", b"", 405),
        ("OPTIONS", "/Execute", b"", 200),
        ("GET", "/", b"", 200),
        ("GET", "/healthz", b"", 200),
        ("GET", "/readyz", b"", 200),
        ("GET", "/devices", b"", 200),
        ("GET", "/metrics", b"", 200),
        ("GET", "/nowhere", b"", 404),
        ("POST", "/devices", b"", 405),
        ("GET", "/journal", b"", 401),
        ("GET", "/devices/1/tape/13.txt", b"", 500),
    ],
)
def test_every_answer_carries_it(port: int, method: str, path: str, body: bytes, status: int) -> None:
    given, without = request(port, method, path, body, GIVEN), request(port, method, path, body)
    assert (given.status, named(given)) == (status, "till 7/2026-11-22#1")
    assert (without.status, bool(OURS.fullmatch(named(without)))) == (status, True)


def test_refusals_at_the_door_carry_it_too() -> None:
    with running(settings(BOTH)) as port:
        for path in ("/Execute", "/journal", "/"):
            reply = request(port, "POST", path, b"x", GIVEN)
            assert (reply.status, named(reply)) == (401, "till 7/2026-11-22#1")


def test_each_request_has_its_own(port: int) -> None:
    assert named(request(port, "POST", "/Execute", b"x")) != named(request(port, "POST", "/Execute", b"x"))


def test_preflight_and_pages(port: int) -> None:
    """A second preflight must not carry the word of the first: its headers are shared."""
    assert named(request(port, "OPTIONS", "/Execute", headers=GIVEN)) == "till 7/2026-11-22#1"
    reply = request(port, "OPTIONS", "/Execute")
    assert OURS.fullmatch(named(reply))
    assert "x-request-id" in reply.headers["access-control-allow-headers"]
    assert "x-request-id" in request(port, "POST", "/Execute", b"x").headers["access-control-expose-headers"]


def test_the_dialect_is_told(port: int) -> None:
    told = json.loads(request(port, "POST", "/Execute", b"x", GIVEN + "X-Kkmserver-Via: a-1, b ,,c\r\n").body)
    assert (told["request_id"], told["via"]) == ("till 7/2026-11-22#1", ["a-1", "b", "c"])
    reply = request(port, "POST", "/Execute", b"x")
    assert json.loads(reply.body)["request_id"] == named(reply)
    assert json.loads(reply.body)["via"] == []


@pytest.mark.parametrize("name", ["", "x" * 129, "кассa", "a\tb", "\x7f", "a\x01"])
def test_a_word_unfit_for_logs_is_replaced(name: str) -> None:
    assert OURS.fullmatch(request_id({b"x-request-id": name.encode()}).decode())


@pytest.mark.parametrize("name", ["x", "x" * 128, "a b", "~!{}\"'<>"])
def test_a_fit_word_is_kept(name: str) -> None:
    assert request_id({b"x-request-id": name.encode()}) == name.encode()


@given(st.binary(max_size=200))
def test_whatever_comes_one_printable_line_goes_on(given: bytes) -> None:
    name = request_id({b"x-request-id": given}).decode("ascii")
    assert name.isprintable()
    assert 0 < len(name) <= 128


@pytest.mark.parametrize("given", [",".join("abcdefghijklmnopq"), "x" * 65, ("a" * 70 + ",") * 3])
def test_a_way_too_long_goes_round(port: int, given: str) -> None:
    reply = request(port, "POST", "/Execute", b"x", f"X-Kkmserver-Via: {given}\r\n")
    assert reply.status == 508
    assert "по кругу" in json.loads(reply.body)["Error"]


def test_a_way_that_cannot_be_sent_on_is_refused_at_the_door(port: int) -> None:
    """The driver that forwards would fall over it when the command has been accepted."""
    assert request(port, "POST", "/Execute", b"x", "X-Kkmserver-Via: \xe9\r\n").status == 400


@given(st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters=","), max_size=80)))
def test_a_way_is_bounded(names: list[str]) -> None:
    try:
        found = via({b"x-kkmserver-via": ", ".join(names).encode()})
    except Refused:
        assert len(names) > 16 or any(len(name) > 64 for name in names)
    else:
        assert found == tuple(name for name in names if name)
        assert len(found) <= 16
