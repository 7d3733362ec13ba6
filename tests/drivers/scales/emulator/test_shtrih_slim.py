"""Shtrih-Slim by its bytes: spec/scales-displays.md 2, the link as in spec/shtrih-m.md 1.4."""

from decimal import Decimal
from functools import reduce
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.scales.emulator.platform import Load
from drivers.scales.emulator.shtrih_link import State
from drivers.scales.emulator.shtrih_slim import ShtrihSlim

ENQ, ACK, NAK = b"\x05", b"\x06", b"\x15"
GET_STATE = bytes.fromhex("02 05 3A 30 30 33 30 3C")
CHANNEL_NUMBER = bytes.fromhex("02 01 EA EB")
SAMPLE = bytes.fromhex("02 0A 3A 00 15 00 D2 04 00 00 00 00 F3")
LOAD = Load(Decimal(1234))


def framed(text: str) -> bytes:
    """`text`: command and data, in hex."""
    body = bytes.fromhex(text)
    told = bytes([len(body)]) + body
    return b"\x02" + told + bytes([reduce(xor, told)])


def ask(scales: ShtrihSlim, frame: bytes) -> bytes:
    """Command and data of the answer, which is confirmed."""
    said = scales.feed(ENQ + frame)
    assert said[:3] == NAK + ACK + b"\x02"
    assert reduce(xor, said[3:]) == 0
    assert len(said) == said[3] + 5
    assert scales.feed(ACK) == b""
    return said[4:-1]


def test_golden_frames() -> None:
    scales = ShtrihSlim([LOAD])
    assert scales.feed(ENQ) == NAK
    assert scales.feed(GET_STATE) == ACK + SAMPLE
    assert scales.feed(ACK) == b""
    assert scales.feed(CHANNEL_NUMBER) == ACK + framed("EA 00 00")


def test_an_answer_is_held_until_it_is_confirmed() -> None:
    scales = ShtrihSlim([LOAD])
    scales.feed(GET_STATE)
    assert scales.feed(NAK) == b""
    assert scales.link.state is State.HELD
    assert scales.feed(CHANNEL_NUMBER) == b""
    assert scales.feed(ENQ) == ACK + SAMPLE
    assert scales.feed(ENQ) == ACK + SAMPLE
    assert scales.feed(ACK + ENQ) == NAK
    assert len(scales.asked) == 1  # the command was run once, however often it was told


def test_scales_that_need_no_confirmation() -> None:
    scales = ShtrihSlim([LOAD], confirms=False)
    assert scales.feed(GET_STATE + ENQ) == ACK + SAMPLE + NAK


def test_a_wrong_sum_is_not_run() -> None:
    scales = ShtrihSlim([LOAD])
    assert scales.feed(GET_STATE[:-1] + b"\x3d") == NAK
    assert scales.feed(b"\x02\x00\x00") == NAK
    assert not scales.asked
    assert scales.feed(GET_STATE) == ACK + SAMPLE


def test_what_is_no_frame_gets_nak() -> None:
    assert ShtrihSlim().feed(b"\xff\x00" + ENQ) == NAK * 3


@pytest.mark.parametrize(
    ("condition", "bit"),
    [("not_zeroed", 5), ("overload", 6), ("measuring_error", 7), ("underload", 8), ("broken", 9)],
)
def test_conditions_are_bits(condition: str, bit: int) -> None:
    scales = ShtrihSlim([LOAD])
    scales.switch(condition, on=True)
    assert int.from_bytes(ask(scales, GET_STATE)[2:4], "little") == 0x15 | 1 << bit


def test_a_load_that_swings() -> None:
    scales = ShtrihSlim([Load(Decimal(700), stable=False), Load(Decimal(1230), stable=False), LOAD])
    seen = [ask(scales, GET_STATE) for _ in range(4)]
    assert [each[2] for each in seen] == [0x04, 0x04, 0x15, 0x15]
    assert [int.from_bytes(each[4:8], "little") for each in seen] == [700, 1230, 1234, 1234]


def test_tare_zero_and_less_than_nothing() -> None:
    scales = ShtrihSlim([Load(Decimal(500))])
    ask(scales, GET_STATE)
    assert ask(scales, framed("31 30 30 33 30")) == b"\x31\x00"
    state = ask(scales, GET_STATE)
    assert (state[2], state[4:8], state[8:10]) == (0x1D, bytes(4), b"\xf4\x01")
    scales.switch("empty", on=True)
    assert int.from_bytes(ask(scales, GET_STATE)[4:8], "little", signed=True) == -500
    assert ask(scales, framed("32 30 30 33 30 78 00")) == b"\x32\x00"
    assert ask(scales, GET_STATE)[8:10] == b"\x78\x00"
    assert ask(scales, framed("30 30 30 33 30")) == b"\x30\x00"
    assert ask(scales, GET_STATE)[4:10] == bytes(6)


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("3A 31 31 31 31", 122),
        ("3A", 121),
        ("99", 120),
        ("32 30 30 33 30 FF FF", 17),
        ("E8 01", 185),
    ],
)
def test_refusals(command: str, error: int) -> None:
    scales = ShtrihSlim([LOAD])
    assert ask(scales, framed(command)) == bytes([int(command[:2], 16), error])


@pytest.mark.parametrize(("command", "error"), [("30 30 30 33 30", 150), ("31 30 30 33 30", 151)])
def test_nothing_is_set_while_it_swings(command: str, error: int) -> None:
    scales = ShtrihSlim([LOAD])
    scales.switch("unstable", on=True)
    assert ask(scales, framed(command))[1] == error


@pytest.mark.parametrize(("power", "weight", "most"), [(-3, 1234, 15000), (-2, 123, 1500), (-4, 12340, 0xFFFF)])
def test_the_unit_is_told_with_the_channel(power: int, weight: int, most: int) -> None:
    scales = ShtrihSlim([LOAD], power=power)
    channel = ask(scales, framed("E8 00"))
    assert len(channel) == 24
    assert int.from_bytes(channel[5:6], "little", signed=True) == power
    assert int.from_bytes(channel[6:8], "little") == most
    assert int.from_bytes(ask(scales, GET_STATE)[4:8], "little") == weight


def test_too_much_is_no_tare() -> None:
    scales = ShtrihSlim([Load(Decimal(70000))])
    ask(scales, GET_STATE)
    assert ask(scales, framed("31 30 30 33 30")) == b"\x31\x97"


def test_it_tells_what_it_is() -> None:
    assert "ШТРИХ" in ask(ShtrihSlim(), framed("FC"))[8:].decode("cp1251")


def test_answers_are_spoilt_on_demand() -> None:
    scales = ShtrihSlim([LOAD])
    scales.spoil(bad_sum=True, junk_before=b"\x7f")
    assert scales.feed(ENQ + GET_STATE) == NAK + ACK + b"\x7f" + SAMPLE[:-1] + bytes([SAMPLE[-1] ^ 0xFF])
    scales.spoil(bad_sum=False, junk_before=b"")
    assert scales.feed(NAK + ENQ) == ACK + SAMPLE


def test_a_power_cut_forgets_the_held_answer() -> None:
    scales = ShtrihSlim([LOAD])
    scales.feed(GET_STATE)
    scales.switch("power", on=False)
    scales.switch("power", on=True)
    assert scales.feed(ENQ) == NAK


def test_half_a_frame_is_forgotten_with_the_line() -> None:
    scales = ShtrihSlim([LOAD])
    scales.feed(GET_STATE[:4])
    scales.hang_up()
    assert scales.feed(GET_STATE) == ACK + SAMPLE


@given(st.lists(st.binary(max_size=30), max_size=10))
def test_no_bytes_break_it(chunks: list[bytes]) -> None:
    scales = ShtrihSlim([LOAD])
    for chunk in chunks:
        scales.feed(chunk)
    scales.hang_up()
    scales.feed(ENQ + ACK)
    assert scales.feed(CHANNEL_NUMBER) == ACK + framed("EA 00 00")
