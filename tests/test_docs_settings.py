"""What docs/configuration.md and the example say of the settings is what the program takes."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, Field, asdict, fields
from enum import EnumType
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest
from annotated_types import Ge, Gt, Le
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from drivers import registry
from drivers.transports.connection import FORMS, open_transport
from drivers.transports.serial_port import SerialSettings
from kkmserver import config, reload
from kkmserver.building import check_devices
from kkmserver.config_callbacks import CallbackConfig
from kkmserver.config_doors import (
    BitSettings,
    BitToken,
    IkkmRegister,
    IkkmSettings,
    ItkassaSettings,
    Organization,
    SmtpSettings,
)
from kkmserver.config_sections import Dialects
from tests import documents
from tests.documented_server import is_template

CONFIGURATION = documents.read("docs/configuration.md")
EXAMPLE = documents.ROOT / "config" / "kkmserver.example.toml"

SECTIONS: Mapping[str, type[BaseModel]] = {
    "`[server]`": config.Server,
    "`[auth]`": config.Auth,
    "`[journal]`": config.JournalSettings,
    "`[log]`": config.LogSettings,
    "`[labels]`": config.LabelSettings,
    "`[dialects.kkm]`": config.KkmSettings,
    "`[dialects.bit]`": BitSettings,
    "`[dialects.itkassa]`": ItkassaSettings,
    "`[dialects.ikkm]`": IkkmSettings,
    "`[smtp]`": SmtpSettings,
    "`[processing]`": config.ProcessingSettings,
}
TABLES = ("tokens", "organizations", "registers")  # of sections, with headings of their own
REGISTERS = ("shtrih", "atol", "atol-web", "pirit", "serviceplus", "mercury")
LANGUAGES = ("zpl", "tspl", "epl2", "cpcl")
HEADINGS = {name: "Label printers" if name in LANGUAGES else f"Driver `{name}`" for name in registry.names()}
NEEDED = ("number", "name", "driver", "connection", "url", "port_name")
HEAD = config.DeviceHead.model_fields  # keys that every device has

MISSPELT_PROFILE = """
[[devices]]
number = 3
name = "Принтер"
driver = "escpos"
connection = "tcp://192.168.1.50:9100"
profile = "TM-T88VV"
"""


def table(heading: str) -> dict[str, list[str]]:
    """Key -> its row, of the first table under the heading."""
    rows = documents.rows(documents.section(CONFIGURATION, heading).partition("\\* What each")[0])
    return {row[0].strip("`"): row for row in rows}


def documented(heading: str) -> dict[str, object]:
    """Key -> its default."""
    return {key: value_of(row[2].strip("`")) for key, row in table(heading).items()}


def value_of(default: str) -> object:
    return None if default == "required" else tomllib.loads(f"it = {default}")["it"]


def as_toml(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


def default_of(option: "Field[Any]") -> object:
    if option.default_factory is not MISSING:
        return as_toml(option.default_factory())
    return None if option.default is MISSING else as_toml(option.default)


def limits(kind: Any, metadata: tuple[Any, ...] = ()) -> str | set[str]:
    """What a cell must say of a type: a range, or every choice; "" for what has neither."""
    if get_origin(kind) is Annotated:
        return limits(get_args(kind)[0], get_args(kind)[1:])
    if get_origin(kind) is Literal:
        return {f'"{choice}"' if isinstance(choice, str) else str(choice) for choice in get_args(kind)}
    if get_origin(kind) is tuple and isinstance(get_args(kind)[0], EnumType):
        return {f'"{choice}"' for choice in get_args(kind)[0] if isinstance(choice, str)}
    least = next((limit for limit in metadata if isinstance(limit, Ge | Gt)), None)
    most = next((limit.le for limit in metadata if isinstance(limit, Le)), None)
    if least is None or most is None:
        return ""
    return f"{least.ge}…{most}" if isinstance(least, Ge) else f"above {least.gt}, up to {most}"


def says(cell: str, wanted: str | set[str]) -> bool:
    return wanted in cell if isinstance(wanted, str) else documents.spans(cell) == wanted


@pytest.mark.parametrize("heading", SECTIONS)
def test_sections_of_the_config(heading: str) -> None:
    known = {key: field for key, field in SECTIONS[heading].model_fields.items() if key not in TABLES}
    assert documented(heading) == {key: as_toml(field.default) for key, field in known.items()}
    for key, field in known.items():
        assert says(table(heading)[key][3], limits(field.annotation, tuple(field.metadata))), key


def test_no_section_is_forgotten() -> None:
    dialects = [f"dialects.{name}" for name in Dialects.model_fields]
    there = {f"`[{key}]`" for key in (*config.Settings.model_fields, *dialects)}
    assert there == {*SECTIONS, "`[dialects]`"}


@pytest.mark.parametrize(
    ("heading", "known"),
    [
        ("`[[devices]]`", HEAD),
        ("`[[pools]]`", config.PoolConfig.model_fields),
        ("`[[callbacks]]`", CallbackConfig.model_fields),
        ("`[[dialects.bit.tokens]]`", BitToken.model_fields),
        ("`[[dialects.itkassa.organizations]]`", Organization.model_fields),
        ("`[[dialects.ikkm.registers]]`", IkkmRegister.model_fields),
    ],
)
def test_keys_of_a_table(heading: str, known: Mapping[str, FieldInfo]) -> None:
    """What is drawn from the whole file, numbers and names of devices, is told in words."""
    expected = {key: None if field.is_required() else as_toml(field.default) for key, field in known.items()}
    assert documented(heading) == expected
    for key, field in known.items():
        if not field.is_required():
            assert says(table(heading)[key][3], limits(field.annotation, tuple(field.metadata))), key


def test_every_driver_is_named() -> None:
    assert says(table("`[[devices]]`")["driver"][3], {f'"{name}"' for name in registry.names()})


def test_what_is_taken_while_the_server_runs() -> None:
    rows = list(documents.rows(documents.section(CONFIGURATION, "Reading it again")))
    at_once, start = (documents.spans(row[0]) for row in (rows[1], rows[2]))
    assert at_once - {"[server]"} == reload._AT_ONCE
    assert {section for section in start if section in reload._AT_START} == set(reload._AT_START)
    others = {f"[{key}]" for key in config.Settings.model_fields} - set(reload._AT_START)
    assert documents.spans(rows[0][0]) == {*others, "[[devices]]", "[[pools]]", "[[callbacks]]"}


@pytest.mark.parametrize("driver", registry.names())
def test_options_of_a_driver(driver: str) -> None:
    expected = {option.name: default_of(option) for option in fields(registry.load(driver).options)}
    assert documented(HEADINGS[driver]) == expected
    assert f"`{driver}`" in documents.read("docs/devices.md")


@pytest.mark.parametrize("driver", registry.names())
def test_limits_of_a_driver(driver: str) -> None:
    rows = table(HEADINGS[driver])
    for key, kind in get_type_hints(registry.load(driver).options, include_extras=True).items():
        allowed = rows[key][3]
        if allowed == "\\*":
            allowed = by_language(key)[driver]
        assert says(allowed, limits(kind)), key


def by_language(key: str) -> dict[str, str]:
    """Language -> what it allows."""
    lower = documents.section(CONFIGURATION, "Label printers").partition("\\* What each")[2]
    (row,) = (row for row in documents.rows(lower) if row[0] == f"`{key}`")
    return dict(zip(LANGUAGES, row[1:], strict=True))


def test_connections() -> None:
    found = documents.section(CONFIGURATION, "Connections")
    forms = re.findall(r"`(\w+://[^`]+)`", "".join("|".join(row) for row in documents.rows(found)))
    assert {form.partition(":")[0] for form in forms} == {form.partition(":")[0] for form in FORMS}
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
        assert set(section) == set(model.model_fields) - set(TABLES)


def test_the_example_has_every_option_with_its_default(tmp_path: Path) -> None:
    """Also where it is commented out; a line of prose begins with two signs there."""
    path = tmp_path / "kkmserver.toml"
    path.write_text(uncommented(), encoding="utf-8")
    check_devices(config.load(path))
    devices = tomllib.loads(uncommented())["devices"]
    assert {device["driver"] for device in devices} >= {
        "escpos",
        "zpl",
        "spooler",
        "remote",
        "virtual-label-printer",
        *REGISTERS,
    }
    for device in devices:
        options = registry.load(device["driver"]).options
        way = {key: device[key] for key in ("connection", "url", "port_name") if key in device}
        defaults = {key: as_toml(value) for key, value in asdict(options(**way)).items() if key not in NEEDED}
        given = {key: value for key, value in device.items() if key not in (*NEEDED, *HEAD)}
        assert given == defaults
    common = {key: value for key, value in devices[0].items() if key in HEAD and key not in NEEDED}
    assert common == {key: field.default for key, field in HEAD.items() if not field.is_required()}


@pytest.mark.parametrize(
    ("name", "model", "needed"),
    [("pools", config.PoolConfig, ("number", "name", "members")), ("callbacks", CallbackConfig, ("name", "url"))],
)
def test_the_example_has_one_with_every_key(name: str, model: type[BaseModel], needed: tuple[str, ...]) -> None:
    (given,) = tomllib.loads(uncommented())[name]
    expected = {key: field.default for key, field in model.model_fields.items() if not field.is_required()}
    assert given == expected | {key: given[key] for key in needed}


def uncommented() -> str:
    plain, _, commented = EXAMPLE.read_text(encoding="utf-8").partition("# Настоящие принтеры.")
    return plain + "#" + commented.replace("\n# ", "\n")


@pytest.mark.parametrize(
    "name",
    [
        *("getting-started", "devices", "operating", "pools", "security", "printers", "labels", "receipts", "clients"),
        *("devices/terminals", "devices/egais", "devices/scales", "devices/displays"),
        *(f"devices/{name}" for name in REGISTERS),
    ],
)
def test_settings_shown_are_settings(name: str, tmp_path: Path) -> None:
    """Parts of a file are completed by what is required elsewhere."""
    (tmp_path / "certs").mkdir()
    for file in ("kkmserver.crt", "kkmserver.key"):
        (tmp_path / "certs" / file).touch()
    shown = [block for block in documents.blocks(documents.read(f"docs/{name}.md"), "toml") if not is_template(block)]
    assert shown
    for block in shown:
        device = "" if "[[devices]]" in block.content else '[[devices]]\nnumber = 1\nname = "К"\ndriver = "null"\n'
        path = tmp_path / "kkmserver.toml"
        path.write_text(block.content + device, encoding="utf-8")
        check_devices(config.load(path))
