"""A device behind a TCP port: network printers (9100), serial servers, registers with Ethernet."""

import asyncio
import os
import socket
import sys
from contextlib import suppress
from typing import Any

from drivers.errors import DeviceOffline
from drivers.transports import reasons
from drivers.transports.incoming import Incoming

_POLL = 0.02  # seconds between looks at the send queue
_BUFFER = 64 * 1024  # bytes on this side: with the system's own megabytes a printer that stands still is noticed late


class TcpTransport:
    """One connection at a time.

    `connect_seconds` is the deadline of `open`. `linger_seconds` is how long the end of a job waits for a peer that
    neither closes its side nor complains: many printers never close theirs.
    """

    patience = 0.0

    def __init__(self, host: str, port: int, *, connect_seconds: float = 5.0, linger_seconds: float = 0.3) -> None:
        self._host, self._port = host, port
        self._connect_seconds, self._linger_seconds = connect_seconds, linger_seconds
        self._socket: socket.socket | None = None
        self._incoming: Incoming | None = None
        self._finished = False

    def __str__(self) -> str:
        return f"{self._host}:{self._port}"

    @property
    def answers(self) -> bool:
        return True

    async def open(self) -> None:
        """Raises DeviceOffline: no such host, refused, no answer in `connect_seconds`."""
        await self.close()
        self._finished = False
        try:
            async with asyncio.timeout(self._connect_seconds):
                self._socket = await self._connect()
            self._incoming = Incoming(self._socket)
        except (OSError, UnicodeError) as error:  # UnicodeError: a host name that cannot be one
            raise DeviceOffline(
                f"Нет связи с устройством по адресу {self}: {_reason(error)}. "
                "Проверьте, что оно включено и подключено к сети, и адрес в настройках."
            ) from error

    async def write(self, data: bytes) -> None:
        opened = self._opened()
        try:
            await asyncio.get_running_loop().sock_sendall(opened, data)
        except OSError as error:
            raise self._broken(error) from error

    async def read(self, size: int) -> bytes:
        self._opened()
        assert self._incoming
        try:
            data = await self._incoming.read(size)
        except OSError as error:
            raise self._broken(error) from error
        if not data:
            raise DeviceOffline(f"Устройство {self} закрыло соединение.")
        return data

    async def finish(self) -> None:
        """Half-close and wait until the peer's system has acknowledged every byte.

        Raises DeviceOffline on a reset, and where the peer has closed its side first: whether it still took what came
        then, nobody knows. A peer that stops taking bytes (no paper, buffer full) makes this wait: the caller sets the
        deadline.
        """
        opened = self._opened()
        self._finished = True
        self._stop_watching()
        try:
            hung_up = _has_hung_up(opened)
            opened.shutdown(socket.SHUT_WR)  # raises where it was a reset
            if hung_up:
                raise DeviceOffline(f"Устройство {self} закрыло соединение, не дождавшись конца документа.")
            await self._read_out(opened)
            while _unsent(opened):
                _raise_pending(opened)
                await asyncio.sleep(_POLL)
            _raise_pending(opened)
        except OSError as error:
            raise self._broken(error) from error

    async def close(self) -> None:
        opened, self._socket = self._socket, None
        if opened is None:
            return
        self._stop_watching()
        try:
            with suppress(OSError):
                if not self._finished:
                    opened.shutdown(socket.SHUT_WR)
                    await self._read_out(opened)
        finally:
            opened.close()

    def _stop_watching(self) -> None:
        if self._incoming:
            self._incoming.stop()

    async def _read_out(self, opened: socket.socket) -> None:
        """Read and drop until the peer closes; unread bytes would turn our close into a reset that loses data."""
        loop, end = asyncio.get_running_loop(), asyncio.get_running_loop().time() + self._linger_seconds
        with suppress(TimeoutError):
            async with asyncio.timeout_at(end):
                while await loop.sock_recv(opened, 4096):
                    pass

    async def _connect(self) -> socket.socket:
        """The first address of the name that answers."""
        loop = asyncio.get_running_loop()
        failure = OSError("адрес не найден")
        for family, kind, protocol, _, address in await loop.getaddrinfo(
            self._host, self._port, type=socket.SOCK_STREAM
        ):
            try:
                return await _dial(socket.socket(family, kind, protocol), address)
            except OSError as error:
                failure = error
        raise failure

    def _opened(self) -> socket.socket:
        if self._socket is None:
            raise DeviceOffline(f"Соединение с устройством {self} не открыто.")
        return self._socket

    def _broken(self, error: OSError) -> DeviceOffline:
        return DeviceOffline(f"Соединение с устройством {self} оборвалось: {_reason(error)}.")


async def _dial(fresh: socket.socket, address: Any) -> socket.socket:
    """Connect or close; never leak the socket, not even when cancelled."""
    try:
        fresh.setblocking(False)
        fresh.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _BUFFER)
        fresh.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # a question behind a document waits for nobody
        await asyncio.get_running_loop().sock_connect(fresh, address)
    except BaseException:
        fresh.close()
        raise
    return fresh


def _has_hung_up(opened: socket.socket) -> bool:
    """The peer has closed its side; what it had said before is dropped. Raises OSError."""
    try:
        while opened.recv(4096):
            pass
    except BlockingIOError:
        return False
    return True


def _unsent(opened: socket.socket) -> int:
    """Bytes the peer has not acknowledged yet, where the system tells (Linux: SIOCOUTQ); elsewhere 0."""
    if sys.platform != "linux":
        return 0
    import fcntl
    import termios

    answer = fcntl.ioctl(opened.fileno(), termios.TIOCOUTQ, bytes(4))
    return int.from_bytes(answer, sys.byteorder)


def _raise_pending(opened: socket.socket) -> None:
    """A reset that came after the peer's end of stream is seen nowhere else."""
    if code := opened.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
        raise OSError(code, os.strerror(code))


def _reason(error: OSError | UnicodeError) -> str:
    """The cause in words a cashier has seen before."""
    if isinstance(error, TimeoutError):
        return "устройство не отвечает"
    if isinstance(error, ConnectionRefusedError):
        return "соединение отклонено"
    if isinstance(error, ConnectionError):
        return "устройство разорвало связь"
    if isinstance(error, socket.gaierror | UnicodeError):
        return "имя не найдено"
    return reasons.of(error)
