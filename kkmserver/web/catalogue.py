"""All kinds of devices and what can be set of them, for forms that describe a device."""

from functools import cache
from typing import Any

from drivers import option_words
from kkmserver import fields
from kkmserver.setting_words import POOL_ABOUT, POOL_TITLE
from kkmserver.web import setting_shapes

Json = dict[str, Any]


@cache
def catalogue() -> list[Json]:
    """Drivers, and the pool behind them. The first call loads them all: make it in a thread."""
    return [*(_driver(name) for name in option_words.names()), _pool()]


def _driver(name: str) -> Json:
    """`why_not`: why it cannot be used on this computer."""
    words = option_words.of_driver(name)
    try:
        options, why_not = fields.driver_fields(name), ""
    except ImportError as error:
        options, why_not = [], f"Здесь не работает: нет библиотеки {error.name or error}"
    return {
        "name": name,
        "title": setting_shapes.said(words.title),
        "about": setting_shapes.said(words.about),
        "kind": words.kind.value,
        "virtual": words.virtual,
        "connections": list(words.connections),
        "options": [setting_shapes.field(one) for one in options],
        "why_not": why_not,
    }


def _pool() -> Json:
    return {
        "name": "pool",
        "title": setting_shapes.said(POOL_TITLE),
        "about": setting_shapes.said(POOL_ABOUT),
        "kind": "pool",
        "virtual": False,
        "connections": [],
        "options": [setting_shapes.field(one) for one in fields.pool_fields()],
        "why_not": "",
    }
