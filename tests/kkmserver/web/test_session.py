"""Sign-in by cookie, over the wire."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.types import Message

from drivers.clock import SystemClock
from kkmserver.config import Auth
from kkmserver.web.answers import with_cookie
from kkmserver.web.app import create_app
from kkmserver.web.cookies import LIFE
from kkmserver.web.passwords import make_hash
from kkmserver.web.session_key import session_key
from kkmserver.web.signin import SignIn
from tests.clock import FakeClock
from tests.kkmserver.web.browser import PAGE, Tab
from tests.kkmserver.web.office import ADMIN, BOTH, USER, Office
from tests.kkmserver.web.raw import request
from tests.kkmserver.web.running import Devices, Echo, running, serving, settings

OFF = {"active": False}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running(settings(BOTH), dispatch=Office()) as found:
        yield found


@pytest.fixture
def tab(port: int) -> Tab:
    return Tab(port)


def error(text: bytes) -> str:
    return str(json.loads(text)["Error"])


def test_a_password_becomes_a_cookie(tab: Tab) -> None:
    before = json.loads(tab.ask("GET", "/session").body)
    assert (before["role"], before["login"], before["csrf"], before["closed"]) == (None, "", None, True)
    told = tab.sign_in("admin", "admin")
    assert (told["role"], told["login"]) == ("admin", "Admin")
    assert json.loads(tab.ask("GET", "/session").body) == told
    assert tab.ask("GET", "/journal").status == 200
    assert json.loads(tab.ask("POST", "/Execute").body)["client"] == "127.0.0.1 Admin"


def test_the_cookie_is_no_use_elsewhere(tab: Tab, port: int) -> None:
    reply = tab.ask("POST", "/session", {"login": "User", "password": "user"})
    assert reply.headers["set-cookie"].startswith(f"kkmserver-{port}=user.")
    assert reply.headers["set-cookie"].endswith("; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict")
    for page in (
        "Sec-Fetch-Site: same-site\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Origin: https://shop.example\r\n",
        "Origin: http://localhost:1\r\n",
        "Origin: null\r\n",
    ):
        assert tab.ask("GET", "/devices", headers=page).status == 401, page
        assert tab.ask("POST", "/session", {"login": "User", "password": "user"}, headers=page).status == 403, page
    for page in ("Sec-Fetch-Site: same-origin\r\n", "Sec-Fetch-Site: none\r\n", f"Origin: http://localhost:{port}\r\n"):
        assert tab.ask("GET", "/devices", headers=page).status == 200, page


@pytest.mark.parametrize("path", ["/devices/2/active", "/Execute", "/execute/sync"])
def test_what_changes_anything_needs_the_token(tab: Tab, path: str) -> None:
    tab.sign_in()
    right, tab.token = tab.token, ""
    assert "X-CSRF-Token" in error(tab.ask("POST", path, OFF).body)
    for wrong in ("0" * 64, right[:-1]):
        tab.token = wrong
        assert tab.ask("POST", path, OFF).status == 403
    other = Tab(tab.port)
    other.sign_in()
    tab.token = other.token
    assert tab.ask("POST", path, OFF).status == 403
    tab.token = right
    assert tab.ask("POST", path, OFF).status == 200


def test_a_password_in_the_request_needs_none(port: int) -> None:
    told = "Content-Type: application/json\r\nCookie: kkmserver=1\r\n"
    assert request(port, "POST", "/devices/2/active", b'{"active":false}', ADMIN + told).status == 200
    assert json.loads(request(port, "GET", "/session", headers=ADMIN).body)["csrf"] is None


def test_the_page_prefers_its_cookie_to_a_password_that_the_browser_remembers(tab: Tab) -> None:
    tab.sign_in()
    assert json.loads(tab.ask("GET", "/session", headers=USER).body)["role"] == "user"
    assert json.loads(tab.ask("GET", "/session", headers=PAGE + USER).body)["role"] == "admin"


def test_rights_of_a_user(tab: Tab) -> None:
    tab.sign_in("User", "user")
    assert tab.ask("GET", "/devices").status == 200
    assert tab.ask("POST", "/Execute").status == 200
    for method, path, body in (("GET", "/journal", None), ("GET", "/doubts", None), ("POST", "/devices/2/active", OFF)):
        reply = tab.ask(method, path, body)
        assert reply.status == 403, path
        assert "администратор" in error(reply.body)


def test_signing_out(tab: Tab) -> None:
    tab.sign_in()
    cookie, token = tab.cookie, tab.token
    tab.token = ""
    assert tab.ask("DELETE", "/session").status == 403
    tab.token = token
    reply = tab.ask("DELETE", "/session")
    assert (reply.status, tab.cookie) == (204, f"kkmserver-{tab.port}=")
    tab.cookie = cookie
    assert tab.ask("GET", "/devices").status == 401
    assert json.loads(tab.ask("GET", "/session").body)["role"] is None
    assert tab.ask("DELETE", "/session").status == 204


def test_two_tabs_and_two_sessions(port: int) -> None:
    first, second = Tab(port), Tab(port)
    first.sign_in()
    second.cookie, second.token = first.cookie, first.token  # another tab of the same browser
    other = Tab(port)
    other.sign_in()
    assert first.ask("DELETE", "/session").status == 204
    assert second.ask("GET", "/devices").status == 401
    assert other.ask("GET", "/devices").status == 200


@pytest.mark.parametrize(
    ("path", "headers", "asked"),
    [
        ("/devices", "", True),
        ("/journal", USER[:0], True),
        ("/devices", PAGE, False),
        ("/devices", "Sec-Fetch-Site: same-origin\r\n", False),
        ("/events", "", False),
        ("/Execute", "", True),
        ("/Execute", PAGE, False),
    ],
)
def test_who_is_asked_for_a_password_by_the_browser(tab: Tab, path: str, headers: str, asked: bool) -> None:
    reply = tab.ask("POST" if path == "/Execute" else "GET", path, headers=headers)
    assert (reply.status, "www-authenticate" in reply.headers) == (401, asked)


def test_who_has_no_name_is_asked_for_one_without_a_challenge_on_the_page() -> None:
    with running(dispatch=Office()) as port:
        reply = Tab(port).ask("GET", "/journal")
        assert (reply.status, "www-authenticate" in reply.headers) == (401, False)
        assert "www-authenticate" in Tab(port).ask("GET", "/journal", headers="").headers


@pytest.mark.parametrize(
    "body", [{}, {"login": "Admin"}, {"login": 1, "password": ""}, {"login": "x" * 201, "password": ""}]
)
def test_what_is_no_sign_in(tab: Tab, body: dict[str, object]) -> None:
    assert tab.ask("POST", "/session", body).status == 422
    assert request(tab.port, "POST", "/session", b'{"login":"Admin","password":"admin"}', PAGE).status == 415


def test_wrong_passwords_are_slowed_down_here_too() -> None:
    """In one moment: turns at 0, 0, 0, 0.5, 1.5, 3.5, 7.5 and 15.5 s of the brake's clock are waited for."""
    clock = FakeClock()
    app = create_app(settings(BOTH), [Echo()], Devices(), clock)
    with serving(app, settings(BOTH)) as port:
        tab = Tab(port)
        for _ in range(4):
            begun = clock.monotonic()
            reply = tab.ask("POST", "/session", {"login": "Admin", "password": "wrong"})
            assert reply.status == 401
            assert "Caps Lock" in error(reply.body)
            assert "set-cookie" not in reply.headers
        assert clock.monotonic() - begun == 0.5


# Without passwords


def test_this_computer_is_let_in_without_a_password() -> None:
    with running(dispatch=Office()) as port:
        tab = Tab(port)
        assert json.loads(tab.ask("GET", "/session").body)["closed"] is False
        assert tab.sign_in("Admin", "")["role"] == "admin"
        assert tab.ask("POST", "/devices/2/active", OFF).status == 200
        for stranger in ("Host: evil.example\r\n", "X-Forwarded-For: 1.2.3.4\r\n"):
            assert tab.ask("GET", "/devices", headers=stranger).status == 403
            assert tab.ask("POST", "/session", {"login": "Admin", "password": ""}, headers=stranger).status == 403


def test_the_first_password_ends_what_was_let_in_without_one() -> None:
    for auth in (BOTH, Auth(user_password_hash=BOTH.user_password_hash)):
        app = create_app(settings(), [Echo()], Office(), SystemClock())
        with serving(app, settings()) as port:
            tab = Tab(port)
            tab.sign_in("Admin", "")
            assert tab.ask("GET", "/journal").status == 200
            app.reload(settings(auth))
            assert tab.ask("GET", "/journal").status == 401


# What a session survives


def test_a_changed_password_ends_it_and_that_of_the_other_does_not() -> None:
    app = create_app(settings(BOTH), [Echo()], Office(), SystemClock())
    with serving(app, settings(BOTH)) as port:
        admin, user = Tab(port), Tab(port)
        admin.sign_in()
        user.sign_in("User", "user")
        app.reload(settings(BOTH.model_copy(update={"admin_password_hash": make_hash("new")})))
        assert admin.ask("GET", "/devices").status == 401
        assert user.ask("GET", "/devices").status == 200


def test_a_restart_does_not_end_it(tmp_path: Path) -> None:
    def started(clock: FakeClock) -> object:
        return create_app(settings(BOTH), [Echo()], Office(), clock, key=session_key(tmp_path))

    config, clock = settings(BOTH), FakeClock()
    with serving(started(clock), config) as port:
        tab = Tab(port)
        tab.sign_in()
        _, _, value = tab.cookie.partition("=")
    assert (tmp_path / "session.key").stat().st_mode & 0o077 == 0
    with serving(started(clock), config) as port:
        again = Tab(port)
        again.token, again.cookie = tab.token, f"kkmserver-{port}={value}"
        assert again.ask("POST", "/devices/2/active", OFF).status == 200
    (tmp_path / "session.key").write_bytes(b"cut off")
    with serving(started(clock), config) as port:
        again.port, again.cookie = port, f"kkmserver-{port}={value}"
        assert again.ask("GET", "/devices").status == 401


def test_an_answer_that_sets_the_cookie_itself_has_the_last_word() -> None:
    async def sent(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        found: list[tuple[bytes, bytes]] = []

        async def send(message: Message) -> None:
            found.extend(message.get("headers", ()))

        keep = with_cookie(send, "old")
        await keep({"type": "http.response.start", "status": 200, "headers": headers})
        await keep({"type": "http.response.body", "body": b""})
        return found

    own = [(b"set-cookie", b"new")]
    assert asyncio.run(sent(own)) == own
    assert asyncio.run(sent([])) == [(b"set-cookie", b"old")]


def test_over_tls_the_cookie_goes_over_nothing_else() -> None:
    signin, scope = SignIn(BOTH, SystemClock()), {"scheme": "https", "server": ("0.0.0.0", 5893)}
    assert signin.cookie(scope, None).endswith("; Secure")
    assert signin.cookie({**scope, "server": None, "scheme": "http"}, None).startswith("kkmserver-0=; ")


def test_a_way_back_from_tls_leaves_no_cookie_in_the_way() -> None:
    """A browser does not let http replace a cookie that is Secure: the name has to be another."""
    signin, scope = SignIn(BOTH, SystemClock()), {"server": ("0.0.0.0", 5893)}
    names = {scheme: signin.cookie(scope | {"scheme": scheme}, None).partition("=")[0] for scheme in ("http", "https")}
    assert names == {"http": "kkmserver-5893", "https": "__Host-kkmserver-5893"}


def test_an_open_server_tells_which_name_needs_no_password() -> None:
    auth = Auth(admin_login="Хозяин")
    with serving(create_app(settings(auth), [Echo()], Office(), SystemClock()), settings(auth)) as port:
        tab = Tab(port)
        told = json.loads(tab.ask("GET", "/session").body)
        assert (told["role"], told["login"]) == (None, "Хозяин")
        assert tab.sign_in(told["login"], "")["role"] == "admin"


def test_it_is_prolonged_by_use_and_not_by_listening() -> None:
    clock = FakeClock()
    app = create_app(settings(BOTH), [Echo()], Office(), clock)
    with serving(app, settings(BOTH)) as port:
        tab = Tab(port)
        tab.sign_in()
        first = tab.cookie
        clock.advance(LIFE - 60)
        with tab.listening() as stream:
            assert (stream.status, "set-cookie" in stream.headers) == (200, False)
        for path in ("/static/icon.svg", "/healthz"):
            assert "set-cookie" not in tab.ask("GET", path).headers
        assert "set-cookie" in tab.ask("POST", "/Execute").headers
        assert tab.cookie != first
        assert "set-cookie" not in tab.ask("GET", "/devices").headers
        clock.advance(120)
        assert tab.ask("GET", "/devices").status == 200
        tab.cookie = first
        assert tab.ask("GET", "/devices").status == 401
        clock.advance(LIFE)
        assert tab.ask("GET", "/session").status == 200
        assert json.loads(tab.ask("GET", "/session").body)["role"] is None
