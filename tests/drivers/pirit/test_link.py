"""The link step by step, against lines of a conversation."""

from collections.abc import Generator
from typing import Any

import pytest

from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown
from drivers.pirit.codec import Dialect, Reply
from drivers.pirit.link import Link, Timing
from drivers.pirit.request import Effect, Request
from drivers.registers.talk import Step
from tests.drivers.pirit.framed_examples import ANSWERS, COMMANDS

TIMING = Timing(tries=3, answer=1.0, gap=0.3, doubt=5.0)
FLAGS = Request(name="00h flags", code="00", read=bytes, patience=2.0)
CLOSE = Request(
    name="31h close",
    code="31",
    parameters=(b"0", b""),
    read=bytes,
    patience=30.0,
    effect=Effect.MONEY,
    findable=True,
)
Z_REPORT = Request(name="21h Z", code="21", read=bytes, patience=8.0, effect=Effect.MONEY)
ASKED, ANSWERED = COMMANDS["flags"], ANSWERS["flags"]
CLOSED, DONE = COMMANDS["close"], ANSWERS["close"]
REPLY = Reply(0x20, "00", 0, b"0\x1c4\x1c0\x1c")
ASKED_AGAIN, ANSWERED_AGAIN = "02 50 49 52 49 21 30 30 03 32 30", "02 21 30 30 30 30 30 1C 34 1C 30 1C 03 30 41"
BROKEN = "02 27 33 31 30 37 03 32 31"  # 07: the frame of id 27h came broken


def link(first: int = 0x20) -> Link:
    return Link(Dialect(), TIMING, "COM3", first)


def play(talk: Generator[Step, bytes, Any], *lines: str) -> Any:
    """`lines`: "what is to be sent > what is heard", hex; "-" = nothing. Returns or raises what the talk does."""
    line = ""
    try:
        step = next(talk)
        for line in lines:
            sent, heard = line.split(">")
            assert step.send == bytes.fromhex(sent), line
            step = talk.send(bytes.fromhex(heard.strip().strip("-")))
    except StopIteration as end:
        assert line == lines[-1], "it ended early"
        return end.value
    raise AssertionError(f"another step: {step}")


def test_a_question_goes_out_at_once() -> None:
    assert play(link().ask(FLAGS), f"{ASKED}>{ANSWERED}") == REPLY


def test_before_a_document_somebody_has_to_be_there() -> None:
    reply = play(link(0x27).ask(CLOSE), "05>06", f"{CLOSED}>{DONE[:9]}", f">{DONE[9:]}")
    assert (reply.code, reply.error) == ("31", 0)


def test_while_it_is_at_work_it_says_so() -> None:
    assert play(link().ask(FLAGS), f"{ASKED}>-", "05>06", ">-", f"05>06 {ANSWERED}") == REPLY


def test_how_long_it_listens() -> None:
    talk = link(0x27).ask(CLOSE)
    assert next(talk).seconds == 1.0
    assert talk.send(b"\x06") == Step(bytes.fromhex(CLOSED), 1.0)
    assert talk.send(b"") == Step(b"\x05", 1.0)
    assert talk.send(b"\x06") == Step(b"", None)
    assert talk.send(b"\x02") == Step(b"", 0.3)


def test_ids_go_round() -> None:
    one = link(0xF0)
    play(one.ask(FLAGS), "02 50 49 52 49 F0 30 30 03 46 31>02 F0 30 30 30 30 03 46 33")
    play(one.ask(FLAGS), f"{ASKED}>{ANSWERED}")


def test_a_late_answer_is_not_ours() -> None:
    one = link()
    with pytest.raises(DeviceOffline):
        play(one.ask(FLAGS), f"{ASKED}>-", *["05>-"] * 3)
    assert play(one.ask(FLAGS), f"{ASKED_AGAIN}>{ANSWERED} {ANSWERED_AGAIN}").number == 0x21
    assert list(one.stale) == [REPLY]


def test_a_late_answer_before_a_document_is_kept() -> None:
    one = link(0x27)
    assert play(one.ask(CLOSE), f"05>{ANSWERED} 06", f"{CLOSED}>{DONE}").number == 0x27
    assert list(one.stale) == [REPLY]


def test_a_document_at_work_for_long_is_asked_about() -> None:
    working = ["05>06", ">-"] * 7
    with pytest.raises(OutcomeUnknown):
        play(link(0x27).ask(CLOSE), "05>06", f"{CLOSED}>-", *working)


def test_a_report_may_take_its_time() -> None:
    working = ["05>06", ">-"] * 9
    done = "02 20 32 31 30 30 03 32 30"
    lines = ("05>06", "02 50 49 52 49 20 32 31 03 32 32>-", *working, f"05>06{done}")
    assert play(link().ask(Z_REPORT), *lines) == Reply(0x20, "21", 0)


def test_a_question_that_is_only_acknowledged_is_put_again() -> None:
    working = [">-", *["05>06", ">-"] * 4]
    lines = (f"{ASKED}{working[0]}", *working[1:], f"{ASKED_AGAIN}>{ANSWERED_AGAIN}")
    assert play(link().ask(FLAGS), *lines).number == 0x21


def test_a_register_that_only_acknowledges() -> None:
    with pytest.raises(DeviceOffline) as error:
        play(_never_answered(link()))
    assert "занята" in error.value.text


def _never_answered(one: Link) -> Generator[Step, bytes, Any]:
    talk = one.ask(FLAGS)
    step = next(talk)
    while True:
        step = talk.send(b"\x06" if step.send == b"\x05" else b"")
    yield step  # a talk that needs nobody


def test_a_frame_that_came_broken_goes_out_again_by_its_id() -> None:
    lines = ("05>06", f"{CLOSED}>{BROKEN}", "05>06", f"{CLOSED}>{DONE}")
    assert play(link(0x27).ask(CLOSE), *lines).error == 0


def test_a_frame_that_came_broken_for_good_was_not_carried_out() -> None:
    lines = ["05>06", f"{CLOSED}>{BROKEN}"] * 3
    assert play(link(0x27).ask(CLOSE), *lines).error == 7


def test_a_frame_that_came_broken_and_then_nothing() -> None:
    with pytest.raises(DeviceOffline) as error:
        play(link(0x27).ask(CLOSE), "05>06", f"{CLOSED}>{BROKEN}", *["05>-"] * 3)
    assert error.value.nothing_sent


def test_other_errors_are_answers() -> None:
    lines = ("05>06", "02 50 49 52 49 20 32 31 03 32 32>02 20 32 31 30 31 03 32 31")
    assert play(link().ask(Z_REPORT), *lines) == Reply(0x20, "21", 1)


@pytest.mark.parametrize("broken", ["02 27 33 31 30 30 03 32 33", "02 27 33 31 30"])
def test_a_broken_answer_to_a_document_is_lost(broken: str) -> None:
    rest = [] if broken.endswith("33") else [">-"]
    with pytest.raises(OutcomeUnknown):
        play(link(0x27).ask(CLOSE), "05>06", f"{CLOSED}>{broken}", *rest)


def test_a_broken_answer_to_a_question_is_asked_for_again() -> None:
    lines = (f"{ASKED}>{ANSWERED.replace('34', '35')}", f"{ASKED_AGAIN}>{ANSWERED_AGAIN}")
    assert play(link().ask(FLAGS), *lines).number == 0x21


def test_garbage_before_the_answer_is_dropped() -> None:
    assert play(link().ask(FLAGS), f"{ASKED}>06 00 AA", f">55 {ANSWERED}") == REPLY


def test_nobody_there() -> None:
    for talk, sent in ((link().ask(CLOSE), ()), (link().start(), ()), (link().ask(FLAGS), (f"{ASKED}>-",))):
        with pytest.raises(DeviceOffline) as error:
            play(talk, *sent, *["05>-"] * 3)
        assert error.value.nothing_sent


def test_somebody_who_speaks_another_language() -> None:
    for talk in (link().ask(CLOSE), link().start()):
        with pytest.raises(FrameError) as error:
            play(talk, "05>AA", ">-", "05>AA BB", ">-", "05>-")
        assert error.value.nothing_sent


@pytest.mark.parametrize(
    ("request_", "kind"), [(CLOSE, OutcomeUnknown), (FLAGS, DeviceOffline)], ids=["document", "asks"]
)
def test_silence_after_the_frame(request_: Request[bytes], kind: type[KkmError]) -> None:
    lines = ("05>06", f"{CLOSED}>-") if request_ is CLOSE else (f"{ASKED}>-",)
    with pytest.raises(kind):
        play(link(0x27 if request_ is CLOSE else 0x20).ask(request_), *lines, *["05>-"] * 3)


def test_with_the_connection_the_answer_is_lost() -> None:
    one = link(0x27)
    talk = one.ask(CLOSE)
    next(talk)
    talk.send(b"\x06")
    one.connected()
    with pytest.raises(OutcomeUnknown):
        talk.send(b"")


def test_with_the_connection_a_question_is_put_again() -> None:
    one = link()
    talk = one.ask(FLAGS)
    next(talk)
    one.connected()
    assert talk.send(b"").send == bytes.fromhex(ASKED_AGAIN)


def test_a_connection_lost_before_the_frame_costs_nothing() -> None:
    one = link(0x27)
    talk = one.ask(CLOSE)
    next(talk)
    one.connected()
    assert talk.send(b"").send == b"\x05"
    assert talk.send(b"\x06").send == bytes.fromhex(CLOSED)
    with pytest.raises(StopIteration):
        talk.send(bytes.fromhex(DONE))


def test_there_is_a_limit() -> None:
    assert 30 < link().limit(CLOSE) < 60
    assert link().limit(FLAGS) < 40
