"""Changes to the text of a label template: the elements that are not touched, and all comments, stay as they are."""

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any

import tomlkit
from pydantic_core import PydanticUndefined

from kkmserver.config_edit import Unwieldy, drop_table, put_table
from kkmserver.template_file import KINDS, TemplateFile
from kkmserver.toml_lines import blocks

Table = Mapping[str, Any]

_HEAD = ("title", "width", "height")
_DEFAULTS = "defaults"
_UNUSUAL = "файл шаблона записан непривычно, сервер не берётся его править; измените его в редакторе"


def merged(text: str, template: Table) -> str:
    """`text`: of the file, "" of a new one; `template`: what it shall hold, as TOML's own keys and values.

    Keys at their default are written only where the file has them already. Raises Unwieldy.
    """
    old, new = tomllib.loads(text), _plain(template)
    text = _with_head(text, {key: new[key] for key in _HEAD if key in new})
    text = _with_defaults(text, new.get(_DEFAULTS, {}), old.get(_DEFAULTS, {}))
    for kind in KINDS:
        text = _with_tables(text, kind, old.get(kind, []), [tidy(kind, table) for table in new.get(kind, [])])
    if _bare(tomllib.loads(text)) != _bare(new):
        raise Unwieldy(_UNUSUAL)
    return text


def tidy(kind: str, table: Table) -> dict[str, Any]:
    """Without what is at its default."""
    model = KINDS[kind].model_fields
    return {key: value for key, value in table.items() if key not in model or not _same(model[key].default, value)}


def _same(default: object, value: object) -> bool:
    """What a file has is a float, and a default a Decimal."""
    return bool(default == (Decimal(repr(value)) if isinstance(value, float) else value))


def _bare(template: Table) -> dict[str, Any]:
    """Equal for templates that mean the same."""
    tables = {kind: [tidy(kind, table) for table in template.get(kind, [])] for kind in KINDS}
    rest = {key: value for key, value in template.items() if key not in KINDS and not _at_default(key, value)}
    return rest | {kind: found for kind, found in tables.items() if found}


def _at_default(key: str, value: object) -> bool:
    field = TemplateFile.model_fields.get(key)
    default = field.get_default(call_default_factory=True) if field else PydanticUndefined
    return bool(value == default)


def _plain(value: Any) -> Any:
    """40.0 -> 40, as people write it."""
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_plain(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _with_head(text: str, values: Table) -> str:
    lines = text.split("\n")
    end = next((block.first for block in blocks(text)), len(lines) + 1) - 1
    while end and (not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#")):
        end -= 1  # what stands directly before the first header belongs to it
    document = tomlkit.parse("".join(f"{line.rstrip(chr(13))}\n" for line in lines[:end]))
    for key in _HEAD:
        if key in values and not (key not in document and _at_default(key, values[key])):
            if key not in document or document[key].unwrap() != values[key]:
                document[key] = values[key]
        elif key in document and key not in values:
            del document[key]
    return "\n".join([*_ended(tomlkit.dumps(document), text), *lines[end:]])


def _with_defaults(text: str, new: Table, old: Table) -> str:
    if new == old:
        return text
    found = next((block for block in blocks(text) if block.path == (_DEFAULTS,)), None)
    if found is None:
        first = next((block.first for block in blocks(text)), None)
        return _spliced(text, first, f"[{_DEFAULTS}]\n{tomlkit.dumps(dict(new))}")
    lines = text.split("\n")
    document = tomlkit.parse("".join(f"{line.rstrip(chr(13))}\n" for line in lines[found.first - 1 : found.last]))
    table: Any = document[_DEFAULTS]
    for key in [key for key in table if key not in new]:
        del table[key]
    for key, value in new.items():
        if table.get(key) != value:
            table[key] = value
    return "\n".join([*lines[: found.first - 1], *_ended(tomlkit.dumps(document), text), *lines[found.last :]])


def _with_tables(text: str, kind: str, old: Sequence[Table], new: Sequence[Table]) -> str:
    """From the last one to the first, so that places stay right."""
    before, after = [_key(tidy(kind, table)) for table in old], [_key(table) for table in new]
    for _, i1, i2, j1, j2 in reversed(SequenceMatcher(None, before, after, autojunk=False).get_opcodes()):
        if before[i1:i2] == after[j1:j2]:
            continue
        both = min(i2 - i1, j2 - j1)
        for place in range(i2 - 1, i1 + both - 1, -1):
            text = drop_table(text, kind, place)
        for place in range(j2 - 1, j1 + both - 1, -1):
            text = _inserted(text, kind, i1 + both, new[place])
        for step in range(both):
            kept = {key: value for key, value in old[i1 + step].items() if key in KINDS[kind].model_fields}
            text = put_table(text, kind, i1 + step, _in_order(new[j1 + step], kept, kind))
    return text


def _in_order(new: Table, old: Table, kind: str) -> dict[str, Any]:
    """What the file says though it is the default goes on being said."""
    said = {key: KINDS[kind].model_fields[key].default for key in old if key not in new}
    said = {key: value for key, value in said.items() if value is not PydanticUndefined}
    plain = {key: value for key, value in said.items() if isinstance(value, str | bool | int) and value == old[key]}
    return {**plain, **new}


def _inserted(text: str, kind: str, place: int, table: Table) -> str:
    """As element `place` of its kind."""
    own = [block for block in blocks(text) if block.path[0] == kind]
    written = f"[[{kind}]]\n{tomlkit.dumps(dict(table))}"
    if place == len(own):
        return _spliced(text, own[-1].last + 1 if own else None, written, behind=True)
    return _spliced(text, own[place].first, written)


def _spliced(text: str, line: int | None, written: str, *, behind: bool = False) -> str:
    """Before a line, from 1; None: at the end. An empty line stands between."""
    lines = text.rstrip("\r\n").split("\n") if line is None else text.split("\n")
    gap, added = _ended("\n", text), _ended(written, text)
    if line is None:
        return "\n".join([*lines, *gap, *added, ""]) if text.strip() else "\n".join([*added, ""])
    new = [*gap, *added] if behind else [*added, *gap]
    return "\n".join([*lines[: line - 1], *new, *lines[line - 1 :]])


def _ended(written: str, text: str) -> list[str]:
    """Its lines, ended as those of the file are."""
    ending = "\r" if "\r\n" in text else ""
    return [f"{line}{ending}" for line in written.removesuffix("\n").split("\n")] if written else []


def _key(table: Table) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key, repr(value)) for key, value in table.items()))
