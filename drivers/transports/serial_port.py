"""A device on a serial port (RS-232, USB-serial, Bluetooth SPP), through pyserial.

pyserial blocks, so every open port has two threads of its own: one writes, the other does all the rest, so that a
printer that holds a write can still say why. The one call from outside is `cancel_write`, which pyserial offers for
exactly that: to end a write that a stopped printer holds.
"""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from drivers.errors import DeviceOffline
from drivers.transports import reasons

if TYPE_CHECKING:
    import serial

T = TypeVar("T")
Parity = Literal["none", "even", "odd", "mark", "space"]
Flow = Literal["none", "rtscts", "dsrdtr", "xonxoff"]

_POLL = 0.05  # seconds a read holds its thread before it looks up
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


class SerialTransport:
    patience = 0.0

    def __init__(self, settings: SerialSettings) -> None:
        self.settings = settings
        self._port: serial.Serial | None = None
        self._thread: ThreadPoolExecutor | None = None
        self._writer: ThreadPoolExecutor | None = None
        self._inbox = bytearray()  # filled in the thread, so that a cancelled read loses nothing
        self._spoiled = False  # a write was cut short: nobody knows what the device made of it

    def __str__(self) -> str:
        return self.settings.port

    @property
    def answers(self) -> bool:
        return True

    async def open(self) -> None:
        """Raises DeviceOffline: no such port, in use, no rights."""
        await self.close()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"serial {self}")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix=f"serial {self} write")
        self._inbox.clear()
        self._spoiled = False
        try:
            self._port = await self._run(self._open)
        except (OSError, ValueError) as error:  # ValueError: a speed this port cannot do
            await self.close()
            raise DeviceOffline(
                f"Не удалось открыть порт {self}: {_reason(error)}. Проверьте имя порта и скорость в настройках, "
                "кабель, и что порт не занят другой программой."
            ) from error

    async def write(self, data: bytes) -> None:
        """A write that is cancelled half-way spoils the port: it must be opened anew."""
        port = self._opened()
        try:
            await asyncio.get_running_loop().run_in_executor(self._writer, port.write, data)
        except asyncio.CancelledError:
            self._spoiled = True
            port.cancel_write()
            raise
        except OSError as error:
            raise self._broken(error) from error

    async def read(self, size: int) -> bytes:
        port = self._opened()
        while not self._inbox:
            try:
                await self._run(lambda: self._inbox.extend(port.read(max(1, min(size, port.in_waiting)))))
            except OSError as error:
                raise self._broken(error) from error
        data = bytes(self._inbox[:size])
        del self._inbox[: len(data)]  # the thread of a cancelled read may have added to it since
        return data

    async def finish(self) -> None:
        """Wait until the last byte is on the wire; a printer that holds the line makes this wait."""
        port = self._opened()
        try:
            while await self._run(lambda: port.out_waiting):  # noqa: ASYNC110 - the system signals nothing
                await asyncio.sleep(_POLL)
        except OSError as error:
            raise self._broken(error) from error

    async def close(self) -> None:
        port, self._port = self._port, None
        thread, self._thread = self._thread, None
        writer, self._writer = self._writer, None
        if thread is None or writer is None:
            return
        try:
            if port is not None:
                written = writer.submit(lambda: None)
                await asyncio.shield(asyncio.get_running_loop().run_in_executor(thread, _close, port, written))
        finally:
            thread.shutdown(wait=False)
            writer.shutdown(wait=False)

    def _open(self) -> "serial.Serial":
        import serial

        settings = self.settings
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
        )

    async def _run(self, call: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def _opened(self) -> "serial.Serial":
        if self._port is None or self._spoiled:
            raise DeviceOffline(f"Порт {self} не открыт.")
        return self._port

    def _broken(self, error: OSError) -> DeviceOffline:
        return DeviceOffline(f"Связь через порт {self} оборвалась: {_reason(error)}. Проверьте кабель.")


def _reason(error: OSError | ValueError) -> str:
    return reasons.of(error) if isinstance(error, OSError) else str(error)


def _close(port: "serial.Serial", written: Future[None]) -> None:
    """Give the last bytes time to leave; what a stopped printer will never take is dropped, or close would hang.

    `written`: done when no write is under way; one that outlived the port could go on in the next to get its number.
    """
    end = time.monotonic() + _DRAIN
    with suppress(OSError):
        port.cancel_write()
    wait([written], _DRAIN)
    with suppress(OSError):
        while port.out_waiting and time.monotonic() < end:
            time.sleep(_POLL)
        if port.out_waiting:  # where nothing waits, it would still drop what the adapter has in hand
            port.reset_output_buffer()
    with suppress(OSError):
        port.close()
