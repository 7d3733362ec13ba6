"""A printer of Windows' spooler through pywin32: RAW data, or pages drawn on its driver by GDI.

Not tried on Windows: covered through a stand-in for exactly these calls, and checked against pywin32's type stubs.
A job is opened by its title and filled later, as with CUPS. It is told to stay in the queue after it was printed
(JOB_CONTROL_RETAIN, since Vista), so that its end can be seen; `forget` lets it go.
"""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, TypeVar

from drivers.errors import DeviceOffline
from drivers.printing.bitmap import Bitmap
from drivers.printing.label_box import dots_an_inch
from drivers.spooler import pages, windows_status
from drivers.spooler.address import DataType
from drivers.spooler.queue import Document, Job, JobState, Pages, PrinterState, Raw

if TYPE_CHECKING:
    from _win32typing import PyPrinterHANDLE

T = TypeVar("T")

_DELETE, _RETAIN, _RELEASE = 5, 8, 9  # JOB_CONTROL_…; pywin32 has no name for the last two
_NO_SUCH_JOB = 87  # ERROR_INVALID_PARAMETER
_LOGPIXELSX, _LOGPIXELSY, _PHYSICALOFFSETX, _PHYSICALOFFSETY = 88, 90, 112, 113  # GetDeviceCaps
_PIECE = 65536  # bytes of one WritePrinter
_MANY = 1000  # jobs of one queue
_SLOWEST = 1_000_000  # bytes a second that any spooler takes


class WindowsQueue:
    """See Queue. All calls of pywin32 are made in one thread; one that hangs counts as no answer."""

    def __init__(self, name: str, kind: DataType, timeout: float) -> None:
        self._name, self._kind, self._timeout = name, kind, timeout
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="windows-spooler")
        self._booked: _RawJob | _PageJob | None = None
        self._dropped: Job | None = None  # booked and taken back
        self._retained: set[int] = set()  # numbers of the jobs that were sent

    def __str__(self) -> str:
        return f"windows://{self._name}"

    async def printer(self) -> PrinterState:
        return await self._run(self._printer)

    async def book(self, title: str) -> int:
        return await self._run(lambda: self._book(title))

    async def send(self, number: int, document: Document) -> None:
        await self._run(lambda: self._send(number, document), _size(document) / _SLOWEST)

    async def job(self, number: int, title: str) -> Job | None:
        return await self._run(lambda: self._job(number, title))

    async def jobs(self, prefix: str) -> Mapping[str, Job]:
        return await self._run(lambda: self._jobs(prefix))

    async def cancel(self, number: int) -> None:
        await self._run(lambda: self._cancel(number))

    async def forget(self) -> None:
        await self._run(self._release)

    async def close(self) -> None:
        with suppress(DeviceOffline):
            await self._run(self._let_go)

    async def _run(self, call: Callable[[], T], more: float = 0.0) -> T:
        """Raises DeviceOffline for whatever Windows says against it."""
        try:
            import pywintypes
        except ImportError as error:
            raise DeviceOffline(f"Принтер {self} доступен только в Windows с библиотекой pywin32.") from error
        try:
            async with asyncio.timeout(self._timeout + more):
                return await asyncio.get_running_loop().run_in_executor(self._thread, call)
        except TimeoutError as error:
            raise DeviceOffline(f"Диспетчер печати Windows не отвечает о принтере {self}.") from error
        except pywintypes.error as error:
            raise DeviceOffline(
                f"Принтер {self} недоступен: {error.strerror}. Проверьте его имя в «Принтеры и сканеры»."
            ) from error

    def _printer(self) -> PrinterState:
        import win32print

        with _opened(self._name) as printer:
            found = win32print.GetPrinter(printer, 2)
        return windows_status.printer(found["pDriverName"], found["Status"], found["Attributes"])

    def _book(self, title: str) -> int:
        self._drop()
        self._booked = (_RawJob if self._kind == "raw" else _PageJob)(self._name, title)
        self._control(self._booked.number, _RETAIN)
        return self._booked.number

    def _send(self, number: int, document: Document) -> None:
        booked, self._booked = self._booked, None
        if booked is None or booked.number != number:
            raise DeviceOffline(f"Задание {number} принтера {self} уже отдано или снято.")
        self._retained.add(number)
        try:
            booked.fill(document)
        except BaseException:
            booked.abort()
            raise

    def _job(self, number: int, title: str) -> Job | None:
        import pywintypes
        import win32print

        if self._dropped is not None and self._dropped.number == number:
            return self._dropped
        if self._booked is not None and self._booked.number == number:
            return Job(number, title, JobState.BOOKED, started=False)
        try:
            with _opened(self._name) as printer:
                found = win32print.GetJob(printer, number, 1)
        except pywintypes.error as error:
            if error.winerror == _NO_SUCH_JOB:
                return None
            raise
        same = found["pDocument"] == title
        return windows_status.job(number, title, found["Status"], found["pStatus"]) if same else None

    def _jobs(self, prefix: str) -> Mapping[str, Job]:
        import win32print

        with _opened(self._name) as printer:
            listed = win32print.EnumJobs(printer, 0, _MANY, 1)
        return {
            found["pDocument"]: windows_status.job(
                found["JobId"], found["pDocument"], found["Status"], found["pStatus"]
            )
            for found in listed
            if (found["pDocument"] or "").startswith(prefix)
        }

    def _cancel(self, number: int) -> None:
        booked = self._booked
        if booked is None or booked.number != number:
            self._control(number, _DELETE)
            return
        self._booked = None
        booked.abort()
        self._dropped = Job(number, booked.title, JobState.CANCELLED, started=False)

    def _let_go(self) -> None:
        self._drop()
        self._release()

    def _drop(self) -> None:
        if self._booked is not None:
            self._cancel(self._booked.number)

    def _release(self) -> None:
        while self._retained:
            self._control(self._retained.pop(), _RELEASE)

    def _control(self, number: int, command: int) -> None:
        """A job that is gone, or a spooler that does not know the command, is left alone."""
        import pywintypes
        import win32print

        with suppress(pywintypes.error), _opened(self._name) as printer:
            win32print.SetJob(printer, number, 0, None, command)


class _RawJob:
    """Bytes that no driver touches."""

    def __init__(self, name: str, title: str) -> None:
        import win32print

        self.title = title
        self._printer = win32print.OpenPrinter(name)
        try:
            self.number = win32print.StartDocPrinter(self._printer, 1, (title, None, "RAW"))
        except BaseException:
            win32print.ClosePrinter(self._printer)
            raise

    def fill(self, document: Document) -> None:
        import win32print

        assert isinstance(document, Raw)
        rest = memoryview(document.data)
        while rest:
            rest = rest[win32print.WritePrinter(self._printer, bytes(rest[:_PIECE])) :]
        win32print.EndDocPrinter(self._printer)
        win32print.ClosePrinter(self._printer)

    def abort(self) -> None:
        import pywintypes
        import win32print

        with suppress(pywintypes.error):
            win32print.AbortPrinter(self._printer)
        with suppress(pywintypes.error):
            win32print.ClosePrinter(self._printer)


class _PageJob:
    """Pages on the driver's own paper; their top left corner is that of the sheet, not of its printable part."""

    def __init__(self, name: str, title: str) -> None:
        import win32gui
        import win32print

        self.title = title
        with _opened(name) as printer:
            settings = win32print.GetPrinter(printer, 2)["pDevMode"]
        if settings is None:
            raise DeviceOffline(f"У драйвера принтера «{name}» нет настроек листа: откройте их в Windows и сохраните.")
        self._canvas = int(win32gui.CreateDC("WINSPOOL", name, settings))
        try:
            self.number = win32print.StartDoc(self._canvas, (title, None, None, 0))
        except BaseException:
            win32gui.DeleteDC(self._canvas)
            raise

    def fill(self, document: Document) -> None:
        import win32gui
        import win32print

        assert isinstance(document, Pages)
        for bitmap in document.bitmaps:
            win32print.StartPage(self._canvas)
            self._draw(bitmap, document.dpi)
            win32print.EndPage(self._canvas)
        win32print.EndDoc(self._canvas)
        win32gui.DeleteDC(self._canvas)

    def abort(self) -> None:
        import pywintypes
        import win32gui
        import win32print

        with suppress(pywintypes.error):
            win32print.AbortDoc(self._canvas)
        with suppress(pywintypes.error):
            win32gui.DeleteDC(self._canvas)

    def _draw(self, bitmap: Bitmap, dpi: int) -> None:
        """As large on paper as it is at `dpi`."""
        from PIL import ImageWin

        left, top = -self._measure(_PHYSICALOFFSETX), -self._measure(_PHYSICALOFFSETY)
        exact = float(dots_an_inch(dpi))
        width = round(bitmap.width * self._measure(_LOGPIXELSX) / exact)
        height = round(bitmap.height * self._measure(_LOGPIXELSY) / exact)
        ImageWin.Dib(pages.picture(bitmap)).draw(self._canvas, (left, top, left + width, top + height))

    def _measure(self, index: int) -> int:
        import win32print

        return win32print.GetDeviceCaps(self._canvas, index)


@contextmanager
def _opened(name: str) -> "Iterator[PyPrinterHANDLE]":
    import win32print

    printer = win32print.OpenPrinter(name)
    try:
        yield printer
    finally:
        win32print.ClosePrinter(printer)


def _size(document: Document) -> int:
    return len(document.data) if isinstance(document, Raw) else sum(len(page.data) for page in document.bitmaps)
