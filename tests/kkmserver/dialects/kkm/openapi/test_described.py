"""The description is what the code does: every request is within it, every answer too, and it makes nothing up."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from kkmserver.dialects.kkm.catalogue import COMMANDS
from kkmserver.dialects.kkm.members import MODELS
from kkmserver.dialects.kkm.openapi import request_texts
from kkmserver.dialects.kkm.openapi.answers import ANY_ANSWER, REFUSAL
from kkmserver.dialects.kkm.openapi.command_texts import COMMAND_TEXTS
from kkmserver.dialects.kkm.openapi.document import described
from kkmserver.dialects.kkm.openapi.examples import example
from kkmserver.dialects.kkm.openapi.requests import HEAD, component
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.request import usual_request
from tests.kkmserver.dialects.kkm.desk import Shop, read
from tests.kkmserver.dialects.kkm.full import full
from tests.kkmserver.dialects.kkm.table.members import answers
from tests.kkmserver.dialects.kkm.table.members import described as by_code

jsonschema = pytest.importorskip("jsonschema", reason="comes with the dev extra")
PART = described()
SCHEMAS: dict[str, Any] = {name: schema for name, schema in PART.schemas.items() if isinstance(schema, dict)}
CODE = {one.name: one for one in by_code()}
IGNORED = {"KeySubLicensing", "VerFFD", "ClientId", "CancelOpenedCheck"}


def faults(name: str, value: object, *, closed: bool = False) -> list[str]:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": SCHEMAS}}
    if closed:
        schema["unevaluatedProperties"] = False
    found = jsonschema.Draft202012Validator(schema).iter_errors(value)
    return [f"{fault.json_path}: {fault.message[:300]}" for fault in found]


def members(schema: dict[str, Any], before: str = "") -> Iterator[str]:
    """Paths as the table of docs/kkmserver-api.md has them."""
    if "$ref" in schema:
        schema = SCHEMAS[schema["$ref"].rpartition("/")[2]]
    for base in schema.get("allOf", ()):
        yield from members(base, before)
    for name, inner in schema.get("properties", {}).items():
        yield before + name
        if name != "Rezult":
            mark = "[]." if "items" in inner else "."
            yield from members(inner.get("items", inner), f"{before}{name}{mark}")


def test_every_command_is_described_once() -> None:
    assert COMMAND_TEXTS.keys() == MODELS.keys()


@pytest.mark.parametrize("name", MODELS)
def test_every_member_of_a_request_is_described(name: str) -> None:
    assert set(members(SCHEMAS[component(name)])) == {"Command", *CODE[name].request} - IGNORED


@pytest.mark.parametrize("name", MODELS)
def test_every_member_of_an_answer_is_described(name: str) -> None:
    assert set(members(SCHEMAS[f"{component(name)}Answer"])) == set(CODE[name].answer)


@pytest.mark.parametrize("name", MODELS)
def test_what_is_answered_is_as_described(name: str) -> None:
    for answer in answers(name):
        assert faults(f"{component(name)}Answer", answer, closed=True) == []
        assert faults(ANY_ANSWER, answer) == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_request_with_every_member_is_within_the_schema(name: str) -> None:
    assert faults(component(name), full(name)) == []
    assert faults("AnyRequest", full(name)) == []


def test_no_text_is_for_nothing() -> None:
    owners = {part: schema for part, schema in SCHEMAS.items() if part == HEAD or "x-group" in schema}
    owners |= {part: schema for part, schema in SCHEMAS.items() if "properties" in schema}
    used = set()
    for part, schema in owners.items():
        own = schema["allOf"][1] if "allOf" in schema else schema
        used |= {
            name if (name := f"{part}.{member}") in request_texts.described() else member
            for member in own["properties"]
        }
    assert request_texts.described() <= used


@pytest.mark.parametrize("name", COMMANDS)
def test_an_example_is_in_the_strict_form(name: str) -> None:
    shown = example(name)
    assert faults(component(name), shown) == []
    assert usual_request(json.dumps(shown).encode(), Reading()) is not None


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({"Command": "RegisterCheck", "TypeCheck": 4}, "$.TypeCheck"),
        ({"Command": "RegisterCheck", "CheckStrings": [{"Register": {"Name": "Чай", "Quantity": 1}}]}, "Register"),
        ({"Command": "DepositingCash", "Amount": "5"}, "$.Amount"),
        ({"Command": "KkmRegOfd", "RegKkmOfd": {"TaxVariant": "0;3"}}, "TaxVariant"),
        ({"Command": "PrintDocument", "Fields": []}, "$.Fields"),
        ({"Command": "List", "FN_DateEnd": "завтра"}, "$.FN_DateEnd"),
        ({"Command": "OnOffUnut"}, "'Active'"),
    ],
)
def test_the_strict_form_is_strict(body: dict[str, Any], wrong: str) -> None:
    assert any(wrong in fault for fault in faults(body["Command"], body))


@pytest.mark.parametrize("body", [b"", b"[]", b'{"Command":"Nothing"}', b"{}"])
def test_a_refusal_is_as_described(body: bytes) -> None:
    answer = Shop().raw(body)
    assert str(answer.status) in {"400", "501"}
    assert faults(REFUSAL, read(answer), closed=True) == []


def test_every_address_of_the_dialect_is_there() -> None:
    told = {(method.upper(), path.lower()) for path, item in PART.paths.items() for method in dict(item)}  # type: ignore[call-overload]
    assert told == set(Shop().dialect.endpoints())
