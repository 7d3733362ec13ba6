"""A stand-in for the calls of pywin32 that drivers.spooler.windows makes, as Microsoft documents them.

One printer. `course`: the status bits a job goes through once it is spooled, one for every look at it; the last one
stays, None = the job leaves the queue.
"""

# ruff: noqa: N802 - the names are pywin32's

import sys
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest
from PIL import Image, ImageWin

SPOOLING, PRINTING, PRINTED, RETAINED = 0x8, 0x10, 0x80, 0x2000
DELETE, RETAIN, RELEASE = 5, 8, 9
NO_SUCH_JOB, NO_SUCH_PRINTER = 87, 1801


class Error(Exception):
    """pywintypes.error"""

    def __init__(self, winerror: int, funcname: str, strerror: str) -> None:
        super().__init__(winerror, funcname, strerror)
        self.winerror, self.funcname, self.strerror = winerror, funcname, strerror


@dataclass
class Job:
    number: int
    title: str
    kind: str | None
    status: int = SPOOLING
    spooled: bool = False
    data: bytes = b""
    pages: list[tuple[Image.Image, tuple[int, int, int, int]]] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)
    course: list[int | None] = field(default_factory=list)


class FakeWindows:
    def __init__(self, name: str = "Принтер") -> None:
        self.name = name
        self.status = self.attributes = 0
        self.course: list[int | None] = [0, PRINTING, PRINTED | RETAINED]
        self.queue: dict[int, Job] = {}
        self.all: list[Job] = []  # also those that have left the queue
        self.handles: dict[int, Job | None] = {}  # open printers
        self.canvases: dict[int, Job | None] = {}  # open device contexts
        self.resolution = 600
        self.refuses_writing = False
        self._next = 100

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        for module, names in {
            "pywintypes": {"error": Error},
            "win32print": {
                name: getattr(self, name)
                for name in dir(self)
                if name[0].isupper() and name not in ("CreateDC", "DeleteDC")
            },
            "win32gui": {"CreateDC": self.CreateDC, "DeleteDC": self.DeleteDC},
        }.items():
            fake = ModuleType(module)
            vars(fake).update(names)
            monkeypatch.setitem(sys.modules, module, fake)
        monkeypatch.setattr(ImageWin, "Dib", lambda image: _Dib(self, image))

    def OpenPrinter(self, name: str) -> int:
        if name != self.name:
            raise Error(NO_SUCH_PRINTER, "OpenPrinter", "Имя принтера задано неверно.")
        self.handles[handle := self._fresh()] = None
        return handle

    def ClosePrinter(self, handle: int) -> None:
        job = self.handles.pop(handle)
        if job and not job.spooled:
            self.queue.pop(job.number, None)

    def GetPrinter(self, handle: int, level: int) -> dict[str, Any]:
        assert handle in self.handles
        assert level == 2
        return {"pDriverName": "Driver", "Status": self.status, "Attributes": self.attributes, "pDevMode": object()}

    def StartDocPrinter(self, handle: int, level: int, info: tuple[str, None, str]) -> int:
        assert level == 1
        job = self.handles[handle] = self._job(info[0], info[2])
        return job.number

    def WritePrinter(self, handle: int, data: bytes) -> int:
        if self.refuses_writing:
            raise Error(112, "WritePrinter", "Недостаточно места на диске.")
        job = self.handles[handle]
        assert job
        job.data += data[:1000]
        return len(data[:1000])

    def EndDocPrinter(self, handle: int) -> None:
        self._spooled(self.handles[handle])

    def AbortPrinter(self, handle: int) -> None:
        self._aborted(self.handles[handle])

    def CreateDC(self, driver: str, name: str, settings: object) -> int:
        assert (driver, name) == ("WINSPOOL", self.name)
        assert settings is not None
        self.canvases[canvas := self._fresh()] = None
        return canvas

    def DeleteDC(self, canvas: int) -> None:
        del self.canvases[canvas]

    def StartDoc(self, canvas: int, info: tuple[str, None, None, int]) -> int:
        job = self.canvases[canvas] = self._job(info[0], None)
        return job.number

    def StartPage(self, canvas: int) -> None:
        assert self.canvases[canvas]

    def EndPage(self, canvas: int) -> None:
        assert self.canvases[canvas]

    def EndDoc(self, canvas: int) -> None:
        self._spooled(self.canvases[canvas])

    def AbortDoc(self, canvas: int) -> None:
        self._aborted(self.canvases[canvas])

    def GetDeviceCaps(self, canvas: int, index: int) -> int:
        assert canvas in self.canvases
        return {88: self.resolution, 90: self.resolution, 112: 100, 113: 50}[index]

    def GetJob(self, handle: int, number: int, level: int) -> dict[str, Any]:
        assert handle in self.handles
        assert level == 1
        job = self.queue.get(number)
        if job is not None and job.spooled and job.course:
            status = job.course.pop(0) if len(job.course) > 1 else job.course[0]
            job.status = status or 0
            if status is None:
                job = self.queue.pop(number) and None
        if job is None:
            raise Error(NO_SUCH_JOB, "GetJob", "Параметр задан неверно.")
        return self._shown(job)

    def EnumJobs(self, handle: int, first: int, most: int, level: int) -> tuple[dict[str, Any], ...]:
        assert handle in self.handles
        assert level == 1
        return tuple(map(self._shown, list(self.queue.values())[first : first + most]))

    def SetJob(self, handle: int, number: int, level: int, info: None, command: int) -> None:
        assert handle in self.handles
        assert (level, info) == (0, None)
        if number not in self.queue:
            raise Error(NO_SUCH_JOB, "SetJob", "Параметр задан неверно.")
        self.queue[number].orders.append(command)
        if command in (DELETE, RELEASE):
            del self.queue[number]

    def _fresh(self) -> int:
        self._next += 1
        return self._next

    def _job(self, title: str, kind: str | None) -> Job:
        job = Job(self._fresh(), title, kind, course=list(self.course))
        self.queue[job.number] = job
        self.all.append(job)
        return job

    def _spooled(self, job: Job | None) -> None:
        assert job
        job.spooled, job.status = True, 0

    def _aborted(self, job: Job | None) -> None:
        assert job
        self.queue.pop(job.number, None)

    @staticmethod
    def _shown(job: Job) -> dict[str, Any]:
        return {"JobId": job.number, "pDocument": job.title, "Status": job.status, "pStatus": None}


@dataclass
class _Dib:
    windows: FakeWindows
    image: Image.Image

    def draw(self, canvas: int, box: tuple[int, int, int, int]) -> None:
        job = self.windows.canvases[canvas]
        assert job
        job.pages.append((self.image, box))
