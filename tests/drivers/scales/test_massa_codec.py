"""Massa-K: the verified frames of spec/scales-displays.md 1 both ways, and any bytes at all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import FrameError
from drivers.scales import massa_codec as codec
from drivers.scales.reading import Reading

EMPTY = "F8 55 CE 0D 00 24 00 00 00 00 01 01 00 01 00 00 00 00 FC 23"
LOADED = "F8 55 CE 0D 00 24 D2 04 00 00 01 01 00 00 00 00 00 00 11 54"
FIFTEEN_GRAMS = "F8 55 CE 0D 00 24 0F 00 00 00 01 01 00 00 00 00 00 00 7D 42"  # a public implementation's own check
OVERLOAD = "F8 55 CE 02 00 28 08 08 28"
NOT_KNOWN = "F8 55 CE 01 00 F0 F0 00"


def body(raw: str) -> bytes:
    (found,) = codec.FrameReader().feed(bytes.fromhex(raw))
    return found


@pytest.mark.parametrize(
    ("command", "raw"),
    [
        (0x23, "F8 55 CE 01 00 23 23 00"),
        (0xA0, "F8 55 CE 01 00 A0 A0 00"),
        (0x72, "F8 55 CE 01 00 72 72 00"),
        (0x27, "F8 55 CE 01 00 27 27 00"),
    ],
)
def test_frames_of_one_byte(command: int, raw: str) -> None:
    assert codec.frame(command) == bytes.fromhex(raw)
    assert body(raw) == bytes([command])


@pytest.mark.parametrize("raw", [EMPTY, LOADED, FIFTEEN_GRAMS, OVERLOAD])
def test_frames_with_data(raw: str) -> None:
    found = body(raw)
    assert codec.frame(found[0], found[1:]) == bytes.fromhex(raw)


def test_readings() -> None:
    nothing, some = Decimal(0), Decimal("1.234")
    assert codec.reading(body(EMPTY)) == Reading(weight=nothing, tare=nothing)
    assert codec.reading(body(LOADED)) == Reading(weight=some, tare=nothing)
    assert codec.error_code(body(OVERLOAD)) == 8


@pytest.mark.parametrize(("division", "weight"), list(enumerate(["-0.0005", "-0.005", "-0.05", "-0.5", "-5"])))
def test_divisions_below_zero(division: int, weight: str) -> None:
    data = (-5).to_bytes(4, "little", signed=True) + bytes([division, 0, 1, 0]) + (7).to_bytes(4, "little")
    found = codec.reading(b"\x24" + data)
    assert (found.weight, found.stable, found.net) == (Decimal(weight), False, True)
    assert found.tare == found.unit * 7


@pytest.mark.parametrize("size", [7, 9, 12])
def test_old_firmware_does_not_tell_the_tare(size: int) -> None:
    found = codec.reading(body(LOADED)[:size])
    assert (found.weight, found.stable, found.net, found.tare) == (Decimal("1.234"), True, False, None)


@pytest.mark.parametrize("raw", ["24", "24 D2 04 00 00 01", "24 D2 04 00 00 05 01 00 00"])
def test_no_reading(raw: str) -> None:
    with pytest.raises(FrameError):
        codec.reading(bytes.fromhex(raw))


def test_tare() -> None:
    """Command and size: public implementations of protocol 100; the rest of the bytes by hand."""
    assert codec.set_tare(1234)[:10] == bytes.fromhex("F8 55 CE 05 00 A3 D2 04 00 00")


@given(st.binary(min_size=1, max_size=100))
def test_crc_is_that_of_the_specification(data: bytes) -> None:
    register = 0
    for byte in data:
        value, shifted = register >> 8 << 8, 0
        for _ in range(8):
            shifted = (shifted << 1) ^ (0x1021 if (value ^ shifted) & 0x8000 else 0)
            value <<= 1
        register = (shifted ^ register << 8 ^ byte) & 0xFFFF
    assert codec.crc(data) == register


@given(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=3), st.integers(1, 9), st.binary(max_size=30))
def test_chunks_and_junk_do_not_matter(bodies: list[bytes], step: int, junk: bytes) -> None:
    """Junk that is no header, before each frame."""
    junk = junk.replace(b"\xf8", b"")
    raw = b"".join(junk + codec.frame(each[0], each[1:]) for each in bodies)
    reader = codec.FrameReader()
    assert [found for at in range(0, len(raw), step) for found in reader.feed(raw[at : at + step])] == bodies


@given(st.integers(0, 19), st.integers(1, 255))
def test_a_changed_byte_is_noticed_and_the_next_frame_is_read(place: int, change: int) -> None:
    spoilt = bytearray.fromhex(LOADED)
    spoilt[place] ^= change
    found = codec.FrameReader().feed(bytes(spoilt) + bytes.fromhex(EMPTY) * 30)
    assert body(EMPTY) in found
    assert all(each == body(EMPTY) for each in found)


@given(st.lists(st.binary(max_size=600)))
def test_any_bytes_are_borne(chunks: list[bytes]) -> None:
    question = codec.Question(codec.frame(0x23), {0x24})
    assert question.begin() == codec.frame(0x23)
    assert not any(question.feed(chunk) for chunk in chunks)
    assert len(question._reader._buffer) <= 512 + 7


@given(st.binary(max_size=20))
def test_any_body_is_a_reading_or_an_error(raw: bytes) -> None:
    try:
        found = codec.reading(b"\x24" + raw)
    except FrameError:
        return
    assert (found.weight / found.unit) % 1 == 0
