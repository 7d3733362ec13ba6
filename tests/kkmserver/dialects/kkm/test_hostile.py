"""Whatever is sent: 200, 400 or 501 with a JSON body of bounded size, soon, and nothing raised."""

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kkmserver.dialects.kkm.catalogue import DEVICE
from kkmserver.dialects.kkm.fields import SPELLING
from kkmserver.dialects.kkm.names import OUTGOING, SERVER
from tests.kkmserver.dialects.kkm.desk import Shop, read
from tests.kkmserver.dialects.kkm.samples import DONE, receipt, row

NAMES = [*SPELLING.values(), *SPELLING, "OnOff", "Command"]
COMMANDS = [*sorted(DEVICE | SERVER | OUTGOING), "Frobnicate", "\ud800", ""]
TOKENS = [
    "NaN", "-Infinity", "1e999999", "-1e-999999999", "1e99999999999999999999", "9" * 5000, "0." + "3" * 300,
    '"\\ud800"', '"1e999999999"', '"NaN"', '"\\u0000"', "{}", "[]", '"2100-01-01"', '"0001-01-01T00:00:00Z"',
    '"9999-12-31T23:59:59-14:00"', "-0", '"٣"', "[[[[]]]]", "true",
]  # fmt: skip


def check(body: bytes) -> dict[str, Any]:
    started = time.monotonic()
    answer = Shop(DONE).raw(body)
    assert time.monotonic() - started < 5
    assert answer.status in (200, 400, 501)
    assert len(answer.body) < 65536
    members = read(answer)
    assert {"Command", "Error", "Status", "IdCommand"} <= members.keys()
    assert isinstance(members["Error"], str)
    assert members["Status"] in (0, 2, 3)
    assert (members["Status"] == 0) == (members["Error"] == "")
    assert answer.status == 200 or members["Status"] == 2
    return members


values = st.recursive(
    st.sampled_from(TOKENS) | st.integers().map(str) | st.floats().map(json.dumps) | st.text().map(json.dumps),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{','.join(items)}]")
        | st.dictionaries(st.sampled_from(NAMES), inner, max_size=5).map(
            lambda members: "{" + ",".join(f"{json.dumps(name)}:{value}" for name, value in members.items()) + "}"
        )
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(st.sampled_from(COMMANDS), st.dictionaries(st.sampled_from(NAMES), values, max_size=10))
def test_any_members(command: str, members: dict[str, str]) -> None:
    pairs = [f"{json.dumps(name)}:{value}" for name, value in members.items() if name.lower() != "command"]
    check(("{" + ",".join([f'"Command":{json.dumps(command)}', *pairs]) + "}").encode())


@settings(deadline=None)
@given(st.sampled_from(sorted({name for name in NAMES if name[0].isupper()})), st.sampled_from(TOKENS))
def test_one_bad_member_anywhere(name: str, token: str) -> None:
    pair = f'"{name}":{token}'
    item = f'{{"Name":"x","Quantity":1,"Amount":1,{pair}}}'
    inner = f'{{"Register":{item},"BarCode":{{"BarcodeType":"QR","Barcode":"1",{pair}}},"PrintText":{{{pair}}},{pair}}}'
    head = '"Command":"RegisterCheck","IsFiscalCheck":true,"TypeCheck":0'
    check(f'{{{pair},{head},"CheckStrings":[{inner}]}}'.encode())


@settings(deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(body: bytes) -> None:
    check(body)


@settings(deadline=None)
@given(values)
def test_any_json(body: str) -> None:
    check(body.encode())


BIG = "x" * 1_000_000


@pytest.mark.parametrize(
    "body",
    [
        receipt(row(Name=BIG)),
        receipt(CashierName=BIG),
        receipt(IdCommand=BIG),
        receipt(IdCommand="\ud800" * 300),
        receipt(row(Price=BIG, Tax="1" * 1_000_000, Quantity="9" * 1_000_000)),
        receipt(**{BIG: BIG}),
        receipt(ClientAddress="8" * 1_000_000),
        receipt() | {"Command": BIG},
        receipt(*[row(Price="x", Name=[])] * 20_000),
        {"Command": "PrintDocument", "CheckStrings": [{"PrintText": {"Text": BIG}}]},
        {"Command": "PrintDocument", "CheckStrings": [{"PrintImage": {"Image": BIG}}]},
        {"Command": "PrintDocument", "CheckStrings": [{"PrintImage": {"Image": "data:" + BIG}}]},
        {"Command": "List", "FN_DateEnd": BIG, "IP": BIG},
        {"Command": "GetRezult", "IdCommand": BIG},
        {"Command": "OnOffUnut", "IdDevice": BIG, "Active": BIG},
    ],
)
def test_a_megabyte_of_anything(body: dict[str, Any]) -> None:
    check(json.dumps(body).encode())


@pytest.mark.parametrize(
    "body",
    [
        b'{"Command":"XReport","x":' + b'{"x":' * 500_000,
        b'{"Command":"XReport","x":' + b"[" * 500 + b"]" * 500 + b"}",
        b'{"Command":"XReport","x":' + b"[[]," * 250_000 + b"[]" + b"]" * 250_000 + b"}",
        b'{"Command":"DepositingCash","Amount":' + b"9" * 1_000_000 + b"}",
        b'{"Command":"DepositingCash","Amount":1e' + b"9" * 1_000_000 + b"}",
        b'{"Command":"DepositingCash","Amount":"1e999999999"}',
        b'{"Command":"GetDataCheck","FiscalNumber":1e999999999}',
        b'{"Command":"GetDataCheck","Timeout":1e-999999999}',
        b'{"Command":"XReport","NumDevice":1e999999999,"IdCommand":1e999999999}',
        b'{"Command":"XReport","IdCommand":{"a":"\\ud800"}}',
    ],
)
def test_depth_and_numbers(body: bytes) -> None:
    check(body)


def test_lone_surrogates_reach_nobody() -> None:
    shop = Shop(DONE)
    answer = shop.raw(
        b'{"Command":"PrintDocument","IdCommand":"a\\ud800","CheckStrings":[{"PrintText":{"Text":"\\udfff"}}]}'
    )
    assert read(answer)["IdCommand"] == "a\ufffd"
    assert shop.command.lines[0].text == "\ufffd"  # type: ignore[union-attr]
    assert shop.desk.orders[0].id.encode()


def test_a_crowd_is_refused_before_it_is_read() -> None:
    started = time.monotonic()
    for piece in (b"1,", b"{},", b'{"Register":{}},'):
        answer = Shop().raw(b'{"Command":"PrintDocument","CheckStrings":[' + piece * 600_000 + b"{}]}")
        assert answer.status == 400
    assert time.monotonic() - started < 2


def test_no_constant_is_a_number() -> None:
    for token in (b"NaN", b"Infinity", b"-Infinity"):
        assert Shop().raw(b'{"Command":"PrintDocument","CheckStrings":[],"x":' + token + b"}").status == 400
