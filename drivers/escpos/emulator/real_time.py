"""Real-time commands are done as they come in, wherever they stand, even inside the data of another command.

Source: Epson's reference, DLE EOT, DLE ENQ, DLE DC4; that they work in graphics data too is their caution to users.
"""

import re
from collections.abc import Iterator

_BUFFER_CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
_COMMANDS = (
    *(bytes((0x10, 0x04, n)) for n in range(1, 5)),
    *(bytes((0x10, 0x05, n)) for n in range(3)),
    *(bytes((0x10, 0x14, 1, pin, time)) for pin in range(2) for time in range(1, 9)),
    _BUFFER_CLEAR,
)
_ANY = re.compile(b"|".join(map(re.escape, _COMMANDS)))
_BEGINNINGS = frozenset(command[:size] for command in _COMMANDS for size in range(1, len(command)))
_LONGEST = max(map(len, _COMMANDS)) - 1


class RealTime:
    """Remembers the beginning of a command at the end of a chunk."""

    def __init__(self) -> None:
        self._begun = b""

    def split(self, chunk: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Parts of the chunk, each with the command that it ends; b"" for the last part."""
        joined, done = self._begun + chunk, len(self._begun)
        seen = 0
        self._begun = b""
        for found in _ANY.finditer(joined):
            yield joined[done : found.end()], found.group()
            done = seen = found.end()
        yield joined[done:], b""
        self._begun = _beginning(joined[seen:])


def _beginning(data: bytes) -> bytes:
    """The longest end of `data` that may become a command."""
    for size in range(min(_LONGEST, len(data)), 0, -1):
        if data[-size:] in _BEGINNINGS:
            return data[-size:]
    return b""
