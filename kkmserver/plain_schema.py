"""JSON Schema as pydantic makes it, without definitions of its own: each is put where it is referred to."""

from typing import Any

Schema = dict[str, Any]


def inlined(schema: Schema) -> Schema:
    """Takes `$defs` out of the schema that it is given."""
    found: Schema = _put_in(schema, schema.pop("$defs", {}))
    return found


def _put_in(value: Any, defined: Schema) -> Any:
    if isinstance(value, list):
        return [_put_in(one, defined) for one in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        return _put_in(defined[value["$ref"].rpartition("/")[2]], defined)
    return {name: _put_in(one, defined) for name, one in value.items()}
