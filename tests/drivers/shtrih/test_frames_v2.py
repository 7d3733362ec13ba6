"""Golden bytes: spec/shtrih-m.md, 1.7; the vendor's document and real frames agree on the rules of the CRC."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import FrameError
from drivers.shtrih.codec_v2 import EMPTY, Packet, packet, take_packet

BEEP, BEEP_8F = "8F 07 00 01 00 13 1E 00 00 00 CD 42", "8F 07 00 9F 81 00 13 1E 00 00 00 BC DB"
ANSWER = "8F 05 00 01 00 13 00 1E F4 CB"


@pytest.mark.parametrize(
    ("framed", "number", "body"),
    [(BEEP, 1, "13 1E 00 00 00"), (BEEP_8F, 0x8F, "13 1E 00 00 00"), (ANSWER, 1, "13 00 1E")],
)
def test_packets_of_the_document(framed: str, number: int, body: str) -> None:
    assert packet(number, bytes.fromhex(body)) == bytes.fromhex(framed)
    assert take_packet(bytearray.fromhex(framed)) == Packet(number, bytes.fromhex(body))


def test_the_empty_packet() -> None:
    assert bytes.fromhex("8F 00 00 0F 1D") == EMPTY
    assert take_packet(bytearray(EMPTY)) == Packet(None, b"")


numbers = st.one_of(st.sampled_from((0x8F, 0x9F, 0x8F9F, 0x9F8F)), st.integers(0, 0xFFFF))
bodies = st.one_of(st.binary(max_size=300), st.lists(st.sampled_from((0x8F, 0x9F, 0x81, 0x83))).map(bytes))


@given(numbers, bodies, st.integers(1, 7))
def test_any_packet_comes_back_in_pieces(number: int, body: bytes, piece: int) -> None:
    whole, heard = packet(number, body), bytearray()
    for at in range(0, len(whole), piece):
        assert take_packet(heard) is None
        heard += whole[at : at + piece]
    assert take_packet(heard) == Packet(number, body)
    assert not heard


@given(numbers, bodies, st.binary(max_size=9), numbers, bodies)
def test_garbage_before_and_another_packet_after(
    number: int, body: bytes, garbage: bytes, other: int, another: bytes
) -> None:
    heard = bytearray(garbage.replace(b"\x8f", b"") + packet(number, body) + packet(other, another))
    assert take_packet(heard) == Packet(number, body)
    assert take_packet(heard) == Packet(other, another)


@given(numbers, st.binary(max_size=40), st.data())
def test_a_changed_bit_is_noticed(number: int, body: bytes, data: st.DataObject) -> None:
    """A packet may come to look unfinished, or like one that begins later; never like another one that is whole."""
    spoiled = bytearray(packet(number, body))
    spoiled[data.draw(st.integers(0, len(spoiled) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    with suppress(FrameError):
        assert take_packet(spoiled) is None


@pytest.mark.parametrize(
    "broken", ["8F 01 00 00 12 34", "8F 05 00 01 00 13 00 1E F4 CC", "8F 05 00 9F 84", "8F 05 00 8F"]
)
def test_broken_packets_are_refused_and_removed(broken: str) -> None:
    heard = bytearray.fromhex(broken)
    with pytest.raises(FrameError):
        take_packet(heard)
    assert bytes(heard) in (b"", b"\x8f")


def test_a_number_that_is_none() -> None:
    with pytest.raises(OverflowError):
        packet(1 << 16, b"\x10")
