"""The client against a service that does what it likes."""

import asyncio
from typing import Any

import pytest

from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown, WrongState
from drivers.http_service.address import address_of
from drivers.http_service.client import HttpService, Named
from drivers.http_service.exchange import Credentials
from drivers.http_service.question import Answer, Question
from drivers.ports import DeviceContext
from tests.drivers.egais.utm_server import Utm, serving
from tests.drivers.http_service.web import SILENT, context, play, says
from tests.faults.wires.skipping import run

NAMED = Named("Сервис", "он запущен")
READ = Question(method="GET", path="/x", harmless=True)
WRITE = Question(method="POST", path="/x", content={"a": 1}, harmless=False)


def service(context: DeviceContext, url: str) -> HttpService:
    return HttpService(context.open_transport, address_of(url), NAMED, credentials=Credentials("user", "secret"))


def test_an_answer_comes_whole() -> None:
    async def scene(context: DeviceContext, web: Utm) -> None:
        client = service(context, web.url + "/api")
        assert await client.ask(WRITE) == Answer(201, b'{"b":2}')
        await client.close()

    (sent,) = play(lambda _: says('{"b":2}', 201), scene)
    assert (sent.method, sent.target, sent.body) == ("POST", "/api/x", b'{"a":1}')
    assert sent.headers["authorization"] == "Basic dXNlcjpzZWNyZXQ="


@pytest.mark.parametrize(
    ("reply", "kind"),
    [
        (None, DeviceOffline),
        (SILENT, DeviceOffline),
        (b"", DeviceOffline),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{", DeviceOffline),
        (b"junk\r\n\r\n", FrameError),
    ],
)
def test_nobody_knows(reply: Any, kind: type[KkmError]) -> None:
    async def scene(context: DeviceContext, web: Utm) -> None:
        client = service(context, web.url)
        with pytest.raises(OutcomeUnknown, match="последний документ") as caught:
            await client.ask(WRITE)
        assert not caught.value.nothing_sent
        with pytest.raises(kind) as harmless:
            await client.ask(READ)
        assert harmless.value.nothing_sent
        for error in (caught.value, harmless.value):
            assert "secret" not in error.text
            assert web.url in error.text

    assert len(play(lambda _: reply, scene)) == 2, "nothing is asked twice"


def test_it_is_away() -> None:
    async def main() -> None:
        async with serving(lambda _: None) as web:
            url = web.url
        client = service(context(), url)
        for question in (READ, WRITE):
            with pytest.raises(DeviceOffline, match="он запущен") as caught:
                await client.ask(question)
            assert caught.value.nothing_sent

    run(main())


@pytest.mark.parametrize("status", [401, 403])
def test_a_wrong_password(status: int) -> None:
    async def scene(context: DeviceContext, web: Utm) -> None:
        with pytest.raises(WrongState, match="login и password") as caught:
            await service(context, web.url).ask(WRITE)
        assert caught.value.nothing_sent
        assert caught.value.native == status

    play(lambda _: says("", status), scene)


def test_one_question_at_a_time() -> None:
    at_once: list[int] = []
    under_way = 0

    async def scene(context: DeviceContext, web: Utm) -> None:
        client = service(context, web.url)
        await asyncio.gather(*(client.ask(READ) for _ in range(3)))

    async def answer(_: object) -> bytes:
        nonlocal under_way
        under_way += 1
        at_once.append(under_way)
        await asyncio.sleep(1)  # of the loop's clock
        under_way -= 1
        return says("{}")

    play(answer, scene)
    assert at_once == [1, 1, 1]


def test_a_cancelled_question_leaves_room_for_the_next() -> None:
    async def scene(context: DeviceContext, web: Utm) -> None:
        client = service(context, web.url)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await client.ask(READ)
        assert (await client.ask(READ)).good

    replies = iter([SILENT, says("{}")])
    play(lambda _: next(replies), scene)


def test_an_answer_that_says_something_else() -> None:
    client = service(context_without_loop(), "http://127.0.0.1:1")
    assert isinstance(client.unreadable(WRITE, "это не то"), OutcomeUnknown)
    harmless: KkmError = client.unreadable(READ, "это не то")
    assert isinstance(harmless, FrameError)
    assert harmless.nothing_sent


def context_without_loop() -> DeviceContext:
    async def made() -> DeviceContext:
        return context()

    return run(made())
