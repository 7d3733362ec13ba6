"""Sockets and the settings of uvicorn: what stands between the network and the application."""

import socket
from ipaddress import ip_address
from typing import TYPE_CHECKING, Literal

import uvicorn
from starlette.types import ASGIApp

from drivers.transports import reasons
from kkmserver.config import ConfigError, ConfigFault, Server

if TYPE_CHECKING:
    import asyncio

_KEEP_ALIVE = 75  # seconds; clients poll every few seconds and should keep their connection
_BACKLOG = 512


def open_sockets(server: Server) -> list[socket.socket]:
    """Bound and listening. Raises ConfigError."""
    try:
        return listeners(server.host, server.port)
    except OSError as error:
        text = f"{unopened(server.host, server.port, error)} (--host и --port или [server] host и port)"
        raise ConfigError([ConfigFault("server.port", text)]) from error


def listeners(host: str, port: int) -> list[socket.socket]:
    """`localhost` is both 127.0.0.1 and, where it exists, ::1. Raises OSError."""
    if host.lower() != "localhost":
        return [_open(host, port)]
    first = _open("127.0.0.1", port)
    try:
        return [first, _open("::1", first.getsockname()[1])]
    except OSError:
        return [first]  # no IPv6 here, or the port is taken there: IPv4 is what everybody uses


def unopened(host: str, port: int, error: OSError) -> str:
    where = host.strip("[]")
    return f"не удалось открыть {where}:{port}: {reasons.of(error)}. Освободите его или укажите другой адрес и порт"


def _open(host: str, port: int) -> socket.socket:
    family, *_, address = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[
        0
    ]
    return _listening(socket.socket(family, socket.SOCK_STREAM), address)


def _listening(listener: socket.socket, address: object) -> socket.socket:
    try:
        if hasattr(socket, "SO_EXCLUSIVEADDRUSE"):  # on Windows SO_REUSEADDR would let another program steal the port
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)  # type: ignore[arg-type]
        listener.listen(_BACKLOG)
        listener.setblocking(False)
    except OSError:
        listener.close()
        raise
    return listener


def addresses(sockets: list[socket.socket], server: Server) -> list[str]:
    """What to open in a browser."""
    return [address(listener, tls=server.tls) for listener in sockets]


def address(listener: socket.socket, *, tls: bool) -> str:
    host, port = listener.getsockname()[:2]
    name = f"[{host}]" if ":" in host else host
    if ip_address(host.partition("%")[0]).is_unspecified:
        name = "localhost"
    return f"{'https' if tls else 'http'}://{name}:{port}/"


def uvicorn_config(app: ASGIApp, server: Server) -> uvicorn.Config:
    """For `uvicorn.Server(...).serve(sockets)`. Proxy headers are not believed: they would make strangers loopback."""
    return uvicorn.Config(
        app,
        http=_protocol(server),
        lifespan="off",
        ws="none",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=max(1, round(server.stop_timeout)),
        ssl_certfile=server.tls_certificate or None,
        ssl_keyfile=server.tls_key or None,
    )


def _protocol(server: Server) -> "type[asyncio.Protocol] | Literal['h11']":
    """h11, where httptools does not exist, is slower and has no limit on how long headers take."""
    try:
        from kkmserver.web.protocol import connection
    except ImportError:
        return "h11"
    return connection(server.body_timeout)
