"""The line that answers ^ee. Source: ESim Programmer's Reference (Intermec), ^ee and appendix A; EPL Programming Guide.

Two digits, several behind commas, then maybe counters; 00 = no error. It tells faults, not whether all was printed.
"""

import re

from drivers.labels.status import Status

_LINE = re.compile(rb"(?<![0-9A-Za-z])(\d\d(?:,\d\d)*)(?:P\d+L\d+)?\r\n?")
_FAULTS = {
    62: "головка перегрета",
    72: "сбой прошивки",
    80: "неисправность принтера",
    81: "замятие ножа или его нет",
}
_MOST = 256  # bytes of something else that are kept


class Epl2StatusReader:
    """See StatusReader."""

    def __init__(self) -> None:
        self._buffer = b""

    def feed(self, chunk: bytes) -> list[Status]:
        self._buffer = (self._buffer + chunk)[-_MOST:]
        found, end = [], 0
        for match in _LINE.finditer(self._buffer):
            end = match.end()
            found.append(status([int(code) for code in match[1].split(b",")]))
        self._buffer = self._buffer[end:]
        return found


def status(codes: list[int]) -> Status:
    """07 is paper or ribbon: the printer does not say which. 01-05, 50, 51 blame a command and stop nothing."""
    return Status(
        paper_out=7 in codes,
        head_open=11 in codes,
        paused=12 in codes or 92 in codes,
        fault=", ".join(_FAULTS[code] for code in codes if code in _FAULTS),
        native=next((code for code in codes if code), 0),
    )
