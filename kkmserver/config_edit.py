"""Changes to the text of a settings file: what is not touched, comments and order above all, stays byte for byte.

Only the lines of the table in question are handed to tomlkit; the rest is never read by it.
"""

import copy
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import tomlkit
from tomlkit.container import Container
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AbstractTable, Item, Table

from kkmserver.toml_lines import Block, blocks

Plain = Mapping[str, Any]  # a table as tomllib has it


class Unwieldy(Exception):
    """The file is written in a way that cannot be changed without touching more; the text is for its owner."""


@contextmanager
def _careful() -> Iterator[None]:
    """tomlkit says in many ways that it cannot write a value, null for instance."""
    try:
        yield
    except (TOMLKitError, TypeError, ValueError) as error:
        raise Unwieldy("такое значение нельзя записать в файл настроек") from error


@_careful()
def set_keys(text: str, section: str, values: Plain) -> str:
    """Change keys of a section, "dialects.kkm" for instance; one that is missing is added. Raises Unwieldy."""
    path = tuple(section.split("."))
    wanted = _values(text)
    _reached(wanted, path).update(values)
    found = [block for block in blocks(text) if block.path == path]
    if found:
        new = _edited(text, found[0], lambda document: _update(_reached(document, path), values))
    elif _lacks(_values(text), path):
        new = _with_block(text, _count(text), _written(f"[{section}]", values))
    else:
        new = _whole(text, lambda document: _update(_reached(document, path), values))
    return _sure(new, wanted)


@_careful()
def put_table(text: str, kind: str, index: int | None, table: Plain) -> str:
    """Replace a table; None: add one behind the others. Comments of keys that stay do so, too. Raises Unwieldy."""
    wanted = _values(text)
    tables = wanted.setdefault(kind, [])
    if index is None:
        tables.append(dict(table))
        ends = [block.last for block in blocks(text) if block.path[0] == kind]
        new = _with_block(text, max(ends, default=_count(text)), _written(f"[[{kind}]]", table))
    else:
        tables[index] = dict(table)
        new = _edited(text, _block(text, kind, index), lambda document: _become(document[kind][0], table))
    return _sure(new, wanted)


@_careful()
def drop_table(text: str, kind: str, index: int) -> str:
    """Its own lines go, comments before and behind it stay. Raises Unwieldy."""
    wanted = _values(text)
    del wanted[kind][index]
    if not wanted[kind]:
        del wanted[kind]
    block = _block(text, kind, index)
    lines = text.split("\n")
    before, after = lines[: block.first - 1], lines[block.last :]
    if after and not after[0].strip() and (not before or not before[-1].strip()):
        after = after[1:]
    return _sure("\n".join([*before, *after]), wanted)


def _block(text: str, kind: str, index: int) -> Block:
    """With the sub-tables of the same table, [devices.taxes] for instance."""
    own = [block for block in blocks(text) if block.path[:2] == (kind, index)]
    if not own:
        raise Unwieldy(f"раздел {kind} записан в одну строку; перепишите его разделами [[{kind}]]")
    return Block(own[0].path, own[0].first, own[-1].last)


def _edited(text: str, block: Block, change: Callable[[Container], None]) -> str:
    lines = text.split("\n")
    body = "\n".join(lines[block.first - 1 : block.last])
    windows = body.endswith("\r") or "\r\n" in body
    document = tomlkit.parse(body.replace("\r", "") + "\n" if windows else body + "\n")
    change(document)
    new = tomlkit.dumps(document).removesuffix("\n")
    if windows:
        new = new.replace("\n", "\r\n") + ("\r" if body.endswith("\r") else "")
    return "\n".join([*lines[: block.first - 1], new, *lines[block.last :]])


def _whole(text: str, change: Callable[[Container], None]) -> str:
    """For sections without a header of their own: `server.port = 1`."""
    document = tomlkit.parse(text)
    change(document)
    return tomlkit.dumps(document)


def _with_block(text: str, line: int, new: str) -> str:
    """Behind the line, with an empty line between."""
    lines = text.split("\n")
    before, after = lines[:line], lines[line:]
    ending = "\r" if "\r\n" in text else ""
    while before and not after and not before[-1].strip():
        before.pop()
    gap = [ending] if before else []
    return "\n".join([*before, *gap, *(f"{one}{ending}" for one in new.rstrip("\n").split("\n")), *(after or [""])])


def _written(header: str, values: Plain) -> str:
    table = tomlkit.document()
    for key, value in values.items():
        table.add(key, _item(value))
    return f"{header}\n{tomlkit.dumps(table)}"


def _become(table: AbstractTable | Container, values: Plain) -> None:
    for key in [key for key in table if key not in values]:
        del table[key]
    _update(table, values)


def _update(table: Any, values: Plain) -> None:
    for key, value in values.items():
        if key in table and _same(table[key], value):
            continue
        if isinstance(value, Mapping) and isinstance(table.get(key), Table):
            _become(table[key], value)
        else:
            _put(table, key, _item(value))


def _put(table: Any, key: str, value: Item) -> None:
    """Comments in one column stay in it, where there is room."""
    held: Any = table.value if isinstance(table, AbstractTable) else table
    old = held.item(key) if key in table else None
    table[key] = value
    if old is not None and len(old.trivia.comment_ws) > 1:
        room = len(old.as_string()) + len(old.trivia.comment_ws) - len(value.as_string())
        held.item(key).trivia.comment_ws = " " * room if room > 1 else old.trivia.comment_ws


def _item(value: Any) -> Any:
    """A mapping within a table stays on one line."""
    if not isinstance(value, Mapping):
        return tomlkit.item(value)
    inline = tomlkit.inline_table()
    for key, one in value.items():
        inline.add(key, _item(one))
    return inline


def _same(old: Any, new: Any) -> bool:
    old = old.unwrap() if hasattr(old, "unwrap") else old
    return bool(old == new) and isinstance(old, bool) == isinstance(new, bool)


def _reached(values: Any, path: tuple[str, ...]) -> Any:
    for part in path:
        values = values.setdefault(part, {})
    return values


def _lacks(values: Plain, path: tuple[str, ...]) -> bool:
    for part in path:
        if part not in values:
            return True
        values = values[part]
    return False


def _values(text: str) -> dict[str, Any]:
    return copy.deepcopy(tomllib.loads(text))


def _count(text: str) -> int:
    return len(text.split("\n"))


def _sure(text: str, wanted: Plain) -> str:
    """The last word is tomllib's: what cannot be changed as wanted is left alone."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        found = {}
    text.encode()  # half a letter, which JSON may bring, is none
    if found != wanted:
        raise Unwieldy("файл записан непривычно, сервер не берётся его править; измените его в редакторе")
    return text
