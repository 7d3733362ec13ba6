"""Kinds of members for the description of an API, each with what it means; as JSON Schema has them."""

from typing import Any

Schema = dict[str, Any]
Members = dict[str, Schema]

DATE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$"


def text(about: str, *known: str) -> Schema:
    return {"type": "string", "description": about} | ({"enum": list(known)} if known else {})


def whole(about: str, *known: int) -> Schema:
    return {"type": "integer", "description": about} | ({"enum": list(known)} if known else {})


def number(about: str) -> Schema:
    return {"type": "number", "description": about}


def roubles(about: str) -> Schema:
    return number(f"{about}, рубли.")


def flag(about: str) -> Schema:
    return {"type": "boolean", "description": about}


def date(about: str) -> Schema:
    """Wall clock of the shop; 0001-01-01T00:00:00 where there is none."""
    return {"type": "string", "pattern": DATE, "description": about}


def moment(about: str) -> Schema:
    """With a zone."""
    return {"type": "string", "format": "date-time", "description": about}


def reference(name: str) -> Schema:
    """To a schema of the document."""
    return {"$ref": f"#/components/schemas/{name}"}


def one(schema: Schema, about: str) -> Schema:
    return {**schema, "description": about}


def many(schema: Schema, about: str) -> Schema:
    return {"type": "array", "items": schema, "description": about}


def or_null(schema: Schema) -> Schema:
    return {**schema, "type": [schema["type"], "null"]}


def whole_object(members: Members, *optional: str) -> Schema:
    """An object whose members are all there but the optional ones."""
    return {"type": "object", "properties": members, "required": [name for name in members if name not in optional]}
