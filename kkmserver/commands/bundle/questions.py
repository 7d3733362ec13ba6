"""What the running server says of itself when asked at its own port."""

import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from kkmserver.config import Server

_SECONDS = 3.0
_MOST = 2 << 20  # bytes of an answer
_HERE: Mapping[str, str] = {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}  # noqa: S104


def ask(server: Server, path: str) -> str:
    """Status, and the body as text. Raises OSError where nobody answers."""
    connection = _connection(server)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return f"HTTP {answer.status}\n\n{answer.read(_MOST).decode('utf-8', 'replace')}"
    except HTTPException as error:
        raise OSError(f"по этому адресу не наш сервер: {error!r}") from error
    finally:
        connection.close()


def _connection(server: Server) -> HTTPConnection:
    host = server.host.strip("[]")
    host = _HERE.get(host, host)
    if not server.tls:
        return HTTPConnection(host, server.port, timeout=_SECONDS)
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE  # nothing secret is sent or asked for
    return HTTPSConnection(host, server.port, timeout=_SECONDS, context=context)
