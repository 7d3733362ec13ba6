"""One HTTP connection: uvicorn's own, and limits on what a client may send before the application hears of it."""

import json
import logging
import re
from asyncio import TimerHandle, Transport
from functools import partial
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

_log = logging.getLogger(__name__)

CONNECTIONS = 500  # at a time; the system gives a process 1024 files, devices and the journal need some
_WARN_EVERY = 10.0  # seconds; a flood must not fill the disk with its log
_HEAD = 64 * 1024  # bytes of a request line and headers
# A client that offers to go on in HTTP/2 means its request all the same, but the parser would stop before the body.
_UPGRADE = re.compile(rb"\r\nupgrade(?=[ \t]*:)", re.IGNORECASE)

_REASONS = {400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large"}
_REASONS[503] = "Service Unavailable"
_NOT_HTTP = "Запрос не читается как HTTP. Проверьте адрес сервера: http или https и номер порта"
_TOO_SLOW = "Заголовки запроса не пришли за {:g} с. Проверьте сеть и повторите"
_TOO_LONG = f"Заголовки запроса больше {_HEAD // 1024} КиБ. Очистите в браузере cookie этого адреса"
_FULL = "Слишком много соединений с сервером. Повторите через несколько секунд"


class Connection(HttpToolsProtocol):
    """`head_seconds`: for the headers of a request to arrive, from its first byte or from the connection on.

    A full house makes room by closing the connection that has been idle longest, where there is one.
    """

    _warned_at = float("-inf")

    def __init__(self, *args: Any, head_seconds: float, connections: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._seconds, self._most = head_seconds, connections
        self._head = 0  # bytes of the unfinished head
        self._in_body = False
        self._deadline: TimerHandle | None = None
        self._idle_since = self.loop.time()

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        if len(self.connections) > self._most and not self._make_room():
            self._turn_away()
            return
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._head_is_here()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        if not self._in_body:
            if not self._head:
                data = _without_upgrade(data)
            self._head += len(data)
            self._expect_head()
        super().data_received(data)
        if not self._in_body and self._head > _HEAD and not self.transport.is_closing():
            self._refuse(431, _TOO_LONG)

    def on_message_begin(self) -> None:
        self._expect_head()
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        self._head_is_here()
        self._in_body = True
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._in_body, self._head = False, 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        self._idle_since = self.loop.time()
        super().on_response_complete()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002
        """uvicorn calls this when the parser gives up."""
        self._refuse(400, _NOT_HTTP)

    def _expect_head(self) -> None:
        if self._deadline is None:
            self._deadline = self.loop.call_later(self._seconds, self._head_too_slow)

    def _head_is_here(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _head_too_slow(self) -> None:
        self._deadline = None
        if self._busy:  # nothing more is read from it while it waits for an answer
            self._expect_head()
        elif not self._head:
            self.transport.close()  # it never asked for anything
        else:
            self._refuse(408, _TOO_SLOW.format(self._seconds))

    def _make_room(self) -> bool:
        """Those that ask nothing go first, then those whose request is not here yet; who waits for an answer stays."""
        others = [one for one in self.connections if isinstance(one, Connection) and one is not self]
        if not (givers := [one for one in others if one.may_be_closed]):
            return False
        oldest = min(givers, key=lambda one: (one._busy, one._idle_since))  # noqa: SLF001 - one of us
        if oldest._busy:  # noqa: SLF001
            oldest._refuse(503, _FULL)  # noqa: SLF001
        else:
            oldest.transport.close()
        self.connections.discard(oldest)  # its end is heard of only later
        return True

    @property
    def may_be_closed(self) -> bool:
        """Nothing that was asked on it can have been begun."""
        if self.pipeline or self.transport.is_closing():
            return False
        return not self._busy or (self.cycle.more_body and not self.cycle.response_started)

    @property
    def _busy(self) -> bool:
        cycle: RequestResponseCycle | None = self.cycle  # None before the first request
        return cycle is not None and not cycle.response_complete

    def _refuse(self, status: int, text: str) -> None:
        """Answer without the application, unless it would be taken for the answer of an earlier request; close."""
        self._head_is_here()
        if self.may_be_closed:
            self.transport.write(_answer(status, text))
        self.transport.close()

    def _turn_away(self) -> None:
        now = self.loop.time()
        if now - Connection._warned_at > _WARN_EVERY:
            Connection._warned_at = now
            _log.warning("%d connections, all at work; others are turned away", self._most)
        self._refuse(503, _FULL)


def connection(head_seconds: float, connections: int = CONNECTIONS) -> type[HttpToolsProtocol]:
    """What uvicorn takes for a protocol class."""
    made = partial(Connection, head_seconds=head_seconds, connections=connections)
    return cast("type[HttpToolsProtocol]", made)


def _answer(status: int, text: str) -> bytes:
    """In the shape most clients read; which dialect was meant is not known yet."""
    members = {"Command": "", "Error": text, "Status": 2, "IdCommand": ""}
    body = json.dumps(members, ensure_ascii=False, separators=(",", ":")).encode()
    head = (
        f"HTTP/1.1 {status} {_REASONS[status]}\r\n"
        "access-control-allow-origin: *\r\n"
        "content-type: application/json; charset=utf-8\r\n"
        "cache-control: no-store, no-cache, must-revalidate\r\n"
        f"content-length: {len(body)}\r\n"
        "connection: close\r\n\r\n"
    )
    return head.encode() + body


def _without_upgrade(data: bytes) -> bytes:
    """`data` begins with a head. Source: RFC 9110 7.8, a server may ignore the header."""
    end = data.find(b"\r\n\r\n")
    head = data if end < 0 else data[: end + 2]
    if not _UPGRADE.search(head):
        return data
    return _UPGRADE.sub(b"\r\nx-upgrade", head) + data[len(head) :]
