"""Shtrih: the verified frames of spec/scales-displays.md 2 both ways, the handshake, and any bytes at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import FrameError
from drivers.scales import shtrih_codec as codec

STATE = codec.with_password(codec.STATE, 30)
REQUEST = "02 05 3A 30 30 33 30 3C"
ANSWER = "02 0A 3A 00 15 00 D2 04 00 00 00 00 F3"
NUMBER = "02 03 EA 00 00 E9"


def asked(*chunks: str, request: bytes = STATE) -> tuple[codec.Question, list[str]]:
    """A question, and what it said to each chunk."""
    question = codec.Question(request)
    assert question.begin() == b"\x05"
    return question, [question.feed(bytes.fromhex(chunk)).hex(" ").upper() for chunk in chunks]


def test_frames() -> None:
    assert codec.frame(STATE) == bytes.fromhex(REQUEST)
    assert codec.frame(bytes([codec.CHANNEL_NUMBER])) == bytes.fromhex("02 01 EA EB")
    assert codec.frame(bytes.fromhex(ANSWER)[2:-1]) == bytes.fromhex(ANSWER)
    with pytest.raises(ValueError, match="command"):
        codec.frame(b"")


def test_answer() -> None:
    question, said = asked("15", "06", ANSWER)
    assert said == [REQUEST, "", "06"]
    assert question.answer is not None
    state = codec.channel_state(question.answer)
    assert (state.bits, state.weight, state.tare) == (0x15, 1234, 0)
    assert [bit for bit in range(16) if state.has(bit)] == [0, 2, 4]


def test_the_confirmation_may_be_missing() -> None:
    question, said = asked("15", ANSWER)
    assert question.answer
    assert said == [REQUEST, "06"]


def test_a_held_answer_is_read_first_and_dropped() -> None:
    """It may be to the same question of somebody else, minutes ago."""
    question, said = asked("06", ANSWER)
    assert said == ["", "06 05"]
    assert question.answer is None
    assert question.feed(bytes.fromhex("15 06" + NUMBER)) == bytes.fromhex(REQUEST + "06 05")
    assert question.answer is None
    assert question.feed(bytes.fromhex("15 06" + ANSWER)) == bytes.fromhex(REQUEST + "06")
    assert question.answer


def test_an_answer_held_for_this_question_is_taken() -> None:
    question, _ = asked("15", "06")
    assert question.begin() == b"\x05"
    assert question.feed(bytes.fromhex("06" + ANSWER)) == b"\x06"
    assert question.answer


def test_a_bad_answer_is_asked_for_again() -> None:
    question, said = asked("15 06", ANSWER[:-2] + "F2", ANSWER)
    assert said == [REQUEST, "15", "06"]
    assert question.answer


def test_a_command_that_is_not_understood_goes_out_thrice() -> None:
    _, said = asked("15", "15", "15", "15", "15")
    assert said == [REQUEST, REQUEST, REQUEST, "", ""]


@pytest.mark.parametrize(
    ("raw", "unit"), [("E8 00 00 00 03 FD", "0.001"), ("E8 00 00 00 02 FE 98 3A", "0.01"), ("E8 00 00 00 00 01", "10")]
)
def test_unit_of_a_channel(raw: str, unit: str) -> None:
    """The power of ten is of kilograms. Layout: the maker's ScaleProtocol.pas."""
    assert codec.channel_unit(bytes.fromhex(raw)) == Decimal(unit)


@pytest.mark.parametrize("raw", ["3A 00", "3A 00 15 00 D2 04 00 00 00"])
def test_no_state(raw: str) -> None:
    with pytest.raises(FrameError):
        codec.channel_state(bytes.fromhex(raw))


@pytest.mark.parametrize("raw", ["E8 00 00 00 03", "E8 00 00 00 03 80", "E8 00 00 00 03 04"])
def test_no_unit(raw: str) -> None:
    with pytest.raises(FrameError):
        codec.channel_unit(bytes.fromhex(raw))


def test_no_number() -> None:
    with pytest.raises(FrameError):
        codec.channel_number(bytes.fromhex("EA 00"))


def test_tare() -> None:
    assert codec.with_password(codec.SET_TARE, 7, codec.tare(1234)) == bytes.fromhex("32 30 30 30 37 D2 04")
    for units in (0, -1, 0x10000):
        with pytest.raises(ValueError, match="tare"):
            codec.tare(units)


@given(st.integers(1, 20), st.lists(st.sampled_from([0x00, 0x0B, 0x30, 0xFF]), max_size=10))
def test_chunks_and_junk_do_not_matter(step: int, junk: list[int]) -> None:
    question, between = codec.Question(STATE), bytes(junk)
    question.begin()
    raw = between + b"\x15" + between + b"\x06" + between + bytes.fromhex(ANSWER)
    said = b"".join(question.feed(raw[at : at + step]) for at in range(0, len(raw), step))
    assert said == bytes.fromhex(REQUEST + "06")
    assert question.answer == bytes.fromhex(ANSWER)[2:-1]


@pytest.mark.parametrize("junk", ["02 05 3A 00", "02 55 F8", "02 02 02", "02 FF"])
def test_a_frame_within_what_looks_like_one(junk: str) -> None:
    question, said = asked("15 06", f"{junk} {ANSWER}")
    assert question.answer == bytes.fromhex(ANSWER)[2:-1]
    assert said[-1] == "06"


@given(st.lists(st.binary(max_size=600)))
def test_any_bytes_are_borne(chunks: list[bytes]) -> None:
    """What is said is one of the few things that may be said."""
    question = codec.Question(STATE)
    question.begin()
    for chunk in chunks:
        said = question.feed(chunk).replace(bytes.fromhex(REQUEST), b"")
        assert set(said) <= {0x05, 0x06, 0x15}
    assert question.answer is not None or len(question._buffer) <= 258
