"""A printer on USB without a system driver in between: bulk endpoints of the printer class, through pyusb.

Checked against a stand-in for pyusb's device only; it has not met hardware yet.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from functools import partial
from typing import Any, TypeVar

from drivers.errors import DeviceOffline

T = TypeVar("T")

_PRINTER_CLASS = 7
_BULK = 2
_TURN = 250  # milliseconds one transfer may hold the thread; what a full printer took until then is counted
_PIECE = 16384  # bytes of one transfer


class UsbTransport:
    """`vendor`:`product` as in lsusb; `serial` tells two printers of one model apart.

    `find` has the signature of `usb.core.find`, which it is when left out.
    """

    patience = 0.0

    def __init__(self, vendor: int, product: int, serial: str = "", *, find: Callable[..., Any] | None = None) -> None:
        self._vendor, self._product, self._serial, self._find = vendor, product, serial, find
        self._thread: ThreadPoolExecutor | None = None
        self._reader: ThreadPoolExecutor | None = None  # so that a printer that holds a write can still say why
        self._device: Any = None  # pyusb has no types
        self._out: Any = None
        self._in: Any = None
        self._interface = 0

    def __str__(self) -> str:
        return f"USB {self._vendor:04x}:{self._product:04x}"

    @property
    def answers(self) -> bool:
        return self._in is not None

    async def open(self) -> None:
        """Raises DeviceOffline: no library, no such device, no rights, not a printer."""
        await self.close()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=str(self))
        self._reader = ThreadPoolExecutor(1, thread_name_prefix=f"{self} read")
        try:
            await _run(self._thread, self._open)
        except (ImportError, OSError, ValueError, NotImplementedError) as error:
            await self.close()
            raise DeviceOffline(
                f"Принтер {self} недоступен: {error}. Проверьте кабель и питание, установлена ли библиотека libusb "
                "и есть ли права на устройство."
            ) from error

    async def write(self, data: bytes) -> None:
        out = self._out
        if out is None:
            raise DeviceOffline(f"Принтер {self} не открыт.")
        rest = data
        while rest:
            try:
                taken = await _run(self._thread, partial(out.write, rest[:_PIECE], _TURN))
            except OSError as error:
                if not _timed_out(error):
                    raise self._broken(error) from error
            else:
                rest = rest[taken:]

    async def read(self, size: int) -> bytes:
        """Bytes over `size` are lost to USB's packets: ask for at least 64."""
        if self._in is None:
            raise DeviceOffline(f"Принтер {self} не передаёт данных.")
        data = b""
        while not data:
            try:
                data = bytes(await _run(self._reader, partial(self._in.read, size, _TURN)))
            except OSError as error:
                if not _timed_out(error):
                    raise self._broken(error) from error
        return data

    async def finish(self) -> None:
        """A returned `write` is all there is to know."""

    async def close(self) -> None:
        thread, self._thread = self._thread, None
        reader, self._reader = self._reader, None
        device, self._device = self._device, None
        self._out = self._in = None
        if thread is None or reader is None:
            return
        try:
            if device is not None:
                heard = reader.submit(lambda: None)  # a read may hold the device for a turn yet
                await asyncio.shield(_run(thread, partial(_release, device, self._interface, heard)))
        finally:
            thread.shutdown(wait=False)
            reader.shutdown(wait=False)

    def _open(self) -> None:
        import usb.core
        import usb.util

        identity = {"custom_match": lambda device: device.serial_number == self._serial} if self._serial else {}
        find = self._find or usb.core.find
        device = find(idVendor=self._vendor, idProduct=self._product, **identity)
        if device is None:
            raise ValueError("устройство не найдено")
        interface = _printer_interface(device)
        self._interface = interface.bInterfaceNumber
        with suppress(NotImplementedError):  # only Linux has a driver to put aside
            if device.is_kernel_driver_active(self._interface):
                device.detach_kernel_driver(self._interface)
        usb.util.claim_interface(device, self._interface)
        self._device = device
        self._out, self._in = _endpoint(interface, inward=False), _endpoint(interface, inward=True)
        if self._out is None:
            raise ValueError("у устройства нет канала для печати")

    def _broken(self, error: object) -> DeviceOffline:
        return DeviceOffline(f"Связь с принтером {self} оборвалась: {error}. Проверьте кабель и питание.")


async def _run(thread: ThreadPoolExecutor | None, call: Callable[[], T]) -> T:
    return await asyncio.get_running_loop().run_in_executor(thread, call)


def _printer_interface(device: Any) -> Any:
    for configuration in device:
        for interface in configuration:
            if interface.bInterfaceClass == _PRINTER_CLASS:
                return interface
    raise ValueError("это не принтер: у устройства нет интерфейса класса «принтер»")


def _endpoint(interface: Any, *, inward: bool) -> Any:
    """The bulk endpoint of that direction, None without one. Bit 7 of the address is set for device to host."""
    for endpoint in interface:
        if endpoint.bmAttributes & 3 == _BULK and bool(endpoint.bEndpointAddress & 0x80) == inward:
            return endpoint
    return None


def _release(device: Any, interface: int, heard: Future[None]) -> None:
    import usb.util

    wait([heard])
    with suppress(OSError):
        usb.util.release_interface(device, interface)
    usb.util.dispose_resources(device)


def _timed_out(error: OSError) -> bool:
    import usb.core

    return isinstance(error, usb.core.USBTimeoutError)
