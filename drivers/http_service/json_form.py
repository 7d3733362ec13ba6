"""Frozen dataclasses -> JSON objects: the one place that spells names as the services do.

A field is named as its attribute in camelCase, or as its metadata say (`spelt`). What is None, "" or () is left out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import Field, field, fields, is_dataclass
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from drivers.notation.json_text import Json

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_NAME = "json"


def spelt(name: str, **of_field: Any) -> Any:
    """A dataclass field whose name in JSON is not its own in camelCase."""
    return field(metadata={_NAME: name}, **of_field)


def json_object(value: "DataclassInstance") -> Mapping[str, Json]:
    pairs = ((name, getattr(value, attribute)) for attribute, name in _names(type(value)))
    return {name: _json(item) for name, item in pairs if not _is_absent(item)}


def _is_absent(item: object) -> bool:
    return item is None or item == "" or item == ()


def _json(value: object) -> Json:
    if isinstance(value, bool | int | Decimal | str):
        return value
    if isinstance(value, Sequence):
        return [_json(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return json_object(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


@cache
def _names(kind: type) -> tuple[tuple[str, str], ...]:
    return tuple((one.name, _name(one)) for one in fields(kind))


def _name(one: Field[Any]) -> str:
    first, *rest = one.name.split("_")
    return str(one.metadata.get(_NAME) or first + "".join(word.capitalize() for word in rest))
