"""Settings that change while the server runs."""

import asyncio
import json

import pytest

from drivers.clock import SystemClock
from kkmserver.config import Auth, Server
from kkmserver.dialects.http import Role
from kkmserver.web.app import create_app
from kkmserver.web.signin import Refused, SignIn
from tests.clock import FakeClock
from tests.kkmserver.web.office import ADMIN, BOTH, USER
from tests.kkmserver.web.raw import request
from tests.kkmserver.web.running import Devices, Echo, serving, settings
from tests.kkmserver.web.test_signin import basic, headers, scope

TOLD = headers(authorization=basic("Admin", "old"))


def closed(admin: str, user: str = "u") -> Auth:
    """`matches` of the sign-ins below compares a password with the hash letter by letter."""
    return Auth.model_construct(admin_password_hash=admin, user_password_hash=user)


def signin(auth: Auth) -> SignIn:
    return SignIn(auth, FakeClock(), matches=lambda password, stored: password == stored)


def test_a_changed_password_ends_what_was_let_in_with_the_old_one() -> None:
    async def main() -> None:
        door = signin(closed("old"))
        assert (await door.check(scope(), TOLD)).role is Role.ADMIN
        door.reload(closed("old", user="other"))
        known = door.at_once(scope(), TOLD)
        assert known is not None
        assert known.role is Role.ADMIN
        door.reload(closed("new", user="other"))
        assert door.at_once(scope(), TOLD) is None
        with pytest.raises(Refused) as refused:
            await door.check(scope(), TOLD)
        assert refused.value.status == 401

    asyncio.run(main())


def test_a_password_that_is_being_checked_meanwhile_lets_nobody_in() -> None:
    async def main() -> None:
        door = signin(closed("old"))

        def slowly(password: str, stored: str) -> bool:
            door.reload(closed("new"))  # comes while the old hash is looked at
            return password == stored

        door._matches = slowly
        with pytest.raises(Refused):
            await door.check(scope(), TOLD)
        assert not door._verified

    asyncio.run(main())


def test_opened_closed_and_other_origins() -> None:
    door = signin(Auth())
    page = headers(origin="https://shop.example")
    with pytest.raises(Refused):
        door.at_once(scope(), page)
    door.reload(Auth(allowed_origins=("https://shop.example",)))
    assert door.at_once(scope(), page) is not None
    door.reload(closed("a"))
    with pytest.raises(Refused) as refused:
        door.at_once(scope(), headers())
    assert refused.value.status == 401


def test_over_the_wire() -> None:
    config = settings(BOTH)
    app = create_app(config, [Echo()], Devices(), SystemClock())
    with serving(app, config) as port:
        assert json.loads(request(port, "POST", "/Execute", b"x" * 3000, USER).body)["role"] == "user"
        app.reload(settings(Auth(), Server(body_limit=2000)))
        assert request(port, "POST", "/Execute", b"x").status == 200
        assert request(port, "POST", "/Execute", b"x" * 3000).status == 413
        assert request(port, "POST", "/Execute", b"x", USER).status == 401
        app.reload(config)
        assert request(port, "POST", "/Execute", b"x").status == 401
        assert request(port, "POST", "/Execute", b"x" * 3000, ADMIN).status == 200
