"""One page that listens: what it is still to be sent."""

import asyncio
from collections import deque

from kkmserver.web.visitor import Visitor

_BEHIND = 16 * 2**20  # bytes not yet taken; who is that slow is let go, and goes on where it was
_QUIET = 10.0  # seconds after which a comment tells that the line is alive


class Listener:
    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self._waiting: deque[bytes] = deque()
        self._size = 0  # of what waits
        self._woken = asyncio.Event()
        self.over = False

    def put(self, event: bytes) -> None:
        self._size += len(event)
        if self._size > _BEHIND:
            self._waiting.clear()
            self.end()
        elif not self.over:
            self._waiting.append(event)
            self._woken.set()

    def end(self) -> None:
        self.over = True
        self._woken.set()

    async def next(self) -> bytes:
        """What has come, at once if there is any; b"" when it is over."""
        try:
            async with asyncio.timeout(_QUIET):
                await self._woken.wait()
        except TimeoutError:
            return b": \n\n"
        told = b"".join(self._waiting)
        self._waiting.clear()
        self._size = 0
        if not self.over:
            self._woken.clear()
        return told
