"""A device on a serial port (RS-232, USB-serial, Bluetooth SPP), through pyserial.

The event loop itself reads and writes where it can: changing threads takes five times as long. What blocks, which is
opening and closing, has a thread of the port's own.
"""

import asyncio
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from drivers.errors import DeviceOffline
from drivers.transports import reasons
from drivers.transports.serial_threads import Threaded
from drivers.transports.serial_watched import Watched

if TYPE_CHECKING:
    import serial
if sys.platform == "win32":
    _TERMINAL_ERRORS: tuple[type[Exception], ...] = ()
else:
    import termios

    _TERMINAL_ERRORS = (termios.error,)  # of a call to the system like others, but no OSError

Parity = Literal["none", "even", "odd", "mark", "space"]
Flow = Literal["none", "rtscts", "dsrdtr", "xonxoff"]

_POLL = 0.05  # seconds between two looks at what is left to send; a read may hold its thread as long
_DRAIN = 5.0  # seconds `close` waits for the last bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SerialSettings:
    """How the port is set. `port` is a device path or a Windows name (COM3)."""

    port: str
    baud: int = 9600
    bits: int = 8
    parity: Parity = "none"
    stop_bits: float = 1
    flow: Flow = "none"


class Way(Protocol):
    """How bytes get through a port that is open."""

    async def write(self, data: bytes) -> None: ...  # raises OSError; cancelled: a part may have gone out
    async def read(self, size: int) -> bytes: ...  # 1..size bytes; raises OSError; cancelled: nothing is lost
    def stop(self) -> None: ...  # reads and writes end, with OSError
    def join(self, seconds: float) -> None: ...  # in a thread, after `stop`: blocks while any is still under way


@dataclass(frozen=True, slots=True)
class _Opened:
    port: "serial.Serial"
    way: Way
    thread: ThreadPoolExecutor


class SerialTransport:
    patience = 0.0

    def __init__(self, settings: SerialSettings) -> None:
        self.settings = settings
        self._open: _Opened | None = None
        self._closing: asyncio.Future[None] | None = None
        self._spoiled = False  # a write was cut short: nobody knows what the device made of it

    def __str__(self) -> str:
        return self.settings.port

    @property
    def answers(self) -> bool:
        return True

    async def open(self) -> None:
        """Raises DeviceOffline: no such port, in use, no rights."""
        await self.close()
        try:
            self._open = await _opened(self.settings)
        except (OSError, ValueError) as error:  # ValueError: a speed this port cannot do
            raise DeviceOffline(
                f"Не удалось открыть порт {self}: {_reason(error)}. Проверьте имя порта и скорость в настройках, "
                "кабель, и что порт не занят другой программой."
            ) from error
        self._spoiled = False

    async def write(self, data: bytes) -> None:
        """A write that is cancelled half-way spoils the port: it must be opened anew."""
        way = self._in_use().way
        try:
            await way.write(data)
        except asyncio.CancelledError:
            self._spoiled = True
            raise
        except OSError as error:
            raise self._broken(error) from error

    async def read(self, size: int) -> bytes:
        try:
            return await self._in_use().way.read(size)
        except OSError as error:
            raise self._broken(error) from error

    async def finish(self) -> None:
        """Wait until the last byte is on the wire; a printer that holds the line makes this wait."""
        try:
            while self._in_use().port.out_waiting:  # noqa: ASYNC110 - the system signals nothing
                await asyncio.sleep(_POLL)
        except OSError as error:
            raise self._broken(error) from error

    async def close(self) -> None:
        """Where it is cancelled, the port is closed all the same; the next `open` waits for that."""
        opened, self._open = self._open, None
        if opened is not None:
            opened.way.stop()
            self._closing = asyncio.get_running_loop().run_in_executor(opened.thread, _close, opened)
            opened.thread.shutdown(wait=False)
        if self._closing is not None:
            await asyncio.shield(self._closing)

    def _in_use(self) -> _Opened:
        if self._open is None or self._spoiled:
            raise DeviceOffline(f"Порт {self} не открыт.")
        return self._open

    def _broken(self, error: OSError) -> DeviceOffline:
        reason = _reason(error) if error.errno else "устройство отключено"  # pyserial says so without a number
        return DeviceOffline(f"Связь через порт {self} оборвалась: {reason}. Проверьте кабель.")


async def _opened(settings: SerialSettings) -> _Opened:
    """Raises OSError, ValueError."""
    thread = ThreadPoolExecutor(1, thread_name_prefix=f"serial {settings.port}")
    try:
        port = await asyncio.get_running_loop().run_in_executor(thread, _port, settings)
        return _Opened(port, _way(port, thread), thread)
    except BaseException:
        thread.shutdown(wait=False)
        raise


def _port(settings: SerialSettings) -> "serial.Serial":
    import serial

    try:
        return serial.Serial(
            settings.port,
            settings.baud,
            bytesize=settings.bits,
            parity={"none": "N", "even": "E", "odd": "O", "mark": "M", "space": "S"}[settings.parity],
            stopbits=settings.stop_bits,
            timeout=_POLL,
            xonxoff=settings.flow == "xonxoff",
            rtscts=settings.flow == "rtscts",
            dsrdtr=settings.flow == "dsrdtr",
            exclusive=True,  # of two that read one port each would get half of every answer
        )
    except _TERMINAL_ERRORS as error:
        raise OSError(*error.args) from error


def _way(port: "serial.Serial", thread: ThreadPoolExecutor) -> Way:
    try:
        return Watched(port)
    except NotImplementedError:
        return Threaded(port, thread)


def _close(opened: _Opened) -> None:
    """Give the last bytes time to leave; what a stopped printer will never take is dropped, or close would hang."""
    port, end = opened.port, time.monotonic() + _DRAIN
    opened.way.join(_DRAIN)
    with suppress(OSError, *_TERMINAL_ERRORS):
        while port.out_waiting and time.monotonic() < end:
            time.sleep(_POLL)
        if port.out_waiting:  # where nothing waits, it would still drop what the adapter has in hand
            port.reset_output_buffer()
    with suppress(OSError):
        port.close()


def _reason(error: OSError | ValueError) -> str:
    return reasons.of(error) if isinstance(error, OSError) else str(error)
