"""The whole server is killed (SIGKILL) between the register and its answer; the client asks again with its key."""

import threading
import time
from contextlib import closing, suppress
from pathlib import Path

import httpx

from drivers.virtual.kazakh_desk import KazakhLedger
from tests.live import LiveServer
from tests.ports import free_port

KEY = "55500011"
SETTINGS = """
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkm-kz"
delay = 0.4
[dialects.ikkm]
enabled = true
[[dialects.ikkm.registers]]
device = 1
port = {port}
first_key = "{key}"
"""


def test_killed_before_the_answer(tmp_path: Path) -> None:
    port = free_port()
    url = f"http://127.0.0.1:{port}/api?key={KEY}&sale=10&cash=10"
    register = tmp_path / "data" / "devices" / "1" / "kazakh.sqlite3"
    with LiveServer(tmp_path, SETTINGS.format(port=port, key=KEY)) as server:
        lost: list[httpx.Response | None] = []
        client = threading.Thread(target=lambda: lost.append(ask(url)))
        client.start()
        until_registered(register)
        server.kill()
        client.join()
        assert lost == [None]
        server.start()
        told = finally_told(url)
        assert (told.status_code, told.reason_phrase) == (203, "1")
        again = ask(url.replace("sale=10", "sale=7"))
        assert again
        assert (again.status_code, again.reason_phrase, again.text) == (203, "1", told.text)
        assert registered(register) == 1


def ask(url: str) -> httpx.Response | None:
    with suppress(httpx.HTTPError):
        return httpx.get(url, timeout=20, trust_env=False)
    return None


def finally_told(url: str) -> httpx.Response:
    """What a client hears that repeats while the server is busy."""
    for _ in range(100):
        told = ask(url)
        if told and told.text != "-2":
            return told
        time.sleep(0.02)
    raise AssertionError


def until_registered(register: Path) -> None:
    deadline = time.monotonic() + 10
    while registered(register) < 1:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def registered(register: Path) -> int:
    if not register.exists():
        return 0
    with closing(KazakhLedger(register, "", looks_only=True)) as ledger:
        return ledger.counters().last_document
