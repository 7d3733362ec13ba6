"""A port that listens, and a connection that came to it."""

import asyncio
import contextlib
import socket
import struct
from dataclasses import dataclass, field

CHUNK = 4096
_ANSWER_WITHIN = 5.0  # seconds for a host that does not read what it asked for


@dataclass(slots=True)
class Line:
    """The connection that is served. `job`: what has been taken of it."""

    socket: socket.socket
    job: bytearray = field(default_factory=bytearray)
    _sending: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def read(self, most: int) -> bytes:
        """b"" when the host has hung up. Raises OSError."""
        return await asyncio.get_running_loop().sock_recv(self.socket, most)

    async def answer(self, data: bytes) -> None:
        """What the host does not take is lost."""
        with contextlib.suppress(OSError, TimeoutError):
            async with self._sending, asyncio.timeout(_ANSWER_WITHIN):
                await asyncio.get_running_loop().sock_sendall(self.socket, data)

    def hang_up(self) -> None:
        """What was said arrives; whoever serves the line reads its end."""
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)


def listening(host: str, port: int) -> socket.socket:
    """Port 0 = a free one. Raises OSError."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        # A small window, as printers have: one that takes nothing is felt after kilobytes, not after megabytes.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, CHUNK)
        # Accepted sockets inherit it: a second answer does not wait until the host has acknowledged the first.
        listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listener.setblocking(False)
        listener.bind((host, port))
        listener.listen()
    except OSError:
        listener.close()
        raise
    return listener


def reset_on_close(line: socket.socket) -> None:
    """It will end with RST: what was not read is thrown away and the sender gets an error."""
    line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
