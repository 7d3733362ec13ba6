"""Every setting as a form shows it: words, JSON Schema, default."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any, get_type_hints

from pydantic import BaseModel, TypeAdapter

from drivers import option_words, registry
from drivers.option_words import Said, Table
from kkmserver import reload
from kkmserver.config import DeviceHead, PoolConfig, Settings
from kkmserver.plain_schema import Schema, inlined
from kkmserver.setting_words import DEVICE, POOL, SECTIONS

_ELSEWHERE = frozenset(
    {
        *("admin_password_hash", "user_password_hash"),  # set by passwords, not by their hashes
        *("tokens", "organizations", "registers"),  # tables of their own, in the file
    }
)
_RARE = frozenset(
    {
        *("tls_certificate", "tls_key", "body_limit", "body_timeout", "queue_limit", "in_flight_limit", "client_rate"),
        *("stop_timeout", "reserve", "format", "memory_hours", "exempt_orders", "retries"),
    }
)  # keys of sections that hardly anybody touches
_POOL_MAIN = ("name", "members", "policy")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One setting. `default` is None where it has to be given; `secret`: its value is never shown."""

    key: str
    title: Said
    hint: Said
    schema: Schema
    default: Any
    required: bool = False
    restart: bool = False
    advanced: bool = False
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """`name` is dotted: dialects.kkm."""

    name: str
    title: Said
    fields: tuple[Field, ...]


def sections() -> list[Section]:
    return [Section(name, title, tuple(_of_section(name, table))) for name, (title, table) in SECTIONS.items()]


def driver_fields(name: str) -> list[Field]:
    """Of a device's table, without its number and driver; what an owner has to look at first.

    Raises KeyError for an unknown driver, ImportError where its library is missing.
    """
    options = registry.load(name).options
    hints, given = get_type_hints(options, include_extras=True), {one.name: one for one in fields(options)}
    words, main = option_words.of_options(name), option_words.of_driver(name).main
    own = [_field(key, words, hints[key], _default(given[key]), advanced=key not in main) for key in given]
    own.sort(key=lambda one: main.index(one.key) if one.key in main else len(main))
    heads = [one for one in _of_head() if one.key not in given]
    return [*heads[:1], *own, *heads[1:]]


def pool_fields() -> list[Field]:
    return [one for one in _of_model(PoolConfig, POOL, _POOL_MAIN) if one.key != "number"]


def section_defaults(name: str) -> Mapping[str, Any]:
    """The values of one section, as a file without it has them."""
    return {one.key: one.default for one in _of_section(name, SECTIONS[name][1])}


def secret(key: str) -> bool:
    return "password" in key


def _of_head() -> list[Field]:
    """What every device has: its name, and what is rarely touched."""
    return [one for one in _of_model(DeviceHead, DEVICE, ("name",)) if one.key not in ("number", "driver")]


def _of_section(name: str, table: Table) -> Iterator[Field]:
    """`restart` tells what the running server does not take."""
    for one in _of_model(_model(name), table, tuple(set(table) - _RARE)):
        yield replace(one, restart=reload.only_at_start(name, one.key))


def _model(section: str) -> type[BaseModel]:
    model: Any = Settings
    for part in section.split("."):
        model = model.model_fields[part].annotation
    return model  # type: ignore[no-any-return]


def _of_model(model: type[BaseModel], words: Table, main: tuple[str, ...]) -> Iterator[Field]:
    hints = get_type_hints(model, include_extras=True)
    for key, info in model.model_fields.items():
        if key not in _ELSEWHERE:
            default = MISSING if info.is_required() else info.get_default(call_default_factory=True)
            yield _field(key, words, hints[key], default, advanced=key not in main)


def _field(key: str, words: Table, hint: Any, default: Any, *, advanced: bool) -> Field:
    required = default is MISSING
    adapter: TypeAdapter[Any] = TypeAdapter(hint)
    return Field(
        key=key,
        title=words[key].title,
        hint=words[key].hint,
        schema=_without_names(inlined(adapter.json_schema())),
        default=None if required else adapter.dump_python(default, mode="json"),
        required=required,
        advanced=advanced and not required,
        secret=secret(key),
    )


def _default(one: Any) -> Any:
    return one.default_factory() if one.default_factory is not MISSING else one.default


def _without_names(value: Any) -> Any:
    """What pydantic takes from our classes is for programmers."""
    if isinstance(value, list):
        return [_without_names(one) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: _without_names(one) for key, one in value.items() if key not in ("title", "description")}
