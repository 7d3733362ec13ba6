"""What the documents say of printers, labels and the command line is what the program does; so are their pictures."""

import io
import re
from dataclasses import MISSING
from dataclasses import fields as fields_of
from pathlib import Path
from typing import Any

import click
import pytest
from PIL import Image
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

from drivers import registry
from drivers.clock import SystemClock
from drivers.escpos.profile import DEFAULT, load
from drivers.labels.options import LabelOptions
from drivers.model.document import Symbology
from drivers.ports import DeviceContext
from drivers.printing import fields
from drivers.transports.connection import FORMS, open_transport
from kkmserver.__main__ import main
from kkmserver.commands.emulators import EMULATORS
from kkmserver.dispatch import pooled
from kkmserver.template_file import BarcodeTable, BoxTable, LineTable, PictureTable, TemplateFile, TextTable
from kkmserver.templates import Templates
from tests import document_pictures, documents, shop_labels

PRINTERS = documents.read("docs/printers.md")
LABELS = documents.read("docs/labels.md")
CONFIGURATION = documents.read("docs/configuration.md")
API = documents.read("docs/kkmserver-api.md")
PAGES = ["README.md", "README.ru.md", *(str(path.relative_to(documents.ROOT)) for path in documents.pages())]

COMMON = {"x", "y", "width", "height", "when"}
WAYS = {"connection": "tcp://127.0.0.1:9100", "url": "http://127.0.0.1:5893", "port_name": "COM3"}
UNSET = (MISSING, MISSING)
TABLES: dict[str, type[BaseModel]] = {
    "`[[text]]`": TextTable,
    "`[[barcode]]`": BarcodeTable,
    "`[[picture]]`": PictureTable,
    "`[[line]]` and `[[box]]`": BoxTable,
}


@pytest.mark.parametrize("name", document_pictures.NAMES)
def test_pictures_are_current(name: str) -> None:
    """Changed on purpose? python -m tests.document_pictures."""
    shown = (documents.ROOT / "docs" / "pictures" / f"{name}.png").read_bytes()
    with Image.open(io.BytesIO(shown)) as before, Image.open(io.BytesIO(document_pictures.drawn(name))) as now:
        assert before.size == now.size
        assert before.tobytes() == now.tobytes()
    assert len(shown) < 20_000


def test_every_picture_is_shown() -> None:
    """Those of the console stand in docs/console.md: tests/browser/test_pictures.py."""
    everything = {path.name for path in (documents.ROOT / "docs" / "pictures").iterdir()}
    there = {name for name in everything if not name.startswith("console-")}
    assert there == {f"{name}.png" for name in document_pictures.NAMES}
    assert there == set(re.findall(r"\(pictures/([^)]+)\)", LABELS))


def test_shipped_templates() -> None:
    rows = {row[0].strip("`"): row for row in documents.rows(documents.section(LABELS, "The four that come along"))}
    shipped = Templates(shop_labels.FOLDER)
    assert set(rows) == set(shipped.names())
    for name, (_, size, needed, optional) in rows.items():
        template = shipped.get(name)
        assert size == f"{template.width} × {template.height}"
        assert documents.spans(needed) == fields.needed(template)
        assert documents.spans(optional) == fields.names(template) - fields.needed(template)


def test_keys_of_a_template() -> None:
    section = documents.section(LABELS, "Keys of the file")
    top, _, common = section.partition("Every element")
    own = {"title", "width", "height", "defaults"}
    assert defaults_in(top) == defaults_of(TemplateFile, own)
    assert defaults_in(common) == defaults_of(LineTable, COMMON)
    assert {f"[[{name}]]" for name in set(TemplateFile.model_fields) - own} == documents.spans(
        common
    ) & documents.spans(" ".join(TABLES))
    for heading, model in TABLES.items():
        told = defaults_in(documents.section(LABELS, heading))
        assert told == defaults_of(model, set(model.model_fields) - COMMON), heading
    assert set(LineTable.model_fields) == COMMON


def defaults_in(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for keys, _, default, *_ in documents.rows(text):
        found |= dict.fromkeys(documents.spans(keys), default.strip("`"))
    return found


def defaults_of(model: type[BaseModel], keys: set[str]) -> dict[str, str]:
    return {key: as_toml(model.model_fields[key].get_default(call_default_factory=True)) for key in keys}


def as_toml(value: Any) -> str:
    if value is PydanticUndefined:
        return "required"
    return f'"{value}"' if isinstance(value, str) else str(value).lower()


def test_variables() -> None:
    rows = list(documents.rows(documents.section(LABELS, "Variables")))
    assert len(rows) >= 8
    for variable, value, printed in (tuple(cell.strip("`") for cell in row) for row in rows):
        (name,) = fields.variables(variable)
        assert fields.fill(variable, {name: value}, " ") == printed
    with pytest.raises(ValueError, match="формата") as caught:
        fields.parse("{a:none}")
    assert all(f":{known}" in LABELS for known in re.findall(r"[a-z]+", str(caught.value).partition("есть ")[2]))


def test_every_language_has_its_column() -> None:
    section = documents.section(LABELS, "Label printers")
    languages = {name for name in registry.names() if issubclass(registry.load(name).options, LabelOptions)}
    assert f"| | {' | '.join(f'`{name}`' for name in ('zpl', 'tspl', 'epl2', 'cpcl'))} |" in section
    assert languages == {"zpl", "tspl", "epl2", "cpcl"}


def test_what_the_default_profile_prints_by_itself() -> None:
    rows = [row for row in documents.rows(documents.section(PRINTERS, "Barcodes")) if len(row) == 2]
    native = {kind for cell, how in rows if how == "by the printer" for kind in documents.spans(cell)}
    drawn = {kind for cell, how in rows if how == "as a picture" for kind in documents.spans(cell)}
    assert native == set(DEFAULT.codes)
    assert drawn == set(Symbology) - set(DEFAULT.codes)


def test_profiles_named_are_profiles() -> None:
    section = documents.section(PRINTERS, "Profiles")
    named = documents.spans(section[section.index("or a name") :].partition(". A wrong")[0]) | set(
        re.findall(r'profile = "([^"]+)"', PRINTERS)
    )
    assert len(named) >= 6
    for name in named:
        load(name)


def test_connections_named_are_connections() -> None:
    named = {
        text
        for text in documents.spans(PRINTERS)
        if re.match(r"(tcp|serial|usb|file|lpt|cups|windows)://\S*[^/]", text)
    }
    for text in named - {"lpt:///dev/…"}:
        open_transport(text.replace("name:password@host", "name:password@localhost"))
    told = documents.section(PRINTERS, "Connections")
    assert all(form.partition(":")[0] in told for form in FORMS)


def test_types_of_devices_are_documented(tmp_path: Path) -> None:
    context = DeviceContext(1, "Принтер", tmp_path, SystemClock(), open_transport)
    told = documents.spans(documents.section(API, "List"))
    for name in registry.names():
        spec = registry.load(name)
        needs = [option.name for option in fields_of(spec.options) if (option.default, option.default_factory) == UNSET]
        ways = {key: "cups:///Office" if name == "spooler" else WAYS[key] for key in needs}
        driver = spec.build(context, spec.options(**ways))
        assert driver.traits.type_id in told
    assert pooled.TYPE_ID in told


@pytest.mark.parametrize("page", PAGES)
def test_commands_shown_are_commands(page: str) -> None:
    for arguments in documents.commands(documents.read(page)):
        parse(main, arguments)


def parse(command: click.Command, arguments: list[str]) -> None:
    """Raises UsageError; runs nothing."""
    if isinstance(command, click.Group):
        name, found, rest = command.resolve_command(click.Context(command), arguments)
        assert found, name
        parse(found, rest)
    else:
        command.make_context(command.name, arguments)


def test_the_command_line_is_documented() -> None:
    told = documents.section(CONFIGURATION, "The command line")
    context = click.Context(main)
    for name in main.list_commands(context):
        command = main.get_command(context, name)
        (row,) = (row[0] for row in documents.rows(told) if row[0].startswith(f"`kkmserver {name}"))
        assert command
        assert options(command) <= set(re.findall(r"--[\w-]+", row))


def test_emulators_are_documented() -> None:
    rows = {row[0].strip("`"): row for row in documents.rows(documents.section(PRINTERS, "Emulators"))}
    assert set(rows) == set(EMULATORS)
    common = {"--listen", "--show", "--network"}
    for name, kind in EMULATORS.items():
        assert documents.spans(rows[name][1]) == {f"127.0.0.1:{kind.port}"}
        command = click.Command(name, params=list(kind.options))
        assert options(command) == set(re.findall(r"--[\w-]+", rows[name][2]))
    assert common <= documents.spans(PRINTERS)


def options(command: click.Command) -> set[str]:
    shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
    return {name for parameter in shown for name in parameter.opts if name.startswith("--")} - {"--help"}
