"""The list of devices, and what an administrator may switch."""

import json
from collections.abc import Iterator

import pytest

from tests.kkmserver.web.office import ADMIN, JSON, USER, Office, ask, office, post
from tests.kkmserver.web.raw import Reply


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Office, int]]:
    with office() as found:
        yield found


@pytest.fixture
def desk(place: tuple[Office, int]) -> Office:
    return place[0]


@pytest.fixture
def port(place: tuple[Office, int]) -> int:
    return place[1]


def error(reply: Reply, status: int) -> str:
    assert reply.status == status
    return str(json.loads(reply.body)["Error"])


def test_what_the_list_tells_of_pools_and_blocks(port: int) -> None:
    first, second, pool = json.loads(ask(port, "/devices", USER).body)
    assert (first["busy"], first["waiting"], first["wire_log"], first["members"]) == (True, 4, False, [])
    assert (second["blocked"], second["active"], second["wire_log"]) == ("нет бумаги", False, None)
    assert (pool["number"], pool["members"], pool["blocked"]) == (10, [1, 2], "")


@pytest.mark.parametrize("active", [True, False])
def test_switching(desk: Office, port: int, active: bool) -> None:
    reply = post(port, "/devices/2/active", json.dumps({"active": active}).encode())
    assert desk.switched[-1] == (2, "", active, "127.0.0.1 Admin")
    assert (reply.status, json.loads(reply.body)["number"]) == (200, 2)


def test_wire_log(desk: Office, port: int) -> None:
    reply = ask(port, "/devices/1/wire-log")
    assert reply.headers["content-type"] == "text/plain; charset=utf-8"
    assert reply.body.decode() == "12:00:00 > 1b 40\n12:00:01 < 12 Ж\n"
    for keep in (True, False):
        assert (
            json.loads(post(port, "/devices/1/wire-log", json.dumps({"keep": keep}).encode()).body)["wire_log"] is keep
        )
        assert (desk.keeps, desk.kept_by) == (keep, "127.0.0.1 Admin")


def test_no_wire_no_device(port: int) -> None:
    assert "обмена" in error(ask(port, "/devices/2/wire-log"), 404)
    assert "обмена" in error(post(port, "/devices/2/wire-log", b'{"keep":true}'), 404)
    for path, body in (("wire-log", b'{"keep":true}'), ("active", b'{"active":true}')):
        assert "99" in error(post(port, f"/devices/99/{path}", body), 404)
    error(ask(port, "/devices/99/wire-log"), 404)


@pytest.mark.parametrize("number", ["0x1", "-1", "1.0", "9" * 5000, "%D9%A1"])
def test_numbers_that_are_none(port: int, number: str) -> None:
    error(post(port, f"/devices/{number}/active", b'{"active":true}'), 404)
    error(ask(port, f"/devices/{number}/wire-log"), 404)


@pytest.mark.parametrize(("path", "body"), [("active", b'{"active":false}'), ("wire-log", b'{"keep":true}')])
def test_only_an_administrator_and_no_foreign_form(desk: Office, port: int, path: str, body: bytes) -> None:
    before = len(desk.switched), desk.keeps
    error(post(port, f"/devices/1/{path}", body, USER + JSON), 403)
    error(post(port, f"/devices/1/{path}", body, JSON), 401)
    error(post(port, f"/devices/1/{path}", body, ADMIN), 415)
    assert (len(desk.switched), desk.keeps) == before


def test_the_wire_log_is_for_administrators(port: int) -> None:
    error(ask(port, "/devices/1/wire-log", USER), 403)


@pytest.mark.parametrize("body", [b"{}", b'{"active":1}', b'{"active":"true"}', b'{"active":null}', b"[]", b"true"])
def test_only_true_and_false_switch(desk: Office, port: int, body: bytes) -> None:
    before = len(desk.switched)
    assert error(post(port, "/devices/1/active", body), 422)
    assert len(desk.switched) == before
