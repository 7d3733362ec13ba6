"""Every fault of the wire and of the power, on the commands that cost money: what is executed then, and what is left.

The commands are those of spec/atol.md 9.4 and 10: 92h, EBh, 99h, 4Ah, 5Ah.
"""

import pytest

from drivers.atol.emulator.device import Device
from drivers.atol.emulator.faults import Packet
from drivers.atol.emulator.frame import framed
from drivers.atol.emulator.packet import Packet as Sent
from drivers.atol.emulator.packet import Reader
from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.emulation.plan import What
from tests.clock import FakeClock
from tests.drivers.atol.emulator.host import CASH_200, CLOSE, TEA

OPEN, BEGIN, Z, TID = "92 00 01", "EA 00 01 00", "5A", 7
TO_SALE = ("56 01 00 00 00 30", "9A 00")
BEFORE = {
    OPEN: TO_SALE,
    TEA: (*TO_SALE, OPEN, BEGIN),
    CASH_200: (*TO_SALE, OPEN, BEGIN, TEA),
    CLOSE: (*TO_SALE, OPEN, BEGIN, TEA, CASH_200),
    Z: (*TO_SALE, "48", "56 03 00 00 00 30"),
}
RECORDS = {CLOSE, Z}
NEVER_BEGAN: set[What] = {
    Link.GOOD_REFUSED,
    Link.SILENCE,
    Link.SPOILED,
    Link.PORT_GONE,
    Link.RESET_BEFORE_ACK,
    Power.BEFORE_EXECUTION,
    Packet.OVERFLOW,
    Packet.TID_TAKEN,
    Packet.ILLEGAL,
    Packet.STOPPED,
}
OF_ENQ: set[What] = {Link.ENQ_IGNORED, Link.ENQ_GARBAGE, Link.NAK_STORM, Packet.ENQ_CLASH}
OF_V3: set[What] = {*Packet, Link.OTHER_CODE} - {Packet.ENQ_CLASH}
KINDS: list[What] = [*Link, *Power, *Packet]
ENQ, ACK, EOT = b"\x05", b"\x06", b"\x04"


def raw(command: str) -> bytes:
    return b"\0\0" + bytes.fromhex(command)


def prepared(command: str) -> Device:
    device = Device(clock=FakeClock(), report_polls=0, reset_polls=0)
    for each in BEFORE[command]:
        assert device.execute(raw(each))[1] == 0
    return device


def fault(what: What, command: str) -> Fault:
    everything = what in OF_ENQ or what is Link.SPOILED
    return Fault(what=what, command="" if everything else command[:2], seconds=0.0, at=2)


def happened(device: Device, what: What, command: str, before: int) -> None:
    times = 0 if what in NEVER_BEGAN or what in OF_ENQ else 1
    codes = [each.code.hex().upper() for each in device.talk.exchanges if each.code != b"\x47"]
    assert codes == [command[:2]] * times
    recorded = times * (command in RECORDS)
    assert device.till.storage.last - before == recorded
    assert len(device.talk.plan.struck) == 1


@pytest.mark.parametrize("command", BEFORE, ids=lambda command: command[:2])
@pytest.mark.parametrize("what", sorted(set(KINDS) - OF_V3))
def test_v2_executes_once_or_not_at_all(what: What, command: str) -> None:
    device = prepared(command)
    before = device.till.storage.last
    device.feed(ENQ + framed(raw("47")) + EOT + ACK + ACK)
    device.talk.plan.inject(fault(what, command))
    device.feed(ENQ + framed(raw(command)) + EOT)
    if device.conditions.power:
        device.feed(ACK + ACK)
    happened(device, what, command, before)


@pytest.mark.parametrize("command", BEFORE, ids=lambda command: command[:2])
@pytest.mark.parametrize("what", sorted(set(KINDS) - OF_ENQ - {Packet.TID_LOST}))
def test_v3_executes_once_or_not_at_all_and_req_tells_which(what: What, command: str) -> None:
    device = prepared(command)
    before = device.till.storage.last
    device.talk.plan.inject(fault(what, command))
    device.feed(Sent(1, bytes([0xC1, 1, TID]) + raw(command)).framed())
    happened(device, what, command, before)
    device.switch("power", on=True)
    device.talk.hang_up()
    told = [each.data for each in Reader().feed(device.feed(Sent(2, bytes([0xC3, TID])).framed()))][-1]
    known = what not in NEVER_BEGAN and not isinstance(what, Power)
    assert told == (b"\xa3" + device.talk.exchanges[0].answer if known else b"\xb3")


def test_a_broken_power_forgets_no_document() -> None:
    device = prepared(CLOSE)
    device.talk.plan.inject(Fault(what=Power.RAM_LOST, command="4A", seconds=None))
    device.feed(Sent(1, bytes([0xC1, 1, TID]) + raw(CLOSE)).framed())
    assert not device.conditions.power
    device.switch("power", on=True)
    assert (device.till.storage.last, device.core.receipt, device.mode) == (3, None, 0)


def test_a_lost_memory_has_no_receipt() -> None:
    device = prepared(CASH_200)
    device.talk.plan.inject(Fault(what=Power.RAM_LOST, command="99"))
    device.feed(Sent(1, bytes([0xC1, 1, TID]) + raw(CASH_200)).framed())
    device.switch("power", on=True)
    assert (device.core.receipt, device.till.storage.last) == (None, 2)
