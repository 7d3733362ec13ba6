"""What schemathesis is told of the shop: loaded by it (SCHEMATHESIS_HOOKS), never by a test.

The requests that it makes up are steered to devices that exist, or most of them would end at "not found"; and answers
may hold nothing that the document does not name.
"""

import json
import zlib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any
from uuid import uuid4

import schemathesis

from tests.fuzz.shop import ANSWERS, NUMBERS, OTHER, REGISTERED, SPARE

_SELECTORS = ("IdDevice", "InnKkm", "KktNumber")
_PAYMENTS = ("ElectronicPayment", "AdvancePayment", "Credit", "CashProvision", "CashLessType1", "CashLessType2",
             "CashLessType3")  # fmt: skip
_EXECUTE = "/Execute"
_LAST_WORDS = ("/settings/password", "/settings/restart")  # after those the server speaks to us no more
_ENDLESS = ("/events",)  # a stream that is read until its time is up: tests/kkmserver/web/test_events.py reads it
_NOBODY = 77
_OPEN_BASES = ("Answer", "DeviceAnswer")  # others are made of them
_WHOLE = ("Info", "Unit", "ServerData", "Copy", "CopyRow", "PrintedCopy", "Counter", "RezultProcessing",
          "DataProductCode", "CheckedCode", "EgaisSlip", "Progress", "UnknownId", "Device", "JournalRow",
          "JournalEntry", "Deed", "TapeDocument")  # fmt: skip


@schemathesis.hook
def before_load_schema(context: schemathesis.HookContext, raw_schema: dict[str, Any]) -> None:
    schemas, paths = raw_schema["components"]["schemas"], raw_schema["paths"]
    for path in _LAST_WORDS + _ENDLESS:
        del paths[path]
    _close(schemas)
    _one_address_a_command(paths, schemas)
    head, item = schemas["Head"]["properties"], schemas["Register"]["properties"]
    head["NumDevice"] = {"enum": [0, *(number for number in NUMBERS if number != REGISTERED)]}
    head["Timeout"] = {"enum": [1, 5]}
    item["Quantity"]["exclusiveMinimum"] = 0
    for path, operations in paths.items():
        for parameter in (one for operation in operations.values() for one in operation["parameters"]):
            if parameter.get("name") == "number":
                parameter["schema"] = {"enum": [SPARE, _NOBODY] if path.endswith("active") else [*NUMBERS, _NOBODY]}


def _close(schemas: dict[str, Any]) -> None:
    for name, schema in schemas.items():
        if name == "Refusal" or (name.endswith("Answer") and name not in _OPEN_BASES and "allOf" in schema):
            schema["unevaluatedProperties"] = False
    for name in _WHOLE:
        schemas[name]["additionalProperties"] = False


def _one_address_a_command(paths: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Every command gets as many tries as any other; letter case of a path means nothing to the server."""
    every = paths.pop(_EXECUTE)["post"]
    commands = [name for name, schema in schemas.items() if "x-group" in schema]
    for name, path in zip(commands, _spellings(_EXECUTE), strict=False):
        answer = {"anyOf": [{"$ref": f"#/components/schemas/{one}"} for one in (f"{name}Answer", "NotTaken")]}
        body = {"schema": {"$ref": f"#/components/schemas/{name}"}}
        responses = every["responses"] | {"200": _json(answer)}
        paths[path] = {
            "post": {
                **every,
                "operationId": f"execute{name}",
                "requestBody": {"required": True, "content": {"application/json": body}},
                "responses": responses,
            }
        }


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "", "content": {"application/json": {"schema": schema}}}


def _spellings(path: str) -> Iterator[str]:
    return ("".join(letters) for letters in product(*(dict.fromkeys((char.upper(), char.lower())) for char in path)))


@schemathesis.hook
def map_body(context: schemathesis.HookContext, body: Any) -> Any:
    if not isinstance(body, dict) or not isinstance(body.get("Command"), str):
        return body
    name, dice = body["Command"], zlib.crc32(json.dumps(body, sort_keys=True).encode())
    steered = {key: value for key, value in body.items() if key not in _SELECTORS or dice % 8 == 0}
    if name in ("KkmRegOfd", "OnOffUnut"):
        steered["NumDevice"] = REGISTERED if name == "KkmRegOfd" else SPARE
        return {key: value for key, value in steered.items() if key not in _SELECTORS}
    if name in ("CloseShift", "ZReport") and dice % 4:  # else nothing that needs an open shift would ever be done
        steered["NumDevice"] = OTHER
    if name == "RegisterCheck" and dice % 2:
        steered |= _paid(steered)
    if dice % 5 and name not in ("GetRezult", "CancelCommand"):
        steered["IdCommand"] = uuid4().hex
    return steered


def _paid(receipt: dict[str, Any]) -> dict[str, Any]:
    """Members that pay for it exactly, in cash: by chance nobody ever does."""
    rows = receipt.get("CheckStrings")
    total = sum(map(_amount, rows)) if isinstance(rows, list) else 0
    return {**dict.fromkeys(_PAYMENTS, 0), "Cash": round(total, 2)}


def _amount(row: Any) -> float:
    match row:
        case {"Register": {"Amount": int() | float() as amount}}:
            return amount
    return 0


@schemathesis.hook
def after_call(
    context: schemathesis.HookContext, case: "schemathesis.Case[Any]", response: schemathesis.Response
) -> None:
    """Kept for the report: which commands were done, and what the others were told."""
    try:
        answer = response.json()
    except ValueError:
        return
    if isinstance(answer, dict) and "Status" in answer:
        with Path(ANSWERS).open("a", encoding="utf-8") as file:
            file.write(f"{json.dumps([answer['Command'], answer['Status'], answer['Error']])}\n")
