"""Who may look at an emulator's page: it has no password, so nobody from elsewhere and no foreign page."""

from collections.abc import Callable
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kkmserver.web.loopback import is_loopback, is_own_origin, split_host

_SECURITY = {
    "content-security-policy": "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def guarded(everywhere: bool) -> Callable[[ASGIApp], ASGIApp]:
    """A middleware that refuses foreign hosts and origins; `everywhere` also lets in those who name this computer by
    its address (a name could have been bent to point here).
    """

    def guard(app: ASGIApp) -> ASGIApp:
        async def door(scope: Scope, receive: Receive, send: Send) -> None:
            if scope["type"] != "http":
                await app(scope, receive, send)
                return

            async def send_secured(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(scope=message).update(_SECURITY)
                await send(message)

            refusal = _refusal(scope, everywhere)
            answer = PlainTextResponse(refusal, 403) if refusal else app
            await answer(scope, receive, send_secured)

        return door

    return guard


def _refusal(scope: Scope, everywhere: bool) -> str:
    """Why not; "" = let in."""
    headers = Headers(scope=scope)
    host = headers.get("host", "")
    name, _ = split_host(host)
    if not is_loopback(name) and not (everywhere and _is_address(name)):
        return "Откройте эту страницу по адресу 127.0.0.1 или localhost"
    origin = headers.get("origin", "")
    port = scope["server"][1] if scope["server"] else None
    if origin and not is_own_origin(origin, scope["scheme"], host, port or 0):
        return "Чужим страницам эмулятор не подчиняется"
    return ""


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
