"""The HTTP side of one port: dialect endpoints by the shortest way, everything else through Starlette."""

import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from drivers.ports import Clock, HasTape
from kkmserver.config import Config
from kkmserver.dialects.http import Answer, Call, Dialect, Endpoint, TellsAnswers
from kkmserver.dispatch.order import Dispatch
from kkmserver.keeper import tag_of
from kkmserver.web import devices, events, session
from kkmserver.web.answers import send_answer, send_preflight, send_start, with_cookie
from kkmserver.web.assets import CLIENT
from kkmserver.web.body import BodyTooLarge, BodyTooSlow, Disconnected, discard_body, read_body
from kkmserver.web.console import console
from kkmserver.web.device_json import DeviceJson
from kkmserver.web.health import OPEN_PATHS
from kkmserver.web.live import Live
from kkmserver.web.metrics import Metrics
from kkmserver.web.signin import SignIn
from kkmserver.web.trace import request_id, via, with_request_id
from kkmserver.web.visitor import EVENTS, Refused, Visitor, quiet

_log = logging.getLogger(__name__)

_SLASHES = re.compile(r"//+")
_LINGER = 2.0  # seconds given to a refused client to finish sending
_LINGER_BYTES = 64 * 2**20
_OPEN = OPEN_PATHS | {CLIENT, session.ADDRESS}
_PUBLIC = frozenset({"/", "/docs", "/openapi.json"})  # to read: nothing in them is worth hiding
_NAMED = re.compile(rb"/+(journal|labels)/+(?=.)", re.IGNORECASE)

INTERNAL = "Внутренняя ошибка сервера, подробности в его журнале. Проверьте, вышел ли документ, прежде чем повторять"


def normalise(path: str) -> str:
    """Lower case, single slashes, none at the end: `//Execute/` is `/execute`. Source: spec/kkmserver.md 1.2."""
    path = path.lower()
    if "//" in path:
        path = _SLASHES.sub("/", path)
    return path.rstrip("/") or "/"


def create_app(
    config: Config,
    dialects: Sequence[Dialect],
    dispatch: Dispatch,
    clock: Clock,
    tapes: Mapping[int, HasTape] | None = None,
    metrics: Metrics | None = None,
    more: Sequence[Route] = (),
    key: bytes | None = None,
    tellers: Mapping[str, TellsAnswers] | None = None,
) -> "App":
    """The first dialect words the refusals of paths that belong to none.

    `tapes`: device number -> the virtual device whose paper the page shows, looked up at each request. `more`: further
    addresses, beside those of the console. `key`: see SignIn. `tellers`: APIs with ports of their own, by name.

    Raises ValueError when two dialects claim the same path.
    """
    tapes = {} if tapes is None else tapes  # an empty one may be filled later
    signin, show = SignIn(config.auth, clock, key=key), DeviceJson(tapes, clock)
    live = Live(dispatch, show, signin.lasts)
    own = [*session.routes(signin), *events.routes(live), *devices.routes(dispatch, show), *more]
    rest = console(dispatch, tapes, dialects, clock, metrics or Metrics(), own, tellers or {})
    return App(config, dialects, signin, live, rest)


class App:
    """An ASGI application."""

    def __init__(self, config: Config, dialects: Sequence[Dialect], signin: SignIn, live: Live, rest: ASGIApp) -> None:
        self.signin, self._live, self._rest, self._first = signin, live, rest, dialects[0]
        self._doors = _doors(dialects)
        self._take_limits(config)

    def reload(self, config: Config) -> None:
        """Other passwords, origins and limits of a request from now on; who waits for an answer gets it."""
        self.signin.reload(config.auth)
        self._take_limits(config)
        self._live.settings_read(tag_of(config.text))

    def hang_up(self) -> None:
        """Let go who listens to live events: the server is stopping."""
        self._live.close()

    def _take_limits(self, config: Config) -> None:
        self._limit, self._seconds = config.server.body_limit, config.server.body_timeout

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        headers: dict[bytes, bytes] = dict(scope["headers"])
        name = request_id(headers)
        path = normalise(scope["path"])
        request = _Request(path, name.decode(), headers, scope, receive, with_request_id(send, name))
        door = self._doors.get(path)
        try:
            if door is not None:
                await self._serve(door[0], door[1], request)
            else:
                await self._serve_rest(request)
        except Exception:  # noqa: BLE001 - the last line of defence: nobody gets less than a JSON body
            _log.exception("%s %s failed, request id %s", scope["method"], path, request.id)
            answer = Answer(500, (door[0] if door is not None else self._first).refusal(500, INTERNAL))
            with suppress(RuntimeError):  # an answer was under way already
                await send_answer(request.send, answer, close=True)

    async def _serve(self, dialect: Dialect, methods: Mapping[str, Endpoint], request: "_Request") -> None:
        headers, scope = request.headers, request.scope
        endpoint = methods.get(scope["method"])
        if endpoint is None:
            await self._without_endpoint(dialect, methods, request)
            return
        try:
            visitor = self.signin.at_once(scope, headers) or await self.signin.check(scope, headers)
            _refuse_packed(headers)
            come_through = via(headers)
            if _declared(headers) > self._limit:
                raise BodyTooLarge
            body = await read_body(request.receive, self._limit, self._seconds)
        except Refused as error:
            await self._refuse(dialect, error, request)
        except BodyTooLarge:
            text = f"Запрос больше {self._limit // 1024} КиБ. Уменьшите картинки или поднимите [server] body_limit"
            await self._refuse(dialect, Refused(413, text), request)
        except BodyTooSlow:
            text = f"Запрос не пришёл целиком за {self._seconds:g} с. Проверьте сеть и повторите"
            await send_answer(request.send, Answer(408, dialect.refusal(408, text)), close=True)
        except Disconnected:
            return
        else:
            call = Call(
                path=request.path,
                body=body,
                role=visitor.role,
                client=visitor.client,
                query=scope["query_string"].decode("latin-1"),
                accept=headers.get(b"accept", b"").decode("latin-1"),
                request_id=request.id,
                via=come_through,
            )
            await send_answer(self._kept(request, visitor).send, await endpoint(call))

    async def _without_endpoint(self, dialect: Dialect, methods: Mapping[str, Endpoint], request: "_Request") -> None:
        method: str = request.scope["method"]
        if method == "OPTIONS":
            await send_preflight(request.send, request.headers)
            return
        allowed = ", ".join(sorted({*methods, "OPTIONS"}))
        text = f"Метод {method[:20]} здесь не годится, нужен {' или '.join(sorted(methods))}"
        await self._refuse(dialect, Refused(405, text, {"allow": allowed}), request)

    async def _refuse(self, dialect: Dialect, refused: Refused, request: "_Request") -> None:
        """Answer a request whose body was not read."""
        receive, send = request.receive, request.send
        headers = {} if refused.status == 401 and quiet(request.path, request.headers) else refused.headers
        answer = Answer(refused.status, dialect.refusal(refused.status, refused.text), headers)
        if b"expect" in request.headers:  # the body waits for our 100 Continue and is better never sent
            await send_answer(send, answer, close=True)
            return
        if await discard_body(receive, self._limit, _LINGER / 4):
            await send_answer(send, answer)
            return
        await send_start(send, answer, close=True)
        await send({"type": "http.response.body", "body": answer.body, "more_body": True})
        await discard_body(receive, _LINGER_BYTES, _LINGER)
        await send({"type": "http.response.body", "body": b""})

    async def _serve_rest(self, request: "_Request") -> None:
        headers, scope = request.headers, request.scope
        try:
            if not _is_open(scope["method"], request.path):
                visitor: Visitor = self.signin.at_once(scope, headers) or await self.signin.check(scope, headers)
                scope.setdefault("state", {})["visitor"] = visitor
                request = self._kept(request, visitor)
        except Refused as error:
            await self._refuse(self._first, error, request)
        else:
            path = _with_id(scope) or request.path
            await self._rest({**scope, "path": path}, request.receive, request.send)

    def _kept(self, request: "_Request", visitor: Visitor) -> "_Request":
        """A session that is used goes on; a page that only listens is left open by nobody in particular."""
        if visitor.session is None or request.path == EVENTS:
            return request
        cookie = self.signin.renewal(request.scope, visitor)
        return replace(request, send=with_cookie(request.send, cookie)) if cookie else request


@dataclass(frozen=True, slots=True)
class _Request:
    """`path` is normalised; `send` adds the request's id to the answer."""

    path: str
    id: str
    headers: Mapping[bytes, bytes]
    scope: Scope
    receive: Receive
    send: Send


def _is_open(method: str, path: str) -> bool:
    """To everybody, whoever he is."""
    return path in _OPEN or (method in ("GET", "HEAD") and (path in _PUBLIC or path.startswith("/static/")))


def _with_id(scope: Scope) -> str:
    """The path of one command of the journal, or of a label template, its name as it was quoted: it may hold slashes,
    and case tells.

    "" of any other path.
    """
    raw: bytes = scope.get("raw_path") or b""
    found = _NAMED.match(raw)
    return f"/{found[1].decode().lower()}/{raw[found.end() :].decode('latin-1')}" if found else ""


def _doors(dialects: Sequence[Dialect]) -> dict[str, tuple[Dialect, dict[str, Endpoint]]]:
    doors: dict[str, tuple[Dialect, dict[str, Endpoint]]] = {}
    for dialect in dialects:
        for (method, path), endpoint in dialect.endpoints().items():
            owner, methods = doors.setdefault(normalise(path), (dialect, {}))
            if owner is not dialect or method in methods:
                raise ValueError(f"{method} {path} of {dialect.name} is taken by {owner.name}")
            methods[method] = endpoint
    return doors


def _refuse_packed(headers: Mapping[bytes, bytes]) -> None:
    """No client of ours packs its requests, and a packed body may unfold to any size. Raises Refused."""
    packing = headers.get(b"content-encoding", b"").strip().lower()
    if packing not in (b"", b"identity"):
        raise Refused(
            400,
            f"Тело запроса сжато (Content-Encoding: {packing[:20].decode('latin-1')}). Передайте его без сжатия",
        )


def _declared(headers: Mapping[bytes, bytes]) -> int:
    length = headers.get(b"content-length", b"0")
    return int(length) if length.isdigit() else 0
