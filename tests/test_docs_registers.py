"""What the pages of the register families show is what emulators, search, drivers and one server for all of them do."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from typing import Any

import click
import pytest

from drivers.atol import error_table as atol
from drivers.atol_web import advice
from drivers.atol_web import error_table as atol_web
from drivers.pirit import error_table as pirit
from drivers.registers.about import Family
from kkmserver.commands.emulate import emulate
from kkmserver.commands.emulated_registers import REGISTERS
from tests import devices_table, documents
from tests.acceptance.test_emulate import emulated
from tests.live import LiveServer

ABOUT = {family.about.driver: family.about for family in devices_table.families() if family.about.driver != "shtrih"}
EXAMPLE = "Without a register"
pytestmark = pytest.mark.skipif(sys.platform == "darwin", reason="it has no loopback address but 127.0.0.1")
ADVICE: Mapping[str, Callable[[int], str]] = {
    "atol": lambda code: atol.find(code).advice,
    "atol-web": lambda code: advice.of(atol_web.CODES[code]),
    "pirit": lambda code: pirit.CODES[code].advice,
}
"""What `Error` says is to be done, of families whose codes are known."""
SHARED = ("registers", "http_service")  # rooms with texts of every family
each = pytest.mark.parametrize("about", ABOUT.values(), ids=ABOUT)


HOST = (
    f"127.77.{os.getpid() >> 8 & 0xFF}.{os.getpid() & 0xFF}"  # of this run alone, so that ports may be the usual ones
)


def at(driver: str, text: str) -> str:
    """With the address and the number that it has here: the server has the device of each page, in their order."""
    number = 1 + list(ABOUT).index(driver)
    text = text.replace(f"127.0.0.1:{REGISTERS[driver].port}", f"{HOST}:{REGISTERS[driver].port}")
    text = re.sub(r'("NumDevice": ?|number = )1\b', rf"\g<1>{number}", text)
    return re.sub(r'("IdCommand": ?")', rf"\g<1>{driver}-", text)


def page(driver: str) -> str:
    return documents.read(f"docs/devices/{ABOUT[driver].page}")


def section(driver: str, heading: str) -> str:
    """A part of the page with its code blocks."""
    return re.split(r"\n#{1,6} ", page(driver).partition(f"# {heading}\n")[2])[0]


@pytest.fixture(scope="module")
def emulators() -> Iterator[None]:
    """Begun as the pages say."""
    with ExitStack() as stack:
        begun = [stack.enter_context(emulated(name, "--listen", f"{HOST}:{REGISTERS[name].port}")) for name in ABOUT]
        for running in begun:
            running.found(rf"(?:tcp|http)://{HOST}:(\d+)")
        yield


@pytest.fixture(scope="module")
def told(emulators: None) -> str:
    """What `find` says to the commands of all pages in one, before the server holds the lines."""
    asked = ["find", "--no-serial"]
    for driver in ABOUT:
        (command,) = (words for words in documents.commands(section(driver, EXAMPLE)) if words[0] == "find")
        assert command[:-2] == asked[:2]
        asked += [at(driver, word) for word in command[2:]]
    words = [sys.executable, "-m", "kkmserver", *asked]
    return subprocess.run(words, capture_output=True, timeout=60, check=True, encoding="utf-8").stdout


@pytest.fixture(scope="module")
def server(told: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    assert told, "the server holds the lines"
    settings = [at(driver, documents.blocks(page(driver), "toml")[0].content) for driver in ABOUT]
    with LiveServer(tmp_path_factory.mktemp("server"), "\n".join(settings)) as running:
        yield running


@each
def test_it_is_found_as_shown(told: str, about: Family) -> None:
    (shown,) = documents.blocks(section(about.driver, EXAMPLE), "text")
    heading, row = (line.split() for line in at(about.driver, shown.content).splitlines())
    lines = [line.split() for line in told.splitlines()]
    assert heading in lines
    assert row in lines
    assert f'driver = "{about.driver}"' in told


@each
def test_the_answers_are_those_shown(server: LiveServer, about: Family) -> None:
    answer: dict[str, Any] = {}
    seen = 0
    for block in documents.blocks(section(about.driver, EXAMPLE), "sh", "json"):
        for path, body in documents.curls(block.content):
            answer = server.post(at(about.driver, body), path)
        if block.language == "json":
            assert timeless(answer) == timeless(json.loads(at(about.driver, block.content)))
            seen += 1
    assert seen >= 2


def timeless(answer: dict[str, Any]) -> dict[str, Any]:
    """Without what the clock put in."""
    return answer | {"QRCode": re.sub(r"T\d+|fp=\d+|t=\d+", "", answer.get("QRCode", ""))}


@each
def test_the_port_and_the_faults_are_those_of_the_emulator(about: Family) -> None:
    commands = [words for words in documents.commands(page(about.driver)) if words[:2] == ["emulate", about.driver]]
    assert commands[0][2:4] == ["--listen", f"127.0.0.1:{REGISTERS[about.driver].port}"]
    assert any("--fault" in words for words in commands)
    for words in commands:
        command = emulate.get_command(click.Context(emulate), about.driver)
        assert command is not None
        command.make_context(about.driver, words[2:])


@each
def test_the_errors_are_told_so(about: Family) -> None:
    """Codes with their advice, else what stands in a text of the program."""
    texts = "\n".join(text_of(room) for room in (about.driver.replace("-", "_"), *SHARED))
    for what, *_, do in documents.rows(section(about.driver, "Errors")):
        told = what.split("`")[1]
        if not told.isdecimal():
            assert told in texts, told
            continue
        assert ADVICE[about.driver](int(told)) == do
        if byte := re.search(r"([0-9A-F]{2})h", what):
            assert int(byte[1], 16) == int(told)


def text_of(room: str) -> str:
    """All words in quotes of a package, as one text."""
    trees = (ast.parse(path.read_text("utf-8")) for path in (documents.ROOT / "drivers" / room).glob("*.py"))
    words = [node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return "\n".join(word for word in words if isinstance(word, str))
