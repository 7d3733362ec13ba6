"""Between web/doors.py and the APIs with a port of their own: a request as it came over the wire, and its reply.

These APIs need what an ASGI server keeps to itself: the reason phrase, and bytes behind a wrong Content-Length.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import urlsplit

JSON = "application/json; charset=utf-8"


async def _nothing(_seconds: float) -> bytes:
    return b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Knock:
    """`rest(seconds)`: bytes behind the announced end of the body, b"" where none come in that time; the connection of
    whoever asks for them ends with the reply."""

    method: str
    target: str  # as it came, absolute form included
    headers: tuple[tuple[str, str], ...] = ()  # names in lower case, in their order
    body: bytes = b""
    peer: str = ""
    rest: Callable[[float], Awaitable[bytes]] = _nothing

    @property
    def path(self) -> str:
        """Not decoded, as far as the question mark."""
        return self._split()[0]

    @property
    def query(self) -> str:
        return self._split()[1]

    def header(self, name: str) -> str:
        """The last of that name, "" where there is none."""
        return dict(self.headers).get(name, "")

    def _split(self) -> tuple[str, str]:
        if not self.target.startswith("/"):
            parts = urlsplit(self.target)
            return parts.path or "/", parts.query
        path, _, query = self.target.partition("?")
        return path, query


@dataclass(frozen=True, slots=True)
class Reply:
    """`reason` is ASCII; "" = the usual one of the status."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""


class TooManyAttempts(Exception):
    """Come back in `seconds`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class Brake(Protocol):
    """Slows guessing; see web/brake.py."""

    async def turn(self, address: str) -> None:
        """Raises TooManyAttempts."""
        ...

    def forgive(self, address: str) -> None: ...


class Door(Protocol):
    """One HTTP API that listens on a port of its own."""

    name: str  # of its section in [dialects]

    async def answer(self, knock: Knock) -> Reply:
        """Raises nothing."""
        ...

    def refusal(self, status: int, text: str) -> Reply:
        """What web/ refuses by itself: 400 no HTTP, 408 too slow, 413 too large, 431 headers, 500, 503 stopping."""
        ...


class KeyInUse(Exception):
    """Something is being done under it."""


class HasKey(Protocol):
    """A register whose clients need a key that changes."""

    @property
    def key(self) -> str: ...

    async def renew(self) -> str:
        """Another one from now on. Raises KeyInUse, sqlite3.Error."""
        ...
