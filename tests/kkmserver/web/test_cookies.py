"""Signed sessions by themselves."""

import pytest

from kkmserver.dialects.http import Role
from kkmserver.web.cookies import LIFE, Session, Sessions, cookie_of, set_cookie
from tests.clock import FakeClock

KEY = bytes(range(32))


def sessions(clock: FakeClock | None = None, *, key: bytes = KEY, seal: str = "Admin\0hash") -> Sessions:
    return Sessions(key, clock or FakeClock(), lambda role: f"{role}{seal}")


def test_what_is_written_is_read_by_whoever_has_the_key() -> None:
    text = sessions().written(sessions().begin(Role.ADMIN))
    assert text.startswith("admin.")
    read = sessions().read(text)
    assert read is not None
    assert read.role is Role.ADMIN
    assert sessions(key=b"other" * 8).read(text) is None
    assert sessions(seal="Admin\0other hash").read(text) is None
    assert sessions(seal="admin\0hash").read(text) is None


def test_no_letter_of_it_can_be_changed() -> None:
    book = sessions()
    text = book.written(book.begin(Role.USER))
    for place, letter in enumerate(text):
        other = "0" if letter != "0" else "1"
        assert book.read(text[:place] + other + text[place + 1 :]) is None
    assert book.read(text.replace("user", "admin")) is None
    assert book.read(text + "0") is None
    for nonsense in ("", ".", "admin.1.2.3", "user." + "0" * 32 + ".١٢." + "0" * 64):
        assert book.read(nonsense) is None


def test_it_ends_when_nobody_uses_it() -> None:
    clock = FakeClock()
    book = sessions(clock)
    session = book.begin(Role.ADMIN)
    text = book.written(session)
    clock.advance(LIFE - 1)
    assert book.read(text) == session
    clock.advance(1)
    assert book.read(text) is None


def test_it_is_renewed_once_in_a_while_under_the_same_token() -> None:
    clock = FakeClock()
    book = sessions(clock)
    session = book.begin(Role.ADMIN)
    clock.advance(600)
    assert book.renewed(session) is None
    clock.advance(1)
    longer = book.renewed(session)
    assert longer is not None
    assert (longer.id, longer.until - session.until) == (session.id, 601)
    assert book.token(longer) == book.token(session)


def test_signed_out_is_signed_out_in_the_renewed_one_too() -> None:
    clock = FakeClock()
    book = sessions(clock)
    session, other = book.begin(Role.ADMIN), book.begin(Role.ADMIN)
    text = book.written(Session(session.role, session.id, session.until + 50))
    book.end(session)
    assert book.read(text) is None
    assert book.read(book.written(other)) == other
    for _ in range(2000):
        book.end(book.begin(Role.USER))
    assert len(book._ended) == 1024


def test_the_token_is_neither_the_cookie_nor_that_of_another_session() -> None:
    book = sessions()
    session, other = book.begin(Role.ADMIN), book.begin(Role.ADMIN)
    token = book.token(session)
    assert token not in book.written(session)
    assert book.proves(session, token.encode())
    for wrong in (b"", b"\xff", book.token(other).encode(), book.written(session)[-64:].encode()):
        assert not book.proves(session, wrong)


@pytest.mark.parametrize(
    ("header", "value"),
    [
        (b"kkmserver-1=a", "a"),
        (b"x=1; kkmserver-1=a.b==; y=2", "a.b=="),
        (b"kkmserver-10=a", ""),
        (b"xkkmserver-1=a", ""),
        (b"", ""),
        (b"\xff; =; kkmserver-1", ""),
    ],
)
def test_out_of_a_header(header: bytes, value: str) -> None:
    assert cookie_of(header, "kkmserver-1") == value


def test_the_header_that_sets_it() -> None:
    told = set_cookie("n", "v", secure=True)
    assert told == "n=v; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict; Secure"
    assert set_cookie("n", "", secure=False) == "n=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict"
