"""Between web/ and the dialects: a request that was let in, and its answer. web/ does TLS, sign-in, origins, limits."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable

from kkmserver.store.record import Record


class Role(StrEnum):
    USER = "user"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """`path` is normalised: lower case, single slashes, no slash at the end."""

    path: str
    body: bytes
    role: Role
    client: str  # address, and login where there is one
    query: str = ""  # as it stood behind the question mark
    accept: str = ""  # kinds of answers the client would like
    request_id: str = ""  # X-Request-Id, or one of ours; the answer carries it
    via: tuple[str, ...] = ()  # X-Kkmserver-Via: servers it has come through, the last one last


@dataclass(frozen=True, slots=True)
class Answer:
    """A JSON answer, unless its headers name another content-type."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


Endpoint = Callable[[Call], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Described:
    """A dialect's part of /openapi.json, as OpenAPI 3.1 has it; `refusal` is the schema of what `refusal` makes."""

    about: str  # Markdown
    paths: Mapping[str, object]
    schemas: Mapping[str, object]
    refusal: Mapping[str, object]


class Dialect(Protocol):
    """One HTTP API."""

    name: str

    def endpoints(self) -> Mapping[tuple[str, str], Endpoint]:
        """(method, normalised path) -> handler. A handler raises nothing."""
        ...

    def described(self) -> Described:
        """Built when somebody asks."""
        ...

    def refusal(self, status: int, text: str) -> bytes:
        """Body of an answer that web/ gives by itself: 401, 403, 404, 405, 408, 409, 413, 415, 422, 500, 503, 508."""
        ...


@runtime_checkable
class TellsAnswers(Protocol):
    """A dialect that can say again what it has told of a command."""

    async def answer_of(self, record: Record) -> bytes:
        """The JSON its client got, or would get if it asked now. `record` with its request."""
        ...
