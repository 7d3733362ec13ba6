"""Sessions, keys, and what the service says to nonsense. Source: spec/mercury.md 2, 3, 5, 6."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.mercury.emulator.command_set import COMMANDS
from drivers.mercury.emulator.register import Register
from drivers.mercury.emulator.results import Result
from tests.clock import FakeClock
from tests.drivers.mercury.emulator.host import Host

OPEN = {"portName": "COM3", "model": "185F", "baudRate": 115200}
_ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def test_one_session_has_the_port() -> None:
    host = Host()
    host.key = None
    assert host.refused("OpenSession", **OPEN) == Result.PORT_BUSY
    host.say({"command": "ClosePorts"})
    assert host.ask("OpenSession", **OPEN)["sessionKey"]


def test_a_closed_session_frees_its_port_and_its_key() -> None:
    host = Host()
    old = host.key
    host.ask("CloseSession")
    assert host.refused("GetStatus") == Result.BAD_KEY
    host.key = None
    assert host.ask("OpenSession", **OPEN)["sessionKey"] != old


def test_ports_in_use_may_stay() -> None:
    host = Host()
    host.register.quirks = replace(host.register.quirks, ports_are_freed=False)
    host.say({"command": "ClosePorts"})
    host.ask("GetStatus")


def test_a_restart_forgets_keys_and_nothing_else() -> None:
    host = Host().open_shift().open_check()
    host.register.restart()
    assert host.refused("GetStatus") == Result.BAD_KEY
    host.key = None
    host.key = host.ask("OpenSession", **OPEN)["sessionKey"]
    assert host.ask("GetStatus")["checkInfo"] == {"isOpen": True, "num": 1, "goodsQty": 0}


def test_the_key_of_an_opening_is_null_and_told() -> None:
    host = Host()
    host.ask("CloseSession")
    assert host.refused("OpenSession", **OPEN) == Result.MISSING_FIELD
    answer = host.register.execute(json.dumps({"command": "OpenSession", **OPEN}).encode())
    assert json.loads(answer)["result"] == Result.MISSING_FIELD


@pytest.mark.parametrize(
    ("change", "result"),
    [
        ({"model": "115F"}, Result.BAD_FIELD),
        ({"model": "119F"}, Result.NO_REGISTER),
        ({"portName": "COM4"}, Result.NO_REGISTER),
        ({"serialNumber": "1"}, Result.NO_REGISTER),
        ({"portName": None}, Result.MISSING_FIELD),
        ({"portname": "COM3"}, Result.BAD_FIELD),
        ({"baudRate": "115200"}, Result.BAD_FIELD),
    ],
)
def test_openings_that_fail(change: dict[str, Any], result: Result) -> None:
    host = Host(register_port="COM3")
    host.ask("CloseSession")
    host.key = None
    assert host.refused("OpenSession", **{**OPEN, **change}) == result


def test_without_the_cable_nothing_goes() -> None:
    host = Host()
    host.register.conditions.register_gone = True
    assert host.refused("GetStatus") == Result.NO_REGISTER
    host.ask("CloseSession")
    host.key = None
    assert host.refused("OpenSession", **OPEN) == Result.NO_REGISTER
    host.say({"command": "GetDriverInfo"})


@pytest.mark.parametrize(("name", "command"), COMMANDS.items())
def test_every_command_but_three_needs_a_key(name: str, command: object) -> None:
    host = Host()
    host.key = "nobody"
    keyless = name in ("GetDriverInfo", "ClosePorts", "OpenSession")
    assert (host.refused(name) == Result.BAD_KEY) is not keyless


@pytest.mark.parametrize(
    ("question", "result"),
    [
        (b"", Result.NOT_JSON),
        (b"{", Result.NOT_JSON),
        (b"\xff", Result.NOT_JSON),
        (b"[" * 100_000, Result.NOT_JSON),
        (b"[]", Result.NOT_JSON),
        (b"{}", Result.MISSING_FIELD),
        (b'{"command":1}', Result.MISSING_FIELD),
        (b'{"command":"Sell"}', Result.UNKNOWN_COMMAND),
    ],
)
def test_nonsense(question: bytes, result: Result) -> None:
    answer = Register(clock=FakeClock()).execute(question)
    assert json.loads(answer)["result"] == result


@given(st.sampled_from(sorted(COMMANDS)), st.data())
def test_no_field_can_break_it(name: str, data: st.DataObject) -> None:
    host = Host()
    host.open_shift().open_check()
    fields = data.draw(st.fixed_dictionaries({}, optional=dict.fromkeys(COMMANDS[name].fields, _ANY_JSON)))
    host.refused(name, **fields)
