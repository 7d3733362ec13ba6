"""The connection text of a printer behind a spooler -> its queue, not asked yet."""

import re
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from drivers.errors import RequestRefused
from drivers.spooler.queue import Queue

FORMS = ("cups:///ПРИНТЕР", "cups://192.168.1.5:631/printers/ПРИНТЕР", "windows://Имя принтера")
PageFormat = Literal["auto", "pdf", "png"]
DataType = Literal["raw", "pages"]

_IPP_PORT = 631
_CUPS_PATH = re.compile(r"/(?:(?P<kind>printers|classes)/)?(?P<name>[^/]+)")


@dataclass(frozen=True, slots=True)
class CupsAddress:
    """`host` "": the daemon of this machine, by `socket` where one is named. `path`: of the queue, as in its URI."""

    path: str
    host: str = ""
    port: int = _IPP_PORT
    user: str = ""
    password: str = field(default="", repr=False)
    socket: str = ""

    def __str__(self) -> str:
        """Without the password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"cups://{host}{f':{self.port}' if host else ''}{unquote(self.path)}"


def open_queue(connection: str, kind: DataType, page_format: PageFormat = "auto", timeout: float = 10.0) -> Queue:
    """`kind`: what will be sent to it; `timeout`: seconds of one question. Raises RequestRefused with the forms."""
    connection = connection.strip()
    scheme, _, rest = connection.partition("://")
    scheme = scheme.lower()
    if scheme == "windows" and rest.strip():
        from drivers.spooler.windows import WindowsQueue

        return WindowsQueue(rest.strip(), kind, timeout)
    if scheme == "cups":
        from drivers.spooler.cups import CupsQueue

        return CupsQueue(cups_address(connection), page_format, timeout)
    raise _refused("неизвестный вид подключения" if scheme != "windows" else "не указан принтер")


def cups_address(connection: str) -> CupsAddress:
    """cups://[user[:password]@][host[:port]]/[printers/]NAME, or cups:///NAME?socket=/path. Raises RequestRefused."""
    try:
        url = urlsplit(connection)
        query = dict(parse_qsl(url.query, strict_parsing=bool(url.query)))
        port = url.port or _IPP_PORT
    except ValueError as error:
        raise _refused("адрес записан неправильно") from error
    name = _CUPS_PATH.fullmatch(url.path)
    socket = query.pop("socket", "")
    if url.scheme != "cups" or name is None or query or url.fragment or (socket and url.hostname):
        raise _refused("нужно имя принтера, как его показывает lpstat -p")
    return CupsAddress(
        path=f"/{name['kind'] or 'printers'}/{name['name']}",
        host=url.hostname or "",
        port=port,
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        socket=socket,
    )


def _refused(reason: str) -> RequestRefused:
    """The text as it was given may hold a password, so it is not repeated."""
    return RequestRefused(f"Подключение к спулеру печати: {reason}. Допустимые формы: {', '.join(FORMS)}.")
