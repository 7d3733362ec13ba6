"""Answers to ~HS. Source: ZPL II Programming Guide, ~HS Host Status Return.

Three strings, each STX … ETX CR LF: twelve, eleven and two fields; the first two say everything.
"""

import re

from drivers.labels.status import Status

_STRING = re.compile(rb"\x02([^\x02\x03]{1,100})\x03")
_MOST = 4096  # bytes of something else that are kept


class ZplStatusReader:
    """See StatusReader."""

    def __init__(self) -> None:
        self._buffer = b""
        self._first: list[bytes] | None = None

    def feed(self, chunk: bytes) -> list[Status]:
        self._buffer = (self._buffer + chunk)[-_MOST:]
        found, end = [], 0
        for match in _STRING.finditer(self._buffer):
            end = match.end()
            if status := self._string(match[1].split(b",")):
                found.append(status)
        self._buffer = self._buffer[end:]
        return found

    def _string(self, fields: list[bytes]) -> Status | None:
        if len(fields) == 12:
            self._first = fields
        elif len(fields) == 11 and self._first is not None:
            first, self._first = self._first, None
            return status(first, fields)
        return None


def status(one: list[bytes], two: list[bytes]) -> Status | None:
    """None where what is wanted is no number; the print mode beside it may be a letter. A label that waits to be taken
    off (peel) is printed already.
    """
    first, second = _numbers(one, (1, 2, 4, 7, 11)), _numbers(two, (2, 3, 8))
    if first is None or second is None:
        return None
    formats, partial, remaining = first[4], first[7], second[8]
    return Status(
        paper_out=first[1] == 1,
        paused=first[2] == 1,
        head_open=second[2] == 1,
        ribbon_out=second[3] == 1,
        fault="головка перегрета" if first[11] == 1 else "",
        idle=formats + partial + remaining == 0,
        left=formats + remaining,
    )


def _numbers(fields: list[bytes], wanted: tuple[int, ...]) -> dict[int, int] | None:
    found = {place: fields[place].strip() for place in wanted}
    return {place: int(field) for place, field in found.items()} if all(map(bytes.isdigit, found.values())) else None
