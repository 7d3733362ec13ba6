"""Who may call: the rules by themselves, and once over the wire."""

import asyncio
import hashlib
import json
import logging
import time
from base64 import b64encode
from typing import Any

import pytest

from kkmserver.config import Auth, ConfigError, Server
from kkmserver.dialects.door import TooManyAttempts
from kkmserver.dialects.http import Role
from kkmserver.web import passwords
from kkmserver.web.brake import Brake, network, pause
from kkmserver.web.loopback import is_loopback, is_own_origin, split_host
from kkmserver.web.passwords import make_hash
from kkmserver.web.signin import Refused, SignIn, Visitor, check_listen
from tests.clock import FakeClock
from tests.kkmserver.web.raw import connect, head, receive, request
from tests.kkmserver.web.running import running, settings

ADMIN, USER = make_hash("admin"), make_hash("пароль")
BOTH = Auth(admin_password_hash=ADMIN, user_password_hash=USER)


def basic(login: str, password: str, encoding: str = "utf-8") -> bytes:
    return b"Basic " + b64encode(f"{login}:{password}".encode(encoding))


def scope(peer: str = "127.0.0.1", method: str = "POST", scheme: str = "http") -> dict[str, Any]:
    return {"client": (peer, 50000), "server": ("127.0.0.1", 5893), "scheme": scheme, "method": method}


def headers(**given: str | bytes) -> dict[bytes, bytes]:
    """Keyword `sec_fetch_site` is the header `sec-fetch-site`."""
    found = {b"host": b"localhost:5893"}
    for key, value in given.items():
        found[key.replace("_", "-").encode()] = value.encode() if isinstance(value, str) else value
    return found


def enter(auth: Auth, peer: str = "127.0.0.1", method: str = "POST", **given: str | bytes) -> Visitor:
    async def run() -> Visitor:
        signin, told = SignIn(auth, FakeClock()), headers(**given)
        return signin.at_once(scope(peer, method), told) or await signin.check(scope(peer, method), told)

    return asyncio.run(run())


def refusal(auth: Auth, peer: str = "127.0.0.1", method: str = "POST", **given: str | bytes) -> Refused:
    with pytest.raises(Refused) as caught:
        enter(auth, peer, method, **given)
    return caught.value


# No password


def test_without_a_password_this_computer_is_the_user() -> None:
    assert enter(Auth()) == Visitor(Role.USER, "127.0.0.1")
    assert enter(Auth(), "::1", host="[::1]:5893") == Visitor(Role.USER, "::1")
    assert enter(Auth(), "::ffff:127.0.0.1").role is Role.USER


def test_empty_passwords_of_clients_in_the_field() -> None:
    assert enter(Auth(), authorization=basic("User", "")) == Visitor(Role.USER, "127.0.0.1 User")
    assert enter(Auth(), authorization=basic("admin", "")) == Visitor(Role.ADMIN, "127.0.0.1 Admin")
    assert enter(Auth(), authorization=basic("", "")).role is Role.USER
    assert refusal(Auth(), authorization=basic("somebody", "")).status == 401
    assert refusal(Auth(), authorization=basic("User", "guess")).status == 401


@pytest.mark.parametrize("peer", ["192.168.1.7", "10.0.0.1", "fe80::1%eth0", "::ffff:192.168.1.7", ""])
def test_other_computers_need_a_password(peer: str) -> None:
    refused = refusal(Auth(), peer)
    assert refused.status == 403
    assert "set-password" in refused.text


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded"])
def test_a_proxy_on_this_computer_does_not_make_strangers_local(name: str) -> None:
    assert refusal(Auth(), **{name.replace("-", "_"): "203.0.113.5"}).status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:5893", "192.168.1.2", "localhost.evil.example", "", "a]b"]
)
def test_host_must_be_a_loopback_name(host: str) -> None:
    refused = refusal(Auth(), host=host)
    assert refused.status == 403
    assert "localhost" in refused.text


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1:5893", "127.9.9.9", "[::1]", "localhost.:5893"]
)
def test_loopback_hosts(host: str) -> None:
    assert enter(Auth(), host=host).role is Role.USER


@pytest.mark.parametrize(
    "origin", ["https://shop.example", "http://localhost:3000", "https://localhost:5893", "null", "http://localhost"]
)
def test_foreign_pages_are_told_which_key_to_set(origin: str) -> None:
    refused = refusal(Auth(), origin=origin)
    assert refused.status == 403
    assert f'[auth]: allowed_origins = ["{origin}"]' in refused.text
    assert enter(Auth(allowed_origins=(origin,)), origin=origin).role is Role.USER
    assert enter(Auth(allowed_origins=("*",)), origin=origin).role is Role.USER


def test_own_pages() -> None:
    for origin in ("http://localhost:5893", "http://127.0.0.1:5893", "http://[::1]:5893", "HTTP://LOCALHOST:5893"):
        assert enter(Auth(), origin=origin).role is Role.USER


def test_an_allowed_origin_opens_neither_address_nor_host() -> None:
    auth = Auth(allowed_origins=("*",))
    assert refusal(auth, "192.168.1.7", origin="https://a").status == 403
    assert refusal(auth, host="evil.example", origin="http://evil.example").status == 403


# With a password


def test_right_passwords() -> None:
    far = "192.168.1.7"
    assert enter(BOTH, far, authorization=basic("Admin", "admin")) == Visitor(Role.ADMIN, "192.168.1.7 Admin")
    assert enter(BOTH, far, authorization=basic("uSeR", "пароль")).role is Role.USER
    assert enter(BOTH, far, authorization=basic("User", "пароль", "cp1251")).role is Role.USER
    assert enter(BOTH, far, host="pos1", origin="https://x", authorization=basic("User", "пароль")).role is Role.USER


@pytest.mark.parametrize(
    "given",
    [
        basic("User", "admin"),
        basic("Admin", "пароль"),
        basic("nobody", "admin"),
        basic("User", ""),
        basic("Admin", ""),
        b"Basic !!!",
        b"Basic",
        b"Bearer " + b64encode(b"User:x"),
        b"Basic " + b64encode(b"\xff\xfe:\xff"),
        b"",
    ],
)
def test_wrong_passwords(given: bytes) -> None:
    refused = refusal(BOTH, authorization=given)
    assert refused.status == 401
    assert refused.headers == {"www-authenticate": 'Basic realm="KkmServer"'}


def test_no_credentials_where_the_user_has_a_password() -> None:
    assert refusal(BOTH).status == 401


def test_user_without_a_password_beside_an_admin_with_one() -> None:
    auth = Auth(admin_password_hash=ADMIN)
    assert enter(auth).role is Role.USER
    assert enter(auth, authorization=basic("User", "")).role is Role.USER
    assert refusal(auth, "192.168.1.7").status == 403
    assert refusal(auth, origin="https://shop.example").status == 403
    assert refusal(auth, authorization=basic("Admin", "")).status == 401
    assert enter(auth, "192.168.1.7", authorization=basic("Admin", "admin")).role is Role.ADMIN


def test_admin_without_a_password_is_off_once_the_user_has_one() -> None:
    auth = Auth(user_password_hash=USER)
    assert refusal(auth, authorization=basic("Admin", "")).status == 401
    assert refusal(auth, authorization=basic("Admin", "x")).status == 401


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_forms_of_foreign_pages_with_the_browsers_password(site: str) -> None:
    def told(mode: str) -> dict[str, bytes]:
        page = {"origin": b"https://shop.example", "authorization": basic("User", "пароль")}
        return {**page, "sec_fetch_site": site.encode(), "sec_fetch_mode": mode.encode()}

    assert refusal(BOTH, "127.0.0.1", "POST", **told("navigate")).status == 403
    assert refusal(BOTH, "127.0.0.1", "POST", **told("no-cors")).status == 403
    assert enter(BOTH, "127.0.0.1", "POST", **told("cors")).role is Role.USER
    assert enter(BOTH, "127.0.0.1", "GET", **told("navigate")).role is Role.USER
    allowed = BOTH.model_copy(update={"allowed_origins": ("https://shop.example",)})
    assert enter(allowed, "127.0.0.1", "POST", **told("no-cors")).role is Role.USER


# What a check costs


class Counting:
    """The real check, counted."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, password: str, stored: str) -> bool:
        self.calls += 1
        return passwords.matches(password, stored)


def test_scrypt_runs_once_for_many_requests() -> None:
    async def main() -> int:
        counting = Counting()
        signin = SignIn(BOTH, FakeClock(), matches=counting)
        told = headers(authorization=basic("User", "пароль"))
        assert signin.at_once(scope(), told) is None
        visitors = await asyncio.gather(*(signin.check(scope(), told) for _ in range(20)))
        assert {visitor.role for visitor in visitors} == {Role.USER}
        for _ in range(100):
            known = signin.at_once(scope(), told)
            assert known is not None
            assert known.client == "127.0.0.1 User"
        return counting.calls

    assert asyncio.run(main()) == 1


def test_memory_of_right_credentials_holds_no_password() -> None:
    async def main() -> None:
        signin = SignIn(BOTH, FakeClock())
        given = basic("User", "пароль")
        await signin.check(scope(), headers(authorization=given))
        assert len(signin._verified) == 1
        assert given not in signin._verified
        assert hashlib.blake2b(given, digest_size=16).digest() not in signin._verified

    asyncio.run(main())


def test_wrong_passwords_are_logged_without_the_password(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        refusal(BOTH, "192.168.1.7", authorization=basic("Admin", "se\ncret"))
    assert "'Admin' from 192.168.1.7" in caplog.text
    assert "cret" not in caplog.text


def test_guessing_becomes_slow_and_then_is_refused() -> None:
    async def main() -> None:
        clock = FakeClock()
        signin = SignIn(BOTH, clock, matches=lambda password, stored: False)
        spent = []
        for guess in range(8):
            begun = clock.monotonic()
            with pytest.raises(Refused) as caught:
                await signin.check(scope("192.168.1.7"), headers(authorization=basic("Admin", f"x{guess}")))
            assert caught.value.status == 401
            spent.append(clock.monotonic() - begun)
        assert spent == [0, 0, 0, 0.5, 1, 2, 4, 8]

    asyncio.run(main())


def test_parallel_guesses_queue_up_and_the_rest_is_turned_away() -> None:
    async def main() -> None:
        brake = Brake(Frozen())
        for _ in range(8):  # turns at 0, 0, 0, 0.5, 1.5, 3.5, 7.5 and 15.5 s; the ninth would be at 30.5
            await brake.turn("192.168.1.7")
        for _ in range(50):
            with pytest.raises(TooManyAttempts) as caught:
                await brake.turn("192.168.1.7")
            assert caught.value.seconds == 30.5
        await brake.turn("192.168.1.8")

    asyncio.run(main())


class Frozen(FakeClock):
    """Sleeps without time passing: everything happens in one moment."""

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(0)


def test_success_and_time_forgive() -> None:
    async def main() -> None:
        clock = FakeClock()
        brake = Brake(clock)
        for _ in range(6):
            await brake.turn("1.2.3.4")
        assert clock.monotonic() > 0
        brake.forgive("1.2.3.4")
        begun = clock.monotonic()
        for _ in range(3):
            await brake.turn("1.2.3.4")
        assert clock.monotonic() == begun
        await brake.turn("1.2.3.4")
        assert clock.monotonic() > begun
        clock.advance(2000)
        begun = clock.monotonic()
        await brake.turn("1.2.3.4")
        assert clock.monotonic() == begun

    asyncio.run(main())


def test_memory_of_addresses_is_bounded() -> None:
    async def main() -> None:
        brake = Brake(FakeClock())
        for number in range(5000):
            await brake.turn(f"10.0.{number // 250}.{number % 250}")
        assert len(brake._trails) == 1024

    asyncio.run(main())


def slowly_wrong(password: str, stored: str) -> bool:
    time.sleep(0.002)
    return False


def test_too_many_different_credentials_at_once() -> None:
    async def main() -> None:
        signin = SignIn(BOTH, FakeClock(), matches=slowly_wrong)
        tries = [
            signin.check(scope(f"10.0.0.{n}"), headers(authorization=basic("Admin", f"guess {n}"))) for n in range(100)
        ]
        results = await asyncio.gather(*tries, return_exceptions=True)
        statuses = [result.status for result in results if isinstance(result, Refused)]
        assert (statuses.count(401), statuses.count(429)) == (64, 36)
        assert not signin._pending

    asyncio.run(main())


def test_pauses() -> None:
    assert [pause(failures) for failures in (1, 2, 3, 4, 5, 8, 100, 10**6)] == [0, 0, 0.5, 1, 2, 15, 15, 15]


def test_what_counts_as_one_address() -> None:
    assert network("2001:db8::1") == network("2001:db8::ffff") != network("2001:db8:0:1::1")
    assert network("::ffff:1.2.3.4") == network("1.2.3.4") == "1.2.3.4"
    assert network("") == ""


# Small rules


def test_hashes() -> None:
    stored = make_hash("пароль")
    scheme, n, r, p, _, _ = stored.split("$")
    assert (scheme, n, r, p) == ("scrypt", "16384", "8", "1")
    assert stored != make_hash("пароль")
    assert passwords.matches("пароль", stored)
    assert not passwords.matches("пароль ", stored)
    assert not passwords.matches("", passwords.NOBODY)


def test_known_scrypt_vector() -> None:
    # RFC 7914, section 12: P="password", S="NaCl", N=1024, r=8, p=16; the first 32 of 64 bytes.
    digest = bytes.fromhex("fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162")
    stored = f"scrypt$1024$8$16${b64encode(b'NaCl').decode()}${b64encode(digest).decode()}"
    assert passwords.matches("password", stored)


def test_hosts() -> None:
    assert [split_host(h) for h in ("a:1", "a", "[::1]:2", "[::1]", "a:b", "[::1]x")] == [
        ("a", 1),
        ("a", None),
        ("::1", 2),
        ("::1", None),
        ("", None),
        ("", None),
    ]
    assert not is_loopback("127.1")
    assert not is_loopback("2130706433")
    assert not is_own_origin("http://localhost:99999", "http", "localhost:5893", 5893)
    assert is_own_origin("https://localhost", "https", "127.0.0.1", 443)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.2", "::", "pos1", ""])
def test_an_open_address_needs_both_passwords(host: str) -> None:
    server = Server(host=host) if host else Server.model_construct(host="")
    for auth in (Auth(), Auth(admin_password_hash=ADMIN), Auth(user_password_hash=USER)):
        with pytest.raises(ConfigError, match=r"server\.host.*set-password"):
            check_listen(settings(auth, server))
    check_listen(settings(BOTH, server))


@pytest.mark.parametrize("host", ["127.0.0.1", "::1", "[::1]", "localhost", "127.0.0.2"])
def test_loopback_needs_none(host: str) -> None:
    check_listen(settings(Auth(), Server(host=host)))


# Over the wire


def test_challenge_and_then_in(caplog: pytest.LogCaptureFixture) -> None:
    with running(settings(BOTH)) as port, connect(port) as link:
        link.sendall(head("POST", "/Execute", 2) + b"{}")
        reply = receive(link)
        assert reply.status == 401
        assert reply.headers["www-authenticate"] == 'Basic realm="KkmServer"'
        assert reply.headers["access-control-allow-origin"] == "*"
        assert "Нужны имя и пароль" in json.loads(reply.body)["Error"]
        right = f"Authorization: {basic('User', 'пароль').decode()}\r\n"
        link.sendall(head("POST", "/Execute", 2, right) + b"{}")
        told = json.loads(receive(link).body)
        assert (told["role"], told["client"]) == ("user", "127.0.0.1 User")
        for path in ("/devices", "/metrics", "/devices/1/tape"):
            assert request(port, "GET", path).status == 401
            assert request(port, "GET", path, headers=right).status == 200
        for path in ("/healthz", "/", "/static/icon.svg", "/session"):
            assert request(port, "GET", path).status == 200
        assert request(port, "OPTIONS", "/Execute").status == 200


def test_a_foreign_page_reads_why() -> None:
    with running() as port:
        reply = request(port, "POST", "/Execute", b"{}", "Origin: https://shop.example\r\n")
        assert reply.status == 403
        assert reply.headers["access-control-allow-origin"] == "*"
        assert "allowed_origins" in json.loads(reply.body)["Error"]
        assert request(port, "POST", "/Execute", b"{}", f"Origin: http://127.0.0.1:{port}\r\n").status == 200
        for path in ("/metrics", "/devices"):
            assert request(port, "GET", path, headers="Host: evil.example\r\n").status == 403
        forwarded = "X-Forwarded-For: 127.0.0.1\r\n"
        assert request(port, "POST", "/Execute", b"{}", forwarded).status == 403
