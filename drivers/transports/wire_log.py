"""The wire log of one device: lines in a file of its own and the newest of them in memory."""

import logging
import os
import re
from collections import deque
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path

from drivers.ports import Clock
from drivers.transports import reasons

_log = logging.getLogger(__name__)
_SHOWN = 512  # bytes of one line
_REMEMBERED = 1000  # lines
_LARGEST = 5 << 20  # characters, nearly all of one byte, of the file before it becomes the old one
_WORDS = re.compile(rb"[ -~]{4}")  # worth showing as text beside the hex
_DOTS = bytes(byte if 0x20 <= byte < 0x7F else 0x2E for byte in range(256))


class WireLog:
    """While it is `kept`. Its files: `path` and, once that is full, one older beside it with .1 at the end."""

    def __init__(self, clock: Clock, device: str, path: Path | None) -> None:
        self._clock, self._device, self._path = clock, device, path
        self._lines: deque[str] = deque(maxlen=_REMEMBERED)
        self._file: TextIOWrapper | None = None
        self._size = 0
        self._before = clock.monotonic()
        self.kept = False

    def keep(self, on: bool) -> None:
        if on == self.kept:
            return
        if on:
            self._begin()
        else:
            self.event("журнал обмена выключен")
            self.close()

    def lines(self) -> list[str]:
        """Newest last."""
        return list(self._lines)

    def data(self, sign: str, data: bytes, size: int) -> None:
        """`data`: masked, its beginning will do; `size`: how many bytes there were."""
        shown = data[:_SHOWN]
        text = f"  |{shown.translate(_DOTS).decode('ascii')}|" if _WORDS.search(shown) else ""
        more = f" … ({size} bytes)" if size > _SHOWN else ""
        self._line(f"{sign} {self._since():+.0f} ms {shown.hex(' ')}{more}{text}")

    def event(self, text: str) -> None:
        self._line(f"* {self._since():+.0f} ms {text}")

    def close(self) -> None:
        self.kept = False
        file, self._file = self._file, None
        try:
            if file is not None:
                file.close()
        except OSError as error:
            self._give_up(error)

    def _begin(self) -> None:
        self.kept, self._before = True, self._clock.monotonic()
        try:
            if self._path is not None:
                self._open(self._path)
        except OSError as error:
            self._give_up(error)
        else:
            self.event(f"журнал обмена включён, {self._device}, время {self._clock.local():%d.%m.%Y UTC%z}")

    def _open(self, path: Path) -> None:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        self._file = os.fdopen(handle, "a", buffering=1, encoding="utf-8", newline="\n")
        self._size = os.fstat(handle).st_size

    def _since(self) -> float:
        """Milliseconds since the line before."""
        before, self._before = self._before, self._clock.monotonic()
        return (self._before - before) * 1000

    def _line(self, text: str) -> None:
        line = f"{_moment(self._clock.local())} {text}"
        self._lines.append(line)
        try:
            self._write(line + "\n")
        except OSError as error:
            self._give_up(error)

    def _write(self, line: str) -> None:
        if self._size > _LARGEST:
            self._turn_over()
        if self._file is not None:
            self._size += self._file.write(line)

    def _turn_over(self) -> None:
        if self._file is not None and self._path is not None:
            self._file.close()
            self._file = None
            self._path.replace(old(self._path))
            self._open(self._path)

    def _give_up(self, error: OSError) -> None:
        """A full disk must not stop the device."""
        said = f"журнал обмена не пишется в {self._path}: {reasons.of(error)}; он выключен, устройство работает"
        _log.error("%s: %s", self._device, said)
        self._lines.append(f"{_moment(self._clock.local())} * {said}")
        self.kept, file, self._file = False, self._file, None
        if file is not None:
            _drop(file)


def old(path: Path) -> Path:
    """Where a full log goes: 1.log -> 1.log.1."""
    return path.with_name(path.name + ".1")


def _drop(file: TextIOWrapper) -> None:
    try:
        file.close()
    except OSError:
        _log.debug("the rest of a wire log is lost", exc_info=True)


def _moment(time: datetime) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S.") + f"{time.microsecond // 1000:03}"
