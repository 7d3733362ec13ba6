"""What docs/apis/itkassa.md shows is what the server answers."""

import json
import re
import shlex
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from kkmserver.dialects.itkassa import codes, results, tags, words
from kkmserver.dialects.itkassa.wishes import FIELDS
from tests import documents
from tests.live import LiveServer
from tests.ports import free_port

PAGE = documents.read("docs/apis/itkassa.md")
HOST, REGISTER = "http://localhost:5895", "11111111-2222-3333-4444-555555555555"
KEY = {"X-Api-Key": "K3y0f0neSh0pTh1rtyThreeCharacters"}
DEVICES = """
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"
"""


@dataclass(frozen=True)
class Door:
    address: str
    register: str

    def ask(self, shell: str) -> Any:
        words = shlex.split(shell.replace("\\\n", ""))
        assert words[0] == "curl"
        options = list(zip(words[2::2], words[3::2], strict=True))
        headers = dict(value.split(": ", 1) for option, value in options if option == "-H")
        body = next((value for option, value in options if option == "-d"), None)
        content = body.replace(REGISTER, self.register).encode() if body else None
        url = words[1].replace(HOST, self.address)
        return httpx.request("POST" if body else "GET", url, headers=headers, content=content, trust_env=False).json()

    def until_done(self, shell: str) -> Any:
        """As clients ask: again and again."""
        until = time.monotonic() + 10
        while (told := self.ask(shell))["object"]["queueItem"] and time.monotonic() < until:
            pass
        return told


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    """The server that the page switches on."""
    port = free_port()
    settings = documents.blocks(PAGE, "toml")[0].content
    with LiveServer(tmp_path, DEVICES + settings.replace("enabled = true", f"enabled = true\nport = {port}")):
        address = f"http://127.0.0.1:{port}"
        listed = httpx.get(f"{address}/open/api/v1/cre/items/", headers=KEY, trust_env=False).json()
        yield Door(address, listed["list"][0]["id"])


def test_the_answers_are_those_shown(door: Door) -> None:
    shown = documents.blocks(PAGE, "sh", "json")
    assert len(shown) >= 6
    for asked, told in zip(shown[::2], shown[1::2], strict=True):
        answer = (door.until_done if "idempotent" in asked.content else door.ask)(asked.content)
        assert_holds(answer, json.loads(told.content.replace(REGISTER, door.register)))


def assert_holds(answer: Any, shown: Any) -> None:
    """Examples leave members out; `…` stands for what time and chance put in."""
    if not isinstance(shown, dict):
        assert shown in ("…", answer)
        return
    for name, value in shown.items():
        assert name in answer, name
        assert_holds(answer[name], value)


def test_every_command_is_documented() -> None:
    table = documents.words_in_code(documents.section(PAGE, "Commands"))
    assert set(words.ALL) <= table


def test_every_setting_and_tag_is_documented() -> None:
    told = documents.words_in_code(PAGE)
    assert set(FIELDS) <= told
    assert {codes.RATE, codes.SUBJECT, codes.METHOD} <= told
    listed = re.findall(r"\b\d{4}\b", documents.section(PAGE, "Commands"))
    assert set(map(str, tags.KNOWN)) <= set(listed)


def test_every_error_is_documented() -> None:
    told = set(re.findall(r"^\| `(\d+)` \|", documents.section(PAGE, "Errors of a job"), re.MULTILINE))
    assert told == {"0", *map(str, results.NUMBERS)}
