"""What an element of a label template has, as a form shows it: words, JSON Schema, default."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from pydantic_core import PydanticUndefined

from drivers.model.document import Symbology
from kkmserver.fields import Field
from kkmserver.label_words import ADVANCED, KINDS
from kkmserver.plain_schema import Schema, inlined
from kkmserver.template_file import KINDS as MODELS


def kinds() -> dict[str, tuple[Field, ...]]:
    return {kind: tuple(_fields(kind)) for kind in KINDS}


def symbologies() -> list[str]:
    return [kind.value for kind in Symbology]


def _fields(kind: str) -> Iterator[Field]:
    model = MODELS[kind]
    schemas = inlined(model.model_json_schema())["properties"]
    for key, said in KINDS[kind].items():
        default = model.model_fields[key].default
        required = default is PydanticUndefined
        yield Field(
            key=key,
            title=said.title,
            hint=said.hint,
            schema=_plain(schemas[key]),
            default=None if required else _number(default),
            required=required,
            advanced=key in ADVANCED,
        )


def _plain(schema: Schema) -> Schema:
    """A Decimal may come as text, too; a form has numbers. What pydantic calls things is for programmers."""
    found = next((one for one in schema.get("anyOf", ()) if one.get("type") == "number"), schema)
    return {key: value for key, value in found.items() if key not in ("title", "description", "default", "anyOf")}


def _number(value: Any) -> Any:
    if not isinstance(value, Decimal):
        return value
    return int(value) if value == value.to_integral_value() else float(value)
