"""Frames, by the examples of the specification and by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import FrameError
from drivers.pirit.codec import Dialect, Reply, frame, take_reply
from tests.drivers.pirit.framed_examples import ANSWERS

PIRI = Dialect()
parameters = st.lists(st.binary(max_size=12).map(lambda data: bytes(0x20 + byte % 0xD1 for byte in data)), max_size=6)

REPLIES = {
    "flags": Reply(0x20, "00", 0, b"0\x1c4\x1c0\x1c"),
    "start work": Reply(0x21, "10", 0),
    "item": Reply(0x24, "42", 0, b"33.3333\x1c"),
    "pay": Reply(0x23, "47", 1),
    "close": Reply(0x27, "31", 0, b"15\x1c12\x1c7 1234567890\x1c7\x1c1234567890\x1c3\x1c2\x1c010226\x1c093100\x1c"),
}


def answer(number: int, code: bytes, error: bytes, data: bytes = b"", *, lower: bool = False) -> bytes:
    """Made by hand, not by the code under test."""
    body = bytes([number]) + code + error + data + b"\x03"
    crc = 0
    for byte in body:
        crc ^= byte
    written = f"{crc:02X}"
    return b"\x02" + body + (written.lower() if lower else written).encode()


@pytest.mark.parametrize("name", ANSWERS)
def test_answers(name: str) -> None:
    heard = bytearray.fromhex(ANSWERS[name])
    assert take_reply(heard) == REPLIES[name]
    assert not heard


@pytest.mark.parametrize("name", ANSWERS)
def test_no_byte_of_an_answer_may_change(name: str) -> None:
    raw = bytes.fromhex(ANSWERS[name])
    for place in range(1, len(raw)):
        for mask in (0x01, 0x08, 0x40):
            heard = bytearray(raw)
            heard[place] ^= mask
            try:
                reply = take_reply(heard)
            except FrameError:
                continue
            assert reply is None


@pytest.mark.parametrize("lower", [True, False])
def test_either_case_of_the_crc_is_read(lower: bool) -> None:
    raw = answer(0x2A, b"aF", b"0a", b"1\x1c", lower=lower)
    assert raw[-2:].isalnum()
    assert take_reply(bytearray(raw)) == Reply(0x2A, "AF", 10, b"1\x1c")


@given(st.integers(0x20, 0xF0), parameters, st.integers(1, 9))
def test_chunks_do_not_matter(number: int, told: list[bytes], step: int) -> None:
    data = b"".join(parameter + b"\x1c" for parameter in told)
    raw, heard, taken = answer(number, b"31", b"00", data), bytearray(), []
    for start in range(0, len(raw), step):
        heard += raw[start : start + step]
        if (reply := take_reply(heard)) is not None:
            taken.append(reply)
    assert taken == [Reply(number, "31", 0, data)]


def test_what_follows_an_answer_stays() -> None:
    heard = bytearray(answer(0x20, b"00", b"00") + b"\x06\x02")
    take_reply(heard)
    assert heard == b"\x06\x02"


def test_an_answer_cut_short_does_not_spoil_the_next() -> None:
    heard = bytearray(answer(0x20, b"00", b"00")[:4] + answer(0x21, b"10", b"00"))
    assert take_reply(heard) == Reply(0x21, "10", 0)


@pytest.mark.parametrize("raw", [b"\x02\x03\x30\x33", b"\x02 0\x0300", b"\x02 00xx\x03zz", b"\x02 00\x8f0\x0300"])
def test_nonsense(raw: bytes) -> None:
    heard = bytearray(raw)
    with pytest.raises(FrameError):
        take_reply(heard)
    assert not heard


def test_a_frame_without_end() -> None:
    with pytest.raises(FrameError):
        take_reply(bytearray(b"\x02" + b"0" * 5000))


@given(st.integers(0x20, 0xF0), parameters)
def test_frames_come_to_nothing(number: int, told: list[bytes]) -> None:
    raw = frame(PIRI, number, "42", told)
    assert raw[:6] == b"\x02PIRI" + bytes([number])
    body, crc = raw[1:-2], raw[-2:]
    total = int(crc, 16)
    for byte in body:
        total ^= byte
    assert total == 0
    assert body[7:-1] == b"".join(parameter + b"\x1c" for parameter in told)


def test_letters_beyond_f0_become_similar_ones() -> None:
    text = "Ёлка ёжик № 5°".encode("cp866")
    sent = frame(PIRI, 0x20, "40", [text])
    assert "Ёлка ежик N 5o".encode("cp866") in sent
    assert max(sent) <= 0xF0
    assert text in frame(Dialect(raw_letters=True), 0x20, "40", [text])


@pytest.mark.parametrize("parameter", [b"\x1c", b"a\x03", b"\n"])
def test_control_characters_are_refused(parameter: bytes) -> None:
    with pytest.raises(ValueError, match="control"):
        frame(PIRI, 0x20, "40", [parameter])


@pytest.mark.parametrize("password", ["", "PIR", "PIRIT", "ПИРИ", "PI\x03I"])
def test_passwords_that_cannot_be(password: str) -> None:
    with pytest.raises(ValueError, match="password"):
        Dialect(password=password)
