"""One exchange as bytes. Expected bytes are written out from RFC 9112 and 7617."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.http_service.exchange import MOST_BYTES, Credentials, CutOff, Exchange, Nonsense
from drivers.http_service.question import Answer, Question

ASKED = Question(method="GET", path="/x", harmless=True)
ANSWER = b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Type: application/json\r\n\r\n{"a":1}'
CHUNKED = b"HTTP/1.1 201 X\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"


def exchange(question: Question = ASKED, credentials: Credentials | None = None) -> Exchange:
    return Exchange(question, question.path, "kassa:80", credentials or Credentials())


def heard(chunks: list[bytes]) -> Answer | None:
    talk = exchange()
    answer = None
    for chunk in chunks:
        answer = answer or talk.feed(chunk)
    return answer


def test_what_is_sent() -> None:
    question = Question(method="POST", path="/requests", content={"a": "Чай"}, harmless=False)
    assert exchange(question, Credentials("user", "pass")).sent == (
        b"POST /requests HTTP/1.1\r\nHost: kassa:80\r\nAccept: application/json\r\nAccept-Encoding: identity\r\n"
        b"Connection: close\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 14\r\n"
        b'Authorization: Basic dXNlcjpwYXNz\r\n\r\n{"a":"' + "Чай".encode() + b'"}'
    )
    assert exchange().sent == (
        b"GET /x HTTP/1.1\r\nHost: kassa:80\r\nAccept: application/json\r\nAccept-Encoding: identity\r\n"
        b"Connection: close\r\n\r\n"
    )


@given(st.integers(1, 20))
def test_chunks_do_not_matter(step: int) -> None:
    for whole, answer in ((ANSWER, Answer(200, b'{"a":1}')), (CHUNKED, Answer(201, b"abcde"))):
        assert heard([whole[at : at + step] for at in range(0, len(whole), step)]) == answer


def test_the_end_of_the_connection_may_end_an_answer() -> None:
    assert heard([b"HTTP/1.0 200 OK\r\n\r\n{}", b""]) == Answer(200, b"{}")


def test_a_word_in_between_is_no_answer() -> None:
    assert heard([b"HTTP/1.1 100 Continue\r\n\r\n" + ANSWER]) == Answer(200, b'{"a":1}')


@pytest.mark.parametrize(
    "chunks",
    [
        [b"\x00\x01\x02\r\n\r\n"],
        [b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx"],
        [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (MOST_BYTES + 1), b"x" * (MOST_BYTES + 1)],
        [b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000],
    ],
)
def test_nonsense(chunks: list[bytes]) -> None:
    with pytest.raises(Nonsense) as caught:
        heard(chunks)
    assert type(caught.value) is Nonsense


@pytest.mark.parametrize("chunks", [[b""], [ANSWER[:30], b""], [ANSWER[:-1], b""], [CHUNKED[:-3], b""]])
def test_it_is_cut_off(chunks: list[bytes]) -> None:
    with pytest.raises(CutOff):
        heard(chunks)


def test_a_password_is_not_shown() -> None:
    assert "secret" not in repr(Credentials("user", "secret"))
