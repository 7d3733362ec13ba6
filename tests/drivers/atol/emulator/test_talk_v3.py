"""The lower level v3, packet by packet: the queue of tasks, and every fault of the wire."""

import pytest

from drivers.atol.emulator.faults import Packet
from drivers.atol.emulator.packet import Packet as Sent
from drivers.atol.emulator.packet import Reader
from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.work import JUNK, Pace
from drivers.emulation.frame_faults import Fault, Link, Power
from drivers.emulation.steps import Leave, Leaves, Say, Step, Wait
from tests.drivers.atol.emulator.wired import NO_PAPER, Wired

BEEP, CASH = "C1 01 05 00 00 47", "C1 01 06 00 00 49 00 00 00 10 00 00"


def test_the_spec_line_by_line() -> None:
    wired = Wired()
    wired.answers[0x3F] = NO_PAPER
    assert wired.say(bytes.fromhex("FE 01 00 00 C4 02")) == Sent(0, b"\xa3").framed()
    asked = bytes.fromhex("FE 06 00 01 C1 01 00 00 00 45 5F")
    assert wired.say(asked) == bytes.fromhex("FE 01 00 01 A1 B8 FE 05 00 F0 A6 00 55 00 00 B4")
    assert wired.told(1, "C3 00") == ["A3 55 00 00"]
    assert wired.say(Sent(1, b"\xc3\x00").framed()) == bytes.fromhex("FE 04 00 01 A3 55 00 00 64")
    asked = bytes.fromhex("FE 06 00 02 C1 01 01 00 00 3F ED")
    assert wired.say(asked)[-10:] == bytes.fromhex("FE 05 00 F1 A7 01 55 67 00 50")
    assert wired.say(bytes.fromhex("FE 02 00 03 C2 00 F2")) == Sent(3, b"\xa3").framed()
    assert wired.say(bytes.fromhex("FE 02 00 04 C3 01 D4")) == Sent(4, b"\xa4" + NO_PAPER).framed()


def test_pending_then_in_progress_then_the_result_unasked() -> None:
    wired = Wired(pace=Pace(of={"47": 3.0}))
    assert wired.told(1, BEEP) == ["A1"]
    assert wired.told(2, CASH) == ["A1"]
    assert wired.told(3, "C3 05") == ["A2"]
    assert wired.told(4, "C3 06") == ["A1"]
    assert wired.talk.deadline == 3.0
    said = [*Reader().feed(wired.time_passes(3.0))]
    assert [(each.id, each.data.hex()) for each in said] == [(0xF0, "a605550000"), (0xF1, "a606550000")]
    assert wired.executed == [b"\x47", b"\x49"]


def test_what_is_done_before_the_next_packet_is_told_first() -> None:
    wired = Wired(pace=Pace(task=3.0))
    wired.told(1, BEEP)
    wired.clock.advance(3.0)
    assert wired.told(2, "C3 05") == ["A6 05 55 00 00", "A3 55 00 00"]


def test_a_result_at_once() -> None:
    wired = Wired(quirks=Quirks(at_once=True))
    assert wired.told(1, BEEP) == ["A3 55 00 00"]
    assert wired.told(2, BEEP) == ["B2"], "the slot is held until Ack"
    assert wired.told(3, "C2 05") == ["A3"]
    assert wired.told(4, BEEP) == ["A3 55 00 00"]


def test_a_tid_is_taken_until_it_is_acknowledged_and_never_runs_twice() -> None:
    wired = Wired()
    wired.told(1, BEEP)
    assert wired.told(2, BEEP) == ["B2"]
    assert wired.executed == [b"\x47"]
    assert wired.told(3, "C2 05") == ["A3"]
    assert wired.told(4, "C2 05") == ["B3"]
    assert wired.told(5, "C3 05") == ["B3"]


def test_the_result_outlives_a_broken_link() -> None:
    wired = Wired(pace=Pace(task=1.0))
    wired.told(1, BEEP)
    wired.talk.hang_up()
    wired.clock.advance(5.0)
    assert wired.told(1, "C3 05")[-1] == "A3 55 00 00"
    assert wired.executed == [b"\x47"]


@pytest.mark.parametrize(("outlives", "told"), [(False, "B3"), (True, "A3 55 00 00")])
def test_the_result_and_the_power(outlives: bool, told: str) -> None:
    wired = Wired(quirks=Quirks(buffer_outlives_power=outlives))
    wired.told(1, BEEP)
    wired.talk.power_cut()
    assert wired.told(1, "C3 05") == [told]


def test_an_error_stops_the_queue_until_abort() -> None:
    wired = Wired(pace=Pace(task=1.0))
    wired.answers[0x47] = NO_PAPER
    wired.told(1, BEEP)
    wired.told(2, CASH)
    assert [each.data.hex() for each in Reader().feed(wired.time_passes(5.0))] == ["a705556700"]
    assert wired.told(3, "C3 06") == ["A5"]
    assert wired.told(4, "C1 01 07 00 00 47") == ["A5"]
    assert wired.told(5, "C3 05") == ["A4 55 67 00"]
    assert wired.told(6, "C4") == ["A3"]
    assert wired.told(7, "C3 05") == ["B3"], "Abort forgets the results too"
    wired.answers.clear()
    assert wired.told(8, BEEP) == ["A1"]
    assert wired.executed == [b"\x47"]


def test_a_stopped_queue_may_take_what_waits_for_abort() -> None:
    wired = Wired(quirks=Quirks(stopped_takes=True))
    wired.answers[0x47] = NO_PAPER
    wired.told(1, BEEP)
    assert wired.told(2, CASH) == ["A1"]
    assert wired.executed == [b"\x47"]


def test_flags() -> None:
    wired = Wired()
    wired.answers[0x47] = NO_PAPER
    assert wired.told(1, "C1 03 05 00 00 47") == ["A1", "A7 05 55 67 00"]
    assert wired.told(2, "C1 00 06 00 00 49") == ["A1"], "the error was ignored, the result is not wanted"
    assert wired.told(3, "C3 06") == ["B3"]
    assert wired.executed == [b"\x47", b"\x49"]


@pytest.mark.parametrize(("stops", "executed"), [(False, [b"\x47"]), (True, [])])
def test_abort_of_a_task_at_work(stops: bool, executed: list[bytes]) -> None:
    wired = Wired(pace=Pace(task=1.0), quirks=Quirks(abort_stops_running=stops))
    wired.told(1, BEEP)
    wired.told(2, CASH)
    assert wired.told(3, "C4") == ["A3"]
    assert wired.time_passes(5.0) == b""
    assert wired.executed == executed
    assert wired.told(4, "C3 05") == ["B3"]
    wired.told(5, BEEP)
    assert wired.time_passes(1.0) == Sent(0xF0, bytes.fromhex("A6 05 55 00 00")).framed()


def test_a_full_queue_and_illegal_values() -> None:
    wired = Wired(quirks=Quirks(slots=1))
    assert wired.told(1, "C1 01 E0 00 00 47") == ["B4"]
    assert wired.told(2, "C1 01 05 00 00") == ["B4"]
    assert wired.told(3, "C9") == ["B4"]
    wired.told(4, BEEP)
    assert wired.told(5, CASH) == ["B1"]


def test_ack_and_add_in_one() -> None:
    wired = Wired(quirks=Quirks(slots=1))
    wired.told(1, BEEP)
    assert wired.told(2, "C5 05 01 06 00 00 49") == ["A1", "A6 06 55 00 00"]


def test_an_empty_packet_asks_for_the_same_again() -> None:
    wired = Wired()
    told = wired.told(1, BEEP)
    assert wired.told(1, "") == told[:1]
    assert wired.told(0xF0, "") == told[1:]
    assert wired.told(0x33, "") == []
    assert wired.executed == [b"\x47"]


def test_a_spoiled_packet_is_asked_for_again() -> None:
    wired = Wired()
    raw = Sent(9, bytes.fromhex(BEEP)).framed()
    assert wired.say(raw[:-1] + bytes([raw[-1] ^ 1])) == Sent(9, b"").framed()
    assert wired.executed == []


def test_which_level_a_port_speaks() -> None:
    abort = Sent(0, b"\xc4").framed()
    assert Wired(levels="v2").say(abort) == b""
    assert Wired(levels="v3").say(b"\x05") == b""
    auto = Wired()
    assert [auto.say(b"\x05"), auto.say(b"\x04"), auto.say(abort)] == [b"\x06", b"", Sent(0, b"\xa3").framed()]
    with pytest.raises(ValueError, match="v4"):
        Wired(levels="v4")  # type: ignore[arg-type]


# faults of an Add


@pytest.mark.parametrize(
    ("what", "told"),
    [
        (Link.GOOD_REFUSED, ""),
        (Packet.OVERFLOW, "B1"),
        (Packet.TID_TAKEN, "B2"),
        (Packet.ILLEGAL, "B4"),
        (Packet.STOPPED, "A5"),
    ],
)
def test_add_is_not_taken(what: Link | Packet, told: str) -> None:
    wired = Wired(Fault(what=what, command="47"))
    assert wired.told(1, BEEP) == [told]
    assert wired.executed == []
    wired.told(2, "C4")
    assert wired.told(3, BEEP) == ["A1", "A6 05 55 00 00"]


def test_add_is_taken_and_its_answer_lost() -> None:
    wired = Wired(Fault(what=Link.ACK_LOST))
    assert wired.told(1, BEEP) == ["A6 05 55 00 00"]
    assert wired.told(1, BEEP) == ["B2"]
    assert wired.executed == [b"\x47"]


def test_the_answer_has_the_wrong_id() -> None:
    wired = Wired(Fault(what=Packet.OTHER_ID))
    assert [each.id for each in wired.packets(1, bytes.fromhex(BEEP))] == [0x41, 0xF0]


def test_a_sum_that_is_escaped() -> None:
    wired = Wired(Fault(what=Packet.ESCAPED_SUM))
    said = wired.say(Sent(1, bytes.fromhex(BEEP)).framed())
    packets = [*Reader().feed(said)]
    assert all(each.sound for each in packets)
    assert [each.data[:2].hex() for each in packets] == ["a6df", "a1", "a605"]
    assert b"\xfd" in said


@pytest.mark.parametrize(
    ("what", "spoiled"),
    [
        (Link.BAD_SUM, lambda raw: raw[:-1] + bytes([raw[-1] ^ 1])),
        (Link.BAD_LENGTH, lambda raw: raw[:1] + bytes([raw[1] + 1]) + raw[2:]),
        (Link.JUNK_BEFORE, lambda raw: JUNK + raw),
        (Link.ANSWER_TWICE, lambda raw: raw + raw),
        (Link.ANSWER_CUT, lambda raw: raw[:2]),
    ],
)
@pytest.mark.parametrize("skip", [0, 1])
def test_distorted(what: Link, spoiled: object, skip: int) -> None:
    """The answer to Add, or the result."""
    wired = Wired(Fault(what=what, at=2, skip=skip))
    packets = [bytes.fromhex("FE 01 00 01 A1 B8"), Sent(0xF0, bytes.fromhex("A6 05 55 00 00")).framed()]
    packets[skip] = spoiled(packets[skip])  # type: ignore[operator]
    assert wired.say(Sent(1, bytes.fromhex(BEEP)).framed()) == b"".join(packets)
    assert wired.told(2, "C3 05") == ["A3 55 00 00"]


def test_slow_and_late() -> None:
    wired = Wired(Fault(what=Link.ANSWER_SLOW, seconds=0.1), Fault(what=Link.ACK_LATE, seconds=2.0))
    steps = wired.steps(Sent(1, bytes.fromhex(BEEP)).framed())
    assert steps[:2] == [Wait(2.0), Say(bytes.fromhex("FE 01 00 01 A1 B8"), 0.1)]


# faults of a result


def test_a_result_that_is_late() -> None:
    wired = Wired(Fault(what=Link.ANSWER_LATE, seconds=30.0))
    assert wired.told(1, BEEP) == ["A1"]
    assert wired.told(2, "C3 05") == ["A2"]
    assert wired.time_passes(30.0) != b""


def test_a_result_nobody_is_told_unasked() -> None:
    wired = Wired(Fault(what=Link.ANSWER_LOST))
    assert wired.told(1, BEEP) == ["A1"]
    assert wired.told(2, "C3 05") == ["A3 55 00 00"]


def test_a_result_told_to_the_next_connection() -> None:
    wired = Wired(Fault(what=Packet.RESULT_HELD))
    assert wired.told(1, BEEP) == ["A1"]
    wired.talk.hang_up()
    assert wired.told(1, "C3 05") == ["A6 05 55 00 00", "A3 55 00 00"]


def test_a_result_that_is_gone() -> None:
    wired = Wired(Fault(what=Packet.TID_LOST))
    wired.told(1, BEEP)
    assert wired.told(2, "C3 05") == ["B3"]
    assert wired.executed == [b"\x47"]


def test_a_result_of_somebody_else_and_an_old_packet() -> None:
    wired = Wired(Fault(what=Link.OTHER_CODE))
    assert wired.told(1, BEEP) == ["A1", "A6 45 55 00 00"]
    wired = Wired(Fault(what=Link.ANSWER_STALE))
    assert wired.told(1, BEEP) == ["A1", "A1", "A6 05 55 00 00"]


@pytest.mark.parametrize(
    ("fault", "leave", "executed"),
    [
        (Fault(what=Link.PORT_GONE, seconds=3.0), Leave(Leaves.PORT, 3.0), 0),
        (Fault(what=Link.RESET_BEFORE_ACK), Leave(Leaves.LINE), 0),
        (Fault(what=Link.RESET_AFTER_ACK), Leave(Leaves.LINE), 1),
        (Fault(what=Link.RESET_AFTER_ANSWER), Leave(Leaves.LINE), 1),
        (Fault(what=Power.BEFORE_EXECUTION, seconds=None), Leave(Leaves.POWER, None), 0),
        (Fault(what=Power.AFTER_EXECUTION, seconds=1.0), Leave(Leaves.POWER, 1.0), 1),
        (Fault(what=Power.WHILE_PRINTING, seconds=1.0), Leave(Leaves.POWER, 1.0), 1),
        (Fault(what=Power.RAM_LOST), Leave(Leaves.POWER, ram_lost=True), 1),
    ],
)
@pytest.mark.parametrize("at_once", [False, True])
def test_the_line_or_the_power_goes(fault: Fault, leave: Step, executed: int, at_once: bool) -> None:
    wired = Wired(fault, quirks=Quirks(at_once=at_once))
    steps = wired.steps(Sent(1, bytes.fromhex(BEEP)).framed())
    assert steps[-1] == leave
    assert wired.executed == [b"\x47"] * executed
    told = b"".join(step.data for step in steps if isinstance(step, Say))
    assert (b"\x55\0\0" in told) is (fault.what in (Link.RESET_AFTER_ANSWER, Power.WHILE_PRINTING))


def test_silence() -> None:
    wired = Wired(Fault(what=Link.SILENCE, seconds=4.0))
    assert wired.steps(Sent(1, bytes.fromhex(BEEP)).framed()) == [Wait(4.0)]
    assert wired.executed == []
