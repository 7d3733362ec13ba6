"""A device command in the form that most clients send, checked by pydantic's compiled code alone.

Names as the API spells them and no others, numbers and flags as JSON has them: such a request needs none of the
leniency of fields.py and lenient.py, and takes half the time to read. The checks are made out of the same models, so
that nothing is written twice; a request they refuse is simply read again, with all leniency and all its texts.
"""

import json
import logging
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from pydantic_core import CoreSchema, SchemaError, SchemaValidator, ValidationError, core_schema

from kkmserver.dialects.kkm.fields import SPELLED, Fields
from kkmserver.dialects.kkm.lenient import Json
from kkmserver.dialects.kkm.names import WITHOUT_MEANING

_log = logging.getLogger(__name__)

_Model = TypeVar("_Model", bound=Fields)


def _refuse(token: str) -> Json:
    raise ValueError(token)


_DECODER = json.JSONDecoder(strict=False, parse_float=Decimal, parse_constant=_refuse)


def members_of(body: bytes) -> dict[str, Json] | None:
    """The object in `body`, only its empty members at the top left out; None for what is not strict JSON.

    Every client sends empty selection keys along, so those must not make a request an unusual one.
    """
    try:
        value = _DECODER.decode(body.decode())
    except (ValueError, ArithmeticError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    return {
        name: item
        for name, item in value.items()
        if item is not None and item != "" and (name not in WITHOUT_MEANING or not isinstance(item, str | bool))
    }


def read(model: type[_Model], members: dict[str, Json]) -> _Model | None:
    """None where it takes leniency to read them."""
    prepared = _prepared(model)
    if prepared is None:
        return None
    validator, defaults = prepared
    try:
        given = validator.validate_python(members)
    except ValidationError:
        return None
    head = model.__new__(model)
    for name, value in (
        ("__dict__", {**defaults, **given}),
        ("__pydantic_fields_set__", set(given)),
        ("__pydantic_extra__", None),
        ("__pydantic_private__", None),
    ):
        object.__setattr__(head, name, value)  # as `model_construct` does it, without its work for every field
    return head


@cache
def _prepared(model: type[Fields]) -> tuple[SchemaValidator, dict[str, Any]] | None:
    """None where a later pydantic lays its schemas out differently: requests are then read the slower way."""
    defaults = {name: field.default for name, field in model.model_fields.items() if not field.is_required()}
    try:
        return SchemaValidator(_usual(model.__pydantic_core_schema__)), defaults
    except (KeyError, TypeError, SchemaError) as error:
        _log.warning("requests %s are read the slower way: %r", model.__name__, error)
        return None


def _usual(schema: Any) -> Any:
    """The schema with every reader replaced by its usual form and every name by its spelling.

    A model becomes a typed dict: it is checked in the same pass, and only what was given has to be looked at.
    """
    if isinstance(schema, list):
        return [_usual(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    usual: CoreSchema | None = (schema.get("metadata") or {}).get("usual")
    if usual is not None:
        return usual
    kind = schema.get("type")
    if kind == "model":
        return _members(schema, schema["schema"]["fields"])
    if kind == "typed-dict":
        return _members(schema, schema["fields"])
    return {name: _usual(item) for name, item in schema.items() if name != "serialization"}


def _members(schema: dict[str, Any], fields: dict[str, Any]) -> CoreSchema:
    spelled = SPELLED[schema["cls"]]
    return core_schema.typed_dict_schema(
        {name: _member(field, spelled[name]) for name, field in fields.items()},
        total=False,
        extra_behavior="forbid",
        ref=schema.get("ref"),
    )


def _member(field: Any, spelling: str) -> core_schema.TypedDictField:
    schema, required = field["schema"], field.get("required", False)
    if field["type"] == "model-field":
        required = schema["type"] != "default"
        schema = schema if required else schema["schema"]
    return core_schema.typed_dict_field(_usual(schema), required=required, validation_alias=spelling)
