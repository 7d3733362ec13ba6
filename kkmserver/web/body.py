"""The body of a request, with a limit on its size and on the time it takes."""

import asyncio

from starlette.types import Receive


class BodyTooLarge(Exception):
    """More bytes than the limit."""


class BodyTooSlow(Exception):
    """Not all of it came in time."""


class Disconnected(Exception):
    """The client is gone; nobody is left to answer."""


async def read_body(receive: Receive, limit: int, seconds: float) -> bytes:
    """Raises BodyTooLarge, BodyTooSlow, Disconnected."""
    try:
        async with asyncio.timeout(seconds):
            message = await receive()
            if message["type"] == "http.request" and not message.get("more_body"):
                body: bytes = message.get("body", b"")
                if len(body) > limit:
                    raise BodyTooLarge
                return body
            return await _gather(receive, message, limit)
    except TimeoutError as error:
        raise BodyTooSlow from error


async def _gather(receive: Receive, message: object, limit: int) -> bytes:
    parts, size, more = [], 0, True
    while True:
        match message:
            case {"type": "http.request", "body": bytes(part), **rest}:
                more = bool(rest.get("more_body"))
            case _:
                raise Disconnected
        size += len(part)
        if size > limit:
            raise BodyTooLarge
        parts.append(part)
        if not more:
            return b"".join(parts)
        message = await receive()


async def discard_body(receive: Receive, limit: int, seconds: float) -> bool:
    """Read and forget what an already refused client still sends; False when the end was not reached.

    Closing a connection with unread bytes in it makes the system drop the answer too.
    """
    try:
        async with asyncio.timeout(seconds):
            size = 0
            while size <= limit:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body"):
                    return True
                size += len(message.get("body", b""))
    except TimeoutError:
        return False
    return False
