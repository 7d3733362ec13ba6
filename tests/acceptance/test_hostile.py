"""Whatever the network sends: 200, 400, 413 or 501 with a JSON body, soon."""

import json
import socket
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.live import LiveServer, live

EXPECTED = {200, 400, 413, 501}
NAMES = ["Command", "IdCommand", "NumDevice", "Timeout", "TypeCheck", "IsFiscalCheck", "CheckStrings", "Register"]
NAMES += ["PrintText", "Text", "Font", "BarCode", "BarcodeType", "Barcode", "PrintImage", "Image", "Name", "Quantity"]
NAMES += ["Price", "Amount", "Tax", "Cash", "ElectronicPayment", "CheckProps", "AdditionalProps", "AgentSign", "Amount"]
COMMANDS = ["RegisterCheck", "PrintDocument", "GetRezult", "List", "OnOffUnut", "GetDataKKT", "GetDataCheck", "XReport"]

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from(["1e999999999", "-0", "NaN", "\ud800", "\x00", "٣", "1,5", "0x10"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=6),
    max_leaves=25,
)
commands = st.builds(
    lambda members, name: {**members, "Command": name, "Timeout": 5},
    st.dictionaries(st.sampled_from(NAMES), values, max_size=10),
    st.sampled_from(COMMANDS),
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveServer]:
    with live(tmp_path_factory.mktemp("hostile")) as running:
        yield running


def send(server: LiveServer, body: bytes) -> httpx.Response:
    started = time.monotonic()
    answer = server.client.post("/Execute", content=body)
    assert answer.status_code in EXPECTED, (answer.status_code, body[:200])
    result: dict[str, Any] = answer.json()
    assert {"Command", "Status", "Error", "IdCommand"} <= result.keys()
    assert isinstance(result["Error"], str)
    assert (answer.status_code == 200) or result["Status"] == 2
    assert time.monotonic() - started < 10
    return answer


quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@quick
@given(st.binary(max_size=300))
def test_any_bytes(server: LiveServer, body: bytes) -> None:
    send(server, body)


@quick
@given(values)
def test_any_json(server: LiveServer, body: Any) -> None:
    send(server, json.dumps(body).encode())


@quick
@given(commands)
def test_any_members(server: LiveServer, body: dict[str, Any]) -> None:
    send(server, json.dumps(body).encode())


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"[" * 1_000_000, id="a million brackets"),
        pytest.param(b'{"a":' * 100_000 + b"1" + b"}" * 100_000, id="deep objects"),
        pytest.param(b'{"Command":"' + b"x" * 1_000_000 + b'"}', id="1 MB name"),
        pytest.param(b'{"Command":"List","IdCommand":"' + b"x" * 1_000_000 + b'"}', id="1 MB id"),
        pytest.param(b'"' + b'\\"' * 1_000_000, id="a string without an end"),
        pytest.param(b"/*" * 1_000_000, id="a comment without an end"),
        pytest.param(b'{"Command":"DepositingCash","Amount":1e999999999}', id="huge exponent"),
        pytest.param(b'{"Command":"DepositingCash","Amount":"1e999999999"}', id="huge exponent in a string"),
        pytest.param(b'{"Command":"DepositingCash","Amount":' + b"9" * 100_000 + b"}", id="100 000 digits"),
        pytest.param(b'{"Command":"List","NumDevice":NaN}', id="NaN"),
        pytest.param(b'{"Command":"\\ud800"}', id="lone surrogate"),
        pytest.param(b"\xff\xfe{\x00}\x00", id="UTF-16"),
        pytest.param(b'{"Command":"PrintDocument","CheckStrings":[' + b"{}," * 300_000 + b"{}]}", id="300 000 rows"),
        pytest.param(
            b'{"Command":"PrintDocument","NumDevice":2,"CheckStrings":[{"PrintText":{"Text":"'
            + "ж".encode() * 500_000
            + b'"}}]}',
            id="1 MB of text",
        ),
    ],
)
def test_hostile_bodies(server: LiveServer, body: bytes) -> None:
    send(server, body)


def test_more_than_the_limit(server: LiveServer) -> None:
    answer = httpx.post(f"{server.url}/Execute", content=b" " * (16 * 1024 * 1024 + 1), timeout=20)
    assert answer.status_code == 413
    assert answer.json()["Status"] == 2


def test_raw_nonsense_does_not_hurt_the_others(server: LiveServer) -> None:
    for nonsense in (
        b"\x16\x03\x01 hello",
        b"POST /Execute HTTP/1.1\r\nContent-Length: 99999\r\n\r\n{",
        b"\r\n" * 1000,
    ):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(nonsense)
    assert server.post({"Command": "List"})["Status"] == 0
