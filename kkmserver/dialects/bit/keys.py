"""Keys that end in the tag of a requisite: `price_1079`, `imc_base64_2000`, `1059`. Source: spec/bit-driver.md 5.1."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from kkmserver.dialects import values
from kkmserver.dialects.kkm.lenient import Json
from kkmserver.dialects.values import WrongValue

T = TypeVar("T")
Reader = Callable[[object, str], T]

LINE = 1059
_ATTRIBUTES = frozenset({1260, 1261})  # lists of objects, and no groups even where one object came
_PURCHASES = "purchases"  # what 1.0 to 1.2 call the lines
_TAGGED = re.compile(r"(?:.*_)?([0-9]{3,5})", re.DOTALL)


def tag_of(key: str) -> int | None:
    """The digits behind the last underscore; the label before it means nothing."""
    found = _TAGGED.fullmatch(key)
    return int(found[1]) if found else None


@dataclass(slots=True)
class Requisites:
    """What an object holds, by tag, its groups walked into; `named`: members without a tag, in lower case.

    `place` stands behind a tag where a fault is told.
    """

    place: str = ""
    tags: dict[int, Json] = field(default_factory=dict)
    named: dict[str, Json] = field(default_factory=dict)
    lines: list[Mapping[str, Json]] = field(default_factory=list)
    attributes: list[Mapping[str, Json]] = field(default_factory=list)

    def where(self, tag: int) -> str:
        return f"{tag}{self.place}"

    def get(self, tag: int, reader: Reader[T], default: T) -> T:
        """Raises WrongValue."""
        return reader(self.tags[tag], self.where(tag)) if tag in self.tags else default

    def need(self, tag: int, reader: Reader[T]) -> T:
        """Raises WrongValue, also where there is none."""
        if tag not in self.tags:
            raise WrongValue(self.where(tag), "не указан")
        return reader(self.tags[tag], self.where(tag))

    def text(self, tag: int) -> str:
        """ "" where there is none. Raises WrongValue."""
        return self.get(tag, values.words, "")

    def texts(self, *tags: int, reader: Reader[str] = values.words) -> dict[int, str]:
        """Those that are there. Raises WrongValue."""
        return {tag: reader(self.tags[tag], self.where(tag)) for tag in tags if tag in self.tags}


def requisites(given: Mapping[str, Json], place: str = "") -> Requisites:
    found = Requisites(place)
    _walk(given, found)
    return found


def _walk(given: Mapping[str, Json], found: Requisites) -> None:
    """In the order of the text, which is that of the lines on paper."""
    for key, value in given.items():
        tag = tag_of(key)
        if tag == LINE or key == _PURCHASES:
            found.lines += _objects(value, found.where(LINE))
        elif tag is not None and tag in _ATTRIBUTES:
            found.attributes += _objects(value, found.where(tag))
        elif isinstance(value, dict):
            _walk(value, found)
        elif tag is None:
            found.named.setdefault(key, value)
        else:
            found.tags[tag] = value


def _objects(value: Json, where: str) -> list[Mapping[str, Json]]:
    """Raises WrongValue."""
    given = value if isinstance(value, list) else [value]
    found: list[Mapping[str, Json]] = [item for item in given if isinstance(item, dict)]
    if len(found) < len(given):
        raise WrongValue(where, "здесь нужны объекты {…}")
    return found
