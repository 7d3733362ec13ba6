"""The data of a command: elements `pa` with a name (tag number or word) and a type. Source: spec/service-plus.md C1.

That values are the text of an element, that money has two digits behind a point and a quantity three, and that the
parts of a list carry its own name, is read from SP2, the one driver known.
"""

import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from drivers.errors import FrameError
from drivers.model import money
from drivers.notation.xml_text import clean

_TIME = "%Y-%m-%d %H:%M:%S"
_LARGEST = Decimal(10) ** 12


class Kind(StrEnum):
    """Attribute t."""

    TEXT = "1"
    MONEY = "2"
    QUANTITY = "3"
    NUMBER = "4"
    TIME = "5"
    LIST = "6"
    STRUCTURE = "7"


@dataclass(frozen=True, slots=True)
class Pa:
    """`parts`: of lists and structures; `text`: of the others."""

    name: str
    kind: Kind
    text: str = ""
    parts: tuple["Pa", ...] = ()


def text(name: int | str, value: str) -> Pa:
    return Pa(str(name), Kind.TEXT, clean(value))


def amount(name: int | str, kopecks: int) -> Pa:
    return Pa(str(name), Kind.MONEY, money.text(kopecks))


def quantity(name: int | str, value: Decimal) -> Pa:
    """Raises ValueError for more than three digits behind the point."""
    if value != value.quantize(Decimal("0.001")):
        raise ValueError(f"a quantity has three digits behind the point: {value:f}")
    return Pa(str(name), Kind.QUANTITY, f"{value:.3f}")


def number(name: int | str, value: int) -> Pa:
    return Pa(str(name), Kind.NUMBER, str(value))


def time(name: int | str, moment: datetime) -> Pa:
    return Pa(str(name), Kind.TIME, moment.strftime(_TIME))


def structure(name: int | str, parts: Sequence[Pa]) -> Pa:
    return Pa(str(name), Kind.STRUCTURE, parts=tuple(parts))


def listed(name: int | str, items: Sequence[Sequence[Pa]]) -> Pa:
    """Structures that carry the name of their list."""
    return Pa(str(name), Kind.LIST, parts=tuple(structure(name, item) for item in items))


def spelt(root: Pa) -> str:
    """As it goes into RequestData."""
    return ET.tostring(_element(root), encoding="unicode", short_empty_elements=False)


def _element(pa: Pa) -> ET.Element:
    element = ET.Element("pa", n=pa.name, t=pa.kind.value)
    element.text = pa.text or None
    element.extend(_element(part) for part in pa.parts)
    return element


class Answered:
    """The values of an answer by name, wherever in its structures they stand; the first of a name counts.

    Each reader raises FrameError for a value that cannot be what it is asked for, and has a value for "not told".
    """

    def __init__(self, root: ET.Element | None) -> None:
        self._found: Mapping[str, ET.Element] = dict(reversed([*_named(root)])) if root is not None else {}

    def __contains__(self, name: int | str) -> bool:
        return str(name) in self._found

    def text(self, name: int | str) -> str:
        found = self._found.get(str(name))
        return (found.text or "").strip() if found is not None else ""

    def number(self, name: int | str) -> int:
        """Whole; 0 = not told."""
        told = self.text(name)
        if told and not (told.isascii() and told.isdecimal() and len(told) <= 20):
            raise _strange(name)
        return int(told or 0)

    def kopecks(self, name: int | str) -> int:
        told = self.text(name).replace(",", ".")
        try:
            value = Decimal(told or 0)
        except InvalidOperation as error:
            raise _strange(name) from error
        if not value.is_finite() or abs(value) > _LARGEST:
            raise _strange(name)
        return money.kopecks(value)

    def time(self, name: int | str) -> datetime | None:
        """By the register's clock, without a zone."""
        told = self.text(name).replace("T", " ")
        try:
            return datetime.strptime(told, _TIME) if told else None  # noqa: DTZ007
        except ValueError as error:
            raise _strange(name) from error

    def part(self, name: int | str) -> "Answered":
        """What a structure holds; empty where there is none."""
        return Answered(self._found.get(str(name)))


def _named(root: ET.Element) -> Iterator[tuple[str, ET.Element]]:
    for element in root.iter("pa"):
        if element is not root:
            yield element.get("n", ""), element


def _strange(name: int | str) -> FrameError:
    return FrameError(f"не читается поле {name}")
