"""What goes over the wire, on real sockets and with both HTTP parsers."""

import gzip
import json
import time
from collections.abc import Iterator

import pytest

from drivers.clock import SystemClock
from kkmserver.config import Server
from kkmserver.web.app import create_app, normalise
from tests.kkmserver.web.raw import Reply, closed, connect, head, receive, request
from tests.kkmserver.web.running import Devices, Echo, running, settings

LIMIT, SECONDS = 100_000, 0.6


@pytest.fixture(scope="module", params=[None, "h11"], ids=["httptools", "h11"])
def port(request: pytest.FixtureRequest) -> Iterator[int]:
    config = settings(server=Server(port=0, body_limit=LIMIT, body_timeout=SECONDS))
    with running(config, http=request.param) as found:
        yield found


def refused(reply: Reply, status: int) -> str:
    """The text of a refusal, which must be JSON with all the usual headers."""
    assert reply.status == status
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    assert int(reply.headers["content-length"]) == len(reply.body)
    said = json.loads(reply.body)
    assert said["Status"] == 2
    return str(said["Error"])


@pytest.mark.parametrize(
    "path", ["/Execute", "/execute", "/EXECUTE/", "//Execute", "//execute//", "/Execute?x=1", "/%45xecute"]
)
def test_one_endpoint_under_many_spellings(port: int, path: str) -> None:
    reply = request(port, "POST", path, b'{"a":1}')
    assert reply.status == 200
    assert json.loads(reply.body)["path"] == "/execute"
    assert json.loads(reply.body)["body"] == '{"a":1}'


def test_sync_path(port: int) -> None:
    assert json.loads(request(port, "POST", "//Execute/Sync/", b"x").body)["path"] == "/execute/sync"


def test_what_a_dialect_is_told_of_a_request(port: int) -> None:
    told = json.loads(request(port, "POST", "/Execute?format=svg&x=%41", b"x", "Accept: image/svg+xml\r\n").body)
    assert (told["path"], told["query"], told["accept"]) == ("/execute", "format=svg&x=%41", "image/svg+xml")


def test_headers_of_an_answer(port: int) -> None:
    reply = request(port, "POST", "/Execute", b"x")
    assert reply.start == "HTTP/1.1 200 OK"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    assert reply.headers["cache-control"] == "no-store, no-cache, must-revalidate"
    assert reply.headers["content-length"] == str(len(reply.body))
    assert "transfer-encoding" not in reply.headers


def test_reason_phrase_of_501(port: int) -> None:
    assert request(port, "POST", "/Execute", b"501").start == "HTTP/1.1 501 Not Implemented"


def test_preflight_asks_for_no_credentials(port: int) -> None:
    asked = "Origin: https://shop.example\r\nAccess-Control-Request-Method: POST\r\n"
    reply = request(port, "OPTIONS", "/Execute/Sync", headers=asked)
    assert (reply.status, reply.body) == (200, b"")
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["access-control-allow-methods"] == "POST, GET, OPTIONS"
    allowed = reply.headers["access-control-allow-headers"]
    assert allowed == "authorization, content-type, accept, x-requested-with, cache-control, x-request-id"
    assert reply.headers["access-control-max-age"] == "86400"
    assert "access-control-allow-private-network" not in reply.headers


def test_preflight_of_a_public_page(port: int) -> None:
    reply = request(port, "OPTIONS", "//Execute", headers="Access-Control-Request-Private-Network: true\r\n")
    assert reply.headers["access-control-allow-private-network"] == "true"


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_wrong_method(port: int, method: str) -> None:
    reply = request(port, method, "/Execute")
    assert "POST" in refused(reply, 405)
    assert reply.headers["allow"] == "OPTIONS, POST"
    assert reply.headers["access-control-allow-origin"] == "*"


def test_unknown_path(port: int) -> None:
    assert "/Execute" in refused(request(port, "POST", "/Exec", b"x"), 404)
    assert "/Execute" in refused(request(port, "GET", "/favicon.ico"), 404)


def test_wrong_method_of_a_page(port: int) -> None:
    refused(request(port, "POST", "/devices", b"x"), 405)


def test_body_at_the_limit(port: int) -> None:
    assert json.loads(request(port, "POST", "/Execute", b"x" * LIMIT).body)["size"] == LIMIT


def test_body_over_the_limit_leaves_the_connection_usable(port: int) -> None:
    with connect(port) as link:
        link.sendall(head("POST", "/Execute", LIMIT + 1) + b"x" * (LIMIT + 1))
        assert "body_limit" in refused(receive(link), 413)
        link.sendall(head("POST", "/Execute", 1) + b"x")
        assert receive(link).status == 200


def test_endless_body_in_chunks(port: int) -> None:
    with connect(port) as link:
        link.sendall(b"POST /Execute HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        link.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        link.sendall(b"10000\r\n" + b"x" * 0x10000 + b"\r\n")
        reply = receive(link)
        assert "body_limit" in refused(reply, 413)
        assert reply.headers["connection"] == "close"


def test_huge_body_is_refused_before_it_comes(port: int) -> None:
    with connect(port) as link:
        link.sendall(head("POST", "/Execute", 10**12))
        assert "body_limit" in refused(receive(link), 413)


def test_body_that_waits_for_continue_is_never_asked_for(port: int) -> None:
    with connect(port) as link:
        link.sendall(head("POST", "/Execute", LIMIT + 1, "Expect: 100-continue\r\n"))
        assert "body_limit" in refused(receive(link), 413)
        assert closed(link)
    with connect(port) as link:
        link.sendall(head("POST", "/Execute", 2, "Expect: 100-continue\r\n"))
        assert link.recv(100).startswith(b"HTTP/1.1 100 Continue")
        link.sendall(b"{}")
        assert receive(link).status == 200


def test_chunked_body(port: int) -> None:
    with connect(port) as link:
        link.sendall(b"POST /Execute HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        for part in (b"2\r\n{}\r\n", b"1\r\n \r\n", b"0\r\n\r\n"):
            link.sendall(part)
            time.sleep(0.02)
        assert json.loads(receive(link).body)["body"] == "{} "


def test_a_packed_body_is_refused_in_words(port: int) -> None:
    packed = gzip.compress(b"{}")
    assert "Content-Encoding: gzip" in refused(
        request(port, "POST", "/Execute", packed, "Content-Encoding: gzip\r\n"), 400
    )
    assert request(port, "POST", "/Execute", b"{}", "Content-Encoding: identity\r\n").status == 200


def test_a_client_that_offers_http2_loses_no_body(port: int) -> None:
    offer = "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"
    assert json.loads(request(port, "POST", "/Execute", b'{"Upgrade: ":1}', offer).body)["body"] == '{"Upgrade: ":1}'


@pytest.mark.parametrize("part", [b"", b"half"])
def test_slow_body(port: int, part: bytes) -> None:
    with connect(port) as link:
        link.sendall(head("POST", "/Execute", 100) + part)
        reply = receive(link)
        assert "не пришёл целиком" in refused(reply, 408)
        assert reply.headers["connection"] == "close"
        assert closed(link)


def test_dripping_body_does_not_push_the_deadline(port: int) -> None:
    begun = time.monotonic()
    with connect(port) as link:
        link.sendall(head("POST", "/Execute", 1000))
        link.settimeout(0.1)
        answer = b""
        while not answer and time.monotonic() - begun < 5:
            link.sendall(b"x")
            try:
                answer = link.recv(65536)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert time.monotonic() - begun < 3


def test_a_client_that_leaves_in_the_middle_hurts_nobody(port: int) -> None:
    with connect(port) as link:
        link.sendall(head("POST", "/Execute", 100) + b"half")
    assert request(port, "POST", "/Execute", b"x").status == 200


def test_broken_handler(port: int, caplog: pytest.LogCaptureFixture) -> None:
    reply = request(port, "POST", "/broken", b"x")
    assert "Внутренняя ошибка" in refused(reply, 500)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "/broken is broken" in caplog.text


def test_many_requests_on_one_connection(port: int) -> None:
    with connect(port) as link:
        for size in (1, 70_000, 0, 5):
            link.sendall(head("POST", "/Execute", size) + b"x" * size)
            assert json.loads(receive(link).body)["size"] == size


def test_normalise() -> None:
    assert [normalise(path) for path in ("/", "", "//", "/A//b/", "/Execute")] == ["/", "/", "/", "/a/b", "/execute"]


def test_two_dialects_may_not_claim_one_path() -> None:
    with pytest.raises(ValueError, match="taken by echo"):
        create_app(settings(), [Echo(), Echo()], Devices(), SystemClock())
