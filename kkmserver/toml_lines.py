"""Where in a TOML file each key stands, so that a fault can name its line."""

import re
from dataclasses import dataclass

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?")
_KEY = re.compile(
    r"""\s*((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*'))*)\s*="""
)
_NOTHING = re.compile(r"\s*(#|$)")
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
# Longest first: what may hide a bracket, and the brackets themselves.
_TOKEN = re.compile(r"""\"\"\"|'''|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#.*|[\[{]|[\]}]""")


@dataclass(slots=True)
class Block:
    """A table header and the keys under it: lines `first` to `last`, from 1, comments behind the last key left out."""

    path: Path
    first: int
    last: int


def blocks(text: str) -> list[Block]:
    """All that begin with a header of a valid TOML text, in the order of the file."""
    return _scanned(text).blocks


def key_lines(text: str) -> dict[Path, int]:
    """Line numbers, from 1, of all keys and table headers of a valid TOML text.

    Elements of an array of tables carry their index: ("devices", 0, "name"). Keys of inline tables are not listed.
    """
    return _scanned(text).found


def nearest(found: dict[Path, int], path: Path) -> int:
    """The line of `path`, or of what encloses it; 0 when nothing does."""
    for length in range(len(path), 0, -1):
        if line := found.get(path[:length]):
            return line
    return 0


def _scanned(text: str) -> "_Scan":
    scan = _Scan()
    for number, line in enumerate(text.split("\n"), 1):  # what else Python takes for the end of a line TOML does not
        scan.line(number, line)
    return scan


class _Scan:
    def __init__(self) -> None:
        self.found: dict[Path, int] = {}
        self.blocks: list[Block] = []
        self._prefix: Path = ()
        self._last: dict[Path, int] = {}  # array of tables -> index of its last element
        self._quote = ""  # the closing mark of a string that runs over several lines
        self._depth = 0

    def line(self, number: int, line: str) -> None:
        within = bool(self._quote or self._depth)
        if not within and (match := _HEADER.match(line)):
            self._table(number, match[2], array=match[1] == "[[")
            return
        if self.blocks and (within or not _NOTHING.match(line)):
            self.blocks[-1].last = number
        if not within and (match := _KEY.match(line)):
            self.found.setdefault(self._prefix + _parts(match[1]), number)
            line = line[match.end() :]
        self._skip_value(line)

    def _table(self, number: int, name: str, *, array: bool) -> None:
        *parents, key = _parts(name)
        path: Path = ()
        for part in parents:
            path += (part,)
            if path in self._last:
                path += (self._last[path],)
        path += (key,)
        if array:
            self._last[path] = self._last.get(path, -1) + 1
            self.found.setdefault(path, number)
        if path in self._last:
            path += (self._last[path],)
        self.found.setdefault(path, number)
        self._prefix = path
        self.blocks.append(Block(path, number, number))

    def _skip_value(self, line: str) -> None:
        while line:
            if self._quote:
                _, closed, line = line.partition(self._quote)
                self._quote = "" if closed else self._quote
                continue
            match = _TOKEN.search(line)
            if match is None:
                return
            if match[0] in ('"""', "'''"):
                self._quote = match[0]
            self._depth += (match[0] in "[{") - (match[0] in "]}")
            line = line[match.end() :]


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in _PART.findall(dotted))
