"""The service without its port: what is said at once. Source: spec/mercury.md 1, 6."""

import json

import pytest

from drivers.emulation.answer_faults import Fault, What
from drivers.mercury.emulator.device import Device
from tests.clock import FakeClock

BODY = b'{"command":"GetDriverInfo"}'
QUESTION = b"POST /api.json HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n" % len(BODY) + BODY


@pytest.mark.parametrize("step", [1, 7, len(QUESTION)])
def test_a_question_in_any_chunks(step: int) -> None:
    device = Device(clock=FakeClock())
    said = b"".join(device.feed(QUESTION[at : at + step]) for at in range(0, len(QUESTION), step))
    assert json.loads(said.partition(b"\r\n\r\n")[2])["protocolVer"] == "3.12"
    assert [(each.command, each.result) for each in device.exchanges] == [("GetDriverInfo", 0)]


def test_half_a_question_is_forgotten_with_its_connection() -> None:
    device = Device(clock=FakeClock())
    device.feed(QUESTION[:40])
    device.hang_up()
    assert device.feed(QUESTION).startswith(b"HTTP/1.1 200 ")


def test_a_power_cut_says_nothing() -> None:
    device = Device(clock=FakeClock())
    device.plan.inject(Fault(what=What.POWER_AFTER, command="GetDriverInfo"))
    assert device.feed(QUESTION) == b""
    assert (device.conditions.power, len(device.exchanges), device.plan.waiting) == (False, 1, [])
    device.hang_up()
    device.switch("power", on=True)
    assert device.feed(QUESTION).startswith(b"HTTP/1.1 200 ")


def test_conditions_have_names() -> None:
    device = Device(clock=FakeClock())
    device.switch("register_gone", on=True)
    assert device.conditions.register_gone
    with pytest.raises(ValueError, match="fire"):
        device.switch("fire", on=True)
