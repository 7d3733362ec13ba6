"""What the documents say is what the program does."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, asdict, fields
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from drivers import registry
from drivers.transports.connection import open_transport
from drivers.transports.serial_port import SerialSettings
from kkmserver import config
from kkmserver.dialects.kkm import names, request
from kkmserver.dialects.kkm.answer import Status
from kkmserver.dialects.kkm.fields import SPELLING
from kkmserver.wiring import check_devices
from tests import documents
from tests.live import LiveServer

CONFIGURATION = documents.read("docs/configuration.md")
API = documents.read("docs/kkmserver-api.md")
START = documents.read("docs/getting-started.md")
EXAMPLE = documents.ROOT / "config" / "kkmserver.example.toml"
ALL = ["README.md", "README.ru.md", *(f"docs/{path.name}" for path in (documents.ROOT / "docs").glob("*.md"))]

SECTIONS: Mapping[str, type[BaseModel]] = {
    "`[server]`": config.Server,
    "`[auth]`": config.Auth,
    "`[journal]`": config.JournalSettings,
    "`[dialects.kkm]`": config.KkmSettings,
}
PRINTER = """
[[devices]]
number = 1
name = "Касса 1"
driver = "virtual-kkt"
[[devices]]
number = 2
name = "Чековый принтер"
driver = "virtual-printer"
[[devices]]
number = 3
name = "Принтер кухни"
driver = "escpos"
connection = "file://{folder}/paper.bin"
"""

MISSPELT_PROFILE = """
[[devices]]
number = 3
name = "Принтер"
driver = "escpos"
connection = "tcp://192.168.1.50:9100"
profile = "TM-T88VV"
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[LiveServer]:
    """The devices that the documents speak of."""
    with LiveServer(tmp_path, PRINTER.format(folder=tmp_path.as_posix())) as running:
        yield running


def documented(heading: str) -> dict[str, str]:
    """Key -> its default as the table under the heading gives it: TOML, or a word."""
    return {row[0].strip("`"): row[2].strip("`") for row in documents.rows(documents.section(CONFIGURATION, heading))}


def value_of(default: str) -> object:
    return None if default == "required" else tomllib.loads(f"it = {default}")["it"]


def default_of(option: "Field[Any]") -> object:
    if option.default_factory is not MISSING:
        return option.default_factory()
    return None if option.default is MISSING else option.default


@pytest.mark.parametrize("heading", SECTIONS)
def test_sections_of_the_config(heading: str) -> None:
    expected = {
        key: list(field.default) if isinstance(field.default, tuple) else field.default
        for key, field in SECTIONS[heading].model_fields.items()
    }
    assert {key: value_of(default) for key, default in documented(heading).items()} == expected


def test_no_section_is_forgotten() -> None:
    there = {f"`[{key}]`" for key in (*config.Settings.model_fields, "devices", "dialects.kkm")}
    assert there == {*SECTIONS, "`[dialects]`", "`[devices]`"}
    assert list(config.Dialects.model_fields) == ["kkm"]


def test_head_of_a_device() -> None:
    assert set(documented("`[[devices]]`")) == {"number", "name", "driver"}
    drivers = documents.section(CONFIGURATION, "`[[devices]]`")
    assert all(f'`"{name}"`' in drivers for name in registry.names())


@pytest.mark.parametrize("driver", registry.names())
def test_options_of_a_driver(driver: str) -> None:
    expected = {option.name: default_of(option) for option in fields(registry.load(driver).options)}
    found = {key: value_of(default) for key, default in documented(f"Driver `{driver}`").items()}
    assert found == expected
    assert f"`{driver}`" in documents.read("docs/devices.md")


def test_connections() -> None:
    found = documents.section(CONFIGURATION, "Connections")
    forms = [row[0].strip("`") for row in documents.rows(found)]
    assert {form.partition(":")[0] for form in forms} == {"tcp", "serial", "usb", "file"}
    for form in forms:
        open_transport(form)


def test_keys_of_a_serial_connection() -> None:
    found = documents.section(CONFIGURATION, "Connections")
    keys = dict(re.findall(r"^\| serial \| `(\w+)` \|.*\| (.+) \|$", found, re.MULTILINE))
    assert set(keys) == {option.name.replace("stop_bits", "stop") for option in fields(SerialSettings)} - {"port"}
    for key, allowed in keys.items():
        for value in re.findall(r"`([^`]+)`", allowed):
            open_transport(f"serial://COM3?{key}={value}")


def test_the_fault_shown_is_the_one_told(tmp_path: Path) -> None:
    section = CONFIGURATION[CONFIGURATION.index("## What a fault looks like") :]
    told, told_by_the_driver = documents.blocks(section, "text")
    (faulty,) = documents.blocks(section, "toml")
    path = tmp_path / "bad.toml"
    path.write_text(faulty.content, encoding="utf-8")
    with pytest.raises(config.ConfigError) as caught:
        config.load(path)
    assert str(caught.value).replace(str(path), path.name) == told.content.strip()
    path.write_text(MISSPELT_PROFILE, encoding="utf-8")
    with pytest.raises(config.ConfigError) as caught:
        check_devices(config.load(path))
    assert str(caught.value).replace(str(path), path.name) == told_by_the_driver.content.strip()


def test_the_example_names_every_key() -> None:
    config.load(EXAMPLE)
    raw = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    for heading, model in SECTIONS.items():
        section: Any = raw
        for part in heading.strip("`[]").split("."):
            section = section[part]
        assert set(section) == set(model.model_fields)


def test_the_example_has_every_option_with_its_default() -> None:
    plain, _, commented = EXAMPLE.read_text(encoding="utf-8").partition("# Настоящий принтер:")
    for device in tomllib.loads(plain + commented.replace("\n# ", "\n"))["devices"]:
        options = registry.load(device["driver"]).options
        defaults = options(device["connection"]) if device["driver"] == "escpos" else options()
        given = {key: value for key, value in device.items() if key not in ("number", "name", "driver")}
        assert given == asdict(defaults)


@pytest.mark.parametrize("name", ["docs/getting-started.md", "docs/devices.md", "docs/security.md"])
def test_settings_shown_are_settings(name: str, tmp_path: Path) -> None:
    """Parts of a file are completed by what is required elsewhere."""
    (tmp_path / "certs").mkdir()
    for file in ("kkmserver.crt", "kkmserver.key"):
        (tmp_path / "certs" / file).touch()
    shown = documents.blocks(documents.read(name), "toml")
    assert shown
    for block in shown:
        device = "" if "[[devices]]" in block.content else '[[devices]]\nnumber = 1\nname = "К"\ndriver = "null"\n'
        path = tmp_path / "kkmserver.toml"
        path.write_text(block.content + device, encoding="utf-8")
        config.load(path)


def test_every_command_is_documented() -> None:
    assert (names.SERVER | names.LATER | request.DEVICE) - documents.words_in_code(API) == set()


def test_every_status_is_documented() -> None:
    statuses = {
        int(row) for row in re.findall(r"^\| (\d) \|", documents.section(API, "Members of every answer"), re.MULTILINE)
    }
    assert statuses == {int(status) for status in Status}


def test_every_request_member_is_documented() -> None:
    assert len(SPELLING) > 80
    assert set(SPELLING.values()) - documents.words_in_code(API) == set()


def test_every_answer_member_is_documented(server: LiveServer) -> None:
    answers = [server.post(body) for body in requests_of(API)]
    answers += [server.post({"Command": name}) for name in ("GetServerData", "GetDataKKT", "ZReport", "List")]
    found = {name for answer in answers for name in names_in(answer)}
    assert len(found) > 110
    assert found - documents.words_in_code(API) == set()


def names_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from names_in(item)


def requests_of(text: str) -> list[str]:
    return [block.content for block in documents.blocks(text, "json") if not is_answer(block.content)]


def is_answer(content: str) -> bool:
    return "Status" in json.loads(content)


def test_the_api_answers_as_shown(server: LiveServer) -> None:
    """Each request of the page in turn, on a fresh server; the answer has the members, status and error it shows."""
    answer: dict[str, Any] = {}
    shown = documents.blocks(API, "json")
    assert len(shown) > 25
    for block in shown:
        if is_answer(block.content):
            assert essence(answer) == essence(json.loads(block.content))
        else:
            answer = server.post(block.content)


def essence(answer: dict[str, Any]) -> dict[str, object]:
    """What does not depend on the clock: which members there are, and what the common ones say."""
    common = {name: answer[name] for name in ("Command", "Status", "Error", "IdCommand")}
    return common | {"members": sorted(answer), "inside": sorted(set(names_in(answer)))}


def test_getting_started_works(server: LiveServer) -> None:
    """Every command is carried out, and where an answer follows it is the one that comes."""
    answer: dict[str, Any] = {}
    seen = []
    for block in documents.blocks(START, "sh", "json"):
        if block.language == "json":
            assert essence(answer) == essence(json.loads(block.content))
            continue
        for path, body in re.findall(r"curl http://localhost:5893(\S+) -d '(.*?)'", block.content, re.DOTALL):
            answer = server.post(body, path)
            assert answer["Status"] in (0, 1), answer
            seen.append(json.loads(body)["Command"])
    assert seen == ["RegisterCheck", "XReport", "GetRezult", "ZReport", "PrintLineLength", "PrintDocument"]


def test_getting_started_shows_the_paper(server: LiveServer) -> None:
    _, body = re.findall(r"curl http://localhost:5893(\S+) -d '(.*?)'", START, re.DOTALL)[0]
    server.post(body)
    paths = re.findall(r"http://localhost:5893(/devices/\S+)", START)
    assert all(server.client.get(path).status_code == 200 for path in paths)
    shown = next(block.content for block in documents.blocks(START, "text") if "КАССОВЫЙ ЧЕК" in block.content)
    (text,) = (path for path in paths if path.endswith(".txt"))
    assert timeless(shown) == timeless(server.client.get(text).text)


def timeless(slip: str) -> list[str]:
    """Rows without what time and chance put into them; blank rows at the ends do not count."""
    return [re.sub(r"\d", "0", row) for row in slip.strip("\n").splitlines() if not row.startswith("[QR")]


def test_getting_started_shows_the_greeting(tmp_path: Path) -> None:
    """That of the built-in devices, its address and folder apart."""
    shown = documents.blocks(START, "text")[0].content.replace("~/.local/state/kkmserver", "FOLDER")
    with LiveServer(tmp_path) as running:
        running.client.get("/healthz")  # answered after the greeting
        told = running.log().replace(f":{running.port}/", ":5893/").replace(str(tmp_path / "data"), "FOLDER")
    assert told.startswith(shown)


@pytest.mark.parametrize("name", sorted(ALL))
def test_links_resolve(name: str) -> None:
    text, folder = documents.read(name), (documents.ROOT / name).parent
    for target in documents.links(text):
        file, _, anchor = target.partition("#")
        assert not file or (folder / file).is_file(), f"{name}: {target}"
        if anchor:
            there = documents.anchors((folder / file).read_text(encoding="utf-8") if file else text)
            assert anchor in there, f"{name}: {target}"
