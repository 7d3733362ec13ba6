"""One command and what it has to show, in a server as it runs: answer, paper, wire, copy."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.live import LiveServer

ADMIN = ("Admin", "")
PNG = b"\x89PNG"
SALE = {
    "Command": "RegisterCheck", "NumDevice": 1, "IdCommand": "чек/1", "IsFiscalCheck": True, "TypeCheck": 0,
    "CashierName": "Иванова", "Cash": 100,
    "CheckStrings": [{"Register": {"Name": "Чай", "Quantity": 1, "Price": 100, "Amount": 100, "Tax": -1}}],
}  # fmt: skip
NOTE = {"Command": "PrintDocument", "NumDevice": 2, "IdCommand": "note", "CheckStrings": [{"PrintText": {"Text": "Я"}}]}
LABELS = {
    "Command": "PrintDocument", "NumDevice": 3, "IdCommand": "labels", "Template": "price",
    "Fields": [{"name": "Чай", "price": 1}, {"name": "Мёд", "price": 2}],
}  # fmt: skip


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with LiveServer(tmp_path_factory.mktemp("journal")) as found:
        for command in (SALE, NOTE, LABELS, {"Command": "XReport", "NumDevice": 1, "IdCommand": "x"}):
            assert found.post(command)["Status"] == 0
        yield found


def get(server: LiveServer, id_command: str, rest: str = "") -> httpx.Response:
    return server.client.get(f"/journal/{quote(id_command, safe='')}{rest}", auth=ADMIN)


def copy(server: LiveServer, id_command: str) -> httpx.Response:
    return server.client.post(f"/journal/{quote(id_command, safe='')}/copy", json={}, auth=ADMIN)


def test_a_copy_of_the_same_number_comes_out_once(server: LiveServer) -> None:
    given = {"id": "0" * 31 + "1"}
    for _ in range(2):
        assert server.client.post("/journal/note/copy", json=given, auth=ADMIN).json() == given
    assert finished(server, given["id"])["attempt"] == 1
    assert server.client.post("/journal/x/copy", json=given, auth=ADMIN).status_code == 409


def finished(server: LiveServer, id_command: str) -> dict[str, Any]:
    ends = time.monotonic() + 10
    while time.monotonic() < ends:
        row: dict[str, Any] = get(server, id_command).json()
        if row["finished_at"]:
            return row
        time.sleep(0.01)
    raise AssertionError(server.log())


def documents(server: LiveServer) -> int:
    """Number of the last fiscal document."""
    return int(server.post({"Command": "GetDataKKT", "NumDevice": 1})["CheckNumber"])


def titles(server: LiveServer, device: int) -> list[str]:
    return [sheet["title"] for sheet in server.client.get(f"/devices/{device}/tape", auth=ADMIN).json()]


def test_the_answer_is_the_one_the_client_had(server: LiveServer) -> None:
    reply = get(server, "чек/1", "/answer")
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    assert reply.json() == server.rezult("чек/1")


def test_words_of_a_receipt(server: LiveServer) -> None:
    rows = server.client.get("/journal?command=RegisterCheck", auth=ADMIN).json()
    assert [row["outcome"] for row in rows] == ["чек 1, смена 1, ФД 3, 100.00"]


@pytest.mark.parametrize(("id_command", "sheets"), [("чек/1", 2), ("note", 1), ("labels", 2), ("x", 1)])
def test_paper_of_a_virtual_device(server: LiveServer, id_command: str, sheets: int) -> None:
    """The receipt has opened the shift."""
    told = get(server, id_command, "/paper").json()
    assert (told["source"], len(told["pictures"])) == ("tape", sheets)
    for address in told["pictures"]:
        assert server.client.get(address, auth=ADMIN).content.startswith(PNG)
    assert get(server, id_command, f"/paper/{sheets + 1}.png").status_code == 404


def test_wire_of_a_device_without_one(server: LiveServer) -> None:
    assert get(server, "note", "/wire").json() == {"lines": [], "whole": False}


def test_a_copy_of_a_receipt_is_the_registers_own_and_no_second_one(server: LiveServer) -> None:
    before = documents(server)
    reply = copy(server, "чек/1")
    row = finished(server, reply.json()["id"])
    assert (row["state"], row["command"], row["device"], row["client"]) == ("done", "Copy", 1, "127.0.0.1 Admin")
    assert documents(server) == before
    assert titles(server, 1)[0] == f"Чек прихода № {before} (копия)"
    assert get(server, row["id"], "/paper").json()["source"] == "tape"
    assert get(server, row["id"], "/answer").status_code == 404
    deed = server.client.get("/audit?limit=1", auth=ADMIN).json()[0]
    assert (deed["action"], deed["subject"]) == ("copy", "чек/1")


def test_a_copy_of_a_document_says_so(server: LiveServer) -> None:
    row = finished(server, copy(server, "note").json()["id"])
    assert row["state"] == "done"
    sheet = server.client.get("/devices/2/tape?limit=1", auth=ADMIN).json()[0]
    assert server.client.get(sheet["text"], auth=ADMIN).text.split()[:2] == ["КОПИЯ", "Я"]


@pytest.mark.parametrize(("id_command", "why"), [("labels", "Этикетки"), ("x", "нет документа")])
def test_where_there_is_no_copy(server: LiveServer, id_command: str, why: str) -> None:
    before = documents(server)
    reply = copy(server, id_command)
    assert (reply.status_code, why in reply.json()["Error"]) == (409, True)
    assert documents(server) == before


@pytest.mark.parametrize("rest", ["/answer", "/paper", "/paper/1.png", "/wire"])
def test_unknown_ids_and_people_without_a_right(server: LiveServer, rest: str) -> None:
    assert get(server, "nobody", rest).status_code == 404
    assert server.client.get(f"/journal/note{rest}").status_code == 401
    assert server.client.post("/journal/note/copy", json={}).status_code == 401
    assert server.client.post("/journal/note/copy", content="{}", auth=ADMIN).status_code == 415


def test_paper_that_is_gone_is_drawn_again(server: LiveServer) -> None:
    """The tape of a virtual printer lives as long as the server. Last: the server is stopped."""
    server.stop()
    server.start()
    told = get(server, "note", "/paper").json()
    assert (told["source"], len(told["pictures"])) == ("drawn", 1)
    assert server.client.get(told["pictures"][0], auth=ADMIN).content.startswith(PNG)
    drawn = get(server, "x", "/paper").json()
    assert (drawn["source"], drawn["pictures"]) == ("none", [])
    assert drawn["why"]
