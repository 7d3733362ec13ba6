"""Sessions of browsers: a signed cookie and nothing kept but those that were ended.

`role.id.until.mac`: until is Unix seconds; the mac covers the account's login and stored hash too, so that a changed
password ends every session of it.
"""

import hmac
import os
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from drivers.ports import Clock
from kkmserver.dialects.http import Role

LIFE = 12 * 3600  # seconds without use
_RENEWED = 600  # a cookie older than that is replaced when it is used
_ENDED = 1024  # sessions remembered as ended; the oldest goes first
_FORM = re.compile(r"(user|admin)\.([0-9a-f]{32})\.([0-9]{1,12})\.([0-9a-f]{64})", re.ASCII)

Seal = Callable[[Role], str]
"""What a session of that role rests on: the account's login and stored hash."""


@dataclass(frozen=True, slots=True)
class Session:
    role: Role
    id: str
    until: int  # Unix seconds


class Sessions:
    """`key` outlives a restart, and the cookies with it."""

    def __init__(self, key: bytes, clock: Clock, seal: Seal) -> None:
        self._key, self._clock, self._seal = key, clock, seal
        self._ended: OrderedDict[str, None] = OrderedDict()

    def begin(self, role: Role) -> Session:
        return Session(role, os.urandom(16).hex(), self._now() + LIFE)

    def renewed(self, session: Session) -> Session | None:
        """The same for longer; None while it is young."""
        until = self._now() + LIFE
        return Session(session.role, session.id, until) if until - session.until > _RENEWED else None

    def written(self, session: Session) -> str:
        return f"{session.role}.{session.id}.{session.until}.{self._mac('session', session)}"

    def read(self, text: str) -> Session | None:
        """None for what was not written here, is over, or rests on another password."""
        found = _FORM.fullmatch(text)
        if found is None:
            return None
        role, name, until, mac = found.groups()
        session = Session(Role(role), name, int(until))
        right = hmac.compare_digest(mac, self._mac("session", session))
        return session if right and self.lasts(session) else None

    def lasts(self, session: Session) -> bool:
        return session.id not in self._ended and session.until > self._now()

    def end(self, session: Session) -> None:
        self._ended[session.id] = None
        while len(self._ended) > _ENDED:
            self._ended.popitem(last=False)

    def token(self, session: Session) -> str:
        """What the page proves with that it is ours (X-CSRF-Token); it stays when the cookie is renewed."""
        return self._mac("page", Session(session.role, session.id, 0))

    def proves(self, session: Session, token: bytes) -> bool:
        return hmac.compare_digest(token, self.token(session).encode())

    def _mac(self, purpose: str, session: Session) -> str:
        told = "\0".join((purpose, session.role, session.id, str(session.until), self._seal(session.role)))
        return hmac.new(self._key, told.encode(), sha256).hexdigest()

    def _now(self) -> int:
        return int(self._clock.now().timestamp())


def cookie_name(port: int, *, secure: bool) -> str:
    """Browsers keep no ports apart: two servers on one computer must not take each other's cookie.

    Nor does a page without TLS get to replace a cookie that was set with it: after a way back it would sign nobody in.
    """
    return f"{'__Host-' if secure else ''}kkmserver-{port}"


def cookie_of(header: bytes, name: str) -> str:
    """Out of a `Cookie` header; "" where it is not in it."""
    for part in header.decode("latin-1").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def set_cookie(name: str, value: str, *, secure: bool) -> str:
    """A `Set-Cookie` header; "" as value takes the cookie away."""
    age = LIFE if value else 0
    return f"{name}={value}; Path=/; Max-Age={age}; HttpOnly; SameSite=Strict{'; Secure' if secure else ''}"
