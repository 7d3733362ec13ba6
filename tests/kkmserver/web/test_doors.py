"""The listener of the further APIs, by raw bytes."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kkmserver.web import door_talk, doors
from kkmserver.web.tls import make_certificates
from tests.kkmserver.web.knocking import Port, port, request


def at(told: Callable[[Port], Awaitable[None]], *, limit: int = 100_000, seconds: float = 5.0) -> None:
    async def main() -> None:
        async with port(limit=limit, seconds=seconds) as opened:
            await told(opened)

    asyncio.run(main())


def test_one_connection_has_any_number_of_requests() -> None:
    async def told(opened: Port) -> None:
        caller = await opened.call(request("/a?b=1", b"first") + request("/c", b"second"))
        first, second = (await caller.hear()).told(), (await caller.hear()).told()
        assert (first["path"], first["query"], first["body"]) == ("/a", "b=1", "first")
        assert (second["path"], second["body"], second["peer"]) == ("/c", "second", "127.0.0.1")
        assert opened.counted == [("porter", 200)] * 2

    at(told)


def test_a_reason_phrase_is_told() -> None:
    async def told(opened: Port) -> None:
        answer = await opened.ask(request("/phrase", method="GET"))
        assert (answer.start, answer.body) == ("HTTP/1.1 203 1566", b"77")
        assert (await opened.ask(request("/", method="GET"))).start == "HTTP/1.1 200 OK"

    at(told)


def test_everything_in_one_piece_and_the_end_for_http_1_0() -> None:
    async def told(opened: Port) -> None:
        caller = await opened.call(request("/", b"[]", version="1.0"))
        async with asyncio.timeout(5):
            once = await caller.reader.read(1024)
        assert once.startswith(b"HTTP/1.1 200 OK\r\n")
        assert once.endswith(b"}")
        assert b"chunked" not in once
        assert await caller.ended()

    at(told)


def test_lines_that_end_with_a_bare_feed() -> None:
    async def told(opened: Port) -> None:
        answer = await opened.ask(b"POST /x HTTP/1.0\nHost: kassa\nContent-Length: 2\n\n[]")
        assert answer.told()["body"] == "[]"

    at(told)


def test_an_absolute_target() -> None:
    async def told(opened: Port) -> None:
        found = (await opened.ask(request("http://kassa:44735/a?b=1", b"[]"))).told()
        assert (found["path"], found["query"]) == ("/a", "b=1")
        assert (await opened.ask(request("http://kassa", b"[]"))).told()["path"] == "/"

    at(told)


def test_who_waits_for_leave_to_send_gets_it() -> None:
    async def told(opened: Port) -> None:
        caller = await opened.call(request("/", b"", "Content-Length: 4\r\nExpect: 100-continue\r\n"))
        async with asyncio.timeout(5):
            assert await caller.reader.readuntil(b"\r\n\r\n") == b"HTTP/1.1 100 Continue\r\n\r\n"
        caller.say(b"body")
        assert (await caller.hear()).told()["body"] == "body"

    at(told)


def test_what_stands_behind_a_short_length() -> None:
    async def told(opened: Port) -> None:
        caller = await opened.call(request("/rest", "[«Чек»]".encode(), "Content-Length: 7\r\n", version="1.0"))
        found = (await caller.hear()).told()
        assert (found["body"] + found["rest"]).encode("latin-1").decode() == "[«Чек»]"
        assert await caller.ended()
        late = await opened.call(request("/rest", b"abc", "Content-Length: 3\r\n"))
        late.say(b"def")
        assert (await late.hear()).told()["rest"] == "def"
        assert await late.ended()
        nothing = await opened.ask(request("/rest", b"abc"))
        assert nothing.told()["rest"] == ""

    at(told)


def test_a_body_that_is_too_large_is_refused_in_words_while_it_is_sent() -> None:
    async def told(opened: Port) -> None:
        caller = await opened.call(request("/", b"", "Content-Length: 5000000\r\n"))
        caller.say(b"x" * 300_000)
        answer = await caller.hear()
        assert answer.status == 413
        assert answer.told() == {"error": "Запрос больше 97 КиБ"}
        assert answer.headers["connection"] == "close"
        chunks = b"20000\r\n" + b"x" * 0x20000 + b"\r\n"
        assert (
            await opened.ask(request("/", chunks, "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n"))
        ).status in (
            400,
            413,
        )
        assert opened.counted[0] == ("porter", 413)

    at(told)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"x" * 200_000, 431),
    ],
    ids=["tls", "no host", "length", "lengths", "head"],
)
def test_what_is_no_http(sent: bytes, status: int) -> None:
    async def told(opened: Port) -> None:
        caller = await opened.call(sent)
        assert (await caller.hear()).status == status

    at(told)


@pytest.mark.parametrize(
    "sent", [b"POST", b"POST / HTTP/1.1\r\nHost: a\r\n", request("/", b"ab", "Content-Length: 3\r\n")]
)
def test_who_sends_drop_by_drop_has_the_time_of_one_request(sent: bytes) -> None:
    async def told(opened: Port) -> None:
        caller = await opened.call(sent)

        async def drip() -> None:
            while True:
                await asyncio.sleep(0.02)
                caller.say(b"X" if sent.endswith(b"POST") else b"")

        dripping = asyncio.create_task(drip())
        answer = await caller.hear()
        dripping.cancel()
        assert answer.status == 408
        assert answer.told() == {"error": "Запрос не пришёл целиком за 0.2 с"}

    at(told, seconds=0.2)


def test_who_says_nothing_is_let_go_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door_talk, "_IDLE", 0.05)

    async def told(opened: Port) -> None:
        assert await (await opened.call()).ended()
        caller = await opened.call(request("/"))
        await caller.hear()
        assert await caller.ended()
        assert len(opened.counted) == 1

    at(told)


def test_who_hangs_up_in_the_middle_harms_nobody() -> None:
    async def told(opened: Port) -> None:
        for sent in (b"", b"POST / HT", request("/", b"a", "Content-Length: 9\r\n"), request("/slow")):
            caller = await opened.call(sent)
            await caller.writer.drain()
            caller.writer.transport.abort()
        async with asyncio.timeout(5):
            await opened.porter.begun.wait()
        opened.porter.go.set()
        assert (await opened.ask(request("/"))).status == 200

    at(told)


def test_more_connections_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "_CONNECTIONS", 2)

    async def told(opened: Port) -> None:
        idle, waited = await opened.call(), await opened.call(request("/slow"))
        async with asyncio.timeout(5):
            await opened.porter.begun.wait()
        assert (await opened.ask(request("/new"))).told()["path"] == "/new"
        assert await idle.ended()
        opened.porter.go.set()
        assert (await waited.hear()).status == 200


def test_more_that_are_answered_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "_CONNECTIONS", 1)

    async def told(opened: Port) -> None:
        waited = await opened.call(request("/slow"))
        async with asyncio.timeout(5):
            await opened.porter.begun.wait()
        assert await (await opened.call()).ended()
        opened.porter.go.set()
        assert (await waited.hear()).status == 200

    at(told)


def test_a_bug_of_ours_is_answered_in_the_words_of_the_api(caplog: pytest.LogCaptureFixture) -> None:
    async def told(opened: Port) -> None:
        answer = await opened.ask(request("/broken?key=12345678"))
        assert answer.status == 500
        assert answer.told()["error"].startswith("Внутренняя ошибка")

    at(told)
    assert "porter: POST failed" in caplog.text
    assert "12345678" not in caplog.text, "a target may hold a key"


def test_head_and_options_have_no_body() -> None:
    async def told(opened: Port) -> None:
        caller = await opened.call(request("/", method="HEAD") + request("/a", method="OPTIONS"))
        async with asyncio.timeout(5):
            head = await caller.reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200 OK")
        assert (await caller.hear()).told()["method"] == "OPTIONS"

    at(told)


def test_what_is_under_way_is_answered_when_it_stops() -> None:
    async def told(opened: Port) -> None:
        idle, slow = await opened.call(request("/")), await opened.call(request("/slow"))
        await idle.hear()
        await opened.porter.begun.wait()
        opened.server.drain()
        idle.say(request("/"))
        refused = await idle.hear()
        assert refused.status == 503
        assert "останавливается" in refused.told()["error"]
        assert await idle.ended()
        quiet = await opened.call()
        stopping = asyncio.create_task(opened.server.stop(5))
        assert await quiet.ended()
        assert not stopping.done()
        opened.porter.go.set()
        answer = await slow.hear()
        assert (answer.status, answer.headers["connection"]) == (200, "close")
        await stopping
        with pytest.raises(OSError, match=str(opened.number)):
            await opened.call()

    at(told)


def test_who_takes_longer_than_the_stop_is_cut() -> None:
    async def told(opened: Port) -> None:
        slow = await opened.call(request("/slow"))
        await opened.porter.begun.wait()
        await opened.server.stop(0.05)
        assert await slow.ended()

    at(told)


def test_other_limits_from_the_next_request_on() -> None:
    async def told(opened: Port) -> None:
        caller = await opened.call(request("/", b"x" * 2000))
        assert (await caller.hear()).status == 200
        opened.server.take_limits(1024, 5.0)
        caller.say(request("/", b"x" * 2000))
        assert (await caller.hear()).status == 413

    at(told)


def test_tls(tmp_path: Path) -> None:
    made = make_certificates(tmp_path, ["localhost", "127.0.0.1"], datetime.now(UTC))
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(made.certificate, made.key)
    theirs = ssl.create_default_context(cafile=str(made.authority))

    async def main() -> None:
        async with port(tls=ours) as opened:
            caller = await opened.call(request("/", b"[]"), theirs)
            assert (await caller.hear()).told()["body"] == "[]"
            plain = await opened.call(request("/"))
            assert await plain.ended()

    asyncio.run(main())
