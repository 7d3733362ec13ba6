"""The log on stderr: lines for people or JSON for machines, each of them one line whatever a client puts into it.

Whoever logs adds `extra={"kkm": {...}}`, plain values by name; they become members of the JSON object, or words
key=value at the end of the line. What is private does not belong there: lines are not searched for it, tracebacks,
whose texts are other people's, are.
"""

import json
import logging
import os
import sys
import time
from collections.abc import Callable, Mapping
from io import TextIOWrapper
from typing import Literal, TextIO

from drivers.transports.redact import mask_text

LEVEL = "KKMSERVER_LOG"  # environment: goes before the settings; DEBUG shows every command too
COMMANDS = "kkmserver.commands"  # one line for each command
_OURS = ("kkmserver", "drivers", "pools")
_NAME = "kkmserver"  # of our handler, found by it when the log is opened anew
_BARE = frozenset('"= \\')  # signs that a word cannot have without quotes

Plain = str | int | float | bool | None


def open_log(
    level: str, form: Literal["text", "json"], commands: Literal["all", "failed"], stream: TextIO | None = None
) -> None:
    """Begin, or go on with other settings. `stream` is stderr where none is given.

    Only our own lines follow `level`: what libraries say for debugging would hold requests and answers.
    """
    asked = os.environ.get(LEVEL, "").strip().upper()
    given = logging.getLevelNamesMapping().get(asked, logging.NOTSET)
    own = given or logging.getLevelNamesMapping().get(level, logging.INFO)
    for package in _OURS:
        logging.getLogger(package).setLevel(own)
    every = commands == "all" or given == logging.DEBUG
    logging.getLogger(COMMANDS).setLevel(logging.NOTSET if every else logging.WARNING)
    _leave_out_what_no_line_shows()
    root = logging.getLogger()
    root.setLevel(max(own, logging.WARNING))
    _replace(root, _handler(form, stream or sys.stderr))


def _leave_out_what_no_line_shows() -> None:
    """Caller, thread, process and task: a third of what a line costs. Source: Python's logging howto, Optimization."""
    logging._srcfile = None  # noqa: SLF001  # the way that page tells
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    logging.logAsyncioTasks = False  # type: ignore[attr-defined]  # since 3.12


def _handler(form: Literal["text", "json"], stream: TextIO) -> logging.Handler:
    if form == "json" and isinstance(stream, TextIOWrapper):
        stream.reconfigure(encoding="utf-8")
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    handler.set_name(_NAME)
    return handler


def _replace(root: logging.Logger, handler: logging.Handler) -> None:
    for before in [one for one in root.handlers if one.get_name() == _NAME]:
        root.removeHandler(before)
    root.addHandler(handler)


class TextLines(logging.Formatter):
    """Time (local), level, logger, message, key=value words; a traceback follows, indented."""

    def __init__(self) -> None:
        super().__init__()
        self._time = _Times("%Y-%m-%d %H:%M:%S,", time.localtime)

    def format(self, record: logging.LogRecord) -> str:
        line = f"{self._time(record.created)} {record.levelname} {record.name}: {record.getMessage()}"
        line = _one_line(line)
        if told := _told(record):
            line += "".join(f" {key}={_word(value)}" for key, value in told.items())
        for row in self._trace(record):
            line += f"\n    {_one_line(row)}"
        return line

    def _trace(self, record: logging.LogRecord) -> list[str]:
        return mask_text(self.formatException(record.exc_info)).splitlines() if record.exc_info else []


class JsonLines(logging.Formatter):
    """An object a line: time (ISO 8601, UTC, milliseconds), level, logger, message, what was told beside, error."""

    def __init__(self) -> None:
        super().__init__()
        self._time = _Times("%Y-%m-%dT%H:%M:%S.", time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Plain] = {
            "time": self._time(record.created) + "Z",
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        for key, value in _told(record).items():
            line.setdefault(key, value)
        if record.exc_info:
            line["error"] = mask_text(self.formatException(record.exc_info))
        text = _dump(line)
        # What is no letter could end a line for some readers; half a character could not be written at all.
        return text if text.isprintable() else json.dumps(line, default=str)


class _Times:
    """Moments in words, to the millisecond; those of one second have their beginning made once."""

    def __init__(self, shape: str, clock: Callable[[float], time.struct_time]) -> None:
        self._shape, self._clock = shape, clock
        self._second, self._shown = -1, ""  # the one that `_shown` tells

    def __call__(self, created: float) -> str:
        second = int(created)
        if second != self._second:
            self._second, self._shown = second, time.strftime(self._shape, self._clock(second))
        return f"{self._shown}{int((created - second) * 1000):03}"


_dump = json.JSONEncoder(ensure_ascii=False, default=str).encode


def _told(record: logging.LogRecord) -> Mapping[str, Plain]:
    told: Mapping[str, Plain] = getattr(record, "kkm", {})
    return told


def _one_line(text: str) -> str:
    r"""With \n and the like written out: nobody's id or name begins a line of its own."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign == "\xa0" else _escaped(sign) for sign in text)


def _escaped(sign: str) -> str:
    return sign.encode("unicode_escape").decode("ascii")


def _word(value: Plain) -> str:
    if isinstance(value, str):
        if value and value.isprintable() and _BARE.isdisjoint(value):
            return value
        return _one_line(_dump(value))
    return "" if value is None else str(value)
