"""A browser's tab at the server: it keeps the cookie, sends the token, and listens to live events."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, Any

from tests.kkmserver.web.raw import Reply, connect, head, receive

PAGE = "X-Console: 1\r\n"
_JSON = "Content-Type: application/json\r\n"


class Tab:
    def __init__(self, port: int) -> None:
        self.port = port
        self.cookie, self.token = "", ""

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None, headers: str = PAGE) -> Reply:
        """With the cookie and, where the page would send it, the token."""
        content = b"" if body is None else json.dumps(body).encode()
        told = headers + self._cookie() + (_JSON if content else "")
        if method != "GET" and self.token:
            told += f"X-CSRF-Token: {self.token}\r\n"
        with connect(self.port) as link:
            link.sendall(head(method, path, len(content), told, self.port) + content)
            reply = receive(link)
        if kept := reply.headers.get("set-cookie", ""):
            self.cookie = kept.partition(";")[0]
        return reply

    def sign_in(self, login: str = "Admin", password: str = "admin") -> dict[str, Any]:
        reply = self.ask("POST", "/session", {"login": login, "password": password})
        assert reply.status == 200, reply.body.decode()
        told: dict[str, Any] = json.loads(reply.body)
        self.token = told["csrf"]
        return told

    @contextmanager
    def listening(self, last: str = "", headers: str = "") -> Iterator["Stream"]:
        if last:
            headers += f"Last-Event-ID: {last}\r\n"
        with connect(self.port) as link:
            link.sendall(head("GET", "/events", 0, headers + self._cookie(), self.port))
            with link.makefile("rb") as file:
                yield Stream(file)

    def _cookie(self) -> str:
        return f"Cookie: other=1; {self.cookie}\r\n" if self.cookie else ""


@dataclass(frozen=True)
class News:
    kind: str
    id: str
    told: Any


class Stream:
    """Events as they come; chunked, as HTTP/1.1 sends what has no length."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.status = int(self._file.readline().split()[1])
        self.headers = {}
        while line := self._file.readline().strip():
            name, _, value = line.decode().partition(":")
            self.headers[name.lower()] = value.strip()
        self._text = b""

    def next(self) -> News | None:
        """None: the server has ended it. Raises TimeoutError after ten seconds."""
        while b"\n\n" not in self._text:
            size = int(self._file.readline() or b"0", 16)
            self._text += self._file.read(size)
            self._file.readline()
            if not size:
                return None
        block, _, self._text = self._text.partition(b"\n\n")
        fields = dict(line.split(": ", 1) for line in block.decode().split("\n") if not line.startswith(":"))
        if "event" not in fields:
            return self.next()
        return News(fields["event"], fields.get("id", ""), json.loads(fields["data"]))

    def until(self, kind: str) -> News:
        while news := self.next():
            if news.kind == kind:
                return news
        raise AssertionError(f"ended before {kind}")
