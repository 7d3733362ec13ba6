"""The buffered link step by step; frames are those of spec/atol.md 3.4, or made by the golden-tested codec."""

from typing import Any

import pytest

from drivers.atol import codec_v3
from drivers.atol.codec_v3 import packet
from drivers.atol.link_v3 import Link, Timing
from drivers.atol.reply import Reply
from drivers.errors import DeviceOffline, FrameError, OutcomeUnknown
from tests.drivers.atol.conversation import CLOSE, PAY, STATE, TOTAL, play, waits

TIMING = Timing(tries=3, answer=1.0, poll_after=5.0, poll_every=0.5)
DONE = Reply(0, 0, b"\0")
STATE_REPLY = Reply(0, 0, b"\0\0")


def link(first_tid: int = 0) -> Link:
    made = Link(TIMING, b"\0\0", "COM3", first_tid=first_tid)
    made.connected()
    return made


def opened() -> Link:
    """Packet id 0 is used, task 0 is next."""
    made = link()
    play(made.start(), "FE 01 00 00 C4 02 > FE 01 00 00 A1 " + packet(0, b"\xa1")[-1:].hex())
    return made


def says(number: int, *data: int) -> str:
    return packet(number, bytes(data)).hex()


def add(number: int, tid: int, request: Any) -> str:
    return packet(number, codec_v3.add(tid, b"\0\0" + request.body)).hex()


def req(number: int, tid: int) -> str:
    return packet(number, codec_v3.req(tid)).hex()


def ack(number: int, tid: int) -> str:
    return packet(number, codec_v3.ack(tid)).hex()


def abort(number: int) -> str:
    return packet(number, codec_v3.abort()).hex()


def test_the_example_of_the_specification() -> None:
    made = opened()
    asked = play(
        made.ask(STATE),
        "FE 06 00 01 C1 01 00 00 00 45 5F > FE 01 00 01 A1 B8",
        "> FE 05 00 F0 A6 00 55 00 00 B4",
    )
    assert asked == STATE_REPLY
    assert made.tid_in_flight is None
    again = play(made.ask(STATE), f"{ack(2, 0)} > {says(2, 0xA3)}", f"{add(3, 1, STATE)} > {says(3, 0xA3, 0x55, 1, 8)}")
    assert again == Reply(0, 0, b"\x01\x08")


def test_an_answer_at_once() -> None:
    made = opened()
    assert play(made.ask(PAY), f"{add(1, 0, PAY)} > FE 04 00 01 A3 55 00 00 64") == DONE


def test_an_error_stops_the_queue() -> None:
    made = opened()
    talk = made.ask(PAY)
    assert play(talk, f"{add(1, 0, PAY)} > {says(1, 0xA1)}", f"> {says(0xF1, 0xA7, 0, 0x55, 103, 0)}") == Reply(
        103, 0, b"\0"
    )
    assert (
        play(made.ask(PAY), f"{abort(2)} > {says(2, 0xA3)}", f"{add(3, 1, PAY)} > {says(3, 0xA3, 0x55, 0, 0)}") == DONE
    )


def test_how_long_it_waits() -> None:
    talk = opened().ask(PAY)
    running, pending = says(2, 0xA2), says(1, 0xA1)
    assert waits(talk, pending, "", running, "", says(3, 0xA8), "") == [1.0, 5.0, 1.0, 0.5, 1.0, 0.5, 1.0]


def test_a_result_that_does_not_come_by_itself_is_asked_for_and_the_next_one_at_once() -> None:
    made = opened()
    done = says(2, 0xA3, 0x55, 0, 0)
    assert play(made.ask(PAY), f"{add(1, 0, PAY)} > {says(1, 0xA1)}", "> -", f"{req(2, 0)} > {done}") == DONE
    talk = made.ask(PAY)
    assert waits(talk, says(3, 0xA3), says(4, 0xA1)) == [1.0, 1.0, 0.05]


def test_a_task_that_is_too_slow_is_unknown_and_settled_before_the_next() -> None:
    made = opened()
    made.stale.clear()
    talk = made.ask(PAY)
    lines = [f"{add(1, 0, PAY)} > {says(1, 0xA1)}"]
    for number in range(2, 13):  # 5 s, then ten times half a second
        lines += ["> -", f"{req(number, 0)} > {says(number, 0xA2)}"]
    with pytest.raises(OutcomeUnknown):
        play(talk, *lines)
    assert made.tid_in_flight == 0
    asked = play(
        made.ask(STATE),
        f"{req(13, 0)} > {says(13, 0xA2)}",
        f"> {says(0xF0, 0xA6, 0, 0x55, 0, 0)}",
        f"{ack(14, 0)} > {says(14, 0xA3)}",
        f"{add(15, 1, STATE)} > {says(15, 0xA3, 0x55, 0, 0)}",
    )
    assert asked == STATE_REPLY
    assert list(made.stale) == [DONE]


def test_busy_with_what_was_left_alone() -> None:
    made = opened()
    with pytest.raises(OutcomeUnknown):
        play(made.ask(PAY), f"{add(1, 0, PAY)} > -", f"{req(2, 0)} > -", f"{req(3, 0)} > -", f"{req(4, 0)} > -")
    lines = [f"{req(5, 0)} > {says(5, 0xA2)}"]
    for number in range(6, 17):
        lines += ["> -", f"{req(number, 0)} > {says(number, 0xA2)}"]
    with pytest.raises(DeviceOffline, match="прежнюю") as error:
        play(made.ask(PAY), *lines)
    assert error.value.nothing_sent


def test_a_lost_answer_is_asked_for() -> None:
    talk = opened().ask(PAY)
    assert play(talk, f"{add(1, 0, PAY)} > -", f"{req(2, 0)} > {says(2, 0xA3, 0x55, 0, 0)}") == DONE


def test_a_broken_answer_is_asked_for() -> None:
    talk = opened().ask(PAY)
    assert play(talk, f"{add(1, 0, PAY)} > FE 01 00 01 A1 B9", f"{req(2, 0)} > {says(2, 0xA3, 0x55, 0, 0)}") == DONE


def test_a_broken_result_is_asked_for() -> None:
    talk = opened().ask(PAY)
    lines = (f"{add(1, 0, PAY)} > {says(1, 0xA1)}", "> FE 05 00 F0 A6 00 55 00 01 B4")
    assert play(talk, *lines, f"{req(2, 0)} > {says(2, 0xA3, 0x55, 0, 0)}") == DONE


def test_a_task_that_came_broken_is_sent_again() -> None:
    talk = opened().ask(PAY)
    lines = (f"{add(1, 0, PAY)} > {says(1)}", f"{add(2, 0, PAY)} > {says(2, 0xA3, 0x55, 0, 0)}")
    assert play(talk, *lines) == DONE


def test_an_id_that_exists_at_the_repeat_is_the_task_itself() -> None:
    talk = opened().ask(PAY)
    lines = (f"{add(1, 0, PAY)} > {says(1)}", f"{add(2, 0, PAY)} > {says(2, 0xB2)}")
    assert play(talk, *lines, f"{req(3, 0)} > {says(3, 0xA3, 0x55, 0, 0)}") == DONE


def test_an_id_that_exists_at_first_is_of_another_task() -> None:
    made = opened()
    asked = play(
        made.ask(PAY),
        f"{add(1, 0, PAY)} > {says(1, 0xB2)}",
        f"{req(2, 0)} > {says(2, 0xA3, 0x55, 0, 9)}",
        f"{ack(3, 0)} > {says(3, 0xA3)}",
        f"{add(4, 1, PAY)} > {says(4, 0xA3, 0x55, 0, 0)}",
    )
    assert asked == DONE
    assert list(made.stale) == [Reply(0, 0, b"\x09")]


@pytest.mark.parametrize("word", [0xB3, 0xA5])
def test_a_task_that_is_gone(word: int) -> None:
    made = opened()
    with pytest.raises(OutcomeUnknown):
        play(made.ask(CLOSE), f"{add(1, 0, CLOSE)} > -", f"{req(2, 0)} > {says(2, word)}")
    asked = play(
        made.ask(STATE),
        f"{abort(3)} > {says(3, 0xA3)}",
        f"{add(4, 1, STATE)} > -",
        f"{req(5, 1)} > {says(5, word)}",
        f"{abort(6)} > {says(6, 0xA3)}",
        f"{add(7, 2, STATE)} > {says(7, 0xA3, 0x55, 0, 0)}",
    )
    assert asked == STATE_REPLY  # a question is asked again


def test_a_full_queue_is_dropped_once_more() -> None:
    asked = play(
        opened().ask(PAY),
        f"{add(1, 0, PAY)} > {says(1, 0xB1)}",
        f"{abort(2)} > {says(2, 0xA3)}",
        "> -",
        f"{add(3, 1, PAY)} > {says(3, 0xA3, 0x55, 0, 0)}",
    )
    assert asked == DONE


def test_what_is_refused_was_not_carried_out() -> None:
    lines = []
    for number in range(1, 7, 2):
        lines += [
            f"{add(number, number // 2, PAY)} > {says(number, 0xB4)}",
            f"{abort(number + 1)} > {says(number + 1, 0xA3)}",
        ]
    with pytest.raises(FrameError) as error:
        play(opened().ask(PAY), *lines)
    assert error.value.nothing_sent


def test_silence_before_the_task() -> None:
    made = link()
    with pytest.raises(DeviceOffline) as error:
        play(made.ask(PAY), f"{abort(0)} > -", f"{abort(1)} > -", f"{abort(2)} > -")
    assert error.value.nothing_sent
    assert made.tid_in_flight is None


def test_a_new_connection_asks_for_the_task_and_drops_nothing() -> None:
    made = opened()
    talk = made.ask(CLOSE)
    assert next(talk).send == bytes.fromhex(add(1, 0, CLOSE))
    made.connected()
    step = talk.send(b"")
    assert step.send == bytes.fromhex(req(2, 0))
    step = talk.send(bytes.fromhex(says(2, 0xA1)))
    made.connected()
    step = talk.send(b"")
    assert step.send == bytes.fromhex(req(3, 0))
    with pytest.raises(StopIteration) as end:
        talk.send(bytes.fromhex(says(3, 0xA3, 0x55, 0, 0)))
    assert end.value.value == DONE
    assert (
        play(made.ask(PAY), f"{abort(4)} > {says(4, 0xA3)}", f"{add(5, 1, PAY)} > {says(5, 0xA3, 0x55, 0, 0)}") == DONE
    )


def test_a_command_that_was_left_alone_is_settled_on_a_new_connection_before_abort() -> None:
    made = opened()
    talk = made.ask(CLOSE)
    next(talk)
    talk.close()
    made.connected()
    assert made.tid_in_flight == 0
    asked = play(
        made.ask(PAY),
        f"{req(2, 0)} > {says(2, 0xA3, 0x55, 0, 0)}",
        f"{abort(3)} > {says(3, 0xA3)}",
        f"{add(4, 1, PAY)} > {says(4, 0xA3, 0x55, 0, 0)}",
    )
    assert asked == DONE


def test_a_task_of_an_earlier_process_is_looked_for() -> None:
    made = link(first_tid=100)
    made.resume(222)
    assert made.tid_in_flight == 222
    play(
        made.start(),
        f"{req(0, 222)} > {says(0, 0xB3)}",
        f"{req(1, 223)} > {says(1, 0xB3)}",
        f"{req(2, 0)} > {says(2, 0xA2)}",
        f"> {says(0xF0, 0xA6, 0, 0x55, 0, 0)}",
        f"{abort(3)} > {says(3, 0xA3)}",
    )
    assert list(made.stale) == [DONE]
    assert (made.tid_in_flight, made.next_tid) == (None, 1)


def test_no_task_of_an_earlier_process() -> None:
    made = link(first_tid=100)
    made.resume(7)
    lines = [f"{req(number, (7 + number) % 224)} > {says(number, 0xB3)}" for number in range(224)]
    play(made.start(), *lines, f"{abort(0)} > {says(0, 0xA3)}")
    assert (made.tid_in_flight, made.next_tid) == (None, 100)


def test_a_register_that_does_not_answer_to_ack_is_not_waited_for_again() -> None:
    made = opened()
    done = (0xA3, 0x55, 0, 0)
    play(made.ask(PAY), f"{add(1, 0, PAY)} > {says(1, *done)}")
    play(made.ask(PAY), f"{ack(2, 0)} > -", f"{add(3, 1, PAY)} > {says(3, *done)}")
    talk = made.ask(PAY)
    step = next(talk)
    assert (step.send, step.seconds) == (bytes.fromhex(ack(4, 1)), 0)
    assert talk.send(b"").send == bytes.fromhex(add(5, 2, PAY))


def test_ids_come_round_after_abort_alone() -> None:
    """So that an id which exists is never that of a task long past."""
    made = opened()
    done = (0xA3, 0x55, 0, 0)
    number = 1
    for tid in range(224):
        lines = [f"{ack(number, tid - 1)} > {says(number, 0xA3)}"] if tid else []
        number = (number + len(lines)) % 224
        play(made.ask(PAY), *lines, f"{add(number, tid, PAY)} > {says(number, *done)}")
        number = (number + 1) % 224
    assert made.next_tid == 0
    assert next(made.ask(PAY)).send == bytes.fromhex(abort(number))


def test_what_is_no_answer_to_the_command() -> None:
    made = opened()
    with pytest.raises(FrameError) as error:
        play(made.ask(STATE), f"{add(1, 0, STATE)} > {says(1, 0xA3, 0x44, 0)}")
    assert error.value.nothing_sent
    with pytest.raises(OutcomeUnknown):
        play(made.ask(PAY), f"{ack(2, 0)} > {says(2, 0xA3)}", f"{add(3, 1, PAY)} > {says(3, 0xA3)}")


def test_answers_of_others_are_not_taken() -> None:
    late, foreign, odd = says(0, 0xA3, 0x55, 9, 0), says(0xF0, 0xA6, 7, 0x55, 9, 0), says(0xF0, 0xA9, 0, 1)
    talk = opened().ask(TOTAL)
    lines = (
        f"{add(1, 0, TOTAL)} > {late}{foreign}",
        f"> {odd}{says(1, 0xA1)}",
        f"> {foreign}",
        f"> {says(0xF0, 0xA6, 0, 0x55, 0, 0)}",
    )
    assert play(talk, *lines) == DONE
