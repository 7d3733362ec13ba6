"""The HTTP side of one port: dialect endpoints by the shortest way, everything else through Starlette."""

import logging
import re
from collections.abc import Mapping, Sequence
from contextlib import suppress

from starlette.types import ASGIApp, Receive, Scope, Send

from drivers.ports import Clock, HasTape
from kkmserver.config import Config
from kkmserver.dialects.http import Answer, Call, Dialect, Endpoint
from kkmserver.dispatch.order import Dispatch
from kkmserver.web.answers import send_answer, send_preflight, send_start
from kkmserver.web.body import BodyTooLarge, BodyTooSlow, Disconnected, discard_body, read_body
from kkmserver.web.console import console
from kkmserver.web.signin import Refused, SignIn, Visitor

_log = logging.getLogger(__name__)

_SLASHES = re.compile(r"//+")
_LINGER = 2.0  # seconds given to a refused client to finish sending
_LINGER_BYTES = 64 * 2**20
_OPEN_PATHS = frozenset({"/healthz"})  # says nothing but "ok"; for watchdogs that know no password

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
) -> ASGIApp:
    """An ASGI application. The first dialect words the refusals of paths that belong to none.

    `tapes`: device number -> the virtual device whose paper the page shows. Raises ValueError when two dialects claim
    the same path.
    """
    return _App(config, dialects, SignIn(config.auth, clock), console(dispatch, tapes or {}, dialects[0]))


class _App:
    def __init__(self, config: Config, dialects: Sequence[Dialect], signin: SignIn, rest: ASGIApp) -> None:
        self._signin, self._rest, self._first = signin, rest, dialects[0]
        self._limit, self._seconds = config.server.body_limit, config.server.body_timeout
        self._doors = _doors(dialects)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._rest(scope, receive, send)
            return
        path = normalise(scope["path"])
        door = self._doors.get(path)
        try:
            if door is not None:
                await self._serve(door[0], door[1], path, scope, receive, send)
            else:
                await self._serve_rest(path, scope, receive, send)
        except Exception:  # noqa: BLE001 - the last line of defence: nobody gets less than a JSON body
            _log.exception("%s %s failed", scope["method"], path)
            answer = Answer(500, (door[0] if door is not None else self._first).refusal(500, INTERNAL))
            with suppress(RuntimeError):  # an answer was under way already
                await send_answer(send, answer, close=True)

    async def _serve(
        self, dialect: Dialect, methods: Mapping[str, Endpoint], path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        endpoint = methods.get(scope["method"])
        if endpoint is None:
            await self._without_endpoint(dialect, methods, scope, headers, receive, send)
            return
        try:
            visitor = self._signin.at_once(scope, headers) or await self._signin.check(scope, headers)
            _refuse_packed(headers)
            if _declared(headers) > self._limit:
                raise BodyTooLarge
            body = await read_body(receive, self._limit, self._seconds)
        except Refused as error:
            await self._refuse(dialect, error, headers, receive, send)
        except BodyTooLarge:
            text = f"Запрос больше {self._limit // 1024} КиБ. Уменьшите картинки или поднимите [server] body_limit"
            await self._refuse(dialect, Refused(413, text), headers, receive, send)
        except BodyTooSlow:
            text = f"Запрос не пришёл целиком за {self._seconds:g} с. Проверьте сеть и повторите"
            await send_answer(send, Answer(408, dialect.refusal(408, text)), close=True)
        except Disconnected:
            return
        else:
            call = Call(
                path=path,
                body=body,
                role=visitor.role,
                client=visitor.client,
                query=scope["query_string"].decode("latin-1"),
                accept=headers.get(b"accept", b"").decode("latin-1"),
            )
            await send_answer(send, await endpoint(call))

    async def _without_endpoint(
        self,
        dialect: Dialect,
        methods: Mapping[str, Endpoint],
        scope: Scope,
        headers: Mapping[bytes, bytes],
        receive: Receive,
        send: Send,
    ) -> None:
        if scope["method"] == "OPTIONS":
            await send_preflight(send, headers)
            return
        allowed = ", ".join(sorted({*methods, "OPTIONS"}))
        text = f"Метод {scope['method'][:20]} здесь не годится, нужен {' или '.join(sorted(methods))}"
        await self._refuse(dialect, Refused(405, text, {"allow": allowed}), headers, receive, send)

    async def _refuse(
        self, dialect: Dialect, refused: Refused, headers: Mapping[bytes, bytes], receive: Receive, send: Send
    ) -> None:
        """Answer a request whose body was not read."""
        answer = Answer(refused.status, dialect.refusal(refused.status, refused.text), refused.headers)
        if b"expect" in headers:  # the body waits for our 100 Continue and is better never sent
            await send_answer(send, answer, close=True)
            return
        if await discard_body(receive, self._limit, _LINGER / 4):
            await send_answer(send, answer)
            return
        await send_start(send, answer, close=True)
        await send({"type": "http.response.body", "body": answer.body, "more_body": True})
        await discard_body(receive, _LINGER_BYTES, _LINGER)
        await send({"type": "http.response.body", "body": b""})

    async def _serve_rest(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        headers: dict[bytes, bytes] = dict(scope["headers"])
        try:
            if path not in _OPEN_PATHS:
                visitor: Visitor = self._signin.at_once(scope, headers) or await self._signin.check(scope, headers)
                scope.setdefault("state", {})["visitor"] = visitor
        except Refused as error:
            await self._refuse(self._first, error, headers, receive, send)
        else:
            await self._rest({**scope, "path": path}, receive, send)


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
