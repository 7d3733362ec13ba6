"""The client with its connection, for programs that wait and for those that do something else meanwhile."""

import asyncio
import ssl
import time
from collections.abc import Mapping
from types import TracebackType
from typing import Self

import httpx

from kkmserver.client.answer import Answer
from kkmserver.client.insistence import Errand, Patience, Pause, Post, Reply, pursue
from kkmserver.client.json_text import Json

_HEADERS = {"Content-Type": "application/json; charset=utf-8", "Accept": "application/json"}


def _limits(post: Post) -> httpx.Timeout:
    return httpx.Timeout(post.timeout, connect=min(post.timeout, 10.0))


def _address(url: str) -> str:
    """Raises ValueError at once: asked again and again, a wrong one would look like a server that is away."""
    if not url.lower().startswith(("http://", "https://")):
        raise ValueError(f"{url!r} is no address like http://127.0.0.1:5893")
    return f"{url.rstrip('/')}/Execute"


def _asking(id: str) -> dict[str, Json]:  # noqa: A002
    return {"Command": "GetRezult", "IdCommand": id, "Timeout": 0}


def _result(answer: Answer) -> Answer:
    inner = answer.members.get("Rezult")
    return Answer(inner) if isinstance(inner, Mapping) else answer


class Client:
    """May be used by several threads. `close` it, or use it in a `with`."""

    def __init__(
        self,
        url: str,
        *,
        login: str = "",
        password: str = "",
        verify: bool | ssl.SSLContext = True,
        patience: Patience | None = None,
    ) -> None:
        """`verify`: False takes any certificate; for one made by `kkmserver make-cert` give
        ssl.create_default_context(cafile="kkmserver-ca.crt")."""
        auth = (login, password) if login or password else None
        self._url, self._patience = _address(url), patience or Patience()
        self._http = httpx.Client(auth=auth, verify=verify, headers=_HEADERS, trust_env=False)

    def execute(self, command: Mapping[str, Json], *, again: bool = False, patience: Patience | None = None) -> Answer:
        """The result of a command that was done. One without IdCommand gets an id; the errors carry it.

        `again`: it may have been sent before (after NotFinished, Unreachable, a restart of the program), so the server
        is asked first what became of it. Raises CommandFailed, OutcomeUnknown, NotAccepted, NotFinished, Unreachable.
        """
        errand = pursue(command, patience or self._patience, time.monotonic(), again=again)
        return self._run(errand)

    def result(self, id: str) -> Answer:  # noqa: A002
        """What has become of a command so far: it may be `pending`, failed or an `unknown_id`; for these nothing is
        raised. Raises Unreachable, NotAccepted."""
        return _result(self._run(pursue(_asking(id), self._patience, time.monotonic(), judged=False)))

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _run(self, errand: Errand) -> Answer:
        try:
            step = next(errand)
            while True:
                step = errand.send(self._done(step))
        except StopIteration as end:
            answer: Answer = end.value
            return answer

    def _done(self, step: Post | Pause) -> Reply:
        if isinstance(step, Pause):
            time.sleep(step.seconds)
            return Reply(None, now=time.monotonic())
        try:
            came = self._http.post(self._url, content=step.body, timeout=_limits(step))
        except httpx.HTTPError as error:
            return Reply(None, now=time.monotonic(), fault=error)
        return Reply(came.status_code, came.content, time.monotonic())


class AsyncClient:
    """As Client, for one event loop. `close` it, or use it in an `async with`."""

    def __init__(
        self,
        url: str,
        *,
        login: str = "",
        password: str = "",
        verify: bool | ssl.SSLContext = True,
        patience: Patience | None = None,
    ) -> None:
        auth = (login, password) if login or password else None
        self._url, self._patience = _address(url), patience or Patience()
        self._http = httpx.AsyncClient(auth=auth, verify=verify, headers=_HEADERS, trust_env=False)

    async def execute(
        self, command: Mapping[str, Json], *, again: bool = False, patience: Patience | None = None
    ) -> Answer:
        """See Client.execute. Cancelling it does not cancel the command."""
        errand = pursue(command, patience or self._patience, time.monotonic(), again=again)
        return await self._run(errand)

    async def result(self, id: str) -> Answer:  # noqa: A002
        """See Client.result."""
        return _result(await self._run(pursue(_asking(id), self._patience, time.monotonic(), judged=False)))

    async def close(self) -> None:
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def _run(self, errand: Errand) -> Answer:
        try:
            step = next(errand)
            while True:
                step = errand.send(await self._done(step))
        except StopIteration as end:
            answer: Answer = end.value
            return answer

    async def _done(self, step: Post | Pause) -> Reply:
        if isinstance(step, Pause):
            await asyncio.sleep(step.seconds)
            return Reply(None, now=time.monotonic())
        try:
            came = await self._http.post(self._url, content=step.body, timeout=_limits(step))
        except httpx.HTTPError as error:
            return Reply(None, now=time.monotonic(), fault=error)
        return Reply(came.status_code, came.content, time.monotonic())
