"""What the documents say of watching and mending the server, and of pools, is what the program does."""

import json
import logging
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.routing import Route

from drivers.errors import Fault
from drivers.model.state import DeviceKind
from kkmserver.dialects.kkm import dialect
from kkmserver.dialects.kkm.turned_away import ERRORS, turned_away
from kkmserver.dispatch.account import Account, Spent
from kkmserver.dispatch.meter import NoMeter
from kkmserver.dispatch.order import Decision, DeviceNotFound, DeviceView, Target, TooFast
from kkmserver.logs import JsonLines, TextLines
from kkmserver.store.record import DeviceRow, Entry, Failure, Record, State
from kkmserver.web import equipment, passwords, resolve
from kkmserver.web.device_json import ABILITIES
from kkmserver.web.exposition import exposition
from kkmserver.web.metrics import Metrics
from kkmserver.web.own_devices import DEVICE
from kkmserver.web.own_events import KINDS
from kkmserver.web.own_paths import own_paths
from tests import documents
from tests.kkmserver.web.rooms import own_routes
from tests.live import LiveServer

OPERATING = documents.read("docs/operating.md")
POOLS = documents.read("docs/pools.md")
SECURITY = documents.read("docs/security.md")
API = documents.read("docs/kkmserver-api.md")
DEVICES = documents.read("docs/devices.md")
ROOT = documents.ROOT
_WHAT = {"added", "changed", "removed"}  # the rest of a deed with tables of the settings
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
VOLATILE = {"seq", "row", "request_id", "accepted_at", "started_at", "finished_at", "waited_ms", "duration_ms", "mark",
            "after", "at", "QRCode"}  # fmt: skip

SETTINGS = """
[auth]
admin_password_hash = "{hash}"
user_password_hash = "{hash}"
[[devices]]
number = 4
name = "Принтер бара"
driver = "escpos"
connection = "file://{folder}/paper.bin"
[[devices]]
number = 5
name = "Принтер кухни"
driver = "virtual-printer"
delay = 600
"""
ORDER = {"Command": "PrintDocument", "CheckStrings": [{"PrintText": {"Text": "Стол 7"}}]}
ORDER_16 = ORDER | {"NumDevice": 4, "IdCommand": "order-16"}
ORDER_17 = ORDER | {"NumDevice": 5, "IdCommand": "order-17"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    """It has printed order-16, and was killed while it printed order-17: nobody knows what became of that."""
    folder = tmp_path_factory.mktemp("operating")
    settings = SETTINGS.format(hash=passwords.make_hash("secret"), folder=folder.as_posix())
    with LiveServer(folder, settings, auth=("User", "secret")) as running:
        assert running.post(ORDER_16)["Status"] == 0
        running.post(ORDER_17, "/Execute/async")
        admin = ("Admin", "secret")
        comes_true(lambda: running.client.get("/journal/order-17", auth=admin).json()["state"] == "running")
        running.kill()
        running.start()
        running.finished("order-17")
        yield running


def comes_true(said: Any, within: float = 10.0) -> None:
    deadline = time.monotonic() + within
    while not said():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_answers_are_those_shown(server: LiveServer) -> None:
    """Every curl of the page in turn."""
    answer = httpx.Response(0)
    seen = 0
    for block in documents.blocks(OPERATING, "sh", "json"):
        if block.language == "sh":
            for request in documents.requests(block.content):
                answer = ask(server, request)
                assert answer.status_code == 200, (request, answer.text)
                seen += 1
                if request.path.endswith("/resolve"):  # its line of the audit is on its way to the disk
                    comes_true(lambda: "resolve" in server.client.get("/audit", auth=("Admin", "secret")).text)
        elif not block.content.startswith('{"time"'):
            assert timeless(answer.json()) == timeless(json.loads(block.content))
    assert seen >= 9


def ask(server: LiveServer, request: documents.Request) -> httpx.Response:
    method = "GET" if request.body is None else "POST"
    return server.client.request(
        method, request.path, content=request.body and request.body.encode(), headers=request.headers, auth=request.auth
    )


def timeless(value: object) -> object:
    """Without what the clock and chance put in."""
    if isinstance(value, dict):
        return {key: None if key in VOLATILE else timeless(one) for key, one in value.items()}
    return [timeless(one) for one in value] if isinstance(value, list) else value


def test_files_of_the_data_folder_are_documented(server: LiveServer) -> None:
    told = documents.spans(documents.section(OPERATING, "Backup"))
    told |= {f"journal.db{end}" for end in ("-wal", "-shm")}
    for path in (server.folder / "data").iterdir():
        assert path.name in told or f"{path.name}/N.log" in told or f"{path.name}/N/" in told, path


def test_metrics_are_documented() -> None:
    metrics = Metrics()
    metrics.finished(1, "XReport", "done", 0.0, 0.0)
    metrics.refused("journal")
    metrics.answered("ikkm", 200)
    content, _ = exposition(metrics, [a_device()], ready=True)
    families = text_string_to_metric_families(content.decode())
    found = {
        family.name + "_total" * (family.type == "counter"): (family.type, labels(family.samples[0].labels))
        for family in families
        if family.name.startswith("kkmserver")
    }
    rows = documents.rows(documents.section(OPERATING, "Metrics"))
    assert {row[0].strip("`"): (row[1], documents.spans(row[2])) for row in rows} == found


def labels(given: Mapping[str, str]) -> set[str]:
    return set(given) - {"le"}


def a_device() -> DeviceView:
    return DeviceView(
        number=1,
        name="Касса",
        driver="null",
        kind=DeviceKind.REGISTER,
        type_id="",
        model="",
        row=DeviceRow(number=1, guid="", added_at=NOON, active=True),
        online=True,
        active=True,
        waiting=0,
        state=None,
    )


def test_reasons_of_refusals_are_documented() -> None:
    reasons = {row[0].strip("`") for row in documents.rows(documents.section(OPERATING, "Refused at the door"))}
    told = {DeviceNotFound: Target(), TooFast: 1.0}
    made = [cast("type[Exception]", error)(*[told[error]] if error in told else ()) for error in ERRORS]
    assert reasons == {turned_away(error).reason for error in made} | {dialect._FAULTY}


def test_the_line_of_a_command_is_the_one_shown(caplog: pytest.LogCaptureFixture) -> None:
    failure = Failure(code="device_offline", text="", fault=Fault.LINK, nothing_sent=True)
    entry = Entry(
        id="order-17",
        dialect="kkm",
        name="PrintDocument",
        device=4,
        client="",
        request=b"",
        fingerprint=b"",
        accepted_at=NOON,
        request_id="till-3-0815",
    )
    with caplog.at_level(logging.INFO, "kkmserver.commands"):
        Account(4, NoMeter()).close(Record(row=1, entry=entry, state=State.FAILED, failure=failure), Spent(1e-4, 12e-4))
    (record,) = caplog.records
    (text,) = documents.blocks(documents_of("The log"), "text")
    assert without_time(TextLines().format(record)) == without_time(text.content.strip())
    (shown,) = (block for block in documents.blocks(OPERATING, "json") if block.content.startswith('{"time"'))
    made = json.loads(JsonLines().format(record))
    assert made | {"time": ""} == json.loads(shown.content) | {"time": ""}
    told = {one for row in documents.rows(documents.section(OPERATING, "The log")) for one in documents.spans(row[0])}
    assert told == set(made) - {"time", "level", "logger", "message"}


def without_time(line: str) -> str:
    return line.partition(" WARNING ")[2]


def documents_of(heading: str) -> str:
    """A part of the page with its code blocks."""
    return OPERATING.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]


def test_addresses_are_documented() -> None:
    """Each with who may call it."""
    there = {one for route in own_routes() for one in addresses(route)}
    told = {one for row in documents.rows(documents.section(SECURITY, "Addresses")) for one in documents.spans(row[0])}
    assert told - there == {
        *(f"POST {path}" for path in ("/Execute", "/Execute/sync", "/Execute/async", "/preview")),
        *("GET /", "GET /static/…", "GET /devices/N/tape", "GET /docs", "GET /openapi.json", "GET /kkmserver.js"),
    }
    assert there <= told


def addresses(route: Route) -> Iterator[str]:
    names = {"number": "N", "picture": "N", "id": "ID", "name": "NAME"}
    path = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: names[found[1]], route.path)
    yield from (f"{method} {path}" for method in set(route.methods or ()) - {"HEAD"})


def test_what_a_journal_can_be_asked_is_documented() -> None:
    rows = documents.rows(documents.section(OPERATING, "The journal"))
    told = {one for row in rows if len(row) == 2 for one in documents.spans(row[0])}
    asked = {parameter["name"] for parameter in own_paths()["/journal"]["get"]["parameters"]}
    assert {one for one in told if " " not in one} == asked
    headers = own_paths()["/journal"]["get"]["responses"]["200"]["headers"]
    assert set(headers) <= documents.spans(documents.section(OPERATING, "The journal"))


def test_events_are_documented() -> None:
    told = [row[0].strip("`") for row in documents.rows(documents.section(OPERATING, "Live events"))]
    source = (ROOT / "kkmserver" / "web" / "live.py").read_text(encoding="utf-8")
    assert tuple(told) == KINDS
    assert set(re.findall(r'(?:_tell|_framed)\("(\w+)"', source)) == set(KINDS)


def test_what_is_told_of_a_device_is_documented() -> None:
    told = documents.spans(documents.section(DEVICES, "What is told of a device"))
    state = DEVICE["state"]["anyOf"][0]["properties"]
    assert {*DEVICE, *state, *ABILITIES} <= told


def test_deeds_are_documented() -> None:
    folders = (ROOT / "kkmserver" / "dispatch", ROOT / "kkmserver" / "web")
    sources = [path.read_text(encoding="utf-8") for folder in folders for path in folder.glob("*.py")]
    found = {action for source in sources for action in re.findall(r'(?:note|audit)\(\s*"([\w-]+)"', source)}
    actions = found - _WHAT | {f"{kind}-settings" for kind in equipment._DEEDS.values()}
    assert len(actions) >= 15
    assert documents.spans(documents.section(OPERATING, "Who did what")) >= actions


def test_what_a_person_may_say_is_documented() -> None:
    section = documents.section(OPERATING, "Settling an unknown command")
    assert {row[0].strip("`") for row in documents.rows(section)} == set(Decision)
    assert documents.spans(section) >= set(resolve.DocumentIn.model_fields) | set(resolve.ResolveIn.model_fields)


def test_pools_answer_as_shown(tmp_path: Path) -> None:
    """The settings of the page, and its commands in turn."""
    (settings,) = documents.blocks(POOLS, "toml")
    answer: dict[str, Any] = {}
    seen = 0
    with LiveServer(tmp_path, settings.content) as running:
        for block in documents.blocks(POOLS, "json"):
            if "Status" in (shown := json.loads(block.content)):
                assert timeless(answer) == timeless(shown)
                seen += 1
            else:
                answer = running.post(block.content)
        (pool,) = running.post({"Command": "List", "NumDevice": 10})["ListUnit"]
    assert seen >= 4
    assert pool["Members"] == [1, 2, 3]
    assert {"Members", "Blocked"} <= documents.spans(documents.section(API, "List"))
