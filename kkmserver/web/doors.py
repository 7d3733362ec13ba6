"""Ports of the further APIs: HTTP/1.x by h11, which tells reason phrases and what stands behind a body."""

import asyncio
import logging
import ssl
from collections.abc import Callable, Sequence
from contextlib import suppress
from socket import socket
from typing import Any

import h11

from kkmserver.dialects.door import Door
from kkmserver.web.door_talk import Talk, Terms

_LOG = logging.getLogger(__name__)

_READ = 64 * 1024
_CONNECTIONS = 256  # at a time; for one more the oldest that asks nothing makes room
_HANDSHAKE = 10.0  # seconds for that of TLS
_CLOSING = 2.0  # seconds for the last bytes

Count = Callable[[str, int], None]  # name of the API, status of an answer


class DoorServer:
    """`open` begins; from `drain` on new requests are refused; `stop` ends: requests under way are answered, for
    `seconds` at the most."""

    def __init__(
        self,
        door: Door,
        sockets: Sequence[socket],
        tls: ssl.SSLContext | None,
        limit: int,
        seconds: float,
        count: Count = lambda _name, _status: None,
    ) -> None:
        """`limit`: bytes of a body; `seconds` for a whole request to arrive."""
        self._door, self._sockets, self._tls = door, sockets, tls
        self._terms = Terms(limit, seconds, count)
        self._servers: list[asyncio.Server] = []
        self._talks: dict[asyncio.Task[None], Talk] = {}

    async def open(self) -> None:
        tls: dict[str, Any] = {}
        if self._tls:
            tls = {"ssl": self._tls, "ssl_handshake_timeout": _HANDSHAKE, "ssl_shutdown_timeout": _CLOSING}
        for listener in self._sockets:
            self._servers.append(await asyncio.start_server(self._serve, sock=listener, limit=_READ, **tls))

    def take_limits(self, limit: int, seconds: float) -> None:
        """Others from the next request on."""
        self._terms.limit, self._terms.seconds = limit, seconds

    def drain(self) -> None:
        """May be called from a signal handler."""
        self._terms.draining = True

    async def stop(self, seconds: float) -> None:
        self.drain()
        for server in self._servers:
            server.close()
        if not self._servers:
            for listener in self._sockets:
                listener.close()
        for task, talk in self._talks.items():
            if not talk.leave():
                task.cancel()
        if self._talks:
            _, late = await asyncio.wait(self._talks, timeout=seconds)
            for task in late:
                task.cancel()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if len(self._talks) >= _CONNECTIONS and not self._make_room():
            writer.close()
            return
        task = asyncio.current_task()
        assert task is not None
        talk = self._talks[task] = Talk(self._door, reader, writer, self._terms)
        try:
            await talk.go()
        except (ConnectionError, TimeoutError, ssl.SSLError, h11.LocalProtocolError) as error:
            _LOG.debug("%s: a connection ended: %r", self._door.name, error)
        except asyncio.CancelledError:  # by `stop`; nobody waits for this task to be cancelled
            _LOG.debug("%s: a connection is let go", self._door.name)
        finally:
            self._talks.pop(task, None)
            writer.close()
            with suppress(OSError, TimeoutError):
                await asyncio.wait_for(writer.wait_closed(), _CLOSING)

    def _make_room(self) -> bool:
        """A crowd that only holds its connections keeps nobody out. Whoever is being answered stays."""
        idle = next((task for task, talk in self._talks.items() if not talk.answering), None)
        if idle is None:
            return False
        idle.cancel()
        del self._talks[idle]
        return True
