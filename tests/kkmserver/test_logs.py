"""The log: who is heard, one line a record whatever is in it, and JSON that machines can read."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kkmserver import logs

OURS = ("kkmserver", "drivers", "pools", logs.COMMANDS)
Form = Literal["text", "json"]


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    root = logging.getLogger()
    before = {logger: logger.level for logger in (root, *map(logging.getLogger, OURS))}
    handlers = list(root.handlers)
    yield
    root.handlers[:] = handlers
    for logger, level in before.items():
        logger.setLevel(level)


@pytest.fixture
def out(monkeypatch: pytest.MonkeyPatch) -> io.TextIOWrapper:
    monkeypatch.delenv(logs.LEVEL, raising=False)
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace", newline="\n")


def read(out: io.TextIOWrapper) -> str:
    out.flush()
    assert isinstance(out.buffer, io.BytesIO)
    return out.buffer.getvalue().decode("utf-8")


def record(message: str, **told: logs.Plain) -> logging.LogRecord:
    made = logging.LogRecord(logs.COMMANDS, logging.INFO, "", 0, message, (), None)
    made.created, made.msecs = 1_795_000_000.042, 42.0
    made.kkm = told
    return made


@pytest.mark.parametrize(
    ("level", "environment", "heard"),
    [
        ("INFO", "", {"INFO", "WARNING", "ERROR"}),
        ("ERROR", "", {"ERROR"}),
        ("INFO", " debug", {"DEBUG", "INFO", "WARNING", "ERROR"}),
        ("DEBUG", "ERROR", {"ERROR"}),
        ("WARNING", "?", {"WARNING", "ERROR"}),
    ],
)
def test_the_level_is_for_our_lines_alone(
    level: str, environment: str, heard: set[str], out: io.TextIOWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(logs.LEVEL, environment)
    logs.open_log(level, "json", "all", out)
    for name in ("kkmserver.dispatch", "drivers.virtual", "pools", "httpx"):
        for number in (logging.DEBUG, logging.INFO, logging.WARNING, logging.ERROR):
            logging.getLogger(name).log(number, "said")
    lines = [json.loads(line) for line in read(out).splitlines()]
    assert {line["level"] for line in lines if line["logger"] != "httpx"} == heard
    assert {line["level"] for line in lines if line["logger"] == "httpx"} == heard & {"WARNING", "ERROR"}


@pytest.mark.parametrize(
    ("commands", "environment", "heard"),
    [("all", "", ["done", "failed"]), ("failed", "", ["failed"]), ("failed", "DEBUG", ["done", "failed"])],
)
def test_commands_have_a_switch_of_their_own(
    commands: Literal["all", "failed"],
    environment: str,
    heard: list[str],
    out: io.TextIOWrapper,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(logs.LEVEL, environment)
    logs.open_log("INFO", "json", "failed", io.StringIO())
    logs.open_log("INFO", "json", commands, out)  # anew, as after SIGHUP: the first one says nothing any more
    logger = logging.getLogger(logs.COMMANDS)
    logger.info("done")
    logger.warning("failed")
    assert [json.loads(line)["message"] for line in read(out).splitlines()] == heard


def test_a_line_for_people(out: io.TextIOWrapper) -> None:
    logs.open_log("INFO", "text", "all", out)
    told = {"device": 1, "id": "чек 7", "code": "", "ok": True, "ms": 1.5, "n": None, "back": "a\\b", "eq": "a=b"}
    logging.getLogger(logs.COMMANDS).info("RegisterCheck %s", "done", extra={"kkm": told})
    line = read(out)
    assert line.endswith(
        " INFO kkmserver.commands: RegisterCheck done"
        ' device=1 id="чек 7" code="" ok=True ms=1.5 n= back="a\\\\b" eq="a=b"\n'
    )
    assert line[:4].isdigit()


def test_a_line_for_machines(out: io.TextIOWrapper) -> None:
    logs.open_log("INFO", "json", "all", out)
    logging.getLogger(logs.COMMANDS).handle(record("готово", device=1, id="чек", ms=1.5, level="forged"))
    assert read(out) == (
        '{"time": "2026-11-18T11:06:40.042Z", "level": "INFO", "logger": "kkmserver.commands", "message": "готово",'
        ' "device": 1, "id": "чек", "ms": 1.5}\n'
    )


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_traceback_belongs_to_its_line(form: Form, out: io.TextIOWrapper) -> None:
    logs.open_log("INFO", form, "all", out)
    try:
        raise ValueError("bad\n2026-01-01 00:00:00,000 INFO kkmserver: forged for +79161234567")
    except ValueError:
        logging.getLogger("kkmserver.dispatch").exception("failed")
    said = read(out)
    assert "9161234567" not in said
    if form == "json":
        assert json.loads(said)["error"].startswith("Traceback")
    else:
        assert all(line.startswith("    ") for line in said.splitlines()[1:])
        assert "\n    ValueError: bad\n" in said


_NASTY = st.text(st.sampled_from('a"=\\ \n\r\x1b\x85\u2028\u202e\x00\ud800й\xa0'), max_size=20) | st.text(max_size=20)


@given(_NASTY, _NASTY)
def test_nobody_begins_a_line_of_his_own(message: str, value: str) -> None:
    for formatter in (logs.TextLines(), logs.JsonLines()):
        line = formatter.format(record(message, id=value))
        assert len(line.splitlines()) == 1
        assert "\x1b" not in line
        line.encode("utf-8")
    told = json.loads(logs.JsonLines().format(record(message, id=value)))
    assert (told["message"], told["id"]) == (message, value)
