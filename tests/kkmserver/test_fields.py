"""Every setting has words and a schema that a form can use."""

from collections.abc import Iterator
from dataclasses import fields as fields_of
from typing import Any

import pytest

from drivers import option_words, registry
from drivers.option_words import Said
from kkmserver import fields
from kkmserver.config import DeviceHead, PoolConfig, Settings
from kkmserver.fields import Field
from kkmserver.setting_words import DEVICE, POOL, SECTIONS
from kkmserver.web.catalogue import catalogue

ALL = {name: fields.driver_fields(name) for name in option_words.names()} | {"pool": fields.pool_fields()}


@pytest.mark.parametrize("name", registry.names())
def test_every_option_of_a_driver_is_told_and_none_that_is_none(name: str) -> None:
    options = {one.name for one in fields_of(registry.load(name).options)}
    assert set(option_words.of_options(name)) == options
    assert set(option_words.of_driver(name).main) <= options


def test_every_driver_is_told_and_every_key_beside_its_options() -> None:
    assert sorted(option_words.names()) == registry.names()
    assert set(DeviceHead.model_fields) <= set(DEVICE)
    assert set(PoolConfig.model_fields) == set(POOL)


def test_every_section_is_told() -> None:
    told = {name.split(".")[0] for name in SECTIONS}
    assert told == set(Settings.model_fields)
    for section in fields.sections():
        assert [one.key for one in section.fields]


def test_words_are_short_and_in_their_language() -> None:
    for where, one in _every():
        assert 0 < len(one.title.ru) <= 32, (where, one.title)
        assert one.hint.ru.endswith("."), (where, one.hint)
        assert one.hint.en.endswith("."), (where, one.hint)
        assert len(one.hint.ru) < 200, (where, one.hint)


def test_schemas_stand_by_themselves() -> None:
    for where, one in _every():
        assert not {"$ref", "$defs", "allOf", "oneOf", "title"} & set(_keys(one.schema)), (where, one.schema)
        assert "type" in one.schema or "anyOf" in one.schema, (where, one.schema)


def test_what_must_be_chosen_stands_first() -> None:
    keys = [one.key for one in ALL["shtrih"]]
    assert keys[:4] == ["name", "connection", "password", "admin_password"]
    by = {one.key: one for one in ALL["atol"]}
    assert by["taxes"].schema["propertyNames"]["enum"]
    assert not by["taxes"].advanced
    assert by["tries"].advanced
    assert by["tries"].schema == {"maximum": 10, "minimum": 1, "type": "integer"}
    assert by["connection"].required


def test_passwords_are_secrets() -> None:
    secret = {(name, one.key) for name, own in ALL.items() for one in own if one.secret}
    assert {("shtrih", "admin_password"), ("remote", "password"), ("atol", "password_operator")} <= secret
    assert all("password" in key for _, key in secret)


def test_what_counts_from_the_next_start_only() -> None:
    restart = {(section.name, one.key): one.restart for section in fields.sections() for one in section.fields}
    assert restart["server", "port"]
    assert restart["journal", "keep_days"]
    assert not restart["server", "away"]
    assert not restart["log", "level"]


def test_a_driver_that_cannot_be_loaded_here(monkeypatch: pytest.MonkeyPatch) -> None:
    def load(name: str) -> Any:
        raise ImportError("No module named 'win32print'", name="win32print")

    catalogue.cache_clear()
    monkeypatch.setattr(registry, "load", load)
    spooler = next(one for one in catalogue() if one["name"] == "spooler")
    catalogue.cache_clear()
    assert "win32print" in spooler["why_not"]
    assert spooler["title"]["ru"]


def _every() -> Iterator[tuple[str, Field]]:
    for name, own in ALL.items():
        for one in own:
            yield f"{name}.{one.key}", one
    for section in fields.sections():
        for one in section.fields:
            yield f"{section.name}.{one.key}", one


def _keys(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, one in value.items():
            yield key
            yield from _keys(one)
    elif isinstance(value, list):
        for one in value:
            yield from _keys(one)


def test_said_in_both_languages() -> None:
    for name in registry.names():
        words = option_words.of_driver(name)
        for said in (words.title, words.about):
            assert isinstance(said, Said)
            assert said.ru
            assert said.en
