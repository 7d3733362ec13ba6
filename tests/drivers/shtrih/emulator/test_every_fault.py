"""Every fault of the wire and of the power, on the commands that cost money: what is executed then, and what is left.

The commands are those of spec/shtrih-m.md 8: 8Dh, FF46, FF45, 41h.
"""

import pytest

from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.emulation.plan import What
from drivers.shtrih.emulator.device import Device
from tests.clock import FakeClock
from tests.drivers.shtrih.emulator.frames import ACK, CLOSE, ENQ, EXAMPLES, NAK

OPEN_SHIFT, OPEN, OPERATION, Z_REPORT = (EXAMPLES[index][0] for index in (6, 4, 14, 7))
BEFORE = {OPEN: [], OPERATION: [OPEN], CLOSE: [OPEN, OPERATION], Z_REPORT: []}  # after the shift was opened
RECORDS = {CLOSE, Z_REPORT}
NEVER_BEGAN = {
    Link.GOOD_REFUSED,
    Link.SILENCE,
    Link.SPOILED,
    Link.PORT_GONE,
    Link.RESET_BEFORE_ACK,
    Power.BEFORE_EXECUTION,
}
OF_ENQ = {Link.ENQ_IGNORED, Link.ENQ_GARBAGE, Link.NAK_STORM, Link.SPOILED}
KINDS: list[What] = [*Link, *Power]


def prepared(command: bytes) -> Device:
    device = Device(ffd="1.05", clock=FakeClock())
    for frame in (OPEN_SHIFT, *BEFORE[command]):
        assert device.feed(ENQ + frame).startswith(NAK + ACK)
        device.feed(ACK)
    return device


def resynchronized(device: Device) -> bytes:
    """The power is on and the connection a new one: what ENQ brings until the register is in step."""
    device.switch("power", on=True)
    device.talk.hang_up()
    held = b""
    for _ in range(3):
        said = device.feed(ENQ)
        if said == NAK:
            return held
        held += said
        device.feed(ACK)
    raise AssertionError("never in step")


@pytest.mark.parametrize("command", [OPEN, OPERATION, CLOSE, Z_REPORT])
@pytest.mark.parametrize("what", KINDS)
def test_executed_once_or_not_at_all(what: What, command: bytes) -> None:
    device = prepared(command)
    recorded, executed = len(device.storage.documents), len(device.talk.exchanges)
    code = "" if what in OF_ENQ else device_code(command)
    device.talk.plan.inject(Fault(what=what, command=code, seconds=1.0, at=2))
    device.feed(ENQ + command)
    held = resynchronized(device)
    times = 0 if what in NEVER_BEGAN else 1
    assert len(device.talk.plan.struck) == 1
    assert len(device.talk.exchanges) - executed == times
    assert len(device.storage.documents) - recorded == times * (command in RECORDS)
    if times == 0 or isinstance(what, Power):
        assert held == b"", "nothing, or nothing any more"
    else:
        assert held.startswith(ACK)
        assert device.talk.exchanges[-1].answer in held


@pytest.mark.parametrize("what", sorted(NEVER_BEGAN))
def test_what_never_began_may_be_sent_again(what: What) -> None:
    device = prepared(CLOSE)
    device.talk.plan.inject(Fault(what=what, command="" if what in OF_ENQ else "FF45"))
    recorded = len(device.storage.documents)
    device.feed(ENQ + CLOSE)
    resynchronized(device)
    assert device.feed(CLOSE)[:6] == ACK + bytes.fromhex("02 10 FF 45 00")
    assert len(device.storage.documents) == recorded + 1


def device_code(frame: bytes) -> str:
    return frame[2 : 4 if frame[2] == 0xFF else 3].hex()
