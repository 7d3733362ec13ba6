"""Live events over HTTP (text/event-stream), and the count of what waits for a person's word."""

from collections.abc import AsyncIterator

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from kkmserver.web.gate import admin
from kkmserver.web.listener import Listener
from kkmserver.web.live import Live
from kkmserver.web.visitor import EVENTS

_NO_STORE = {"cache-control": "no-store"}
_STREAM = {**_NO_STORE, "x-accel-buffering": "no"}  # a proxy must not wait for more
_AGAIN = b"retry: 1000\n\n"  # milliseconds until a browser that was cut off comes back


def routes(live: Live) -> list[Route]:
    desk = _Events(live)
    return [Route(EVENTS, desk.listen), Route("/doubts", desk.doubts)]


class _Events:
    def __init__(self, live: Live) -> None:
        self._live = live

    async def listen(self, request: Request) -> Response:
        if request.method == "HEAD":
            return Response(headers=_STREAM, media_type="text/event-stream")
        listener = await self._live.join(request.state.visitor, request.headers.get("last-event-id", ""))
        if listener is None:
            raise HTTPException(503, "Слишком много открытых страниц сервера. Закройте лишние", {"retry-after": "10"})
        return _Stream(self._live, listener)

    async def doubts(self, request: Request) -> Response:
        admin(request)
        return JSONResponse({"count": await self._live.count()}, headers=_NO_STORE)


class _Stream(StreamingResponse):
    """Whatever ends it, nobody goes on counting the listener."""

    def __init__(self, live: Live, listener: Listener) -> None:
        super().__init__(_told(listener), media_type="text/event-stream", headers=_STREAM)
        self._live, self._listener = live, listener

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            self._live.leave(self._listener)


async def _told(listener: Listener) -> AsyncIterator[bytes]:
    yield _AGAIN
    while news := await listener.next():
        yield news
