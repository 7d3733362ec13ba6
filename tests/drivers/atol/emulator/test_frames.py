"""Frames and packets of the spec, both ways, and in any pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.atol.emulator import frame, packet
from drivers.atol.emulator.packet import Packet
from tests.drivers.atol.emulator.examples import FRAMES, PACKETS


def read(raw: bytes) -> list[bytes]:
    """What follows STX, once and no sooner than with the last byte."""
    reader = frame.Reader()
    return [data for byte in raw[1:] if (data := reader.take(byte)) is not None]


@pytest.mark.parametrize(("data", "framed"), FRAMES)
def test_every_frame_of_the_spec(data: bytes, framed: bytes) -> None:
    assert frame.framed(data) == framed
    assert read(framed) == [data]


@given(st.binary(max_size=255))
def test_any_data_in_a_frame(data: bytes) -> None:
    assert read(frame.framed(data)) == [data]


def test_a_wrong_sum_is_refused_and_a_sum_that_looks_like_etx_is_right() -> None:
    framed = frame.framed(b"\x00")
    assert framed == bytes.fromhex("02 00 03 03")
    assert read(framed) == [b"\x00"]
    with pytest.raises(ValueError, match="sum"):
        read(framed[:-1] + b"\x04")


@pytest.mark.parametrize(("sender", "data", "framed"), PACKETS)
def test_every_packet_of_the_spec(sender: int, data: bytes, framed: bytes) -> None:
    assert Packet(sender, data).framed() == framed
    assert [*packet.Reader().feed(framed)] == [Packet(sender, data)]


@given(st.integers(0, 0xDF), st.binary(max_size=400))
def test_any_data_in_a_packet(sender: int, data: bytes) -> None:
    assert [*packet.Reader().feed(Packet(sender, data).framed())] == [Packet(sender, data)]


@given(st.binary(max_size=30).filter(lambda noise: b"\xfe" not in noise), st.integers(0, 20))
def test_bytes_between_packets_and_half_packets_are_nobodys(noise: bytes, cut: int) -> None:
    whole = Packet(7, b"\xc4" * 20)
    heard = [*packet.Reader().feed(noise + whole.framed()[:cut] + whole.framed() + noise + whole.framed())]
    assert heard == [whole, whole]


def test_a_wrong_sum_is_told_by_the_packet() -> None:
    spoiled = bytes.fromhex("FE 01 00 05 C4 02")
    assert [*packet.Reader().feed(spoiled)] == [Packet(5, b"\xc4", sound=False)]


def test_a_sum_that_needs_escaping() -> None:
    sums = {Packet(id_, bytes([data])).framed()[-2:] for id_ in range(0xE0) for data in range(8)}
    assert {b"\xfd\xed", b"\xfd\xee"} <= sums
