"""Everything that is no dialect: the page, its files, the list of devices, the paper of virtual devices."""

import asyncio
from collections.abc import Mapping
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
from drivers.ports import HasTape, TapeDocument
from kkmserver.dialects.http import Dialect
from kkmserver.dispatch.order import DeviceView, Dispatch
from kkmserver.web.assets import folder, read_assets, respond

_SECURITY = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
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


def console(dispatch: Dispatch, tapes: Mapping[int, HasTape], dialect: Dialect) -> ASGIApp:
    """Every answer carries the security headers; errors are worded by `dialect`."""
    desk = _Desk(dispatch, tapes, dialect)
    routes = [
        Route("/", desk.page),
        Route("/static/{name:path}", desk.static),
        Route("/healthz", desk.health),
        Route("/devices", desk.devices),
        Route("/devices/{number:int}/tape", desk.tape),
        Route("/devices/{number:int}/tape/{document:int}.png", desk.picture),
        Route("/devices/{number:int}/tape/{document:int}.txt", desk.text),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: desk.refuse, Exception: desk.broken})
    app.router.redirect_slashes = False
    return _secured(app)


class _Desk:
    def __init__(self, dispatch: Dispatch, tapes: Mapping[int, HasTape], dialect: Dialect) -> None:
        self._dispatch, self._tapes, self._dialect = dispatch, tapes, dialect
        self._assets = read_assets(folder())
        self._drawing = asyncio.Semaphore(_DRAWING)

    async def page(self, request: Request) -> Response:
        return self._asset("index.html", request)

    async def static(self, request: Request) -> Response:
        return self._asset(request.path_params["name"], request)

    async def health(self, request: Request) -> Response:  # noqa: ARG002
        return _json({"status": "ok"})

    async def devices(self, request: Request) -> Response:  # noqa: ARG002
        return _json([_device(view, view.number in self._tapes) for view in self._dispatch.devices()])

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
        body = self._dialect.refusal(status, text)
        return Response(body, status, {**(error.headers or {}), **_NO_STORE}, "application/json; charset=utf-8")

    async def broken(self, request: Request, error: Exception) -> Response:  # noqa: ARG002
        body = self._dialect.refusal(500, "Внутренняя ошибка сервера, подробности в его журнале")
        return Response(body, 500, _NO_STORE, "application/json; charset=utf-8")

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


def _device(view: DeviceView, has_tape: bool) -> dict[str, Any]:
    state = view.state
    return {
        "number": view.number,
        "name": view.name,
        "driver": view.driver,
        "kind": view.kind.value,
        "model": view.model,
        "online": view.online,
        "active": view.active,
        "waiting": view.waiting,
        "tape": f"/devices/{view.number}/tape" if has_tape else None,
        "state": None
        if state is None
        else {
            "paper_out": state.paper_out,
            "paper_low": state.paper_low,
            "cover_open": state.cover_open,
            "fault": state.fault,
            "serial": state.serial,
            "storage": state.storage,
            "fiscalized": state.fiscalized,
            "ffd": state.ffd.value if state.ffd else "",
            "shift": state.shift.name.lower() if state.shift else "",
            "shift_number": state.shift_number,
            "last_document": state.last_document,
        },
    }


def _secured(app: ASGIApp) -> ASGIApp:
    async def secured(scope: Scope, receive: Receive, send: Send) -> None:
        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_SECURITY)
            await send(message)

        await app(scope, receive, send_secured if scope["type"] == "http" else send)

    return secured
