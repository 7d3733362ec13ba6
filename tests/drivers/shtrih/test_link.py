"""The link step by step, against lines of a conversation; the golden one is that of spec/shtrih-m.md, 1.6."""

from collections.abc import Generator
from typing import Any

import pytest

from drivers.errors import DeviceOffline, FrameError, KkmError, OutcomeUnknown
from drivers.registers.talk import Step
from drivers.shtrih.codec import Reply
from drivers.shtrih.link import Link
from drivers.shtrih.request import Effect, Request
from drivers.shtrih.talk import Timing

TIMING = Timing(tries=3, answer=1.0, gap=0.3)
SUBTOTAL = Request(name="subtotal", body=bytes.fromhex("89 1E 00 00 00"), read=bytes, patience=30)
SHIFT = Request(name="shift", body=bytes.fromhex("E0 1E 00 00 00"), read=bytes, patience=4, effect=Effect.MONEY)
ITEM = Request(name="item", body=bytes.fromhex("FF 46 1E 00 00 00"), read=bytes, patience=4, effect=Effect.MONEY)
ASKED, ANSWERED = "02 05 89 1E 00 00 00 92", "02 08 89 00 1E 72 60 00 00 00 8D"
REPLY = Reply(0, bytes.fromhex("1E 72 60 00 00 00"), b"\x89")
OPENED, OPEN = "02 05 E0 1E 00 00 00 FB", "02 03 E0 00 1E FD"
SOLD, SALE = "02 06 FF 46 1E 00 00 00 A1", "02 03 FF 46 00 BA"


def connected() -> Link:
    link = Link(TIMING, "COM3")
    link.connected()
    return link


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


def test_an_exchange() -> None:
    assert play(connected().ask(SUBTOTAL), "05>15", f"{ASKED}>06", f">{ANSWERED}", "06>-") == REPLY


def test_glued_and_split() -> None:
    talk = connected().ask(SUBTOTAL)
    assert play(talk, "05>FF", ">15", f"{ASKED}>FF06{ANSWERED[:8]}", f">{ANSWERED[8:]}", "06>-") == REPLY


def test_the_lost_answer_of_the_document() -> None:
    lines = ("05>15", f"{ASKED}>06", ">-", ">-", f"05>06 {ANSWERED}", "06>-")
    assert play(connected().ask(SUBTOTAL), *lines) == REPLY


def test_how_long_it_listens() -> None:
    talk = connected().ask(SUBTOTAL)
    assert next(talk).seconds == 1.0
    assert talk.send(b"\x15").seconds == 1.0
    assert talk.send(b"\x06").seconds == 30
    assert talk.send(b"\x00").seconds is None
    assert talk.send(b"\x02").seconds == 0.3
    assert talk.send(bytes.fromhex(ANSWERED)[1:]).seconds == 0


@pytest.mark.parametrize("broken", ["02 08 89 00 1E 72 61 00 00 00 8D", "02 08 89 00"])
def test_a_broken_answer_is_asked_for_again(broken: str) -> None:
    rest = [">-"] if len(broken) < len(ANSWERED) else []
    lines = ("05>15", f"{ASKED}>06", f">{broken}", *rest, "15>-", ">-", f"05>06 {ANSWERED}", "06>-")
    assert play(connected().ask(SUBTOTAL), *lines) == REPLY


def test_garbage_before_the_answer_is_dropped() -> None:
    assert play(connected().ask(SUBTOTAL), "05>15", f"{ASKED}>06 00 AA", f">55 {ANSWERED}", "06>-") == REPLY


def test_a_frame_that_is_refused_goes_out_again() -> None:
    lines = ("05>15", f"{OPENED}>15", ">-", "05>15", ">-", f"{OPENED}>06 {OPEN}", "06>-")
    assert play(connected().ask(SHIFT), *lines) == Reply(0, b"\x1e", b"\xe0")


def test_a_frame_that_is_refused_for_good_was_not_carried_out() -> None:
    refused = (f"{OPENED}>15", ">-", "05>15", ">-")
    with pytest.raises(FrameError) as error:
        play(connected().ask(SHIFT), "05>15", *refused * 3)
    assert error.value.nothing_sent


def test_an_answer_of_another_command_is_kept_and_ours_asked_for() -> None:
    link = connected()
    lines = ("05>15", f"{ASKED}>06 02 02 1E 00 1C", "06>-", f"05>06 {ANSWERED}", "06>-")
    assert play(link.ask(SUBTOTAL), *lines) == REPLY
    assert list(link.stale) == [Reply(0, b"", b"\x1e")]


def test_an_answer_that_was_held_is_not_ours() -> None:
    link = connected()
    play(link.start(), f"05>06 {SALE}", "06>-", "05>15")
    assert link.stale.popleft() == Reply(0, b"", b"\xff\x46")
    assert play(link.ask(ITEM), "05>15", f"{SOLD}>06 {SALE}", "06>-") == Reply(0, b"", b"\xff\x46")
    # our ACK was late: it is held, it has been taken, and the next item is sold by its own frame
    lines = (f"05>06 {SALE}", "06>-", "05>15", f"{SOLD}>06 {SALE}", "06>-")
    assert play(link.ask(ITEM), *lines) == Reply(0, b"", b"\xff\x46")
    assert not link.stale


def test_without_its_ack_an_answer_like_the_one_before_is_in_doubt() -> None:
    link = connected()
    play(link.ask(ITEM), "05>15", f"{SOLD}>06 {SALE}", "06>-")
    with pytest.raises(OutcomeUnknown):
        play(link.ask(ITEM), "05>15", f"{SOLD}>{SALE}", ">-", f"05>06 {SALE}", "06>-")


def test_without_its_ack_another_answer_than_the_one_before_is_ours() -> None:
    link = connected()
    play(link.ask(ITEM), "05>15", f"{SOLD}>06 {SALE}", "06>-")
    lines = ("05>15", f"{OPENED}>{OPEN}", ">-", f"05>06 {OPEN}", "06>-")
    assert play(link.ask(SHIFT), *lines) == Reply(0, b"\x1e", b"\xe0")


@pytest.mark.parametrize("lines", [("05>-", ">-", "05>-", ">-", "05>-")])
def test_nobody_there(lines: tuple[str, ...]) -> None:
    for talk in (connected().ask(SHIFT), connected().ask(SUBTOTAL), connected().start()):
        with pytest.raises(DeviceOffline) as error:
            play(talk, *lines)
        assert error.value.nothing_sent


def test_somebody_who_speaks_another_language() -> None:
    with pytest.raises(FrameError) as error:
        play(connected().ask(SHIFT), "05>AA", ">BB", ">-", "05>AA", ">-", "05>AA")
    assert error.value.nothing_sent


def test_bytes_without_end() -> None:
    with pytest.raises(FrameError):
        play(connected().ask(SHIFT), "05>AA", *[">" + "AA" * 1000] * 5)


@pytest.mark.parametrize(
    ("request_", "kind"), [(SHIFT, OutcomeUnknown), (SUBTOTAL, DeviceOffline)], ids=["changes", "asks"]
)
def test_silence_after_the_frame(request_: Request[bytes], kind: type[KkmError]) -> None:
    sent = OPENED if request_ is SHIFT else ASKED
    with pytest.raises(kind):
        play(connected().ask(request_), "05>15", f"{sent}>06", ">-", ">-", "05>-", ">-", "05>-", ">-", "05>-")


def test_what_only_asks_is_asked_again_where_its_answer_is_gone() -> None:
    lines = ("05>15", f"{ASKED}>-", ">-", "05>15", f"{ASKED}>06 {ANSWERED}", "06>-")
    assert play(connected().ask(SUBTOTAL), *lines) == REPLY


def test_what_changes_anything_is_not() -> None:
    with pytest.raises(OutcomeUnknown):
        play(connected().ask(SHIFT), "05>15", f"{OPENED}>-", ">-", "05>15")


def test_a_register_that_is_busy_is_waited_for() -> None:
    """Its ACK was lost, and while it works it hears no ENQ: `patience` and the tries."""
    busy = ("05>-", ">-") * 6
    lines = ("05>15", f"{OPENED}>-", ">-", *busy, f"05>06 {OPEN}", "06>-")
    link = connected()
    play(link.ask(SUBTOTAL), "05>15", f"{ASKED}>06", f">{ANSWERED}", "06>-")
    assert play(link.ask(SHIFT), *lines) == Reply(0, b"\x1e", b"\xe0")


def test_what_was_left_alone_is_waited_for_and_its_answer_kept() -> None:
    link = connected()
    talk = link.ask(SHIFT)
    next(talk)
    talk.send(b"\x15")
    talk.close()
    assert link.limit(SUBTOTAL) > TIMING.longest(30)
    busy = (">-", "05>-") * 6
    lines = (*busy, ">-", f"05>06 {OPEN}", "06>-", "05>15", f"{ASKED}>06 {ANSWERED}", "06>-")
    assert play(link.ask(SUBTOTAL), *lines) == REPLY
    assert list(link.stale) == [Reply(0, b"\x1e", b"\xe0")]
    assert link.limit(SUBTOTAL) == TIMING.longest(30)


def test_answers_that_nobody_takes_are_forgotten_at_last() -> None:
    link = connected()
    for _ in range(5):
        play(link.start(), f"05>06 {SALE}", "06>-", f"05>06 {OPEN}", "06>-", "05>15")
    assert len(link.stale) == 8
