"""The documents of the repository, taken apart: code blocks, tables, links."""

import re
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).parents[1]

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CODE = re.compile(r"`([^`\n]+)`")
_WORD = re.compile(r"\w+")
_CURL = re.compile(r"curl (?:-o \S+ )?http://localhost:5893(\S+) -d '(.*?)'", re.DOTALL)
_COMMAND = re.compile(r"^(?:\.venv/bin/)?kkmserver (.+)$", re.MULTILINE)


_ADDRESS = "http://localhost:5893"


@dataclass(frozen=True, slots=True)
class Block:
    language: str
    content: str


@dataclass(frozen=True, slots=True)
class Request:
    """`body` None: a GET. `auth`: login and password."""

    path: str
    body: str | None
    headers: Mapping[str, str]
    auth: tuple[str, str] | None


def read(name: str) -> str:
    """A document by its path from the root."""
    return (ROOT / name).read_text(encoding="utf-8")


def pages() -> Iterator[Path]:
    """Every page of docs/."""
    return (ROOT / "docs").rglob("*.md")


def blocks(text: str, *languages: str) -> list[Block]:
    """Code blocks in these languages, in order."""
    return [Block(*found.groups()) for found in _BLOCK.finditer(text) if found[1] in languages]


def section(text: str, heading: str) -> str:
    """What stands under a heading, up to the next one of any level. Raises KeyError."""
    plain = _BLOCK.sub("", text)
    headings = list(_HEADING.finditer(plain))
    for found, after in zip(headings, [*headings[1:], None], strict=True):
        if found[2] == heading:
            return plain[found.end() : after.start() if after else None]
    raise KeyError(heading)


def rows(text: str) -> Iterator[list[str]]:
    """Cells of the table rows, headings and rules left out; an escaped bar does not end a cell."""
    for line in text.splitlines():
        cells = [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        if cells and cells[0].startswith("`"):
            yield cells


def words_in_code(text: str) -> set[str]:
    """Every word that stands in code spans or code blocks."""
    inside = [found[2] for found in _BLOCK.finditer(text)] + _CODE.findall(_BLOCK.sub("", text))
    return {word for code in inside for word in _WORD.findall(code)}


def spans(text: str) -> set[str]:
    """What stands in code spans."""
    return set(_CODE.findall(_BLOCK.sub("", text)))


def curls(text: str) -> list[tuple[str, str]]:
    """Path and body of everything a text sends with curl."""
    return [(path, body) for path, body in _CURL.findall(text)]


def requests(shell: str) -> Iterator[Request]:
    """Everything a shell block sends with curl."""
    for words in shell.split("curl ")[1:]:
        address, *options = _arguments(shlex.split(words))
        given = {option: [value for name, value in options if name == option] for option in ("-u", "-d", "-H")}
        login, _, password = given["-u"][0].partition(":") if given["-u"] else ("", "", "")
        headers = dict(header.split(": ", 1) for header in given["-H"])
        body = given["-d"][0] if given["-d"] else None
        yield Request(address[1].removeprefix(_ADDRESS), body, headers, (login, password) if login else None)


def _arguments(words: list[str]) -> list[tuple[str, str]]:
    """("", address) first, then (option, value)."""
    options = [(word, value) for word, value in pairwise(words) if word.startswith("-")]
    values = {value for _, value in options}
    return [("", next(word for word in words if word.startswith(_ADDRESS) and word not in values)), *options]


def commands(text: str) -> list[list[str]]:
    """Arguments of every `kkmserver …` in shell blocks."""
    found = (_COMMAND.findall(block.content) for block in blocks(text, "sh"))
    return [shlex.split(line, comments=True) for lines in found for line in lines]


def links(text: str) -> list[str]:
    """Targets within the repository."""
    return [target for target in _LINK.findall(_BLOCK.sub("", text)) if "://" not in target]


def anchors(text: str) -> set[str]:
    """What `#…` may point to, by the rule of code hosting sites: small letters, hyphens for blanks, no signs."""
    titles = [found[2].lower() for found in _HEADING.finditer(_BLOCK.sub("", text))]
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}
