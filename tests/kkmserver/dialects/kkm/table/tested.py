"""Which test of this folder names a member: read out of the tests themselves."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parents[1]
_HELPERS = ("samples", "full")
# Where to look first, and last; the files between them are of one subject each.
REQUESTS = ("test_receipt.py", "test_server.py")
ANSWERS = ("test_shapes.py", "test_recorded.py", "test_server.py")
_GENERAL = ("test_full.py", "test_hostile.py", "test_usual.py")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Case:
    """A test: the words in its own texts and names, and with them those of the helpers it calls."""

    file: str
    name: str
    own: frozenset[str]
    words: frozenset[str]

    def names(self, commands: Iterable[str], path: str) -> bool:
        """All parts of the path, beside one of the commands."""
        return set(_WORD.findall(path)) <= self.words and not self.words.isdisjoint(commands)


@dataclass
class _Part:
    """What stands under a name at the top of a module."""

    words: set[str]
    uses: set[str]


def where(commands: Iterable[str], path: str, first: tuple[str, ...]) -> str:
    """The best test for it: one that names it itself, of a file in `first`, with little beside; "" without any."""

    def rank(case: Case) -> tuple[int, bool, int, str, str]:
        place = len(first) + (case.file in _GENERAL) if case.file not in first else first.index(case.file)
        return case.file in _GENERAL, _WORD.findall(path)[-1] not in case.own, place, len(case.words), case.name

    named = [case for case in cases() if case.names(commands, path)]
    best = min(named, key=rank, default=None)
    return f"{best.file}::{best.name}" if best else ""


@cache
def cases() -> tuple[Case, ...]:
    helpers = {file: _parts(FOLDER / f"{file}.py") for file in _HELPERS}
    return tuple(case for file in sorted(FOLDER.glob("test_*.py")) for case in _cases(file, helpers))


def _cases(file: Path, helpers: Mapping[str, dict[str, _Part]]) -> Iterator[Case]:
    own = _parts(file)
    known = _imported(file, helpers) | own
    for name, part in own.items():
        if name.startswith("test_"):
            yield Case(file.name, name, frozenset(part.words), frozenset(_with_used(name, known, set())))


def _imported(file: Path, helpers: Mapping[str, dict[str, _Part]]) -> dict[str, _Part]:
    """Helpers that the module knows by name, and what those use in their own modules."""
    found: dict[str, _Part] = {}
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        parts = helpers.get((node.module or "").rpartition(".")[2]) if isinstance(node, ast.ImportFrom) else None
        for name in node.names if parts else ():
            found[name.name] = _Part(_with_used(name.name, helpers["samples"] | parts, set()), set())
    return found


def _with_used(name: str, known: Mapping[str, _Part], seen: set[str]) -> set[str]:
    if name in seen or name not in known:
        return set()
    seen.add(name)
    part = known[name]
    return part.words.union(*(_with_used(used, known, seen) for used in part.uses))


def _parts(file: Path) -> dict[str, _Part]:
    body = ast.parse(file.read_text(encoding="utf-8")).body
    return {name: _part(node) for node in body for name in _defined(node)}


def _defined(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    yield from (inner.id for target in targets for inner in ast.walk(target) if isinstance(inner, ast.Name))


def _part(node: ast.stmt) -> _Part:
    part = _Part(set(), set())
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str | bytes):
            text = inner.value if isinstance(inner.value, str) else inner.value.decode("utf-8", "replace")
            part.words |= set(_WORD.findall(text))
        if isinstance(inner, ast.keyword) and inner.arg:
            part.words.add(inner.arg)
        if isinstance(inner, ast.Name):
            part.uses.add(inner.id)
    return part
