"""Who may call. Source: spec/kkmserver.md 1.5 and 1.6.

No password: this computer only, under a loopback name, and no page from elsewhere. With a password: HTTP Basic, or
the cookie that the server's own page got for it (cookies.py).
"""

import asyncio
import hashlib
import logging
import os
from base64 import b64decode, b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from drivers.ports import Clock
from kkmserver.config import Auth, Config
from kkmserver.dialects.door import TooManyAttempts
from kkmserver.dialects.http import Role
from kkmserver.web import passwords
from kkmserver.web.brake import Brake
from kkmserver.web.cookies import Session, Sessions, cookie_name, cookie_of, set_cookie
from kkmserver.web.loopback import is_loopback, is_own_origin, split_host
from kkmserver.web.visitor import CHALLENGE, Account, Refused, Visitor, from_own_page, header

__all__ = ["Refused", "SignIn", "Visitor", "check_listen"]

_log = logging.getLogger(__name__)

_CHECKS = 2  # scrypt at a time: each takes a core and 16 MiB
_PENDING = 64  # credentials being checked or waiting for their turn
_VERIFIED = 256  # remembered right credentials
_SAFE = ("GET", "HEAD", "OPTIONS")

_SET_PASSWORDS = (
    "задайте пароли администратора и пользователя: kkmserver set-password admin --config ФАЙЛ "
    "и kkmserver set-password user --config ФАЙЛ"
)


class SignIn:
    """`at_once` answers almost every request; only new credentials need `check`, which takes a while."""

    def __init__(
        self,
        auth: Auth,
        clock: Clock,
        *,
        matches: Callable[[str, str], bool] = passwords.matches,
        key: bytes | None = None,
    ) -> None:
        """`key`: cookies are signed with; None: one for this run."""
        self._matches = matches
        self._brake = Brake(clock)
        self._sessions = Sessions(key or os.urandom(32), clock, self._seal)
        self._secret = os.urandom(32)
        self._verified: dict[bytes, Account] = {}
        self.reload(auth)
        self._pending: dict[bytes, asyncio.Future[Account | None]] = {}
        self._checks = asyncio.Semaphore(_CHECKS)

    def reload(self, auth: Auth) -> None:
        """Other settings from now on; a changed password ends what was let in with the old one."""
        self._admin = Account(Role.ADMIN, auth.admin_login, auth.admin_password_hash)
        self._user = Account(Role.USER, auth.user_login, auth.user_password_hash)
        self.closed = bool(auth.admin_password_hash or auth.user_password_hash)  # some password is set
        self._origins = frozenset(auth.allowed_origins)
        self._verified = {digest: one for digest, one in self._verified.items() if self._holds(one)}

    def at_once(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> Visitor | None:
        """The visitor, or None when `check` has to find out. Raises Refused."""
        self._refuse_borrowed(scope, headers)
        peer: str = scope["client"][0] if scope["client"] else ""
        given = headers.get(b"authorization")
        if b"cookie" in headers and (given is None or b"x-console" in headers):
            visitor = self._by_cookie(scope, headers)
            if visitor:
                return visitor
        if given and (known := self._verified.get(self._digest(given))):
            return Visitor(known.role, f"{peer} {known.login}", known)
        login, password = _basic(given)
        if password:
            return None
        account = self._passwordless(login)
        if account is None:
            raise _unauthorised("Нужны имя и пароль")
        self._refuse_strangers(peer, scope, headers)
        return Visitor(account.role, f"{peer} {account.login}", account) if login else Visitor(account.role, peer)

    async def check(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> Visitor:
        """Ask scrypt. Raises Refused."""
        given = headers[b"authorization"]
        peer: str = scope["client"][0] if scope["client"] else ""
        account = await self._once(self._digest(given), lambda: self._verify(given, peer))
        if account is None:
            raise _unauthorised("Неверное имя или пароль")
        return Visitor(account.role, f"{peer} {account.login}", account)

    async def enter(
        self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes], login: str, password: str
    ) -> Visitor:
        """A new session of a browser. Raises Refused."""
        if not from_own_page(scope, headers):
            raise Refused(403, "Войти можно только со страницы самого сервера")
        told = {name: value for name, value in headers.items() if name != b"cookie"}
        told[b"authorization"] = b"Basic " + b64encode(f"{login}:{password}".encode())
        return self.anew(self.at_once(scope, told) or await self.check(scope, told))

    def anew(self, visitor: Visitor) -> Visitor:
        """With a session of his own, which rests on the password of now."""
        return replace(visitor, session=self._sessions.begin(visitor.role))

    @property
    def open_login(self) -> str:
        """The login of who needs no password to set up everything; "" where there is one."""
        return "" if self.closed else self._admin.login

    def leave(self, session: Session) -> None:
        self._sessions.end(session)

    def lasts(self, visitor: Visitor) -> bool:
        """Whether who was let in some time ago still would be."""
        account, session = visitor.account, visitor.session
        if session and not self._sessions.lasts(session):
            return False
        if account and account.stored:
            return self._holds(account)
        return self._passwordless(visitor.login) is not None

    def token(self, visitor: Visitor) -> str | None:
        """What the page has to send with what changes anything; None where it was let in by a password."""
        return self._sessions.token(visitor.session) if visitor.session else None

    def renewal(self, scope: Mapping[str, Any], visitor: Visitor) -> str:
        """`Set-Cookie` that keeps a session going; "" where there is no need."""
        longer = visitor.session and self._sessions.renewed(visitor.session)
        return self.cookie(scope, longer) if longer else ""

    def cookie(self, scope: Mapping[str, Any], session: Session | None) -> str:
        """`Set-Cookie` for a session; None ends it."""
        value = self._sessions.written(session) if session else ""
        return set_cookie(_cookie_name(scope), value, secure=_secure(scope))

    def _by_cookie(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> Visitor | None:
        """None: no cookie of ours, or not sent by our own page. Raises Refused."""
        session = self._sessions.read(cookie_of(headers[b"cookie"], _cookie_name(scope)))
        if session is None or not from_own_page(scope, headers):
            return None
        account = self._account(session.role)
        peer: str = scope["client"][0] if scope["client"] else ""
        if not account.stored:
            if self._passwordless(account.login) is not account:
                return None
            self._refuse_strangers(peer, scope, headers)
        if scope["method"] not in _SAFE and not self._sessions.proves(session, headers.get(b"x-csrf-token", b"")):
            raise Refused(403, "Запрос пришёл без знака страницы (X-CSRF-Token). Обновите страницу и повторите")
        return Visitor(account.role, f"{peer} {account.login}", account, session)

    def _account(self, role: Role) -> Account:
        return self._admin if role is Role.ADMIN else self._user

    def _seal(self, role: Role) -> str:
        account = self._account(role)
        return f"{account.login}\0{account.stored}"

    async def _once(self, digest: bytes, verify: Callable[[], Awaitable[Account | None]]) -> Account | None:
        """Many requests with the same new credentials cost one check."""
        if pending := self._pending.get(digest):
            return await asyncio.shield(pending)
        if len(self._pending) >= _PENDING:
            raise _slow_down(1)
        pending = self._pending[digest] = asyncio.get_running_loop().create_future()
        try:
            account = await verify()
        except TooManyAttempts as error:
            refused = _slow_down(error.seconds)
            pending.set_exception(refused)
            pending.exception()  # nobody else may be waiting; seen is seen
            raise refused from error
        except BaseException:
            pending.cancel()
            raise
        finally:
            del self._pending[digest]
        pending.set_result(account)
        return account

    async def _verify(self, given: bytes, peer: str) -> Account | None:
        await self._brake.turn(peer)
        login, password = _basic(given)
        named = [account for account in (self._admin, self._user) if account.named(login) and account.stored]
        async with self._checks:
            stored = named[0].stored if named else passwords.NOBODY
            right = await asyncio.to_thread(self._matches, password, stored)
        if not (named and right and self._holds(named[0])):  # a reload may have come while it was checked
            _log.warning("sign-in failed: login %r from %s", login[:32], peer)
            return None
        self._brake.forgive(peer)
        while len(self._verified) >= _VERIFIED:
            del self._verified[next(iter(self._verified))]
        self._verified[self._digest(given)] = named[0]
        return named[0]

    def _passwordless(self, login: str) -> Account | None:
        """Whose rights a request without a password has; an empty admin password counts only while all is open."""
        if (not login or self._user.named(login)) and not self._user.stored:
            return self._user
        return self._admin if self._admin.named(login) and not self.closed else None

    def _holds(self, account: Account) -> bool:
        return account in (self._admin, self._user)

    def _refuse_borrowed(self, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> None:
        """A foreign page's form or image: the browser adds the password it remembers, the page itself knows none."""
        site = headers.get(b"sec-fetch-site")
        if site not in (b"cross-site", b"same-site") or scope["method"] != "POST":
            return
        if headers.get(b"sec-fetch-mode", b"cors") != b"cors" and not self._allows(header(headers, b"origin")):
            raise Refused(
                403, "Отправка формы с другого сайта запрещена: обращайтесь к серверу через fetch (mode: cors)"
            )

    def _refuse_strangers(self, peer: str, scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> None:
        if not is_loopback(peer) or b"x-forwarded-for" in headers or b"forwarded" in headers:
            raise Refused(403, f"Без пароля сервер доступен только с того компьютера, где он запущен; {_SET_PASSWORDS}")
        host = header(headers, b"host")
        if not is_loopback(split_host(host)[0]):
            raise Refused(
                403,
                "Без пароля сервер отвечает только по адресу localhost или 127.0.0.1, "
                f"а {f'запрошен {host[:100]}' if host else 'в запросе нет заголовка Host'}; "
                f"исправьте адрес или {_SET_PASSWORDS}",
            )
        origin = header(headers, b"origin")
        if not origin or self._allows(origin):
            return
        port = scope["server"][1] if scope["server"] else None
        if not is_own_origin(origin, scope["scheme"], host, port or 0):
            raise Refused(
                403,
                f"Странице {origin[:100]} не разрешено обращаться к серверу без пароля. Добавьте её в файл настроек, "
                f'раздел [auth]: allowed_origins = ["{origin[:100]}"], и перезапустите сервер '
                "или пошлите ему сигнал HUP; "
                "или задайте пароль пользователя и передавайте его",
            )

    def _allows(self, origin: str) -> bool:
        return "*" in self._origins or origin.lower() in self._origins

    def _digest(self, given: bytes) -> bytes:
        """Keyed, so that the memory of right credentials is no memory of passwords."""
        return hashlib.blake2b(given, key=self._secret, digest_size=16).digest()


def check_listen(config: Config) -> None:
    """An address that others can reach needs both passwords. Raises ConfigError."""
    auth, host = config.auth, config.server.host
    if is_loopback(host.strip("[]")) or (auth.admin_password_hash and auth.user_password_hash):
        return
    text = f"адрес {host} виден другим компьютерам, а пароли не заданы; {_SET_PASSWORDS}; или верните 127.0.0.1"
    raise config.refused([(("server", "host"), text)])


def _basic(given: bytes | None) -> tuple[str, str]:
    """Login and password of an `Authorization` header; ("", "") when there is none."""
    if not given:
        return "", ""
    scheme, _, code = given.partition(b" ")
    try:
        raw = b64decode(code.strip(), validate=True) if scheme.lower() == b"basic" else b""
    except ValueError:
        raw = b""
    if not raw:
        raise _unauthorised("Заголовок Authorization не понят, нужен Basic")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = raw.decode("cp1251", "replace")  # Windows clients that spell Russian passwords their way
    login, _, password = text.partition(":")
    return login, password


def _cookie_name(scope: Mapping[str, Any]) -> str:
    return cookie_name(scope["server"][1] or 0 if scope["server"] else 0, secure=_secure(scope))


def _secure(scope: Mapping[str, Any]) -> bool:
    return bool(scope["scheme"] == "https")


def _unauthorised(what: str) -> Refused:
    return Refused(401, f"{what}. Проверьте имя и пароль сервера в настройках программы, которая печатает", CHALLENGE)


def _slow_down(seconds: float) -> Refused:
    wait = max(1, round(seconds))
    text = f"Слишком много неверных паролей. Повторите через {wait} с и проверьте имя и пароль"
    return Refused(429, text, {"retry-after": str(wait)})
