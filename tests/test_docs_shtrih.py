"""What docs/devices/shtrih.md says is what emulator, search, driver and server do: its examples in turn, its errors."""

import ast
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from drivers.shtrih import advice, codes
from drivers.shtrih.error_table import CODES
from kkmserver.dialects.kkm import acquiring, catalogue
from kkmserver.dialects.kkm.counters import CYRILLIC
from kkmserver.web.passwords import make_hash
from tests import documents
from tests.acceptance.test_emulate import emulated
from tests.live import LiveServer

PAGE = documents.read("docs/devices/shtrih.md")
PORT = ":7778"
NUMBER = re.compile(r"(\d+)(?:, ([0-9A-F]{2})h)?")
SAID_ELSEWHERE = {"Нет связи с устройством", "Результат неизвестен"}  # by the transport, by the dispatcher
FOR_OTHERS = {
    *acquiring.MONEY,
    *("Settlement", "TerminalReport", "TransactionDetails", "PrintSlipOnTerminal", "GetWeight", "Calibrate"),
    *("OutputOnCustomerDisplay", "ClearCustomerDisplay", "OptionsCustomerDisplay"),
}
SEARCHER = """
[auth]
admin_password_hash = "{hash}"
[[devices]]
number = 1
name = "Пусто"
driver = "null"
"""


@pytest.fixture(scope="module")
def connection() -> Iterator[str]:
    """Of the emulator that the page starts first, at a port of its own."""
    first = next(words for words in documents.commands(PAGE) if words[:2] == ["emulate", "shtrih"])
    assert first[2:4] == ["--listen", f"127.0.0.1{PORT}"]
    with emulated("shtrih", "--listen", "127.0.0.1:0") as running:
        yield running.found(r"(tcp://\S+)")


def at(connection: str, text: str) -> str:
    return text.replace(PORT, connection[connection.rindex(":") :])


def section(heading: str) -> str:
    """A part of the page with its code blocks."""
    return re.split(r"\n#{1,6} ", PAGE.partition(f"# {heading}\n")[2])[0]


def test_it_is_found_as_shown(connection: str) -> None:
    part = section("Without a register")
    (search,) = (words for words in documents.commands(part) if words[0] == "find")
    command = [sys.executable, "-m", "kkmserver", *(at(connection, word) for word in search)]
    told = subprocess.run(command, capture_output=True, timeout=60, check=True, encoding="utf-8").stdout
    (shown,) = documents.blocks(part, "text")
    assert told.startswith(at(connection, shown.content))
    assert f'driver = "shtrih"\nconnection = "{connection}"' in told


def test_it_is_found_over_http_as_shown(connection: str, tmp_path: Path) -> None:
    _, shell, shown = documents.blocks(section("Finding it"), "sh", "json")
    begin, look = documents.requests(shell.content)
    with LiveServer(tmp_path, SEARCHER.format(hash=make_hash("secret")), auth=begin.auth) as server:
        content = at(connection, begin.body or "").encode()
        assert server.client.post(begin.path, content=content, headers=begin.headers).status_code == 202
        deadline = time.monotonic() + 20
        while (told := server.client.get(look.path).json())["running"]:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    assert without_chance(told) == without_chance(json.loads(at(connection, shown.content)))


def without_chance(search: dict[str, Any]) -> dict[str, Any]:
    return search | dict.fromkeys(("id", "began", "ends"))


def test_the_answers_are_those_shown(connection: str, tmp_path: Path) -> None:
    (settings,) = documents.blocks(section("Connecting"), "toml")
    answer: dict[str, Any] = {}
    seen = 0
    with LiveServer(tmp_path, at(connection, settings.content)) as server:
        for block in documents.blocks(section("Without a register"), "sh", "json"):
            for path, body in documents.curls(block.content):
                answer = server.post(body, path)
            if block.language == "json":
                assert timeless(answer) == timeless(json.loads(block.content))
                seen += 1
    assert seen == 3
    (shown,) = documents.blocks(section("Errors"), "text")
    assert shown.content.strip() in section("Without a register")


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    """Without what the clock put in."""
    return answer | {"QRCode": re.sub(r"T\d+|fp=\d+|t=\d+", "", answer.get("QRCode", ""))}


def test_advice_is_what_the_driver_says() -> None:
    told = [row for row in documents.rows(section("Errors")) if len(row) == 3]
    assert len(told) > 25
    for first, what, words in told:
        for number, sign in NUMBER.findall(first.replace("`", "")):
            assert not sign or int(sign, 16) == int(number), first
            assert advice.of(CODES[int(number)]) == words, first
            assert ("may be recorded" in what) == codes.in_doubt(int(number)), first
    assert f"{len(CODES)} codes are known" in PAGE


def test_texts_named_are_texts() -> None:
    told = (row for row in documents.rows(section("Errors")) if len(row) == 2)
    named = {text.removeprefix("В кассе ") for row in told for text in documents.spans(row[0])} - SAID_ELSEWHERE
    assert len(named) >= 8
    said = "\n".join(literals())
    assert {text for text in named if text not in said} == set()


def literals() -> Iterator[str]:
    """Every text in the driver, and in what all registers share."""
    drivers = documents.ROOT / "drivers"
    for path in (*(drivers / "shtrih").glob("*.py"), *(drivers / "registers").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_command_of_a_register_is_told() -> None:
    told = documents.rows(section("What each command does"))
    named = {name for row in told for name in documents.spans(row[0])} - {"List", "/preview"}
    assert named == set(catalogue.COMMANDS) - FOR_OTHERS - {CYRILLIC}
