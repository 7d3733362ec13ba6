"""The folder of label templates as its owner sees it: listed, read, changed, each with the mark of what was seen."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from drivers.model.label import Template
from drivers.printing import fields
from drivers.transports import reasons
from kkmserver import config_file
from kkmserver.config_edit import Unwieldy
from kkmserver.config_faults import ConfigError
from kkmserver.templates import MOST_BYTES, TemplateFaulty, TemplateNotFound, Templates, checked, good_name

_TODAY = "today"  # filled by the server where nobody gives it
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}

_BAD_NAME = "имя шаблона – буквы, цифры, дефис и подчёркивание, до 64 знаков; начинается с буквы или цифры"
_TAKEN = "Шаблон с таким именем уже есть. Дайте другое имя"
_CHANGED = "Шаблон изменился с тех пор, как вы его открыли. Откройте его заново и повторите"


class TemplateChanged(Exception):
    """Somebody else has changed the file, or has made it; the text is for people."""


class TemplateRefused(Exception):
    """`faults`: where, counted from 0, and what to mend."""

    def __init__(self, faults: tuple[tuple[tuple[str | int, ...], str], ...]) -> None:
        super().__init__(faults)
        self.faults = faults


class NotWritten(Exception):
    """The disk does not take it; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Listed:
    name: str
    template: Template | None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """A file. `table`: its keys and values, empty where it is no TOML, as `fault` says."""

    name: str
    tag: str
    text: str
    table: Mapping[str, Any]
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    needed: bool
    default: str


class Shelf:
    """All of it waits for the disk: call it in a thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._templates = Templates(folder)

    def all(self) -> list[Listed]:
        return [self._listed(name) for name in self._templates.names()]

    def get(self, name: str) -> Kept:
        """Raises TemplateNotFound."""
        if not good_name(name) or not self._path(name).is_file():
            raise TemplateNotFound(f"Шаблона этикетки «{name[:64]}» нет.")
        fault = self._listed(name).fault
        try:
            text = config_file.read(self._path(name))
            table = tomllib.loads(text, parse_float=Decimal)
        except (ConfigError, tomllib.TOMLDecodeError, RecursionError):
            data = self._path(name).read_bytes()[:MOST_BYTES]
            return Kept(name, _tag(data), data.decode("utf-8", "replace"), {}, fault)
        return Kept(name, _tag(text.encode()), text, table, fault)

    def put(self, name: str, tag: str | None, table: Mapping[str, Any]) -> Kept:
        """`tag` None: a new one. Raises TemplateChanged, TemplateRefused, NotWritten; nothing is changed then."""
        from kkmserver.template_text import merged  # a shop without labels need not wait for it

        before = self._before(name, tag)
        found = checked(name, table, self.folder)
        if found.faults:
            raise TemplateRefused(found.faults)
        try:
            text = merged(before, table)
        except Unwieldy as error:
            raise TemplateRefused((((), str(error)),)) from error
        if len(text.encode()) > MOST_BYTES:
            raise TemplateRefused((((), f"шаблон больше {MOST_BYTES} байт; положите картинки файлами рядом"),))
        self._write(name, text)
        return self.get(name)

    def drop(self, name: str, tag: str) -> None:
        """Raises TemplateNotFound, TemplateChanged, NotWritten."""
        if self.get(name).tag != tag:
            raise TemplateChanged(_CHANGED)
        try:
            self._path(name).unlink()
        except OSError as error:
            raise NotWritten(f"Шаблон не удалить: {reasons.of(error)}. Проверьте права на папку шаблонов") from error

    def _listed(self, name: str) -> Listed:
        try:
            return Listed(name, self._templates.get(name))
        except (TemplateFaulty, TemplateNotFound) as error:
            return Listed(name, None, error.text)

    def _before(self, name: str, tag: str | None) -> str:
        """The text that is changed, "" of a new template."""
        if not good_name(name) or name.lower() in _RESERVED:
            raise TemplateRefused(((("name",), _BAD_NAME),))
        if tag is None:
            if name.casefold() in map(str.casefold, self._templates.names()):
                raise TemplateChanged(_TAKEN)
            return ""
        try:
            kept = self.get(name)
        except TemplateNotFound as error:
            raise TemplateChanged(_CHANGED) from error
        if kept.tag != tag:
            raise TemplateChanged(_CHANGED)
        return kept.text if kept.table else ""

    def _write(self, name: str, text: str) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            config_file.write(self._path(name), text)
        except (OSError, ConfigError) as error:
            why = reasons.of(error) if isinstance(error, OSError) else error.faults[0].text
            raise NotWritten(f"Шаблон не сохранён: {why}. Проверьте место и права на папку шаблонов") from error

    def _path(self, name: str) -> Path:
        return self.folder / f"{name}.toml"


def variables(template: Template) -> list[Variable]:
    """What a request may bring, in the order in which the label needs it."""
    texts = (text for element in template.elements for text in fields.texts(element))
    used = (part.name for text in texts for part in fields.parse(text) if isinstance(part, fields.Variable))
    names, needed = dict.fromkeys([*used, *template.defaults]), fields.needed(template)
    return [Variable(name, name in needed and name != _TODAY, template.defaults.get(name, "")) for name in names]


def _tag(content: bytes) -> str:
    return sha256(content).hexdigest()[:16]
