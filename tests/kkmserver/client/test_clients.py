"""Both clients over a real connection."""

import asyncio
import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import httpx
import pytest

from kkmserver.client import (
    Answer,
    AsyncClient,
    Client,
    CommandFailed,
    NotAccepted,
    Patience,
    Position,
    Unreachable,
    devices,
    sale,
)
from kkmserver.client.json_text import decode, encode
from tests.kkmserver.client.flaky import Flaky, Luck, serving
from tests.ports import free_port

QUICK = Patience(wait=2, whole=10, pause=0.01)
BAD_LUCK = (Luck.UNHEARD, Luck.GARBAGE, Luck.SLOW, Luck.UNSAID, Luck.BUSY)


def test_a_program_that_waits() -> None:
    flaky = Flaky(*BAD_LUCK)
    with serving(flaky) as url, Client(url, login="kassa", password="пароль", patience=QUICK) as shop:
        answer = shop.execute({"Command": "XReport", "IdCommand": "x"})
        assert (answer.status, answer.device, answer["Command"], len(answer)) == (0, 1, "XReport", 5)
        assert flaky.done == ["x"]
        with pytest.raises(CommandFailed, match="Нет бумаги"):
            shop.execute({"Command": "XReport", "IdCommand": "bad"})
        with pytest.raises(NotAccepted, match="Неопознанная"):
            shop.execute({"Command": "Dance"})
        assert shop.result("x").status == 0
        assert shop.result("bad").error == "Нет бумаги"
        assert shop.result("none").unknown_id
    assert set(flaky.logins) == {"Basic a2Fzc2E60L/QsNGA0L7Qu9GM"}


def test_a_program_that_does_something_else_meanwhile() -> None:
    async def main(url: str) -> list[Answer]:
        async with AsyncClient(url, patience=QUICK) as shop:
            assert (await shop.result("none")).unknown_id
            return await asyncio.gather(*(shop.execute({"Command": "XReport", "IdCommand": name}) for name in "abc"))

    flaky = Flaky(Luck.GOOD, *BAD_LUCK)
    with serving(flaky) as url:
        answers = asyncio.run(main(url))
    assert [answer.id for answer in answers] == ["a", "b", "c"]
    assert sorted(flaky.done) == ["a", "b", "c"]


def test_nobody_there() -> None:
    with Client("http://127.0.0.1:1", patience=Patience(whole=0.1, pause=0.03)) as shop:
        with pytest.raises(Unreachable) as caught:
            shop.execute({"Command": "XReport"})
        assert len(caught.value.id) == 36
        assert isinstance(caught.value.__cause__, httpx.ConnectError)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_what_is_no_address(kind: type) -> None:
    with pytest.raises(ValueError, match="no address"):
        kind("127.0.0.1:5893")


@pytest.mark.skipif(shutil.which("node") is None or sys.platform == "win32", reason="no Node or no fork here")
def test_a_server_that_is_killed_meanwhile(tmp_path: Path) -> None:
    """One receipt is being printed and one waits, a Python program's and a page's."""
    answers: list[Answer] = []
    command = sale([Position("Чай", "19.90", "2")], cash=50, cashier="Петрова", IdCommand="tea")
    called = ["node", str(Path(__file__).with_name("pages.mjs"))]
    with (
        mortal_server(tmp_path) as (url, kill),
        Client(url, patience=Patience(whole=20, pause=0.05)) as shop,
        subprocess.Popen(called, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as page,
    ):
        shop.execute(devices())  # the server is there, and the page as well
        print("killed", url, file=page.stdin, flush=True)
        thread = threading.Thread(target=lambda: answers.append(shop.execute(command)))
        thread.start()
        deadline = time.monotonic() + 10
        while any(shop.result(name).unknown_id for name in ("tea", "coffee")):
            assert time.monotonic() < deadline
        kill()
        thread.join(20)
        told, _ = page.communicate(timeout=20)
        (tea,) = answers
        assert (tea.shift, tea["Cash"]) == (1, Decimal("39.80"))
        assert "s=39.80" in tea.qr
        coffee = json.loads(told)
        assert (coffee["Status"], coffee["IdCommand"]) == (0, "coffee")
        assert {tea.document, coffee["CheckNumber"]} == {3, 4}
        assert shop.execute(sale([Position("Чай", 1)], cash=1, cashier="Петрова")).document == 5


@contextmanager
def mortal_server(folder: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Its address, and what kills it; it comes to life again at once."""
    config, port = folder / "kkmserver.toml", free_port()
    register = '[[devices]]\nnumber = 1\nname = "Касса"\ndriver = "virtual-kkt"\ndelay = 0.3\n'
    config.write_text(f"[server]\nport = {port}\n{register}", encoding="utf-8")
    called = [sys.executable, "-m", "tests.kkmserver.callbacks.lives", str(config), str(folder / "data"), "0"]
    with (
        (folder / "log").open("wb") as log,
        subprocess.Popen(called, stdin=subprocess.PIPE, stdout=log, stderr=log, text=True) as lives,
    ):
        try:
            yield f"http://127.0.0.1:{port}", lambda: print(file=lives.stdin, flush=True)
        finally:
            lives.communicate(timeout=30)


def test_values_keep_their_digits() -> None:
    value = {"а": Decimal("0.10000000000000000001"), "b": [True, None, 10**30, "\ud800"], "c": ()}
    assert encode(value).decode() == '{"а":0.10000000000000000001,"b":[true,null,' + str(10**30) + ',"?"],"c":[]}'
    assert decode(b'\xef\xbb\xbf{"a":0.10}') == {"a": Decimal("0.10")}
    with pytest.raises(TypeError):
        encode({"Amount": 0.1})  # type: ignore[dict-item]
    with pytest.raises(ValueError, match="object"):
        decode(b"[]")
