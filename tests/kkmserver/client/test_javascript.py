"""static/kkmserver.js in pages of several kinds."""

import json
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.kkmserver.client.flaky import Flaky, Luck, Members, serving
from tests.kkmserver.web.raw import request
from tests.kkmserver.web.running import running

BAD_LUCK = (Luck.UNHEARD, Luck.GARBAGE, Luck.SLOW, Luck.UNSAID, Luck.BUSY)

pytestmark = pytest.mark.skipif(shutil.which("node") is None, reason="no Node here")


Page = Callable[..., Any]  # its name, the server it meets -> what came of it


class Guarded(Flaky):
    """Takes commands, and is not to be asked what became of them."""

    def answer(self, body: Members, luck: Luck) -> tuple[int, Members] | None:
        if body["Command"] == "GetRezult":
            return 401, {"Error": "Пароль не подходит", "Status": 2}
        return super().answer(body, luck)


@pytest.fixture(scope="module")
def browser() -> Iterator[subprocess.Popen[str]]:
    """One for all pages: it takes longer to start than they take."""
    called = ["node", str(Path(__file__).with_name("pages.mjs"))]
    with subprocess.Popen(called, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as node:
        given_up = threading.Timer(60, node.kill)
        given_up.start()
        yield node
        node.communicate()
        given_up.cancel()


@pytest.fixture
def page(browser: subprocess.Popen[str]) -> Page:
    assert browser.stdin
    assert browser.stdout
    asked, told = browser.stdin, browser.stdout

    def opened(name: str, flaky: Flaky | None = None) -> Any:
        with serving(flaky or Flaky()) as url:
            print(name, url, file=asked, flush=True)
            return json.loads(told.readline())

    return opened


def test_a_module_and_bad_luck(page: Page) -> None:
    flaky = Flaky(*BAD_LUCK)
    told = page("module", flaky)
    assert told["answer"]["Status"] == 0
    assert (told["unknown"], told["unfinished"]) == (3, [])
    assert flaky.done == ["x"]
    assert set(flaky.logins) == {"Basic a2Fzc2E60L/QsNGA0L7Qu9GM"}


def test_what_the_server_does_not_take(page: Page) -> None:
    assert page("refused") == {
        "ours": True,
        "kind": "refused",
        "message": "Неопознанная команда",
        "id": "d",
        "unfinished": [],
    }


def test_a_page_that_was_reloaded_asks_what_became_of_its_commands(page: Page) -> None:
    flaky = Flaky(Luck.UNSAID, Luck.UNHEARD)
    assert page("reloaded", flaky) == {
        "kind": "patience",
        "id": "lost",
        "unfinished": [["lost", "XReport"], ["never", "XReport"]],
        "resumed": [["lost", 0], ["never", 3]],
        "left": [],
    }
    assert flaky.done == ["lost"]


def test_the_sample_and_bad_luck(page: Page) -> None:
    flaky = Flaky(Luck.UNSAID)
    told = page("sample", flaky)
    assert (told["answer"]["Status"], told["status"], told["kept"]) == (0, "success", 0)
    assert flaky.done == ["x"]


def test_a_sample_that_polls_by_itself(page: Page) -> None:
    flaky = Flaky(Luck.SLOW)
    first, second, third = page("polling", flaky)
    assert (first["answer"]["Status"], first["kept"]) == (1, 1)
    assert (second["answer"]["Rezult"]["Status"], second["kept"]) == (1, 1)
    assert (third["answer"]["Rezult"]["Status"], third["kept"]) == (0, 0)
    assert [one["Command"] for one in flaky.asked] == ["XReport", "GetRezult", "GetRezult"]


def test_functions_that_the_page_has(page: Page) -> None:
    flaky = Flaky()
    assert page("defaults", flaky)["IdCommand"] == "x"
    assert flaky.asked[0]["Timeout"] == 50, "it answers before the page gives up after 60 seconds"


def test_a_browser_that_is_old_and_forbids_to_keep_anything(page: Page) -> None:
    flaky = Flaky(*BAD_LUCK)
    told = page("old", flaky)
    assert (told["answer"]["Status"], told["unfinished"]) == (0, [])
    assert told["silence"]["text"] == "Сервер не отвечает"
    assert flaky.done == ["x"]


def test_a_question_that_is_refused_proves_nothing(page: Page) -> None:
    """The command stays unfinished, at this server alone."""
    flaky = Guarded(Luck.UNSAID)
    told = page("unasked", flaky)
    assert told["error"] == ["patience", "Пароль не подходит", 401]
    assert (told["kept"], told["other"]) == ("x", [])
    assert (told["told"]["http"], told["told"]["text"]) == (501, "Неопознанная команда")
    assert flaky.done == ["x"]


def test_a_blank_id_is_none(page: Page) -> None:
    assert len(page("blank", Flaky(Luck.UNSAID))["IdCommand"]) == 36


def test_nobody_there(page: Page) -> None:
    assert page("nobody") == {
        "error": "Ошибка: Сервер не отвечает",
        "http": 0,
        "shown": "Сервер не отвечает",
        "status": "error",
        "text": "Сервер не отвечает",
    }


def test_the_browser_extension(page: Page) -> None:
    told = page("extension")
    assert (told["answer"]["Status"], told["heard"]) == (0, ["XReport", "GetRezult"])


def test_pages_of_other_sites_may_include_it() -> None:
    with running() as port:
        reply = request(port, "GET", "/kkmserver.js")
        other = request(port, "GET", "/static/console/main.js")
    assert reply.status == 200
    assert b"class KkmServerClient" in reply.body
    assert reply.headers["cross-origin-resource-policy"] == "cross-origin"
    assert other.headers["cross-origin-resource-policy"] == "same-origin"
