"""The HTTP side of a device that is asked over it: bytes in, bytes out, a connection for each question."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus

import h11

_LONGEST = 1 << 20  # bytes of a body


@dataclass(frozen=True, slots=True)
class Question:
    """`headers`: names in lower case; `path` with what follows the question mark."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    body: bytes
    kind: str = "text/plain; charset=utf-8"
    status: int = 200


class HttpTalk:
    """One connection; the device hangs up by `Connection: close`, so that the next one need not wait for long."""

    def __init__(self, answer: Callable[[Question], Reply]) -> None:
        self._answer = answer
        self._wire = h11.Connection(h11.SERVER)
        self._asked: h11.Request | None = None
        self._body = bytearray()

    def feed(self, data: bytes) -> bytes:
        """-> what is said to that; nonsense gets 400, too much 413."""
        try:
            self._wire.receive_data(data)
            return self._listen()
        except h11.RemoteProtocolError as error:
            return self._say(Reply(b"", status=error.error_status_hint))

    def _listen(self) -> bytes:
        while True:
            event = self._wire.next_event()
            if isinstance(event, h11.Request):
                self._asked = event
            elif isinstance(event, h11.Data):
                self._body += event.data
                if len(self._body) > _LONGEST:
                    return self._say(Reply(b"", status=413))
            elif isinstance(event, h11.EndOfMessage) and self._asked is not None:
                return self._say(self._answer(_question(self._asked, bytes(self._body))))
            else:  # more is to come, or nothing any more
                return self._encourage()

    def _encourage(self) -> bytes:
        """A host that asks for it may send its body."""
        if not self._wire.they_are_waiting_for_100_continue:
            return b""
        return self._wire.send(h11.InformationalResponse(status_code=100, headers=[], reason=b"Continue")) or b""

    def _say(self, reply: Reply) -> bytes:
        if self._wire.our_state not in (h11.IDLE, h11.SEND_RESPONSE):
            return b""
        headers = [("content-type", reply.kind), ("content-length", str(len(reply.body))), ("connection", "close")]
        reason = HTTPStatus(reply.status).phrase.encode("ascii")
        head = h11.Response(status_code=reply.status, headers=headers, reason=reason)
        parts = (head, h11.Data(data=reply.body), h11.EndOfMessage())
        return b"".join(self._wire.send(part) or b"" for part in parts)


def _question(asked: h11.Request, body: bytes) -> Question:
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in asked.headers}
    return Question(asked.method.decode("ascii"), asked.target.decode("latin-1"), headers, body)
