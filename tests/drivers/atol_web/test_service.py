"""The service against a web server that answers as a test wants. Source of the rules: spec/atol-web.md 1."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest

from drivers.atol_web.options import AtolWebOptions
from drivers.atol_web.service import Service, make_service
from drivers.atol_web.tasks import questions, shift
from drivers.errors import (
    DeviceFaulty,
    DeviceOffline,
    FrameError,
    KkmError,
    NotSupported,
    OperatorNeeded,
    OutcomeUnknown,
    RequestRefused,
    WrongState,
)
from drivers.model.document import Cashier
from drivers.ports import DeviceContext
from tests.drivers.egais.utm_server import Sent, Utm
from tests.drivers.http_service.web import SILENT, play, says

UUID = "0ba40014-5fa5-11ea-b5e9-037d4786a49d"
OPEN = shift.open_shift(Cashier("Иванов"))
X = shift.x_report(Cashier("Иванов"))
DONE = {
    "fiscalParams": {
        "fiscalDocumentNumber": 7,
        "fiscalDocumentSign": "1",
        "shiftNumber": 3,
        "fiscalDocumentDateTime": "2026-02-01T09:31:00+03:00",
    }
}
ACCEPTED = says("", 201)
ABSENT = says('{"error":{"code":404,"description":"нет"}}', 404)


def result(status: str, code: int = 0, told: Any = None) -> bytes:
    task = {"status": status, "error": {"code": code, "description": ""}, "result": told}
    return says(json.dumps({"results": [task]}))


def script(posts: list[Any], polls: list[Any]) -> Callable[[Sent], Any]:
    """Answers to POSTs and to GETs in their order; the last of each goes on."""

    def after(answers: list[Any]) -> Iterator[Any]:
        yield from answers
        while True:
            yield answers[-1]

    told = {"POST": after(posts), "GET": after(polls), "DELETE": after([says("")])}
    return lambda sent: next(told[sent.method])


def scene(
    work: Callable[[Service], Awaitable[None]], **options: Any
) -> Callable[[DeviceContext, Utm], Awaitable[None]]:
    async def played(context: DeviceContext, web: Utm) -> None:
        service = make_service(context, AtolWebOptions(**({"connection": web.url, "api": "v2"} | options)))
        await work(service)
        await service.close()

    return played


def asked(sent: list[Sent]) -> list[str]:
    return [f"{one.method} {one.target}" for one in sent]


def fails(kind: type[KkmError], *, nothing_sent: bool, **of: Any) -> Callable[[Service], Awaitable[None]]:
    async def work(service: Service) -> None:
        with pytest.raises(kind) as caught:
            await service.run(UUID, of.get("task", OPEN))
        assert type(caught.value) is kind
        assert caught.value.nothing_sent is nothing_sent
        assert caught.value.native == of.get("native")

    return work


async def opens(service: Service) -> None:
    recorded = await service.run(UUID, OPEN)
    assert recorded.document is not None
    assert recorded.document.number == 7


def test_the_example_of_the_spec() -> None:
    async def work(service: Service) -> None:
        await service.run(UUID, X)

    first, second = play(script([ACCEPTED], [result("ready")]), scene(work, device_id="kassa 1"))
    assert first.target == "/api/v2/requests?deviceID=kassa%201"
    assert json.loads(first.body) == {
        "uuid": UUID,
        "request": [{"type": "reportX", "operator": {"name": "Иванов"}}],
    }
    assert first.headers["content-type"].startswith("application/json")
    assert (second.method, second.target) == ("GET", f"/api/v2/requests/{UUID}")


def test_the_older_server() -> None:
    sent = play(script([ACCEPTED], [result("ready", 0, DONE)]), scene(opens, api="v1"))
    assert asked(sent) == ["POST /requests", f"GET /requests/{UUID}"]


@pytest.mark.parametrize(("status", "path"), [(200, "/api/v2/requests"), (404, "/requests")])
def test_which_server_it_is(status: int, path: str) -> None:
    answer = script([ACCEPTED], [says("{}", status), result("ready", 0, DONE)])
    assert asked(play(answer, scene(opens, api="auto")))[:2] == ["GET /api/v2/serverInfo", f"POST {path}"]


def test_a_server_that_is_neither() -> None:
    async def work(service: Service) -> None:
        with pytest.raises(FrameError):
            await service.api()

    play(script([ACCEPTED], [says("", 500)]), scene(work, api="auto"))


def several(*told: tuple[str, int, Any]) -> bytes:
    tasks = [{"status": status, "error": {"code": code}, "result": result} for status, code, result in told]
    return says(json.dumps({"results": tasks}))


CASH = {"counters": {"cashSum": 1.5}}
STATUS = {"fnStatus": {"fiscalDocumentNumber": 7, "fiscalReceiptNumber": 1}}
TOGETHER = (questions.cash_drawer(), questions.storage_status())


def test_questions_that_go_together_are_one_request() -> None:
    async def work(service: Service) -> None:
        cash, status = await service.ask_all(TOGETHER)
        assert (cash, status.last) == (150, 7)

    first, _ = play(script([ACCEPTED], [several(("ready", 0, CASH), ("ready", 0, STATUS))]), scene(work))
    assert [task["type"] for task in json.loads(first.body)["request"]] == ["getCashDrawerStatus", "getFnStatus"]


@pytest.mark.parametrize(
    ("told", "error"),
    [
        ([("ready", 0, CASH), ("error", 44, None)], OperatorNeeded),
        ([("error", 44, None), ("interrupted", 502, None)], OperatorNeeded),
        ([("ready", 0, CASH)], FrameError),
    ],
)
def test_the_first_that_fails_says_why(told: list[tuple[str, int, Any]], error: type[KkmError]) -> None:
    async def work(service: Service) -> None:
        with pytest.raises(error):
            await service.ask_all(TOGETHER)

    play(script([ACCEPTED], [several(*told)]), scene(work))


def test_it_waits_until_it_is_done() -> None:
    polls = [result("wait"), result("inProgress"), result("blocked"), None, says("{"), result("ready", 0, DONE)]
    assert len(play(script([ACCEPTED], polls), scene(opens))) == 1 + len(polls)


@pytest.mark.parametrize("lost", [None, SILENT, b"HTTP/1.1 2", says("", 500)])
def test_a_lost_answer_is_asked_for(lost: Any) -> None:
    """The task is there: it is not submitted a second time."""
    sent = play(script([lost], [result("wait"), result("ready", 0, DONE)]), scene(opens))
    assert asked(sent) == [
        "POST /api/v2/requests",
        f"GET /api/v2/requests/{UUID}",
        f"GET /api/v2/requests/{UUID}",
    ]


def test_a_post_that_never_arrived_is_repeated_under_the_same_uuid() -> None:
    sent = play(script([None, ACCEPTED], [ABSENT, result("ready", 0, DONE)]), scene(opens))
    posts = [one for one in sent if one.method == "POST"]
    assert len(posts) == 2
    assert posts[0].body == posts[1].body


def test_posts_that_never_arrive() -> None:
    sent = play(script([None], [ABSENT]), scene(fails(OutcomeUnknown, nothing_sent=False)))
    assert sum(one.method == "POST" for one in sent) == 3


def test_nobody_can_be_asked_what_became_of_it() -> None:
    play(script([None], [None]), scene(fails(OutcomeUnknown, nothing_sent=False)))


def test_the_uuid_is_known_already() -> None:
    sent = play(script([says("", 409)], [result("ready", 0, DONE)]), scene(opens))
    assert sum(one.method == "POST" for one in sent) == 1


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, RequestRefused),
        (401, WrongState),
        (404, WrongState),
        (409, WrongState),
        (413, RequestRefused),
        (500, DeviceFaulty),
        (501, NotSupported),
    ],
)
def test_what_is_not_taken(status: int, kind: type[KkmError]) -> None:
    play(script([says("", status)], [ABSENT]), scene(fails(kind, nothing_sent=True, native=status)))


@pytest.mark.parametrize(
    ("status", "code", "kind", "nothing_sent"),
    [
        ("error", 44, OperatorNeeded, True),
        ("error", 177, OperatorNeeded, False),
        ("interrupted", 502, WrongState, False),
        ("interrupted", 0, WrongState, False),
        ("ready", 66, RequestRefused, True),
    ],
)
def test_errors(status: str, code: int, kind: type[KkmError], nothing_sent: bool) -> None:
    work = fails(kind, nothing_sent=nothing_sent, native=code or 502)
    play(script([ACCEPTED], [result(status, code)]), scene(work))


def test_it_was_taken_out_of_the_queue() -> None:
    play(script([ACCEPTED], [result("canceled")]), scene(fails(WrongState, nothing_sent=True)))


@pytest.mark.parametrize("poll", [result("wait"), result("blocked"), None, SILENT, says("{}"), says("", 401)])
def test_the_time_is_over(poll: Any) -> None:
    """`blocked` is waited for like the rest; nothing is submitted again, the next question finds it."""
    sent = play(script([ACCEPTED], [poll]), scene(fails(OutcomeUnknown, nothing_sent=False), receipt_timeout=5))
    assert sum(one.method == "POST" for one in sent) == 1


def test_a_question_whose_time_is_over_has_done_nothing() -> None:
    work = fails(DeviceOffline, nothing_sent=True, task=questions.storage_status())
    play(script([ACCEPTED], [result("wait")]), scene(work, receipt_timeout=5))


def test_a_report_has_more_time() -> None:
    begun: list[float] = []

    async def work(service: Service) -> None:
        loop = asyncio.get_running_loop()
        for task in (OPEN, shift.close_shift(Cashier())):
            start = loop.time()
            with pytest.raises(OutcomeUnknown):
                await service.run(UUID, task)
            begun.append(loop.time() - start)

    play(script([ACCEPTED], [result("wait")]), scene(work, receipt_timeout=10, report_timeout=30, poll_interval=5))
    assert 10 <= begun[0] < 20
    assert 30 <= begun[1] < 40


def test_a_server_that_has_forgotten_the_task() -> None:
    play(script([ACCEPTED], [result("wait"), ABSENT]), scene(fails(OutcomeUnknown, nothing_sent=False)))


def test_a_result_that_cannot_be_read() -> None:
    polls = [result("ready", 0, {"fiscalParams": {"fiscalDocumentNumber": "many"}})]
    play(script([ACCEPTED], polls), scene(fails(OutcomeUnknown, nothing_sent=False)))


def test_results_by_uuid() -> None:
    async def work(service: Service) -> None:
        assert await service.results(UUID) is None
        found = await service.results(UUID)
        assert found is not None
        assert found.blocked
        assert found.under_way

    play(script([ACCEPTED], [ABSENT, result("blocked")]), scene(work))


def test_only_what_waits_is_cancelled() -> None:
    async def work(service: Service) -> None:
        assert not await service.cancel(UUID)
        assert not await service.cancel(UUID)
        assert await service.cancel(UUID)
        assert not await service.cancel(UUID)

    polls = [result("inProgress"), ABSENT, result("wait"), result("canceled"), result("wait"), result("ready", 0, DONE)]
    sent = play(script([ACCEPTED], polls), scene(work))
    assert sum(one.method == "DELETE" for one in sent) == 2
