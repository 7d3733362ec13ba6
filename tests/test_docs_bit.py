"""What docs/apis/bit.md shows is what the server answers."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from kkmserver.dialects.bit import codes
from kkmserver.dialects.bit.words import WORDS
from tests import documents
from tests.live import LiveServer
from tests.ports import free_port

PAGE = documents.read("docs/apis/bit.md")
ADDRESS = "http://localhost:44735/"
DEVICES = """
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"
[[devices]]
number = 5
name = "Терминал"
driver = "virtual-terminal"
"""
CHANCE = frozenset({"fp_1077", "date_1012", "fn_1041", "qr", "rrn", "authCode", "slip"})


@pytest.fixture
def door(tmp_path: Path) -> Iterator[str]:
    """The address of the server that the page switches on."""
    port = free_port()
    (settings,) = (block.content for block in documents.blocks(PAGE, "toml"))
    config = DEVICES + settings.replace("enabled = true", f"enabled = true\nport = {port}")
    with LiveServer(tmp_path, config):
        yield f"http://127.0.0.1:{port}/"


def test_the_answers_are_those_shown(door: str) -> None:
    shown = documents.blocks(PAGE, "sh", "json")
    assert len(shown) == 8
    for asked, told in zip(shown[::2], shown[1::2], strict=True):
        headers, body = curl(asked.content)
        answer = httpx.post(door, headers=headers, content=body.encode(), trust_env=False)
        assert answer.status_code == 200
        assert timeless(answer.json()) == timeless(json.loads(told.content))


def curl(shell: str) -> tuple[dict[str, str], str]:
    words = shlex.split(shell.replace("\\\n", ""))
    assert words[:2] == ["curl", ADDRESS]
    options = list(zip(words[2::2], words[3::2], strict=True))
    headers = dict(value.split(": ", 1) for option, value in options if option == "-H")
    return headers, next(value for option, value in options if option == "-d")


def timeless(value: Any) -> Any:
    """Without what time and chance put into it."""
    if isinstance(value, dict):
        return {name: "…" if name in CHANCE else timeless(item) for name, item in value.items()}
    return [timeless(item) for item in value] if isinstance(value, list) else value


def test_every_command_is_documented() -> None:
    table = {row[0].strip("`") for row in documents.rows(documents.section(PAGE, "Commands"))}
    assert set(WORDS) <= table


def test_every_number_is_documented() -> None:
    told = {int(row) for row in re.findall(r"^\| `(\d+)` \|", documents.section(PAGE, "Errors"), re.MULTILINE)}
    assert told == {value for name, value in vars(codes).items() if name.isupper() and isinstance(value, int)}
