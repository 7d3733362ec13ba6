"""Frames and packets against the examples of spec/atol.md, both ways."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.atol import codec_v3
from drivers.atol.codec_v2 import frame, take_frame
from drivers.atol.codec_v3 import Packet, packet, take_packet
from drivers.errors import FrameError

V2 = [
    ("1F 00 FF 10 02 03 1A", "02 1F 00 FF 10 10 02 10 03 1A 03 E8"),
    ("00 00 3F", "02 00 00 3F 03 3C"),
    ("00 00 45", "02 00 00 45 03 46"),
    ("00 00 A5", "02 00 00 A5 03 A6"),
    ("00 00 56 01 00 00 00 30", "02 00 00 56 01 00 00 00 30 03 64"),
    ("00 00 49 00 00 00 10 00 00", "02 00 00 49 00 00 00 10 10 00 00 03 4A"),
    ("00 00 99 00 01 00 00 05 00 00", "02 00 00 99 00 01 00 00 05 00 00 03 9E"),
    (
        "00 00 E8 01 01 00 FD 03 06 00 88 A2 A0 AD AE A2",
        "02 00 00 E8 01 01 00 FD 10 03 06 00 88 A2 A0 AD AE A2 03 28",
    ),
    ("55 00 00", "02 55 00 00 03 56"),
    ("55 01 00", "02 55 01 00 03 57"),
]
V3 = [
    (0, codec_v3.abort(), "FE 01 00 00 C4 02"),
    (1, codec_v3.add(0, b"\0\0\x45"), "FE 06 00 01 C1 01 00 00 00 45 5F"),
    (1, b"\xa1", "FE 01 00 01 A1 B8"),
    (1, b"\xa3\x55\0\0", "FE 04 00 01 A3 55 00 00 64"),
    (2, codec_v3.add(1, b"\0\0\x3f"), "FE 06 00 02 C1 01 01 00 00 3F ED"),
    (3, codec_v3.ack(0), "FE 02 00 03 C2 00 F2"),
    (4, codec_v3.req(1), "FE 02 00 04 C3 01 D4"),
    (
        5,
        codec_v3.add(2, bytes.fromhex("00 00 99 00 01 00 00 05 00 00")),
        "FE 0D 00 05 C1 01 02 00 00 99 00 01 00 00 05 00 00 41",
    ),
    (6, codec_v3.add(3, b"\0\0\x8f\xfd\xfe"), "FE 08 00 06 C1 01 03 00 00 8F FD ED FD EE E3"),
    (0xF0, b"\xa6\0\x55\0\0", "FE 05 00 F0 A6 00 55 00 00 B4"),
    (0xF1, b"\xa7\x01\x55\x67\0", "FE 05 00 F1 A7 01 55 67 00 50"),
    (1, b"", "FE 00 00 01 9D"),
]


@pytest.mark.parametrize(("data", "framed"), V2)
def test_frames_of_v2(data: str, framed: str) -> None:
    raw = bytes.fromhex(framed)
    assert frame(bytes.fromhex(data)) == raw
    heard = bytearray(raw + b"\x04")
    assert take_frame(heard) == bytes.fromhex(data)
    assert heard == b"\x04"


@pytest.mark.parametrize(("number", "data", "framed"), V3)
def test_packets_of_v3(number: int, data: bytes, framed: str) -> None:
    raw = bytes.fromhex(framed)
    assert packet(number, data) == raw
    heard = bytearray(b"\x01\x05" + raw + b"\x04")
    assert take_packet(heard) == Packet(number, data)
    assert heard == b"\x04"


@given(st.binary(min_size=1, max_size=255), st.integers(1, 8))
def test_frames_in_pieces(data: bytes, step: int) -> None:
    raw, heard, got = frame(data), bytearray(), []
    for place in range(0, len(raw), step):
        heard += raw[place : place + step]
        if (found := take_frame(heard)) is not None:
            got.append(found)
    assert got == [data]
    assert not heard


@given(st.lists(st.binary(max_size=40), max_size=3), st.integers(1, 8))
def test_packets_in_pieces(texts: list[bytes], step: int) -> None:
    raw, heard, got = b"".join(packet(number, data) for number, data in enumerate(texts)), bytearray(), []
    for place in range(0, len(raw), step):
        heard += raw[place : place + step]
        while (found := take_packet(heard)) is not None:
            got.append(found.data)
    assert got == texts
    assert not heard


@given(st.binary(min_size=1, max_size=300))
def test_a_long_packet(data: bytes) -> None:
    assert take_packet(bytearray(packet(0xDF, data))) == Packet(0xDF, data)


@given(st.binary(max_size=60))
def test_any_garbage_ends(garbage: bytes) -> None:
    for take in (take_frame, take_packet):
        heard = bytearray(garbage)
        try:
            while take(heard) is not None:
                pass
        except FrameError:
            continue


@given(st.integers(0, 15), st.integers(1, 255))
def test_a_changed_byte_is_noticed(place: int, change: int) -> None:
    raw = bytearray(packet(6, b"\xc1\x01\x03\0\0\x8f\xfd\xfe\x10"))
    place %= len(raw)
    raw[place] ^= change
    with suppress(FrameError):
        assert take_packet(raw) is None


def test_an_unexpected_start_begins_anew() -> None:
    heard = bytearray(packet(1, b"\xa1")[:-2] + packet(2, b"\xa2"))
    with pytest.raises(FrameError):
        take_packet(heard)
    assert take_packet(heard) == Packet(2, b"\xa2")


def test_a_length_that_cannot_be() -> None:
    heard = bytearray(b"\xfe\x80\x00\x01\xa1\xb8")
    with pytest.raises(FrameError):
        take_packet(heard)


@pytest.mark.parametrize("framed", ["02 00 00 3F 03 3D", "06 02"])
def test_broken_frames(framed: str) -> None:
    with pytest.raises(FrameError):
        take_frame(bytearray.fromhex(framed))


@pytest.mark.parametrize("size", [0, 256])
def test_frames_that_cannot_be(size: int) -> None:
    with pytest.raises(ValueError, match="data"):
        frame(bytes(size))


@pytest.mark.parametrize(("number", "size"), [(0xFD, 1), (-1, 1), (0, 1 << 14)])
def test_packets_that_cannot_be(number: int, size: int) -> None:
    with pytest.raises(ValueError, match="packet"):
        packet(number, bytes(size))
