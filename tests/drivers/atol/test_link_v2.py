"""The old link step by step. Source: spec/atol.md 2."""

import pytest

from drivers.atol.link_v2 import Link
from drivers.atol.reply import Reply
from drivers.errors import DeviceOffline, FrameError, OutcomeUnknown
from tests.drivers.atol.conversation import CLOSE, PAY, STATE, play, waits

PAID, PAY_FRAME = "02 55 00 00 03 56", "02 00 00 99 00 01 00 00 05 00 00 03 9E"
STATE_FRAME, STATE_ANSWER = "02 00 00 45 03 46", "02 55 01 00 03 57"
DONE = Reply(0, 0, b"\0")


def link() -> Link:
    made = Link(b"\0\0", "COM3")
    made.connected()
    play(made.start(), "> -", "05 > 06", "04 > -")
    return made


def test_an_exchange() -> None:
    made = link()
    asked = play(made.ask(STATE), "05 > 06", f"{STATE_FRAME} > 06", "04 > 05", f"06 > {STATE_ANSWER}", "06 > 04")
    assert asked == Reply(0, 0, b"\x01\0")
    assert play(made.ask(PAY), "05>06", f"{PAY_FRAME} > 06", "04 > 05", f"06 > {PAID}", "06 > 04") == DONE


def test_how_long_it_waits() -> None:
    talk = link().ask(PAY)
    assert waits(talk, "06", "06", "05", "02 55", "00 00 03 56") == [0.5, 0.5, 10, 2.0, 0.5, 0.5]


def test_a_frame_that_was_refused_goes_out_again() -> None:
    lines = ("05 > 06", f"{PAY_FRAME} > 15", f"{PAY_FRAME} > 06", "04 > 05", f"06 > {PAID}", "06 > 04")
    assert play(link().ask(PAY), *lines) == DONE


def test_a_frame_that_is_always_refused_was_not_carried_out() -> None:
    with pytest.raises(FrameError) as error:
        play(link().ask(PAY), "05 > 06", *[f"{PAY_FRAME} > 15"] * 10)
    assert error.value.nothing_sent


def test_a_lost_ack_does_not_double_the_command() -> None:
    lines = ("05 > 06", f"{PAY_FRAME} > -", "04 > 05", f"06 > {PAID}", "06 > 04")
    assert play(link().ask(PAY), *lines) == DONE


def test_a_question_is_sent_again() -> None:
    lines = ("05 > 06", f"{STATE_FRAME} > -", f"{STATE_FRAME} > 05", f"06 > {STATE_ANSWER}", "06 > 04")
    assert play(link().ask(STATE), *lines) == Reply(0, 0, b"\x01\0")


def test_no_answer_is_unknown_and_is_waited_for_before_the_next_command() -> None:
    made = link()
    with pytest.raises(OutcomeUnknown):
        play(made.ask(CLOSE), "05 > 06", "02 00 00 4A 00 01 00 00 00 00 00 03 48 > 06", "04 > -")
    asked = play(
        made.ask(STATE),
        "> 05",
        f"06 > {PAID}",
        "06 > 04",
        "05 > 06",
        f"{STATE_FRAME} > 06",
        "04 > 05",
        f"06 > {STATE_ANSWER}",
        "06 > 04",
    )
    assert asked == Reply(0, 0, b"\x01\0")
    assert list(made.stale) == [DONE]
    assert waits(link().ask(CLOSE), "06", "") == [0.5, 0.5, 20]


def test_a_garbled_answer_is_sent_again() -> None:
    lines = ("05 > 06", f"{PAY_FRAME} > 06", "04 > 05", "06 > 02 55 00 00 03 57", f"15 > {PAID}", "06 > 04")
    assert play(link().ask(PAY), *lines) == DONE


def test_our_ack_was_lost() -> None:
    lines = ("05 > 06", f"{PAY_FRAME} > 06", "04 > 05", "06 > 05", f"06 > {PAID}", "06 > -")
    assert play(link().ask(PAY), *lines) == DONE


def test_both_want_to_talk() -> None:
    """What the register has to say is nobody's any more."""
    made = link()
    lines = (
        "05 > 05",
        f"06 > {STATE_ANSWER}",
        "06 > 04",
        "05 > 06",
        f"{PAY_FRAME} > 06",
        "04 > 05",
        f"06 > {PAID}",
        "06 > 04",
    )
    assert play(made.ask(PAY), *lines) == DONE
    assert list(made.stale) == [Reply(1, 0, b"\0")]


def test_a_register_that_does_not_want_to() -> None:
    lines = ("05 > 15", "> -", "05 > 06", f"{PAY_FRAME} > 06", "04 > 05", f"06 > {PAID}", "06 > 04")
    assert play(link().ask(PAY), *lines) == DONE
    with pytest.raises(DeviceOffline, match="прежнюю") as error:
        play(link().ask(PAY), *["05 > 15", "> -"] * 99, "05 > 15", "04 > -")
    assert error.value.nothing_sent


def test_silence() -> None:
    with pytest.raises(DeviceOffline) as error:
        play(link().ask(PAY), *["05 > -", "> -"] * 4, "05 > -", "04 > -")
    assert error.value.nothing_sent


def test_it_waits_for_silence_after_a_new_connection() -> None:
    made = link()
    made.connected()
    lines = ("> 06 05", "> -", "05 > 06", f"{PAY_FRAME} > 06", "04 > 05", f"06 > {PAID}", "06 > 04")
    assert play(made.ask(PAY), *lines) == DONE


def test_a_line_that_never_falls_silent() -> None:
    made = link()
    made.connected()
    with pytest.raises(FrameError) as error:
        play(made.ask(PAY), *["> " + "00" * 500] * 9)
    assert error.value.nothing_sent


def test_an_answer_that_never_comes_whole() -> None:
    lines = ("05 > 06", f"{PAY_FRAME} > 06", "04 > 05", "06 > 02 55", "> -", *["15 > -"] * 9)
    with pytest.raises(OutcomeUnknown):
        play(link().ask(PAY), *lines)
