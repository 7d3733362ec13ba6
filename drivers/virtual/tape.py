"""The paper of a virtual device: the last documents, drawn only when somebody looks."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Annotated

from annotated_types import Predicate

from drivers.errors import KkmError
from drivers.ports import TapeDocument
from drivers.printing import preview, raster, raster_sheet
from drivers.printing.bitmap import Bitmap
from drivers.printing.label_flow import Label
from drivers.printing.page import Page

_LOG = logging.getLogger("drivers.virtual.tape")
_WAITING = 1000  # documents that may wait to be written to the folder


Printed = Page | Label | Callable[[], Page]  # what is called is kept in less memory than a page takes


class Sheet:
    """One document. Text and picture are made on demand; the picture is kept as long as the sheet."""

    __slots__ = ("_png", "_printed", "number", "time", "title")

    def __init__(self, number: int, title: str, time: datetime, printed: Printed) -> None:
        self.number, self.title, self.time, self._printed = number, title, time, printed
        self._png = b""

    def text(self) -> str:
        printed = self._unrolled()
        return printed.text if isinstance(printed, Label) else preview.plain_text(printed)

    def png(self) -> bytes:
        if not self._png:
            self._png = preview.png(_dots(self._unrolled()))
        return self._png

    def _unrolled(self) -> Page | Label:
        return self._printed if isinstance(self._printed, Page | Label) else self._printed()


def _dots(printed: Page | Label) -> Bitmap:
    """A label with its edge, which the margin of a picture would hide."""
    if isinstance(printed, Label):
        return raster_sheet.framed(raster_sheet.draw(printed.sheet))
    return raster.draw(printed)


class Tape:
    """A ring of the last `length` documents, numbered from 1 since the start; safe to read from any thread."""

    def __init__(self, length: int, folder: "Folder | None" = None) -> None:
        self._sheets: deque[Sheet] = deque(maxlen=length)
        self._folder = folder
        self._lock = threading.Lock()
        self._count = 0

    def add(self, title: str, time: datetime, printed: Printed) -> None:
        with self._lock:
            self._count += 1
            sheet = Sheet(self._count, title, time, printed)
            self._sheets.append(sheet)
        if self._folder is not None:
            self._folder.save(sheet)

    def add_copies(self, title: str, time: datetime, page: Printed, copies: int) -> None:
        """At most as many as the tape holds: what falls off its end need not be put on it."""
        for _ in range(min(copies, self._sheets.maxlen or 0)):
            self.add(title, time, page)

    def documents(self) -> list[TapeDocument]:
        """Newest first."""
        with self._lock:
            return list(reversed(self._sheets))

    def close(self) -> None:
        """Waits until the folder has everything."""
        if self._folder is not None:
            self._folder.close()


class Folder:
    """Writes each document as PNG and TXT in a thread of its own; a full disk costs a line in the log."""

    def __init__(self, path: Path, prefix: str) -> None:
        self._path, self._prefix = path, prefix
        self._room = threading.BoundedSemaphore(_WAITING)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix=f"{prefix} paper")

    def save(self, sheet: Sheet) -> None:
        """Never waits: when too many are waiting already, this one is not written."""
        if not self._room.acquire(blocking=False):
            _LOG.warning("%s: document %d is not written to %s: too many wait", self._prefix, sheet.number, self._path)
            return
        self._pool.submit(self._write, sheet)

    def _write(self, sheet: Sheet) -> None:
        name = f"{self._prefix}-{sheet.time:%Y%m%d-%H%M%S}-{sheet.number:06d}"
        try:
            self._path.mkdir(parents=True, exist_ok=True)
            (self._path / f"{name}.txt").write_text(sheet.text(), "utf-8")
            (self._path / f"{name}.png").write_bytes(sheet.png())
        except (OSError, KkmError, ValueError) as error:
            _LOG.warning("%s: document %d is not written to %s: %s", self._prefix, sheet.number, self._path, error)
        finally:
            self._room.release()

    def close(self) -> None:
        self._pool.shutdown()


def is_folder(text: str) -> bool:
    """Whether it can be the path of a folder, there or not; "" is none."""
    try:
        Path(text).expanduser()
    except RuntimeError:  # the home of somebody who is not known here
        return False
    return "\0" not in text


TapeFolder = Annotated[str, Predicate(is_folder)]


def open_tape(length: int, folder: str, device: int) -> Tape:
    """`folder` "" = nothing is written."""
    return Tape(length, Folder(Path(folder).expanduser(), f"{device:03d}") if folder else None)
