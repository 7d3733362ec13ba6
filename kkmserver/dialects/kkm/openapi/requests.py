"""Requests as JSON Schema, in their strict form; the dialect takes far more than that (fields.py, lenient.py)."""

from collections.abc import Iterator
from types import UnionType
from typing import Annotated, Any, Required, Union, get_args, get_origin

import typing_extensions

from kkmserver.dialects.kkm.counters import CYRILLIC
from kkmserver.dialects.kkm.fields import SPELLED, AtMost, Reader
from kkmserver.dialects.kkm.head import HeadIn
from kkmserver.dialects.kkm.members import MODELS, Member, members_of, parts_in
from kkmserver.dialects.kkm.openapi.command_texts import COMMAND_TEXTS, GROUP_OF
from kkmserver.dialects.kkm.openapi.examples import example
from kkmserver.dialects.kkm.openapi.request_texts import place_of, text_of
from kkmserver.dialects.schema import Schema, reference

HEAD = "Head"
_WRAPPED = (Required, typing_extensions.Required)


def component(command: str) -> str:
    """The name of a command's schema; those of OpenAPI are Latin."""
    return "GetCountersCyrillic" if command == CYRILLIC else command


def request_schemas() -> dict[str, Schema]:
    """By name of the component: the head, every command, every part."""
    commands = {component(name): _command(name) for name in COMMAND_TEXTS}
    return {HEAD: _object(HEAD, members_of(HeadIn)), **commands, **dict(sorted(_parts()))}


def part_name(kind: type) -> str:
    return kind.__name__.removesuffix("In")


def _command(name: str) -> Schema:
    head = {member.name for member in members_of(HeadIn)}
    told = [member for member in members_of(MODELS[name]) if member.name not in head or _has_own_text(name, member)]
    own = _object(name, sorted(told, key=lambda member: place_of(name, member.name)))
    own["properties"] = {"Command": {"const": name, "description": "Имя команды."}} | own["properties"]
    own["required"] = ["Command", *own.get("required", ())]
    return {
        "title": name if name.isascii() else f"{name} (с русской С)",
        "description": COMMAND_TEXTS[name],
        "x-group": GROUP_OF[name],
        "allOf": [reference(HEAD), own],
        "examples": [example(name)],
    }


def _has_own_text(command: str, member: Member) -> bool:
    """A member of the head that means something else to this command."""
    return text_of(command, member.name) != text_of(HEAD, member.name)


def _parts() -> Iterator[tuple[str, Schema]]:
    seen: set[type] = set()
    waiting: list[type] = list(MODELS.values())
    while waiting:
        for member in members_of(waiting.pop()):
            for kind, _ in parts_in(member.annotation):
                if kind not in seen:
                    seen.add(kind)
                    waiting.append(kind)
                    yield part_name(kind), _object(part_name(kind), members_of(kind))


def _object(owner: str, members: list[Member]) -> Schema:
    properties = {one.name: _member(owner, one) for one in members}
    required = [one.name for one in members if one.required]
    return {"type": "object", "properties": properties} | ({"required": required} if required else {})


def _member(owner: str, member: Member) -> Schema:
    schema = _schema(member.annotation)
    if member.required and schema.get("type") == "string":
        schema["pattern"] = r"\S"  # a blank text is read as absent
    return {**schema, "description": text_of(owner, member.name)}


def _schema(annotation: Any) -> Schema:
    """Without the null that every member may have: it means "absent"."""
    if isinstance(annotation, type) and annotation in SPELLED:
        return reference(part_name(annotation))
    origin = get_origin(annotation)
    inner = get_args(annotation)
    if origin is Annotated:
        return _annotated(inner[0], inner[1:])
    if origin in _WRAPPED:
        return _schema(inner[0])
    if origin in (Union, UnionType):
        (given,) = (one for one in inner if one is not type(None))
        return _schema(given)
    assert origin is tuple, annotation
    return {"type": "array", "items": _schema(inner[0])}


def _annotated(kind: Any, marks: tuple[object, ...]) -> Schema:
    reader = next((mark for mark in marks if isinstance(mark, Reader)), None)
    if reader is not None:
        return dict(reader.shape) if reader.shape is not None else _usual(reader.usual)
    most = [mark.count for mark in marks if isinstance(mark, AtMost)]
    return _schema(kind) | ({"maxItems": min(most)} if most else {})


def _usual(usual: Any) -> Schema:
    """The usual form of a reader, which pydantic's compiled code checks, as JSON Schema."""
    match usual:
        case {"type": "chain", "steps": [_, {"type": "literal", "expected": expected}]}:
            return {"enum": list(expected)}
        case {"type": "function-after", "schema": inner}:
            return _usual(inner)
        case {"type": "bool"}:
            return {"type": "boolean"}
        case {"type": "int", "ge": low, "le": high}:
            return {"type": "integer", "minimum": low, "maximum": high}
        case {"type": "str", **limits}:
            return {"type": "string"} | ({"maxLength": limits["max_length"]} if "max_length" in limits else {})
    raise ValueError(usual)
