"""HTTP by its bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.emulation.http import HttpTalk, Question, Reply

POST = b"POST /xml?type=a HTTP/1.1\r\nHost: x\r\nX-Kind: One\r\nContent-Length: 5\r\n\r\nhello"
ANSWER = (
    b"HTTP/1.1 200 OK\r\ncontent-type: text/plain; charset=utf-8\r\ncontent-length: 5\r\nConnection: close\r\n\r\nolleh"
)


class Talk:
    """Answers what it was asked, backwards."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.wire = HttpTalk(self.answer)

    def answer(self, question: Question) -> Reply:
        self.asked.append(question)
        return Reply(question.body[::-1])


@given(st.integers(1, len(POST)))
def test_a_question_in_any_chunks(step: int) -> None:
    talk = Talk()
    said = b"".join(talk.wire.feed(POST[at : at + step]) for at in range(0, len(POST), step))
    assert said.lower() == ANSWER.lower()
    assert talk.asked == [
        Question("POST", "/xml?type=a", {"host": "x", "x-kind": "One", "content-length": "5"}, b"hello")
    ]


def test_a_host_that_waits_for_leave() -> None:
    talk = Talk()
    head = POST.removesuffix(b"hello").replace(b"X-Kind: One", b"Expect: 100-continue")
    assert talk.wire.feed(head).startswith(b"HTTP/1.1 100 ")
    assert talk.wire.feed(b"hello").endswith(b"\r\n\r\nolleh")


@pytest.mark.parametrize("data", [b"\x05\x02\x03\r\n\r\n", b"POST / HTTP/1.1\r\n\r\n", b"GET / HTTP/9\r\n\r\n"])
def test_nonsense(data: bytes) -> None:
    talk = Talk()
    assert talk.wire.feed(data).startswith(b"HTTP/1.1 400 ")
    assert not talk.asked
    assert talk.wire.feed(POST) == b""


def test_too_much() -> None:
    talk = Talk()
    head = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n"
    assert talk.wire.feed(head + bytes(1 << 20)) == b""
    assert talk.wire.feed(b"x").startswith(b"HTTP/1.1 413 ")
    assert talk.wire.feed(bytes(100)) == b""
    assert not talk.asked


def test_a_second_question_needs_a_new_connection() -> None:
    talk = Talk()
    assert talk.wire.feed(POST + POST).count(b"olleh") == 1
    assert talk.wire.feed(POST) == b""


@given(st.lists(st.binary(min_size=1, max_size=60), max_size=6))
def test_no_bytes_break_it(chunks: list[bytes]) -> None:
    talk = Talk()
    for chunk in chunks:
        talk.wire.feed(chunk)
