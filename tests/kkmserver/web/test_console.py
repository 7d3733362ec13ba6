import json
import time
from collections.abc import Iterator

import pytest

from kkmserver.web.assets import folder, read_assets
from tests.kkmserver.web.raw import connect, head, request
from tests.kkmserver.web.running import running

FILES = (
    ("console/main.js", "text/javascript"),
    ("console/base.css", "text/css"),
    ("icon.svg", "image/svg+xml"),
)


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as found:
        yield found


def test_page_and_its_files(port: int) -> None:
    page = request(port, "GET", "/")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for name, kind in FILES:
        assert f"/static/{name}" in page.body.decode()
        reply = request(port, "GET", f"/static/{name}")
        assert reply.status == 200
        assert reply.headers["content-type"].startswith(kind)
        assert reply.headers["x-content-type-options"] == "nosniff"


def test_nothing_inline_so_that_the_policy_holds(port: int) -> None:
    page = request(port, "GET", "/")
    policy = page.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    text = page.body.decode()
    assert "<style" not in text
    assert " style=" not in text
    assert " onclick=" not in text
    assert text.count("<script") == text.count('<script type="module" src=')
    scripts = [name for name in read_assets(folder()) if name.endswith(".js")]
    assert len(scripts) > 50
    for script in scripts:
        reply = request(port, "GET", f"/static/{script}")
        assert reply.status == 200
        assert "innerHTML" not in reply.body.decode()


def test_unchanged_file_is_not_sent_again(port: int) -> None:
    first = request(port, "GET", "/static/console/main.js")
    assert first.headers["cache-control"] == "no-cache"
    with_tag = f"If-None-Match: {first.headers['etag']}\r\nConnection: close\r\n"
    with connect(port) as link:
        link.sendall(head("GET", "/static/console/main.js", 0, with_tag))
        assert link.recv(65536).startswith(b"HTTP/1.1 304 ")


@pytest.mark.parametrize("path", ["/static/none.js", "/static/../pyproject.toml", "/static/%2e%2e/kkmserver/config.py"])
def test_no_other_files(port: int, path: str) -> None:
    reply = request(port, "GET", path)
    assert reply.status == 404
    assert json.loads(reply.body)["code"] == 404


def test_devices(port: int) -> None:
    reply = request(port, "GET", "/devices/")
    assert reply.headers["content-type"] == "application/json"
    assert reply.headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in reply.headers
    register, printer = json.loads(reply.body)
    assert (register["number"], register["name"], register["kind"]) == (1, "Касса 1", "register")
    assert register["tape"] == "/devices/1/tape"
    assert (register["state"]["shift"], register["state"]["ffd"]) == ("open", "1.2")
    told = ("paper_out", "paper_low", "cover_open", "fault")
    assert [register["state"][name] for name in told] == [False, True, True, "нож заклинило"]
    assert (printer["tape"], printer["state"]) == (None, None)
    assert (printer["blocked"], printer["members"], printer["busy"], printer["wire_log"]) == ("", [], False, None)


@pytest.mark.parametrize(("query", "count"), [("", 20), ("?limit=3", 3), ("?limit=x", 20), ("?limit=999999", 30)])
def test_tape_newest_first(port: int, query: str, count: int) -> None:
    documents = json.loads(request(port, "GET", f"/devices/1/tape{query}").body)
    assert [document["number"] for document in documents] == list(range(30, 30 - count, -1))
    assert documents[0]["title"] == "Чек"
    assert documents[0]["time"] == "2026-11-15T12:30:00+00:00"


def test_document_as_text_and_picture(port: int) -> None:
    document = json.loads(request(port, "GET", "/devices/1/tape?limit=1").body)[0]
    text = request(port, "GET", document["text"])
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.body.decode() == "ИТОГ 30"
    picture = request(port, "GET", document["png"])
    assert picture.headers["content-type"] == "image/png"
    assert picture.body.startswith(b"\x89PNG")
    assert b"asyncio" in picture.body  # drawn in a thread of the pool, not in the loop


@pytest.mark.parametrize(
    "path",
    [
        "/devices/2/tape",
        "/devices/9/tape/1.png",
        "/devices/1/tape/99.txt",
        "/devices/x/tape",
        f"/devices/{'9' * 5000}/tape",
    ],
)
def test_nothing_to_show(port: int, path: str) -> None:
    reply = request(port, "GET", path)
    assert reply.status == 404
    assert json.loads(reply.body)["Error"]


def test_a_document_that_cannot_be_drawn(port: int, caplog: pytest.LogCaptureFixture) -> None:
    reply = request(port, "GET", "/devices/1/tape/13.txt")
    assert reply.status == 500
    assert "Внутренняя ошибка" in json.loads(reply.body)["Error"]
    deadline = time.monotonic() + 5
    while "no ink" not in caplog.text and time.monotonic() < deadline:  # logged after the answer is out
        time.sleep(0.01)
    assert "no ink" in caplog.text


def test_the_page_is_found_in_the_checkout() -> None:
    assert {"index.html", "docs.html", "console/main.js", "console/base.css"} <= set(read_assets(folder()))
