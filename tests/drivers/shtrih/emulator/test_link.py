"""The register's side of the ordinary link, state by state: spec/shtrih-m.md 1.4."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.shtrih.emulator.link import ACK, ENQ, NAK, STX, Heard, Link, State
from tests.drivers.shtrih.emulator.frames import EXAMPLES, REQUESTS

BEEP, BEEPED = EXAMPLES[3]
OPEN_SALE = EXAMPLES[4][0]  # without a byte 05
OTHERS = sorted({0x00, 0x3F, 0xFF, ACK, NAK})


def take(link: Link, data: bytes, now: float = 0.0) -> list[Heard]:
    """What is worth telling of it."""
    return [heard for heard in (link.take(byte, now) for byte in data) if heard is not Heard.NOTHING]


def awake() -> Link:
    link = Link(byte_timeout=0.1)
    assert take(link, bytes([ENQ])) == [Heard.REFUSED]
    return link


def answered(now: float = 0.0) -> Link:
    link = awake()
    assert take(link, BEEP, now) == [Heard.COMMAND]
    link.executed(BEEPED[2:-1])
    link.said(now)
    return link


def held() -> Link:
    link = answered()
    link.tick(0.1)
    assert link.state is State.HOLD_ANSWER
    return link


@pytest.mark.parametrize("byte", [STX, *OTHERS])
def test_after_power_on_only_enq_is_heard(byte: int) -> None:
    link = Link()
    assert take(link, bytes([byte])) == []
    assert link.state is State.POWER_ON
    assert take(link, bytes([ENQ])) == [Heard.REFUSED]
    assert link.state is State.WAIT_STX


@pytest.mark.parametrize("byte", [ENQ, *OTHERS])
def test_in_step_everything_but_stx_is_refused(byte: int) -> None:
    link = awake()
    assert take(link, bytes([byte])) == [Heard.REFUSED]
    assert link.state is State.WAIT_STX


@pytest.mark.parametrize("request_frame", [asked for asked, _ in EXAMPLES] + REQUESTS)
def test_every_example_is_understood(request_frame: bytes) -> None:
    link = awake()
    assert take(link, request_frame) == [Heard.COMMAND]
    assert link.command == request_frame[2:-1]
    assert link.state is State.EXECUTING


@pytest.mark.parametrize("answer_frame", [told for _, told in EXAMPLES])
def test_every_example_is_said(answer_frame: bytes) -> None:
    assert Link().framed(answer_frame[2:-1]) == answer_frame


@given(st.integers(1, len(BEEP) - 1), st.integers(1, 255))
def test_any_wrong_byte_of_a_frame_is_no_command(place: int, change: int) -> None:
    link = awake()
    spoiled = bytearray(BEEP)
    spoiled[place] ^= change
    assert Heard.COMMAND not in take(link, bytes(spoiled))
    link.tick(1.0)
    assert take(link, BEEP) == [Heard.COMMAND]


def test_a_wrong_sum_is_refused_and_the_next_frame_is_taken() -> None:
    link = awake()
    assert take(link, BEEP[:-1] + b"\x09") == [Heard.REFUSED]
    assert take(link, BEEP) == [Heard.COMMAND]


def test_a_frame_of_no_length_is_refused() -> None:
    assert take(awake(), bytes([STX, 0])) == [Heard.REFUSED]


def test_half_a_frame_is_refused_after_the_byte_timeout() -> None:
    link = awake()
    assert take(link, BEEP[:3], now=5.0) == []
    assert link.deadline == pytest.approx(5.1)
    assert link.tick(5.09) is Heard.NOTHING
    assert link.tick(5.1) is Heard.REFUSED
    assert (link.state, link.deadline) == (State.WAIT_STX, None)
    assert take(link, BEEP) == [Heard.COMMAND]


def test_each_byte_begins_the_timeout_anew() -> None:
    link = awake()
    for index, byte in enumerate(BEEP):
        assert link.tick(index * 0.09) is Heard.NOTHING
        heard = link.take(byte, index * 0.09)
    assert heard is Heard.COMMAND


@pytest.mark.parametrize("byte", [ENQ, STX, *OTHERS])
def test_nothing_is_heard_during_execution(byte: int) -> None:
    link = awake()
    take(link, BEEP)
    assert take(link, bytes([byte])) == []
    assert (link.state, link.deadline) == (State.EXECUTING, None)


def test_a_confirmed_answer_is_forgotten() -> None:
    link = answered()
    assert take(link, bytes([ACK])) == [Heard.CONFIRMED]
    assert (link.state, link.answer) == (State.WAIT_STX, None)
    assert take(link, bytes([ENQ])) == [Heard.REFUSED]


@pytest.mark.parametrize("byte", [ENQ, NAK, STX, 0x00])
def test_anything_else_leaves_it_held_in_silence(byte: int) -> None:
    link = answered()
    assert take(link, bytes([byte])) == []
    assert link.state is State.HOLD_ANSWER


def test_an_unconfirmed_answer_is_held_after_the_timeout() -> None:
    link = answered(now=1.0)
    assert link.tick(1.05) is Heard.NOTHING
    assert link.state is State.WAIT_ACK
    assert link.tick(1.1) is Heard.NOTHING
    assert link.state is State.HOLD_ANSWER
    assert take(link, bytes([ACK])) == [], "too late"


@pytest.mark.parametrize("byte", [STX, *OTHERS])
def test_a_held_answer_comes_out_by_enq_alone(byte: int) -> None:
    link = held()
    assert take(link, bytes([byte])) == []
    assert take(link, OPEN_SALE) == []
    assert take(link, bytes([ENQ])) == [Heard.AGAIN]
    assert link.framed(link.answer or b"") == BEEPED
    link.said(2.0)
    assert take(link, bytes([ACK])) == [Heard.CONFIRMED]


def test_a_frame_of_five_bytes_asks_for_a_held_answer_by_its_length() -> None:
    link = held()
    assert take(link, BEEP) == [Heard.AGAIN]


def test_a_broken_connection_keeps_the_answer_and_drops_half_a_frame() -> None:
    link = answered()
    link.hang_up()
    assert take(link, bytes([ENQ])) == [Heard.AGAIN]
    link = awake()
    take(link, BEEP[:4])
    link.hang_up()
    assert take(link, BEEP) == [Heard.COMMAND]


def test_after_a_power_cut_nothing_is_held() -> None:
    link = held()
    link.power_cut()
    assert (link.state, link.answer) == (State.POWER_ON, None)
    assert take(link, OPEN_SALE) == []
    assert take(link, bytes([ENQ])) == [Heard.REFUSED]


def test_only_a_link_that_would_react_heeds_enq() -> None:
    links = [Link(), awake(), held()]
    assert [link.heeds_enq for link in links] == [True, True, True]
    receiving, executing = awake(), awake()
    take(receiving, BEEP[:2])
    take(executing, BEEP)
    assert [link.heeds_enq for link in (receiving, executing, answered())] == [False, False, False]


@given(st.lists(st.sampled_from([asked for asked, _ in EXAMPLES]), min_size=1, max_size=4))
def test_commands_one_after_the_other(frames: list[bytes]) -> None:
    link = awake()
    for frame in frames:
        assert take(link, frame) == [Heard.COMMAND]
        link.executed(frame[2:4])
        link.said(0.0)
        assert take(link, bytes([ACK])) == [Heard.CONFIRMED]
