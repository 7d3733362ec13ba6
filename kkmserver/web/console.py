"""Everything that is no dialect: the pages, their files, the paper of virtual devices, and what other rooms add."""

import asyncio
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from drivers.errors import RequestRefused
from drivers.ports import Clock, HasTape, TapeDocument
from kkmserver.dialects.http import Dialect, TellsAnswers
from kkmserver.dispatch.order import Dispatch
from kkmserver.store.record import JournalBroken
from kkmserver.web import documents, health, journal
from kkmserver.web.assets import CLIENT, folder, read_assets, respond
from kkmserver.web.faults import with_faults
from kkmserver.web.metrics import Metrics

_SECURITY = {
    "content-security-policy": "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}
_LIMIT, _MOST = 20, 1000  # documents of a tape in one list
_DRAWING = 2  # pictures drawn at a time: drawing takes a core

_REFUSALS = {
    404: "Такой страницы нет. Команды принимает /Execute, страница сервера – /",
    405: "Этот метод здесь не годится",
}


def console(
    dispatch: Dispatch,
    tapes: Mapping[int, HasTape],
    dialects: Sequence[Dialect],
    clock: Clock,
    metrics: Metrics,
    more: Sequence[Route] = (),
    tellers: Mapping[str, TellsAnswers] | None = None,
) -> ASGIApp:
    """Every answer carries the security headers; errors are worded by the first dialect. `more`: of other rooms.

    `tellers`: of APIs that have no address here, by name.
    """
    own = {dialect.name: dialect for dialect in dialects if isinstance(dialect, TellsAnswers)}
    desk = _Desk(tapes, dialects[0])
    routes = [
        Route("/", desk.page),
        Route("/static/{name:path}", desk.static),
        Route(CLIENT, desk.client),
        Route("/devices/{number:number}/tape", desk.tape),
        Route("/devices/{number:number}/tape/{document:number}.png", desk.picture),
        Route("/devices/{number:number}/tape/{document:number}.txt", desk.text),
        Route("/docs", desk.docs),
        *documents.routes(dialects),
        *health.routes(dispatch, metrics),
        *journal.routes(dispatch, clock, tapes, {**(tellers or {}), **own}),
        *more,
    ]
    handlers = {HTTPException: desk.refuse, JournalBroken: desk.broken_journal, Exception: desk.broken}
    app = Starlette(routes=routes, exception_handlers=handlers)
    app.router.redirect_slashes = False
    return _secured(app)


class _Desk:
    def __init__(self, tapes: Mapping[int, HasTape], dialect: Dialect) -> None:
        self._tapes, self._dialect = tapes, dialect
        self._assets = read_assets(folder())
        self._drawing = asyncio.Semaphore(_DRAWING)

    async def page(self, request: Request) -> Response:
        return self._asset("index.html", request)

    async def docs(self, request: Request) -> Response:
        return self._asset("docs.html", request)

    async def static(self, request: Request) -> Response:
        return self._asset(request.path_params["name"], request)

    async def client(self, request: Request) -> Response:
        """For pages of other sites too, and before they know a password: there is nothing in it to hide."""
        answer = self._asset("kkmserver.js", request)
        answer.headers["cross-origin-resource-policy"] = "cross-origin"
        return answer

    async def tape(self, request: Request) -> Response:
        number = request.path_params["number"]
        limit = request.query_params.get("limit", "")
        count = min(int(limit), _MOST) if limit.isascii() and limit.isdigit() and len(limit) < 10 else _LIMIT
        return _json([_listed(number, document) for document in self._tape(number)[:count]])

    async def picture(self, request: Request) -> Response:
        document = self._document(request)
        try:
            async with self._drawing:
                content = await asyncio.to_thread(document.png)
        except RequestRefused as error:
            raise HTTPException(422, error.text) from error
        return Response(content, media_type="image/png", headers=_KEEP)

    async def text(self, request: Request) -> Response:
        document = self._document(request)
        async with self._drawing:
            content = await asyncio.to_thread(document.text)
        return Response(content, media_type="text/plain; charset=utf-8", headers=_KEEP)

    async def refuse(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        if not isinstance(error, HTTPException):
            raise error
        status, text = error.status_code, error.detail
        if text == HTTPStatus(status).phrase:
            text = _REFUSALS.get(status, text)
        return self._refusal(status, text, error.headers, error)

    async def broken_journal(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        return self._refusal(503, "Журнал сервера не читается или не записывается. Проверьте диск сервера")

    async def broken(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        return self._refusal(500, "Внутренняя ошибка сервера, подробности в его журнале")

    def _refusal(
        self, status: int, text: str, headers: Mapping[str, str] | None = None, error: Exception | None = None
    ) -> Response:
        told = {**(headers or {}), **_NO_STORE}
        whole = text.encode("utf-8", "replace").decode()  # JSON may bring half a letter
        content = with_faults(self._dialect.refusal(status, whole), error)
        return Response(content, status, told, "application/json; charset=utf-8")

    def _asset(self, name: str, request: Request) -> Response:
        if (asset := self._assets.get(name)) is None:
            raise HTTPException(404)
        return respond(asset, request)

    def _tape(self, number: int) -> list[TapeDocument]:
        if (device := self._tapes.get(number)) is None:
            raise HTTPException(
                404, f"У устройства {number} нет ленты, которую можно посмотреть: она есть у виртуальных"
            )
        return device.tape()

    def _document(self, request: Request) -> TapeDocument:
        number, wanted = request.path_params["number"], request.path_params["document"]
        for document in self._tape(number):
            if document.number == wanted:
                return document
        raise HTTPException(404, f"Документа {wanted} на ленте устройства {number} уже или ещё нет")


_NO_STORE = {"cache-control": "no-store"}
# The list's addresses carry the document's time, so a picture under one address never changes.
_KEEP = {"cache-control": "private, max-age=86400"}


def _json(content: Any) -> Response:
    return JSONResponse(content, headers=_NO_STORE)


def _listed(device: int, document: TapeDocument) -> dict[str, Any]:
    address = f"/devices/{device}/tape/{document.number}"
    version = f"?v={int(document.time.timestamp() * 1000)}"
    return {
        "number": document.number,
        "title": document.title,
        "time": document.time.isoformat(timespec="seconds"),
        "text": f"{address}.txt{version}",
        "png": f"{address}.png{version}",
    }


def _secured(app: ASGIApp) -> ASGIApp:
    async def secured(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _SECURITY.items():
                    headers.setdefault(name, value)
            await send(message)

        await app(scope, receive, send_secured if scope["type"] == "http" else send)

    return secured
