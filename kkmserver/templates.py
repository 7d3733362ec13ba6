"""Label templates: a folder of TOML files, one a template; the file's name without .toml is the template's."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from drivers.errors import RequestRefused
from drivers.model.label import Template
from drivers.transports import reasons
from kkmserver.config_faults import ConfigError, ConfigFault, bad_toml, explain, shown, unknown_key
from kkmserver.toml_lines import key_lines, nearest

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

    from kkmserver.template_file import Loc

MOST_BYTES = 1_000_000  # of a template
_NAME = re.compile(r"[^\W_][\w-]{0,63}")
_SUFFIX = ".toml"


class TemplateNotFound(RequestRefused):
    """There is no template of that name."""

    code = "template_not_found"


def good_name(name: str) -> bool:
    return _NAME.fullmatch(name) is not None


class TemplateFaulty(RequestRefused):
    """Its file cannot be used; the text says what to mend and where."""

    code = "template_faulty"


@dataclass(frozen=True, slots=True)
class _Read:
    """A template as it was when its files bore these marks."""

    marks: tuple[object, ...]
    files: tuple[Path, ...]
    template: Template


class Templates:
    """The templates of a shop. A file that is changed counts at once; no name leads out of the folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known: dict[str, _Read] = {}

    def names(self) -> list[str]:
        """None where there is no folder."""
        try:
            found = [path.stem for path in self._folder.glob(f"*{_SUFFIX}") if path.is_file()]
        except OSError:
            return []
        return sorted(name for name in found if _NAME.fullmatch(name))

    def get(self, name: str) -> Template:
        """Raises TemplateNotFound, TemplateFaulty."""
        path = self._folder / f"{name}{_SUFFIX}"
        if not _NAME.fullmatch(name) or not path.is_file():
            self._known.pop(name, None)
            raise TemplateNotFound(self._not_found(name))
        known = self._known.get(name)
        if known is None or known.marks != _marks(known.files):
            known = self._known[name] = _read(path)
        return known.template

    def check(self) -> list[ConfigError]:
        """What is wrong in the folder: an error for each faulty file, all its faults in it."""
        found = []
        for name in self.names():
            try:
                _load(self._folder / f"{name}{_SUFFIX}")
            except ConfigError as error:
                found.append(error)
        return found

    def _not_found(self, name: str) -> str:
        known, asked = self.names(), name if len(name) <= 64 else name[:64] + "…"
        if not known:
            return f"Шаблона этикетки «{asked}» нет: в папке шаблонов нет ни одного."
        near = get_close_matches(name[:64].lower(), known, n=3, cutoff=0.5)
        if near:
            return f"Шаблона этикетки «{asked}» нет. Похожие: {', '.join(near)}. Проверьте имя."
        return f"Шаблона этикетки «{asked}» нет. Есть: {', '.join(known[:10])}. Проверьте имя."


def _marks(files: tuple[Path, ...]) -> tuple[object, ...]:
    """Changed when a file is: time and size, None for one that is gone."""
    return tuple(_mark(path) for path in files)


def _mark(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


def _read(path: Path) -> _Read:
    """Raises TemplateFaulty."""
    try:
        return _load(path)
    except ConfigError as error:
        said = ConfigError(error.faults, Path(path.name))  # where the folder is, is not the client's affair
        raise TemplateFaulty(f"Шаблон этикетки «{path.stem}» неисправен. {said}") from error


def _load(path: Path) -> _Read:
    """Raises ConfigError with every fault."""
    marks = _marks((path,))
    text = _text(path)
    try:
        raw = tomllib.loads(text, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigError([bad_toml(str(error))], path) from error
    found = checked(path.stem, raw, path.parent)
    if found.template is None:
        lines = key_lines(text)
        raise ConfigError((ConfigFault(_dotted(loc), said, nearest(lines, loc)) for loc, said in found.faults), path)
    return _Read((*marks, *_marks(found.pictures)), (path, *found.pictures), found.template)


@dataclass(frozen=True, slots=True)
class Checked:
    """A template, or None and its faults: where, counted from 0, and what to mend. `places`: of its elements, the
    same way; `pictures`: the files it has read."""

    template: Template | None
    faults: "tuple[tuple[Loc, str], ...]" = ()
    places: "tuple[Loc, ...]" = ()
    pictures: tuple[Path, ...] = ()


def checked(name: str, raw: Mapping[str, Any], folder: Path) -> Checked:
    """What a file with these keys and values is; pictures lie in `folder`."""
    from kkmserver.template_file import TemplateFile, places, template_of  # a shop without labels need not wait for it

    try:
        file = TemplateFile.model_validate(raw)
    except ValidationError as error:
        return Checked(None, tuple((found["loc"], _said(found)) for found in error.errors()))
    template, faults = template_of(name, file, folder)
    pictures = tuple(folder / picture.file for picture in file.picture if picture.file)
    return Checked(template, tuple(faults), tuple(places(file)), pictures)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise ConfigError([ConfigFault("", f"файл больше {MOST_BYTES} байт; сократите его")], path)
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise ConfigError([ConfigFault("", "сохраните файл в кодировке UTF-8", line)], path) from error
    except OSError as error:
        raise ConfigError([ConfigFault("", f"не удалось прочитать файл: {reasons.of(error)}")], path) from error


def _said(error: "ErrorDetails") -> str:
    from kkmserver.template_file import known_keys

    if error["type"] == "extra_forbidden":
        return unknown_key(str(error["loc"][-1]), known_keys(error["loc"]))
    if error["type"].startswith("decimal_"):
        return f"нужно число, а задано {shown(error['input'])}"
    return explain(error)


def _dotted(loc: "Loc") -> str:
    """("text", 0, "size") -> text[1].size: people count from one."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in loc).removeprefix(".")
