"""A file or a device node that takes a printer's bytes: /dev/usb/lp0, a parallel port, a named pipe, a spool file.

A device node is read as well, where it can be: usblp passes on what the printer says of itself.
"""

import asyncio
import os
import select
import stat
from contextlib import suppress
from pathlib import Path

from drivers.errors import DeviceOffline
from drivers.transports import reasons

_PAUSE = 0.02  # seconds before a full device, or one with nothing to say, is tried again


class FileTransport:
    """Appends to a file, which is made if need be, or talks to a `device`, which is not; paths in /dev are devices.

    The node is opened without blocking: a printer without paper stops taking bytes and must not hold a thread.
    """

    patience = 0.0

    def __init__(self, path: Path | str, *, device: bool | None = None) -> None:
        self._path = str(path)
        self._device = Path(path).is_relative_to("/dev") if device is None else device
        self._fd: int | None = None
        self._answers = False

    def __str__(self) -> str:
        return self._path

    @property
    def answers(self) -> bool:
        return self._answers

    async def open(self) -> None:
        """Raises DeviceOffline: no such device or folder, no rights, nobody at the other end of a pipe."""
        await self.close()
        try:
            self._fd, self._answers = await asyncio.to_thread(_open, self._path, self._device)
        except OSError as error:
            raise DeviceOffline(
                f"Не удалось открыть {self} для записи: {reasons.of(error)}. "
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
                raise DeviceOffline(f"Запись в {self} оборвалась: {reasons.of(error)}.") from error

    async def read(self, size: int) -> bytes:
        """Never at an end: a device with nothing to say may report either that or an empty answer."""
        while self._fd is not None and self._answers:
            try:
                if data := os.read(self._fd, size):
                    return data
            except BlockingIOError:
                pass
            except OSError as error:
                raise DeviceOffline(f"Чтение из {self} оборвалось: {reasons.of(error)}.") from error
            await asyncio.sleep(_PAUSE)
        raise DeviceOffline(f"{self} только принимает данные, ответа от него не бывает.")

    async def finish(self) -> None:
        """Wait until a device has taken the last write: usblp drops what is under way when it is closed.

        Of a file or a pipe a returned `write` is all there is to know. Source: Linux, usblp_write and usblp_release.
        """
        while self._device and self._fd is not None and not _taken(self._fd):  # noqa: ASYNC110
            await asyncio.sleep(_PAUSE)

    async def close(self) -> None:
        opened, self._fd = self._fd, None
        self._answers = False
        if opened is not None:
            with suppress(OSError):
                await asyncio.to_thread(os.close, opened)


def _taken(opened: int) -> bool:
    """The device is ready for the next write. Raises DeviceOffline if it is gone."""
    if not hasattr(select, "poll"):  # Windows: writes return when they are done
        return True
    asked = select.poll()
    asked.register(opened, select.POLLOUT)
    ready = sum(bits for _, bits in asked.poll(0))
    if ready & (select.POLLHUP | select.POLLERR):
        raise DeviceOffline("Устройство отключилось, не приняв всех данных.")
    return bool(ready & select.POLLOUT)


def _open(path: str, device: bool) -> tuple[int, bool]:
    """Also whether it can be read.

    An unplugged printer's node is absent: a plain file made there would swallow receipts without a word.
    """
    if device and (opened := _open_both_ways(path)) is not None:
        return opened, True
    flags = os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    opened = os.open(path, flags | (0 if device else os.O_CREAT | os.O_APPEND), 0o640)
    if stat.S_ISDIR(os.fstat(opened).st_mode):
        os.close(opened)
        raise IsADirectoryError(21, "это папка")
    return opened, False


def _open_both_ways(path: str) -> int | None:
    """None for a node that is no character device, is a terminal, or lets nobody read. Raises OSError if absent.

    A pipe opened both ways would read back what was written to it.
    """
    if not hasattr(os, "O_NONBLOCK") or not stat.S_ISCHR(os.stat(path).st_mode):  # noqa: PTH116 - may be no real path
        return None
    try:
        opened = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_NOCTTY)
    except OSError:
        return None
    if os.isatty(opened):
        os.close(opened)
        return None
    return opened
