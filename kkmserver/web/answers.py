"""Answers on the wire. Source: spec/kkmserver.md 1.6 and 1.7."""

from collections.abc import Mapping

from starlette.types import Message, Send

from kkmserver.dialects.http import Answer

_HEADERS = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"x-request-id"),
    (b"content-type", b"application/json; charset=utf-8"),
    (b"cache-control", b"no-store, no-cache, must-revalidate"),
]
_PREFLIGHT = [
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"POST, GET, OPTIONS"),
    (
        b"access-control-allow-headers",
        b"authorization, content-type, accept, x-requested-with, cache-control, x-request-id",
    ),
    (b"access-control-max-age", b"86400"),
    (b"cache-control", b"no-store, no-cache, must-revalidate"),
    (b"content-length", b"0"),
]
_PRIVATE = (b"access-control-allow-private-network", b"true")


async def send_answer(send: Send, answer: Answer, *, close: bool = False) -> None:
    """The whole answer; `close` ends the connection, because the rest of the request was not read."""
    await send_start(send, answer, close=close)
    await send({"type": "http.response.body", "body": answer.body})


async def send_start(send: Send, answer: Answer, *, close: bool) -> None:
    """Status and headers; the body is still to be sent."""
    headers = [*_HEADERS, (b"content-length", b"%d" % len(answer.body))]
    if answer.headers:
        own = {key.lower().encode("latin-1"): value.encode("latin-1") for key, value in answer.headers.items()}
        headers = [pair for pair in headers if pair[0] not in own]
        headers += own.items()
    if close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})


async def send_preflight(send: Send, headers: Mapping[bytes, bytes]) -> None:
    """Answer to OPTIONS, for anybody: whether the page may call is said, with a reason, when it calls."""
    private = headers.get(b"access-control-request-private-network", b"").lower() == b"true"
    answer = [*_PREFLIGHT, _PRIVATE] if private else _PREFLIGHT
    await send({"type": "http.response.start", "status": 200, "headers": answer})
    await send({"type": "http.response.body", "body": b""})


def with_cookie(send: Send, cookie: str) -> Send:
    """A `send` whose answer sets it, unless it sets one by itself."""

    async def kept(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = list(message["headers"])
            if not any(name == b"set-cookie" for name, _ in headers):
                headers.append((b"set-cookie", cookie.encode()))
            message = {**message, "headers": headers}
        await send(message)

    return kept
