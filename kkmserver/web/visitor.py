"""Who was let in, who was not, and what a request says of the page that has sent it."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kkmserver.dialects.http import Role
from kkmserver.web.cookies import Session
from kkmserver.web.loopback import is_own_origin

EVENTS = "/events"  # EventSource cannot say that it is ours
CHALLENGE = {"www-authenticate": 'Basic realm="KkmServer"'}


@dataclass(frozen=True, slots=True)
class Account:
    role: Role
    login: str
    stored: str = field(repr=False)  # "" = no password

    def named(self, login: str) -> bool:
        return hmac.compare_digest(self.login.casefold().encode(), login.casefold().encode())


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who was let in; `client` as in Call."""

    role: Role
    client: str
    account: Account | None = field(default=None, compare=False, repr=False)  # None: gave no name
    session: Session | None = field(default=None, compare=False, repr=False)  # of a cookie

    @property
    def login(self) -> str:
        """ "" = gave no name."""
        return self.account.login if self.account else ""


class Refused(Exception):
    """Not let in. `text` is for the cashier."""

    def __init__(self, status: int, text: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(text)
        self.status, self.text, self.headers = status, text, headers or {}


def from_own_page(scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> bool:
    """Sent by a page of this server, or by no page: a browser that tells neither leaves it to the token."""
    site = headers.get(b"sec-fetch-site")
    if site is not None:
        return site in (b"same-origin", b"none")
    origin = header(headers, b"origin")
    port = scope["server"][1] if scope["server"] else None
    return not origin or is_own_origin(origin, scope["scheme"], header(headers, b"host"), port or 0)


def quiet(path: str, headers: Mapping[bytes, bytes]) -> bool:
    """Sent by the page, which asks for the password itself: a challenge would open the browser's own box."""
    return b"x-console" in headers or path == EVENTS or headers.get(b"sec-fetch-site") == b"same-origin"


def header(headers: Mapping[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1")
