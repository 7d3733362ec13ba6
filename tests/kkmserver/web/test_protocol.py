"""What a connection may do before the application hears of it."""

import json
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from kkmserver.config import Server
from kkmserver.web.protocol import connection
from tests.kkmserver.web.raw import Reply, closed, connect, head, receive, request
from tests.kkmserver.web.running import running, settings

SECONDS, ROOM = 0.5, 4


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    config = settings(server=Server(port=0, body_timeout=2))
    with running(config, http=connection(SECONDS, ROOM)) as found:
        yield found


def said(reply: Reply) -> str:
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    assert reply.headers["access-control-allow-origin"] == "*"
    assert reply.headers["connection"] == "close"
    members = json.loads(reply.body)
    assert members == {"Command": "", "Error": members["Error"], "Status": 2, "IdCommand": ""}
    return str(members["Error"])


@pytest.mark.parametrize(
    "nonsense",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"hello\r\n\r\n",
        b"POST /Execute HTTP/1.1\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        b"POST /Execute HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
    ],
)
def test_what_is_no_http_is_told_so_in_json(port: int, nonsense: bytes) -> None:
    with connect(port) as link:
        link.sendall(nonsense)
        reply = receive(link)
        assert reply.start == "HTTP/1.1 400 Bad Request"
        assert "http или https" in said(reply)
        assert closed(link)


def test_headers_that_drip_do_not_push_the_deadline(port: int) -> None:
    begun = time.monotonic()
    with connect(port) as link:
        link.sendall(b"POST /Execute HTTP/1.1\r\nX: ")
        link.settimeout(0.1)
        answer = b""
        while not answer and time.monotonic() - begun < 5:
            link.sendall(b"x")
            try:
                answer = link.recv(65536)
            except TimeoutError:
                continue
    assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
    assert SECONDS <= time.monotonic() - begun < 3


def test_a_connection_that_asks_nothing_is_closed(port: int) -> None:
    with connect(port) as link:
        assert closed(link)


def test_a_second_request_has_the_same_time(port: int) -> None:
    with connect(port) as link:
        link.sendall(head("POST", "/Execute", 2) + b"{}")
        assert receive(link).status == 200
        link.sendall(b"POST /Execute HTTP/1.1\r\n")
        assert receive(link).status == 408


def test_keeping_a_connection_between_requests_is_no_fault(port: int) -> None:
    with connect(port) as link:
        for _ in range(2):
            link.sendall(head("POST", "/Execute", 2, port=port) + b"{}")
            assert receive(link).status == 200
            time.sleep(1.5 * SECONDS)


def test_a_body_may_take_longer_than_the_headers(port: int) -> None:
    with connect(port) as link:
        link.sendall(head("POST", "/Execute", 2) + b"{")
        time.sleep(1.5 * SECONDS)
        link.sendall(b"}")
        assert receive(link).status == 200


def test_requests_in_one_packet(port: int) -> None:
    with connect(port) as link:
        whole = head("POST", "/Execute", 2) + b"{}"
        link.sendall(whole * 3 + whole[:20])
        answers = _received(link, 3)
        link.sendall(whole[20:])
        answers += _received(link, 1)
    assert answers.count(b"HTTP/1.1 ") == 4


def _received(link: socket.socket, count: int) -> bytes:
    """Until so many answers of the dialect have come."""
    answers = b""
    while answers.count(b'"body": "{}"}') < count:
        chunk = link.recv(65536)
        assert chunk, f"closed after {answers!r}"
        answers += chunk
    return answers


def test_endless_headers(port: int) -> None:
    with connect(port) as link:
        link.sendall(b"POST /Execute HTTP/1.1\r\nX: " + b"x" * 70_000)
        reply = receive(link)
        assert reply.status == 431
        assert "64 КиБ" in said(reply)


def test_idle_connections_make_room(port: int) -> None:
    with ExitStack() as held:
        idle = [held.enter_context(connect(port)) for _ in range(3 * ROOM)]
        assert request(port, "POST", "/Execute", b"{}").status == 200
        assert closed(idle[0])


def test_half_a_request_makes_room_too_and_is_told_why(port: int) -> None:
    with ExitStack() as held:
        half = [held.enter_context(_sent(port, "/Execute", b"{")) for _ in range(ROOM)]
        time.sleep(0.1)
        assert request(port, "POST", "/Execute", b"{}").status == 200
        assert receive(half[0]).status == 503
        for link in half[1:]:
            link.sendall(b"}")
            assert receive(link).status == 200


def test_a_full_house_says_so_and_disturbs_nobody(port: int) -> None:
    with ExitStack() as held:
        busy = [held.enter_context(_sent(port, "/slow", b"{}")) for _ in range(ROOM)]
        time.sleep(0.1)
        with connect(port) as late:
            reply = receive(late)
            assert reply.start == "HTTP/1.1 503 Service Unavailable"
            assert "Слишком много соединений" in said(reply)
        for link in busy:
            assert receive(link).status == 200


def test_nonsense_behind_a_request_is_no_answer_to_it(port: int) -> None:
    with _sent(port, "/slow", b"{}") as link:
        link.sendall(b"nonsense\r\n\r\n")
        assert closed(link)


def test_a_bad_chunk_is_answered(port: int) -> None:
    with connect(port) as link:
        link.sendall(b"POST /Execute HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n")
        time.sleep(0.05)
        link.sendall(b"zz\r\n")
        assert receive(link).status == 400
        assert closed(link)


def _sent(port: int, path: str, part: bytes) -> socket.socket:
    """A request with a body of two bytes, of which `part` is sent."""
    link = connect(port)
    link.sendall(head("POST", path, 2) + part)
    return link
