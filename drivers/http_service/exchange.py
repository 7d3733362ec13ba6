"""One HTTP/1.1 exchange as bytes: what is sent, and an answer out of what comes in any chunks. No I/O."""

import base64
from dataclasses import dataclass, field

import h11

from drivers.http_service.question import Answer, Question
from drivers.notation import json_text

MOST_BYTES = 4 * 2**20  # of an answer; a document out of the archive is hundreds of times smaller


class Nonsense(Exception):
    """What came is no answer, or longer than any can be."""


class CutOff(Nonsense):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """For HTTP Basic; both empty: nothing is sent."""

    login: str = ""
    password: str = field(default="", repr=False)

    @property
    def header(self) -> bytes:
        pair = f"{self.login}:{self.password}"
        return b"Basic " + base64.b64encode(pair.encode("utf-8")) if pair != ":" else b""


class Exchange:
    """For one question, over a connection of its own: one that is kept might be closed while we ask."""

    def __init__(self, question: Question, path: str, place: str, credentials: Credentials) -> None:
        """`path`: the whole target; `place`: the header Host."""
        self._wire = h11.Connection(h11.CLIENT)
        self._body = bytearray()
        self._status = 0
        content = b"" if question.content is None else json_text.encode(question.content)
        head = h11.Request(method=question.method, target=path, headers=_headers(place, content, credentials, question))
        parts = (head, h11.Data(data=content), h11.EndOfMessage())
        self.sent = b"".join(self._wire.send(part) or b"" for part in parts)

    def feed(self, chunk: bytes) -> Answer | None:
        """None while more has to come; b"" says that nothing will. Raises Nonsense, CutOff."""
        try:
            self._wire.receive_data(chunk)
            return self._read()
        except h11.RemoteProtocolError as error:
            raise (Nonsense if chunk else CutOff)(str(error)) from error

    def _read(self) -> Answer | None:
        while True:
            event = self._wire.next_event()
            match event:
                case h11.Response():
                    self._status = event.status_code
                    _check_encoding(event)
                case h11.Data():
                    self._take(bytes(event.data))
                case h11.EndOfMessage():
                    return Answer(self._status, bytes(self._body))
                case h11.InformationalResponse():
                    pass
                case h11.ConnectionClosed():
                    raise CutOff("the connection ended before an answer")
                case _:
                    return None

    def _take(self, data: bytes) -> None:
        self._body += data
        if len(self._body) > MOST_BYTES:
            raise Nonsense(f"an answer of more than {MOST_BYTES} bytes")


def _headers(place: str, content: bytes, credentials: Credentials, question: Question) -> list[tuple[bytes, bytes]]:
    headers = [
        (b"Host", place.encode("ascii")),
        (b"Accept", b"application/json"),
        (b"Accept-Encoding", b"identity"),
        (b"Connection", b"close"),
    ]
    if question.content is not None:
        headers.append((b"Content-Type", b"application/json; charset=utf-8"))
    if question.content is not None or question.method in (b"POST", "PUT"):
        headers.append((b"Content-Length", str(len(content)).encode("ascii")))
    if credentials.header:
        headers.append((b"Authorization", credentials.header))
    return headers


def _check_encoding(response: h11.Response) -> None:
    for name, value in response.headers:
        if name == b"content-encoding" and value.strip().lower() not in (b"", b"identity"):
            raise Nonsense("a packed answer, which was not asked for")
