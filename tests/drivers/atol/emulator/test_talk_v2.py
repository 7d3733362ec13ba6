"""The lower level v2, byte by byte. ENQ 05, ACK 06, EOT 04, NAK 15."""

import pytest

from drivers.atol.emulator.faults import Packet
from drivers.atol.emulator.frame import framed
from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.work import JUNK, Pace
from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.emulation.steps import Leave, Leaves, Say, Wait
from tests.drivers.atol.emulator.wired import BEEP, CASH, DONE, Wired

ENQ, ACK, EOT, NAK = b"\x05", b"\x06", b"\x04", b"\x15"
ASKED, TOLD = framed(BEEP), framed(DONE)


def test_a_command_from_enq_to_eot() -> None:
    wired = Wired()
    assert wired.say(ENQ) == ACK
    assert wired.say(ASKED) == ACK
    assert wired.executed == []
    assert wired.say(EOT) == ENQ
    assert wired.say(ACK) == TOLD == bytes.fromhex("02 55 00 00 03 56")
    assert wired.say(ACK) == EOT
    assert wired.executed == [b"\x47"]
    assert wired.say(ENQ) == ACK


def test_one_byte_at_a_time_and_all_at_once() -> None:
    glued = ENQ + ASKED + EOT + ACK + ACK
    assert Wired().say(glued) == ACK + ACK + ENQ + TOLD + EOT
    wired = Wired()
    assert b"".join(wired.say(bytes([byte])) for byte in glued) == ACK + ACK + ENQ + TOLD + EOT


def test_without_eot_it_is_executed_after_t8() -> None:
    wired = Wired()
    wired.say(ENQ + ASKED)
    assert wired.time_passes(0.9) == b""
    assert wired.time_passes(0.1) == ENQ


def test_or_at_once() -> None:
    wired = Wired(quirks=Quirks(waits_for_eot=False))
    assert wired.say(ENQ + ASKED) == ACK + ACK + ENQ
    assert wired.say(EOT + ACK) == TOLD


def test_a_bad_frame_is_refused_and_may_come_again() -> None:
    wired = Wired()
    wired.say(ENQ)
    assert wired.say(ASKED[:-1] + bytes([ASKED[-1] ^ 1])) == NAK
    assert wired.say(ASKED) == ACK


def test_a_frame_that_is_too_long_is_refused() -> None:
    wired = Wired(quirks=Quirks(longest=8))
    assert wired.say(ENQ + framed(CASH)) == ACK + NAK


def test_half_a_frame_is_forgotten_in_time() -> None:
    wired = Wired()
    wired.say(ENQ + ASKED[:3])
    assert wired.time_passes(0.5) == b""
    assert wired.say(ENQ + ASKED + EOT) == ACK + ACK + ENQ


def test_a_frame_without_enq_is_nobodys() -> None:
    assert Wired(levels="v2").say(ASKED) == b""


def test_an_answer_that_is_refused_comes_again_ten_times() -> None:
    wired = Wired()
    wired.say(ENQ + ASKED + EOT)
    assert wired.say(ACK) == TOLD
    assert [wired.say(NAK) for _ in range(10)] == [TOLD] * 9 + [b""]
    assert wired.executed == [b"\x47"]


def test_an_answer_nobody_takes_is_offered_five_times() -> None:
    wired = Wired()
    wired.say(ENQ + ASKED + EOT)
    assert [wired.time_passes(0.5) for _ in range(6)] == [ENQ] * 4 + [b""] * 2
    assert wired.say(ENQ) == ACK


def test_an_answer_nobody_confirms_comes_again_and_a_new_enq_ends_it() -> None:
    wired = Wired()
    wired.say(ENQ + ASKED + EOT + ACK)
    assert wired.time_passes(0.5) == TOLD
    assert wired.say(ENQ) == ACK


def test_while_it_works_it_is_deaf() -> None:
    wired = Wired(pace=Pace(task=2.0))
    wired.say(ENQ + ASKED + EOT)
    assert wired.say(ENQ + ENQ) == b""
    assert wired.time_passes(1.9) == b""
    assert wired.executed == []
    assert wired.time_passes(0.1) == ENQ


def test_a_frame_that_was_taken_is_executed_though_the_cable_is_pulled() -> None:
    wired = Wired()
    wired.say(ENQ + ASKED)
    wired.talk.hang_up()
    assert wired.executed == [b"\x47"]
    assert wired.say(ENQ) == ACK


# faults


def test_enq_ignored_garbage_nak_and_clash() -> None:
    wired = Wired(
        Fault(what=Link.ENQ_IGNORED),
        Fault(what=Link.ENQ_GARBAGE),
        Fault(what=Packet.ENQ_CLASH),
        Fault(what=Link.NAK_STORM, at=2),
    )
    assert [wired.say(ENQ) for _ in range(5)] == [b"", JUNK, ENQ, NAK + NAK, ACK]
    assert wired.say(ASKED) == ACK


def test_good_refused() -> None:
    wired = Wired(Fault(what=Link.GOOD_REFUSED, command="47", times=2))
    wired.say(ENQ)
    assert [wired.say(ASKED) for _ in range(3)] == [NAK, NAK, ACK]


def test_a_lost_ack_and_the_same_frame_again_is_one_command() -> None:
    wired = Wired(Fault(what=Link.ACK_LOST))
    assert wired.say(ENQ + ASKED) == ACK
    assert wired.say(ASKED) == ACK
    assert wired.say(EOT + ACK) == ENQ + TOLD
    assert wired.executed == [b"\x47"]


def test_a_lost_ack_and_the_answer_is_offered_already() -> None:
    wired = Wired(Fault(what=Link.ACK_LOST), quirks=Quirks(waits_for_eot=False))
    assert wired.say(ENQ + ASKED) == ACK + ENQ
    assert wired.say(ASKED) == b""
    assert wired.time_passes(0.5) == ENQ
    assert wired.say(EOT + ACK) == TOLD
    assert wired.executed == [b"\x47"]


def test_a_late_answer_and_a_late_ack() -> None:
    wired = Wired(Fault(what=Link.ANSWER_LATE, command="47", seconds=21.0), Fault(what=Link.ACK_LATE, seconds=0.4))
    assert wired.steps(ENQ + ASKED) == [Say(ACK), Wait(0.4), Say(ACK)]
    wired.say(EOT)
    assert wired.time_passes(20.9) == b""
    assert wired.time_passes(0.1) == ENQ


def test_an_answer_that_never_comes() -> None:
    wired = Wired(Fault(what=Link.ANSWER_LOST))
    assert wired.say(ENQ + ASKED + EOT) == ACK + ACK
    assert wired.executed == [b"\x47"]
    assert wired.say(ENQ) == ACK


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (Fault(what=Link.BAD_SUM), TOLD[:-1] + b"\x57"),
        (Fault(what=Link.BAD_LENGTH), b"\x02\x00" + TOLD[1:]),
        (Fault(what=Link.JUNK_BEFORE), JUNK + TOLD),
        (Fault(what=Link.ANSWER_TWICE), TOLD + TOLD),
        (Fault(what=Link.ANSWER_CUT, at=3), TOLD[:3]),
    ],
)
def test_a_distorted_answer_comes_right_after_nak(fault: Fault, said: bytes) -> None:
    wired = Wired(fault)
    wired.say(ENQ + ASKED + EOT)
    assert wired.say(ACK) == said
    assert wired.say(NAK) == TOLD


def test_a_slow_answer() -> None:
    wired = Wired(Fault(what=Link.ANSWER_SLOW, seconds=0.1))
    wired.say(ENQ + ASKED + EOT)
    assert wired.steps(ACK) == [Say(TOLD, 0.1)]


def test_the_answer_of_the_command_before() -> None:
    wired = Wired(Fault(what=Link.ANSWER_STALE, command="49"))
    wired.answers[0x47] = bytes.fromhex("55 46 00")
    wired.say(ENQ + ASKED + EOT + ACK + ACK)
    wired.say(ENQ + framed(CASH) + EOT)
    assert wired.say(ACK) == framed(bytes.fromhex("55 46 00"))


def test_at_another_speed() -> None:
    wired = Wired(Fault(what=Link.SPOILED))
    assert wired.say(ENQ) == b""
    assert wired.say(ENQ) == ACK


@pytest.mark.parametrize(
    ("fault", "leave", "executed"),
    [
        (Fault(what=Link.PORT_GONE, seconds=3.0), Leave(Leaves.PORT, 3.0), 0),
        (Fault(what=Link.RESET_BEFORE_ACK), Leave(Leaves.LINE), 0),
        (Fault(what=Link.RESET_AFTER_ACK), Leave(Leaves.LINE), 1),
        (Fault(what=Power.BEFORE_EXECUTION, seconds=None), Leave(Leaves.POWER, None), 0),
        (Fault(what=Power.AFTER_EXECUTION, seconds=1.0), Leave(Leaves.POWER, 1.0), 1),
        (Fault(what=Power.RAM_LOST), Leave(Leaves.POWER, ram_lost=True), 1),
    ],
)
def test_the_line_or_the_power_goes(fault: Fault, leave: Leave, executed: int) -> None:
    wired = Wired(fault)
    assert wired.steps(ENQ + ASKED + EOT)[-1] == leave
    wired.talk.power_cut()
    assert wired.executed == [b"\x47"] * executed


@pytest.mark.parametrize("what", [Link.RESET_AFTER_ANSWER, Power.WHILE_PRINTING])
def test_gone_once_the_answer_is_out(what: Link | Power) -> None:
    wired = Wired(Fault(what=what))
    wired.say(ENQ + ASKED + EOT)
    steps = wired.steps(ACK)
    assert steps[0] == Say(TOLD)
    assert isinstance(steps[1], Leave)
