import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import FrameError
from drivers.shtrih.codec import Reply, frame, reply_of, reply_to, take_frame
from tests.drivers.shtrih.framed_examples import ANSWERS, REQUESTS


@pytest.mark.parametrize(("framed", "body"), REQUESTS.values(), ids=REQUESTS)
def test_requests_of_the_document(framed: str, body: str) -> None:
    assert frame(bytes.fromhex(body)) == bytes.fromhex(framed)
    assert take_frame(bytearray.fromhex(framed)) == bytes.fromhex(body)


@pytest.mark.parametrize(("framed", "said"), ANSWERS.values(), ids=ANSWERS)
def test_answers_of_the_document(framed: str, said: tuple[str, int, str]) -> None:
    code, error, data = bytes.fromhex(said[0]), said[1], bytes.fromhex(said[2])
    heard = bytearray.fromhex(framed)
    body = take_frame(heard)
    assert body is not None
    assert not heard
    assert reply_to(code, body) == Reply(error, data, code) == reply_of(body)
    assert frame(body) == bytes.fromhex(framed)


@pytest.mark.parametrize("framed", [example[0] for example in ANSWERS.values()])
def test_a_frame_comes_byte_by_byte_and_glued_to_the_next(framed: str) -> None:
    whole, heard = bytes.fromhex(framed), bytearray()
    for byte in whole[:-1]:
        heard.append(byte)
        assert take_frame(heard) is None
    heard += whole[-1:] + whole
    assert take_frame(heard) == take_frame(heard) == whole[2:-1]
    assert not heard


@given(st.binary(min_size=1, max_size=255))
def test_any_body_comes_back(body: bytes) -> None:
    assert take_frame(bytearray(frame(body))) == body


@given(st.binary(min_size=1, max_size=255), st.data())
def test_a_changed_byte_is_noticed(body: bytes, data: st.DataObject) -> None:
    spoiled = bytearray(frame(body))
    at = data.draw(st.integers(2, len(spoiled) - 1))
    spoiled[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(FrameError):
        take_frame(spoiled)


@pytest.mark.parametrize("size", [0, 256])
def test_a_body_that_does_not_fit(size: int) -> None:
    with pytest.raises(ValueError, match=str(size)):
        frame(bytes(size))


def test_what_does_not_begin_with_stx() -> None:
    with pytest.raises(FrameError):
        take_frame(bytearray(b"\x15\x02\x01\xfc\xfd"))


@pytest.mark.parametrize(
    ("code", "body", "reply"),
    [
        ("FF46", "FF 37", Reply(0x37, b"", b"\xff\x46")),  # short form of an unknown two-byte command
        ("FF46", "FF 46", Reply(0x46, b"", b"\xff\x46")),
        ("8D", "8D 33 44 33 22 11", Reply(0x33, b"\x44\x33\x22\x11", b"\x8d")),  # extended error
        ("11", "1E 00", None),  # asked 11h, got 1Eh: issue 50 of the vendor's driver
        ("FF46", "FF 45 00", None),
        ("10", "10", None),
        ("10", "", None),
        ("8D", "FF 37", None),
    ],
)
def test_whose_answer_it_is(code: str, body: str, reply: Reply | None) -> None:
    assert reply_to(bytes.fromhex(code), bytes.fromhex(body)) == reply


@pytest.mark.parametrize(
    ("body", "reply"),
    [
        ("", None),
        ("10", None),
        ("FF", None),
        ("FF 37", Reply(0x37, b"", b"\xff")),
        ("FF 45 00 01", Reply(0, b"\x01", b"\xff\x45")),
        ("1E 00", Reply(0, b"", b"\x1e")),
    ],
)
def test_an_answer_that_nobody_waited_for(body: str, reply: Reply | None) -> None:
    assert reply_of(bytes.fromhex(body)) == reply
