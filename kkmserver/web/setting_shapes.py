"""Settings as the console's addresses show them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from drivers.option_words import Said
from kkmserver.fields import Field, Section

Json = dict[str, Any]


def said(text: Said) -> Json:
    return {"ru": text.ru, "en": text.en}


def field(one: Field) -> Json:
    """Without a value: as a form for something new begins."""
    return {
        "key": one.key,
        "title": said(one.title),
        "hint": said(one.hint),
        "schema": one.schema,
        "value": one.default,
        "default": one.default,
        "required": one.required,
        "restart": one.restart,
        "advanced": one.advanced,
        "secret": one.secret,
    }


def section(one: Section, values: Mapping[str, Any], overridden: Collection[str]) -> Json:
    """`values`: of the whole file; `overridden`: keys of [server] that the command line gives."""
    given = _within(values, one.name.split("."))
    fields = [field(each) | _value(each, given) for each in one.fields]
    if one.name == "server":
        fields = [each | {"overridden": each["key"] in overridden} for each in fields]
    return {"name": one.name, "title": said(one.title), "fields": fields}


def _value(one: Field, given: Mapping[str, Any]) -> Json:
    """`set`: there is a secret, which is not told."""
    if one.secret:
        return {"value": None, "set": bool(given.get(one.key))}
    return {"value": given.get(one.key, one.default)}


def _within(values: Mapping[str, Any], path: Sequence[str]) -> Mapping[str, Any]:
    for part in path:
        values = values.get(part, {})
    return values
