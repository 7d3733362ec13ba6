"""Every fault of the wire, step by step, with a machine that answers what the spec prints."""

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulation.distortion import JUNK
from drivers.emulation.frame_faults import Fault, Faults, Link, Power
from drivers.emulation.pace import Pace
from drivers.emulation.steps import Leave, Leaves, Say, Step, Wait
from drivers.shtrih.emulator.levels import Levels
from drivers.shtrih.emulator.talk import Exchange, Talk
from tests.clock import FakeClock
from tests.drivers.shtrih.emulator.frames import ACK, CLOSE, CLOSED, ENQ, EXAMPLES, EXTRA, NAK, REQUESTS

BEEP, BEEPED = EXAMPLES[3]
OPEN, OPENED = EXAMPLES[4]
ANSWERS = {asked[2:-1]: told[2:-1] for asked, told in reversed(EXAMPLES)}  # of equal requests the first


class Wired:
    """A host's hand on the wire, and what is known afterwards."""

    def __init__(self, *faults: Fault, pace: Pace | None = None, levels: Levels | None = None) -> None:
        self.clock = FakeClock()
        self.answers = dict(ANSWERS)
        self.talk = Talk(lambda body: self.answers[body], self.clock.monotonic, pace=pace, levels=levels)
        self.say(ENQ)
        self.talk.plan.inject(*faults)

    def steps(self, data: bytes) -> list[Step]:
        return merged(self.talk.hear(data))

    def say(self, data: bytes) -> bytes:
        """What comes back at once. Raises AssertionError where it is more than words."""
        steps = self.steps(data)
        assert all(isinstance(step, Say) for step in steps)
        return b"".join(step.data for step in steps if isinstance(step, Say))

    def time_passes(self, seconds: float = 0.1) -> bytes:
        self.clock.advance(seconds)
        return b"".join(step.data for step in self.talk.tick() if isinstance(step, Say))

    @property
    def executed(self) -> list[bytes]:
        return [each.code for each in self.talk.exchanges]


def merged(steps: Iterable[Step]) -> list[Step]:
    """Words that follow each other without a pause are one."""
    found: list[Step] = []
    for step in steps:
        last = found[-1] if found else None
        if isinstance(step, Say) and not step.pause and isinstance(last, Say) and not last.pause:
            found[-1] = Say(last.data + step.data)
        else:
            found.append(step)
    return found


@pytest.mark.parametrize(("asked", "told"), EXAMPLES)
def test_every_example_goes_both_ways(asked: bytes, told: bytes) -> None:
    wired = Wired()
    wired.answers[asked[2:-1]] = told[2:-1]
    assert wired.say(ENQ) == NAK
    assert wired.say(asked) == ACK + told
    assert wired.say(ACK) == EXTRA
    assert wired.say(ENQ) == NAK


@pytest.mark.parametrize("asked", REQUESTS)
def test_requests_without_a_printed_answer(asked: bytes) -> None:
    wired = Wired()
    wired.answers[asked[2:-1]] = asked[2:3] + b"\0\x1e"
    assert wired.say(asked)[:5] == ACK + b"\x02\x03" + asked[2:3] + b"\0"


@given(st.lists(st.sampled_from(EXAMPLES), min_size=1, max_size=4), st.integers(1, 7))
def test_chunks_and_glue_do_not_matter(examples: list[tuple[bytes, bytes]], size: int) -> None:
    wired = Wired()
    said = b""
    for asked, told in examples:
        wired.answers[asked[2:-1]] = told[2:-1]
        glued = ENQ + asked
        said += b"".join(wired.say(glued[at : at + size]) for at in range(0, len(glued), size)) + wired.say(ACK)
    assert said == b"".join(NAK + ACK + told + EXTRA for _, told in examples)
    assert len(wired.executed) == len(examples)


def test_a_confirmation_a_question_and_a_command_in_one_piece() -> None:
    wired = Wired()
    wired.say(OPEN)
    assert wired.say(ACK + ENQ + BEEP) == EXTRA + NAK + ACK + BEEPED


def test_the_lost_answer_of_the_spec_byte_by_byte() -> None:
    subtotal, told = EXAMPLES[18]
    assert subtotal == bytes.fromhex("02 05 89 1E 00 00 00 92")
    wired = Wired(Fault(what=Link.ANSWER_LOST, command="89"))
    assert wired.say(ENQ) == NAK
    assert wired.say(subtotal) == ACK
    assert wired.time_passes(30) == b""
    assert wired.say(ENQ) == ACK + told
    assert wired.say(ACK) == EXTRA
    assert wired.executed == [b"\x89"]


def test_what_comes_with_a_command_is_lost_in_its_execution() -> None:
    wired = Wired()
    assert wired.say(BEEP + ENQ + ENQ) == ACK + BEEPED
    assert wired.say(ACK) == EXTRA


def test_half_a_frame_is_refused_in_time() -> None:
    wired = Wired()
    assert wired.say(BEEP[:4]) == b""
    assert wired.time_passes(0.05) == b""
    assert wired.time_passes(0.05) == NAK


def test_some_say_no_extra_byte() -> None:
    wired = Wired()
    wired.talk._extra_byte = False
    wired.say(BEEP)
    assert wired.say(ACK) == b""


def test_the_pace_of_a_healthy_register() -> None:
    wired = Wired(pace=Pace(ack=0.1, answer=2.0, byte=0.01))
    assert wired.steps(BEEP) == [Wait(0.1), Say(ACK), Wait(2.0), Say(BEEPED, 0.01)]


# before the command is executed


def test_enq_ignored() -> None:
    wired = Wired(Fault(what=Link.ENQ_IGNORED, times=2))
    assert [wired.say(ENQ) for _ in range(3)] == [b"", b"", NAK]
    assert wired.say(BEEP) == ACK + BEEPED, "an 05 in a frame is no ENQ"


def test_enq_garbage() -> None:
    wired = Wired(Fault(what=Link.ENQ_GARBAGE))
    assert [wired.say(ENQ), wired.say(ENQ)] == [JUNK, NAK]


def test_nak_storm() -> None:
    wired = Wired(Fault(what=Link.NAK_STORM), Fault(what=Link.NAK_STORM, at=3, seconds=0.1))
    assert wired.say(ENQ) == 20 * NAK
    assert wired.steps(ENQ) == [Say(3 * NAK, 0.1)]
    assert (wired.say(ENQ), wired.say(BEEP)) == (NAK, ACK + BEEPED)


def test_a_good_command_refused() -> None:
    wired = Wired(Fault(what=Link.GOOD_REFUSED, command="FF45"))
    assert wired.say(CLOSE) == NAK
    assert wired.executed == []
    assert wired.say(CLOSE) == ACK + CLOSED


def test_silence() -> None:
    wired = Wired(Fault(what=Link.SILENCE, command="8D", seconds=3.0))
    assert wired.steps(OPEN) == [Wait(3.0)]
    assert (wired.executed, wired.say(ENQ)) == ([], NAK)


@pytest.mark.parametrize(
    ("fault", "left"),
    [
        (Fault(what=Link.PORT_GONE, seconds=2.0), Leave(Leaves.PORT, 2.0)),
        (Fault(what=Link.RESET_BEFORE_ACK), Leave(Leaves.LINE)),
    ],
)
def test_gone_before_ack(fault: Fault, left: Leave) -> None:
    wired = Wired(fault)
    assert wired.steps(OPEN) == [left]
    wired.talk.hang_up()
    assert (wired.executed, wired.say(ENQ)) == ([], NAK)


def test_another_speed() -> None:
    wired = Wired(Fault(what=Link.SPOILED, times=2))
    assert wired.say(ENQ) == bytes([NAK[0] ^ 0x5A])
    assert wired.say(BEEP) == bytes([NAK[0] ^ 0x5A]) * len(BEEP)
    assert wired.say(ENQ + BEEP) == NAK + ACK + BEEPED


# after it


def test_ack_lost() -> None:
    wired = Wired(Fault(what=Link.ACK_LOST))
    assert wired.say(BEEP) == BEEPED
    assert wired.say(ACK) == EXTRA
    assert wired.executed == [b"\x13"]


def test_ack_late() -> None:
    wired = Wired(Fault(what=Link.ACK_LATE, seconds=2.0))
    assert wired.steps(BEEP) == [Wait(2.0), Say(ACK + BEEPED)]


def test_answer_late() -> None:
    wired = Wired(Fault(what=Link.ANSWER_LATE, seconds=2.0))
    assert wired.steps(BEEP) == [Say(ACK), Wait(2.0), Say(BEEPED)]


def test_answer_cut_and_held() -> None:
    wired = Wired(Fault(what=Link.ANSWER_CUT, at=3))
    assert wired.say(BEEP) == ACK + BEEPED[:3]
    assert wired.say(NAK) == b""
    assert wired.say(ENQ) == ACK + BEEPED


def test_answer_slow() -> None:
    wired = Wired(Fault(what=Link.ANSWER_SLOW, seconds=0.2))
    assert wired.steps(BEEP) == [Say(ACK), Say(BEEPED, 0.2)]


def test_answer_twice() -> None:
    assert Wired(Fault(what=Link.ANSWER_TWICE)).say(BEEP) == ACK + BEEPED + BEEPED


def test_bad_sum_once_and_always() -> None:
    broken = BEEPED[:-1] + bytes([BEEPED[-1] ^ 0xFF])
    wired = Wired(Fault(what=Link.BAD_SUM))
    assert wired.say(BEEP) == ACK + broken
    assert wired.say(NAK + ENQ) == ACK + BEEPED
    wired = Wired(Fault(what=Link.BAD_SUM, times=None))
    assert wired.say(BEEP) == ACK + broken
    assert [wired.say(NAK + ENQ) for _ in range(3)] == [ACK + broken] * 3


def test_bad_length() -> None:
    assert Wired(Fault(what=Link.BAD_LENGTH)).say(BEEP) == ACK + b"\x02\x04" + BEEPED[2:]


def test_junk_before() -> None:
    assert Wired(Fault(what=Link.JUNK_BEFORE)).say(BEEP) == ACK + JUNK + BEEPED


def test_a_stale_answer_with_the_right_one_behind_it() -> None:
    wired = Wired(Fault(what=Link.ANSWER_STALE, command="13"))
    wired.say(OPEN + ACK)
    wired.say(ACK)
    assert wired.say(BEEP) == ACK + OPENED
    assert wired.say(ACK) == EXTRA
    assert wired.say(ENQ) == ACK + BEEPED
    assert wired.say(ACK + ENQ) == EXTRA + NAK


def test_the_first_command_has_no_stale_answer() -> None:
    assert Wired(Fault(what=Link.ANSWER_STALE)).say(BEEP) == ACK + BEEPED


@pytest.mark.parametrize(
    ("asked", "told"),
    [(BEEP, "02 03 12 00 1E 0F"), (EXAMPLES[14][0], "02 03 FF 47 00 BB")],
)
def test_another_code(asked: bytes, told: str) -> None:
    wired = Wired(Fault(what=Link.OTHER_CODE))
    assert wired.say(asked) == ACK + bytes.fromhex(told)
    assert wired.say(ACK + ENQ) == EXTRA + NAK


@pytest.mark.parametrize(
    ("what", "steps"),
    [
        (Link.RESET_AFTER_ACK, [Say(ACK), Leave(Leaves.LINE)]),
        (Link.RESET_AFTER_ANSWER, [Say(ACK + BEEPED), Leave(Leaves.LINE)]),
    ],
)
def test_a_reset_leaves_the_answer_held(what: Link, steps: list[Step]) -> None:
    wired = Wired(Fault(what=what))
    assert wired.steps(BEEP) == steps
    wired.talk.hang_up()
    assert wired.executed == [b"\x13"]
    assert wired.say(ENQ) == ACK + BEEPED


@pytest.mark.parametrize(
    ("what", "steps", "executed"),
    [
        (Power.BEFORE_EXECUTION, [Say(ACK), Leave(Leaves.POWER, 1.0)], 0),
        (Power.AFTER_EXECUTION, [Say(ACK), Leave(Leaves.POWER, 1.0)], 1),
        (Power.RAM_LOST, [Say(ACK), Leave(Leaves.POWER, 1.0, ram_lost=True)], 1),
        (Power.WHILE_PRINTING, [Say(ACK + BEEPED), Leave(Leaves.POWER, 1.0)], 1),
    ],
)
def test_power(what: Power, steps: list[Step], executed: int) -> None:
    wired = Wired(Fault(what=what, seconds=1.0))
    assert wired.steps(BEEP) == steps
    wired.talk.power_cut()
    assert len(wired.executed) == executed
    assert wired.say(ENQ) == NAK, "nothing is held any more"


def test_what_is_switched_on_the_page() -> None:
    wired = Wired()
    wired.talk.faults = Faults(bad_sum=True, junk_before=b"\0")
    assert wired.say(BEEP) == ACK + b"\0" + BEEPED[:-1] + bytes([BEEPED[-1] ^ 0xFF])


def test_a_fault_waits_for_its_command() -> None:
    wired = Wired(Fault(what=Link.ANSWER_LOST, command="FF45"))
    assert wired.say(OPEN) == ACK + OPENED
    assert wired.say(ACK + CLOSE) == EXTRA + ACK
    assert [fault.command for fault in wired.talk.plan.struck] == ["FF45"]


def test_the_journal_tells_codes_and_errors() -> None:
    assert Exchange(CLOSE[2:-1], CLOSED[2:-1]).code == b"\xff\x45"
    assert Exchange(CLOSE[2:-1], CLOSED[2:-1]).error == 0
    assert Exchange(b"\x8d\x1e\0\0\0\0", b"\x8d\x73").error == 0x73
    assert Exchange(b"\xff\x46\x1e\0\0\0", b"\xff\x37").error == 0x37, "the short form"


# over numbered packets


def packets() -> tuple[bytes, bytes]:
    return bytes.fromhex("8F 07 00 01 00 13 1E 00 00 00 CD 42"), bytes.fromhex("8F 05 00 01 00 13 00 1E F4 CB")


def numbered(*faults: Fault) -> Wired:
    wired = Wired(levels=Levels(v2=True))
    wired.talk.power_cut()
    wired.talk.plan.inject(*faults)
    return wired


def test_packets_have_no_control_bytes() -> None:
    beep, beeped = packets()
    wired = numbered()
    assert wired.say(beep) == beeped
    assert wired.say(beep) == beeped
    assert wired.executed == [b"\x13"]


def test_a_good_packet_refused_is_passed_over_in_silence() -> None:
    beep, beeped = packets()
    wired = numbered(Fault(what=Link.GOOD_REFUSED))
    assert (wired.say(beep), wired.executed) == (b"", [])
    assert wired.say(beep) == beeped


def test_a_lost_packet_is_told_again() -> None:
    beep, beeped = packets()
    wired = numbered(Fault(what=Link.ANSWER_LOST))
    assert [wired.say(beep), wired.say(beep)] == [b"", beeped]
    assert wired.executed == [b"\x13"]


def test_a_packet_that_was_not_executed_is_executed_when_it_comes_again() -> None:
    beep, beeped = packets()
    wired = numbered(Fault(what=Link.SILENCE, seconds=1.0))
    assert wired.steps(beep) == [Wait(1.0)]
    assert wired.say(beep) == beeped
