"""What docs/apis/ikkm.md shows is what the server answers."""

import json
import re
import shlex
from collections.abc import Iterator
from urllib.parse import quote

import httpx
import pytest

from kkmserver.dialects.ikkm.codes import Code
from tests import documents
from tests.live import LiveServer
from tests.ports import free_port

PAGE = documents.read("docs/apis/ikkm.md")
ADDRESS = "http://localhost:8080"
DEVICES = """
[[devices]]
number = 4
name = "Касса 4"
driver = "virtual-kkm-kz"
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LiveServer, str]]:
    """With the address of the API that the page switches on."""
    port = free_port()
    (settings,) = (block.content for block in documents.blocks(PAGE, "toml"))
    folder = tmp_path_factory.mktemp("ikkm")
    with LiveServer(folder, DEVICES + settings.replace("port = 8080", f"port = {port}")) as running:
        yield running, f"http://127.0.0.1:{port}"


def test_the_console_tells_the_address_and_the_key(server: tuple[LiveServer, str]) -> None:
    running, door = server
    told = {one: running.client.get(one, auth=("Admin", "")).json() for one in ("/doors", "/doors/ikkm/4/key")}
    (listed,) = told["/doors"]
    assert (listed["name"], listed["addresses"], listed["device"]) == ("ikkm", [f"{door}/"], 4)
    assert f'first_key = "{told["/doors/ikkm/4/key"]["key"]}"' in PAGE


def test_the_answers_are_those_shown(server: tuple[LiveServer, str]) -> None:
    """In their order; the keys that chance makes are put in the place of those shown."""
    _, door = server
    keys: dict[str, str] = {}
    shown = documents.blocks(PAGE, "sh", "text", "json")
    assert len(shown) == 10
    for asked, told in zip(shown[::2], shown[1::2], strict=True):
        answer = curl(asked.content, door, keys)
        if told.language == "json":
            assert answer.json() == json.loads(told.content)
            continue
        line, body = told.content.strip().split("\n\n")
        assert line == f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}"
        assert answer.text == keys.setdefault(body, answer.text if int(body) > 0 else body)


def curl(shell: str, door: str, keys: dict[str, str]) -> httpx.Response:
    for known, real in keys.items():
        shell = shell.replace(f"key={known}", f"key={real}")
    command, option, *words = shlex.split(shell.replace("\\\n", ""))
    assert (command, option) == ("curl", "-i")
    address, given = words[0], list(zip(words[1::2], words[2::2], strict=True))
    url = door + address.removeprefix(ADDRESS)
    if not given:
        return httpx.get(url, trust_env=False)
    body = "&".join(encoded(value) if option == "--data-urlencode" else value for option, value in given)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return httpx.post(url, content=body.encode(), headers=headers, trust_env=False)


def encoded(value: str) -> str:
    name, _, text = value.partition("=")
    return f"{name}={quote(text)}"


def test_every_code_is_documented() -> None:
    table = " ".join(row[0] for row in documents.rows(documents.section(PAGE, "Errors")))
    assert {str(code.value) for code in Code} - set(re.findall(r"-\d+", table)) == set()
