"""POST /preview: what a command would print, as a picture. Ours. Nothing is accepted, journaled or printed."""

import asyncio
from collections.abc import Callable
from urllib.parse import parse_qs

from drivers.errors import KkmError
from kkmserver import sample
from kkmserver.dialects.http import Answer, Call
from kkmserver.dialects.kkm import answer
from kkmserver.dialects.kkm.answer import Status, not_found
from kkmserver.dialects.kkm.encoding import encode
from kkmserver.dialects.kkm.reading import Reading
from kkmserver.dialects.kkm.refusal import Refused
from kkmserver.dialects.kkm.request import DeviceRequest, decode
from kkmserver.dispatch.order import DeviceNotFound, Dispatch

_NAMES = frozenset(("PrintDocument", "RegisterCheck"))
_AT_A_TIME, _IN_LINE = 2, 16  # drawing takes a core, and who waits holds a body
_TYPES = {"png": "image/png", "svg": "image/svg+xml"}
_DRAWN = {"png": sample.png, "svg": sample.svg}
_SAFE = {
    "access-control-expose-headers": "x-labels, x-request-id",
    "content-security-policy": "default-src 'none'; sandbox",  # for an SVG that is opened as a page
    "x-content-type-options": "nosniff",
}


class _NoPreview(Exception):
    """`http`: the status line of the answer."""

    def __init__(self, http: int, text: str) -> None:
        super().__init__(text)
        self.http, self.text = http, text


class Previews:
    """The endpoint."""

    def __init__(self, dispatch: Dispatch, reading: Callable[[], Reading]) -> None:
        self._dispatch, self._reading = dispatch, reading
        self._drawing = asyncio.Semaphore(_AT_A_TIME)
        self._here = 0

    async def serve(self, call: Call) -> Answer:
        if self._here >= _IN_LINE:
            return _refused(_NoPreview(503, "Слишком много картинок рисуется сразу. Повторите через несколько секунд."))
        self._here += 1
        try:
            async with self._drawing:
                return await self._drawn(call)
        except _NoPreview as refusal:
            return _refused(refusal)
        finally:
            self._here -= 1

    async def _drawn(self, call: Call) -> Answer:
        """Raises _NoPreview."""
        kind = _kind(call)
        request = await asyncio.to_thread(_read, call.body, self._reading())
        shown = sample.shortened(request.command)
        try:
            pages = await self._dispatch.preview(shown.command, request.head.target())
            body = await asyncio.to_thread(_DRAWN[kind], pages, framed=shown.labels > 0)
        except DeviceNotFound as error:
            raise _NoPreview(404, not_found(request.head.target(), error.reasons)) from error
        except KkmError as error:
            raise _NoPreview(422, error.text) from error
        counted = {"x-labels": str(shown.labels)} if shown.labels else {}
        return Answer(200, body, {"content-type": _TYPES[kind], **_SAFE, **counted})


def _read(body: bytes, reading: Reading) -> DeviceRequest:
    """Raises _NoPreview."""
    try:
        request = decode(body, reading)
    except Refused as error:
        raise _NoPreview(max(error.http, 400), error.text) from error
    if request.name not in _NAMES:
        text = f"Команду {request.name} посмотреть до печати нельзя, можно {' и '.join(sorted(_NAMES))}."
        raise _NoPreview(400, text)
    return request


def _kind(call: Call) -> str:
    """By `?format=`, else by the Accept header. Raises _NoPreview."""
    asked = parse_qs(call.query).get("format", [""])[-1].lower()
    kind = asked or ("svg" if _TYPES["svg"] in call.accept.lower() else "png")
    if kind not in _TYPES:
        raise _NoPreview(400, "Параметр format бывает png или svg.")
    return kind


def _refused(refusal: _NoPreview) -> Answer:
    return Answer(refusal.http, encode(answer.common("", Status.ERROR, refusal.text, "")))
