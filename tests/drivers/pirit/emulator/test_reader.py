"""Bytes in any chunks, half frames, broken ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.pirit.emulator.frame import PIRIT, SERVICE_PLUS, Broken, Dialect, Request, checksum
from drivers.pirit.emulator.reader import Control, Heard, Reader

ENQ, LF, CAN = b"\x05", b"\x0a", b"\x18"


def frame(body: bytes, crc: bytes | None = None) -> bytes:
    return b"\x02" + body + b"\x03" + (checksum(body + b"\x03") if crc is None else crc)


def heard(raw: bytes, dialect: Dialect = PIRIT) -> list[Heard]:
    reader = Reader(dialect, 0.2)
    return [each for byte in raw if (each := reader.take(byte, 0.0)) is not None]


def test_control_bytes_between_frames() -> None:
    assert heard(ENQ + LF + CAN + b"\x15" + ENQ) == [Control.ENQUIRY, Control.FEED, Control.ENQUIRY]


def test_a_lower_case_sum_is_taken() -> None:
    body = b"PIRI!100102"
    assert heard(frame(body, checksum(body + b"\x03").lower())) == [Request(0x21, "10", b"0102")]


def test_another_stx_begins_anew() -> None:
    assert heard(b"\x02PIRI" + frame(b"PIRI 00")) == [Request(0x20, "00", b"")]


@pytest.mark.parametrize(
    ("raw", "broken"),
    [
        (frame(b"PIRI\x2a31", b"00"), Broken(0x07, 0x2A, "31")),
        (frame(b"PONE\x2a31"), Broken(0x06, 0x2A, "31")),
        (frame(b"PIRI\x2azz"), Broken(0x02, 0x2A)),
        (frame(b"PIRI\xf131"), Broken(0x03, 0xF1, "31")),
        (frame(b"PIR"), Broken(0x07)),
        (b"\x02PIRI\x2a31" + b"a" * 5000, Broken(0x04, 0x2A, "31")),
    ],
)
def test_what_is_not_obeyed(raw: bytes, broken: Broken) -> None:
    assert heard(raw)[:1] == [broken]


def test_half_a_frame_is_given_up_after_its_time() -> None:
    reader = Reader(PIRIT, 0.2)
    assert reader.deadline is None
    for at, byte in enumerate(b"\x02PIRI\x2a31"):
        assert reader.take(byte, at * 0.1) is None
    assert reader.deadline == pytest.approx(0.9)
    assert reader.tick(0.85) is None
    assert reader.tick(0.91) == Broken(0x05, 0x2A, "31")
    assert reader.deadline is None
    assert reader.take(0x05, 1.0) is Control.ENQUIRY


def test_bytes_of_a_picture_are_no_frames() -> None:
    reader = Reader(PIRIT, 0.2)
    reader.expect(4)
    assert [reader.take(byte, 0.0) for byte in b"\x02\x05\x03\x02"] == [None, None, None, b"\x02\x05\x03\x02"]
    assert reader.take(0x05, 0.0) is Control.ENQUIRY


@given(st.integers(0x20, 0xFD), st.binary(max_size=60))
def test_whatever_is_framed_is_read(id_: int, junk: bytes) -> None:
    data = bytes(byte for byte in junk if byte not in (0x02, 0x03, 0x18))
    body = b"PONE" + bytes([id_]) + b"A0" + data
    assert heard(frame(body), SERVICE_PLUS) == [Request(id_, "A0", data)]
