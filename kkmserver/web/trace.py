"""What a request says of itself in its headers: under which word it is known, and which servers it has come through."""

import os
import re
from collections.abc import Mapping

from starlette.types import Message, Send

from kkmserver.web.visitor import Refused

_NAME = re.compile(rb"[ -~]{1,128}")  # printable ASCII: it goes into logs, which nobody may forge lines of
_SERVERS, _LENGTH = 16, 64


def request_id(headers: Mapping[bytes, bytes]) -> bytes:
    """`X-Request-Id` where it is fit for use, else a word of ours."""
    given = headers.get(b"x-request-id")
    return given if given is not None and _NAME.fullmatch(given) else os.urandom(16).hex().encode()


def with_request_id(send: Send, name: bytes) -> Send:
    """A `send` whose answer carries it."""

    async def named(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], (b"x-request-id", name)]}
        await send(message)

    return named


def via(headers: Mapping[bytes, bytes]) -> tuple[str, ...]:
    """`X-Kkmserver-Via`, names with commas between them. Raises Refused where it cannot be that of an honest way,
    or could not be sent on."""
    given = headers.get(b"x-kkmserver-via")
    if given is None:
        return ()
    if not given.isascii():
        raise Refused(400, "Заголовок X-Kkmserver-Via не читается: в именах серверов могут быть только знаки ASCII")
    names = tuple(name for part in given.decode("latin-1").split(",") if (name := part.strip()))
    if len(names) > _SERVERS or any(len(name) > _LENGTH for name in names):
        raise Refused(
            508,
            f"Команда прошла больше чем через {_SERVERS} серверов и, похоже, ходит по кругу: она не принята. "
            "Проверьте в настройках серверов, кому они пересылают команды",
        )
    return names
