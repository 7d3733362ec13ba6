"""The site's side: it repeats its commands until it has seen their results, and has bad days."""

import asyncio
import base64
import json
import threading
import time
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from enum import Enum, auto
from pathlib import Path
from typing import Any

import uvicorn
from starlette.types import Receive, Scope, Send

from tests.ports import free_port

Command = dict[str, Any]


class Mishap(Enum):
    """What may become of one question. DEAF: the results are taken, and the connection breaks before the answer."""

    NONE = auto()
    GARBAGE = auto()
    CUT = auto()
    DEAF = auto()
    BROKEN = auto()
    REFUSED = auto()
    REDIRECT = auto()
    ELSEWISE = auto()
    ENDLESS = auto()
    PACKED = auto()
    SILENT = auto()


class Site:
    """`orders`: what is still to be done; `results`: everything that was told, by id, in the order it was told."""

    def __init__(self, *orders: Command, mishaps: list[Mishap] | None = None) -> None:
        self.orders = {order.get("IdCommand", ""): order for order in orders}
        self.later: list[Command] = []  # each comes when all others are done
        self.results: dict[str, list[Command]] = {}
        self.mishaps = mishaps or []
        self.questions: list[Command] = []
        self.logins: list[str] = []
        self.raw: bytes | None = None  # an answer to give instead
        self.url = self.home = ""  # of the host, and of the site there
        self._changed = threading.Condition()

    def wait(self, enough: int = 1, within: float = 15.0) -> None:
        """Until `enough` more questions were answered as they should."""
        with self._changed:
            seen = len(self.questions)
            assert self._changed.wait_for(lambda: len(self.questions) >= seen + enough, within), self.questions

    def wait_for_results(self, *ids: str, within: float = 15.0) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: set(ids) <= set(self.results), within), self.results

    def wait_for_peace(self, within: float = 15.0) -> None:
        """Until a question carries nothing, and nothing is left to be done."""

        def peace() -> bool:
            return (
                not (self.orders or self.later) and len(self.questions) > since and not self.questions[-1]["ListRezult"]
            )

        with self._changed:
            since = len(self.questions)
            assert self._changed.wait_for(peace, within), (self.orders, self.results)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        body = json.loads(await _body(receive))
        self.logins.append(_login(dict(scope["headers"])))
        mishap = self.mishaps.pop(0) if self.mishaps else Mishap.NONE
        if mishap is Mishap.NONE:
            answer = self._heard(body)
            await _send(send, 200, answer)
        else:
            await self._stumble(mishap, body, send)
        with self._changed:
            if mishap is Mishap.NONE:
                self.questions.append(body)
            self._changed.notify_all()

    def _heard(self, body: Command) -> bytes:
        """A sloppy one: the answer is written before the results are looked at."""
        answer = {"ListCommand": list(self.orders.values())}
        with self._changed:
            for result in body["ListRezult"]:
                self.results.setdefault(result["IdCommand"], []).append(result)
                self.orders.pop(result["IdCommand"], None)
            if self.later and not self.orders:
                order = self.later.pop(0)
                self.orders[order["IdCommand"]] = order
        return self.raw if self.raw is not None else json.dumps(answer, ensure_ascii=False).encode()

    async def _stumble(self, mishap: Mishap, body: Command, send: Send) -> None:
        match mishap:
            case Mishap.GARBAGE:
                await _send(send, 200, b"wrong call")
            case Mishap.CUT | Mishap.DEAF:
                answer = self._heard(body) if mishap is Mishap.DEAF else b'{"ListCommand":['
                await _send(send, 200, answer, length=len(answer) + 100)
            case Mishap.BROKEN:
                await _send(send, 500, b'{"ListCommand":[]}')
            case Mishap.REFUSED:
                await _send(send, 403, b'{"ListCommand":[]}')
            case Mishap.REDIRECT:
                await _send(send, 307, b"", {"location": f"{self.home}/elsewhere"})
            case Mishap.ELSEWISE:
                await _send(send, 200, b'{"error":"wrong token"}')
            case Mishap.ENDLESS:
                await _send(send, 200, b'{"ListCommand":[]}' + b" " * 5 * 2**20)
            case Mishap.PACKED:
                await _send(send, 200, b'{"ListCommand":[]}', {"content-encoding": "gzip"})
            case _:
                await asyncio.sleep(30)  # longer than anybody waits; cancelled with the site


class Host:
    """Has many sites, each below a path of its own: it takes longer to start than a test takes."""

    def __init__(self) -> None:
        self._sites: dict[str, Site] = {}
        self._count = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._sites[scope["path"].split("/")[1]](scope, receive, send)

    @contextmanager
    def having(self, site: Site, url: str) -> Iterator[str]:
        self._count += 1
        name = str(self._count)
        self._sites[name], site.url, site.home = site, url, f"{url}/{name}"
        try:
            yield f"{site.home}/kassa?key=geheim"
        finally:
            del self._sites[name]


_shared: list[tuple[Host, str]] = []


@contextmanager
def shared_host() -> Iterator[None]:
    """While the block runs, sites without a certificate are on one host."""
    host = Host()
    with _listening(host) as url:
        _shared.append((host, url))
        try:
            yield
        finally:
            _shared.pop()


@contextmanager
def serving(site: Site, certified: tuple[Path, Path] | None = None) -> Iterator[str]:
    """Its address, while the block runs. `certified`: certificate and key."""
    if _shared and not certified:
        host, url = _shared[-1]
        with host.having(site, url) as address:
            yield address
        return
    with _listening(host := Host(), certified) as url, host.having(site, url) as address:
        yield address


@contextmanager
def _listening(app: Host, certified: tuple[Path, Path] | None = None) -> Iterator[str]:
    secret = dict(zip(("ssl_certfile", "ssl_keyfile"), certified, strict=True)) if certified else {}
    port = free_port()
    quiet = {"loop": "asyncio", "lifespan": "off", "log_level": "critical", "timeout_graceful_shutdown": 0}
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, **quiet, **secret))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.005)
    try:
        yield f"{'https' if certified else 'http'}://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(10)


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message: MutableMapping[str, Any] = await receive()
        body, more = body + message.get("body", b""), message.get("more_body", False)
    return body


async def _send(
    send: Send, status: int, body: bytes, more: dict[str, str] | None = None, length: int | None = None
) -> None:
    headers = {"content-type": "application/json", "content-length": str(length or len(body)), **(more or {})}
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


def _login(headers: dict[bytes, bytes]) -> str:
    given = headers.get(b"authorization", b"").removeprefix(b"Basic ")
    return base64.b64decode(given).decode()
