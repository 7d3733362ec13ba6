"""A file or a device node that takes a printer's bytes: /dev/usb/lp0, a named pipe, a spool file. One way only."""

import asyncio
import os
import stat
from contextlib import suppress
from pathlib import Path

from drivers.errors import DeviceOffline

_PAUSE = 0.02  # seconds before a full device is tried again


class FileTransport:
    """Appends to a file, which is made if need be, or writes to a device node, which is not.

    The node is opened without blocking: a printer without paper stops taking bytes and must not hold a thread.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._fd: int | None = None

    def __str__(self) -> str:
        return str(self._path)

    async def open(self) -> None:
        """Raises DeviceOffline: no such device or folder, no rights, nobody at the other end of a pipe."""
        await self.close()
        try:
            self._fd = await asyncio.to_thread(_open, self._path)
        except OSError as error:
            raise DeviceOffline(
                f"Не удалось открыть {self} для записи: {error.strerror}. "
                "Проверьте путь в настройках, что устройство подключено, и права на него."
            ) from error

    async def write(self, data: bytes) -> None:
        if self._fd is None:
            raise DeviceOffline(f"Файл {self} не открыт.")
        rest = memoryview(data)
        while rest:
            try:
                rest = rest[await asyncio.to_thread(os.write, self._fd, rest[:65536]) :]
            except BlockingIOError:
                await asyncio.sleep(_PAUSE)
            except OSError as error:
                raise DeviceOffline(f"Запись в {self} оборвалась: {error.strerror}.") from error

    async def read(self, size: int) -> bytes:  # noqa: ARG002
        raise DeviceOffline(f"{self} только принимает данные, ответа от него не бывает.")

    async def finish(self) -> None:
        """A returned `write` is all there is to know."""

    async def close(self) -> None:
        opened, self._fd = self._fd, None
        if opened is not None:
            with suppress(OSError):
                await asyncio.to_thread(os.close, opened)


def _open(path: Path) -> int:
    """An unplugged printer's node is absent: making a plain file there would swallow receipts without a word."""
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_BINARY", 0)
    flags |= getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    if not path.is_relative_to("/dev"):
        flags |= os.O_CREAT
    opened = os.open(path, flags, 0o640)
    if stat.S_ISDIR(os.fstat(opened).st_mode):
        os.close(opened)
        raise IsADirectoryError(21, "это папка")
    return opened
