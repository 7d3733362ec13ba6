"""The data of a message: elements `pa` with a name and a type. Source: spec/service-plus.md C1."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from drivers.serviceplus.emulator.xml_errors import Error, Refused
from drivers.serviceplus.emulator.xml_quirks import Numbers

MOMENT = "%Y-%m-%d %H:%M:%S"
_ELEMENT = "pa"


class Type(IntEnum):
    STRING, MONEY, QUANTITY, UNSIGNED, MOMENT, LIST, STRUCTURE = range(1, 8)


@dataclass(frozen=True, slots=True)
class Pa:
    """`name`: a tag's number or a word."""

    name: str
    type: int
    text: str = ""
    parts: tuple["Pa", ...] = ()

    def written(self) -> str:
        inside = "".join(part.written() for part in self.parts) or escape(self.text)
        return f'<{_ELEMENT} n={quoteattr(self.name)} t="{int(self.type)}">{inside}</{_ELEMENT}>'


def read(data: str) -> Pa:
    """Raises Refused."""
    if "<!DOCTYPE" in data:  # entities could make it endless
        raise Refused(Error.NOT_XML, "DOCTYPE не принимается")
    try:
        return _read(ElementTree.fromstring(data))  # noqa: S314 - without DOCTYPE there are no entities
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Refused(Error.NOT_XML, "Данные не являются XML") from error


def _read(element: ElementTree.Element) -> Pa:
    name, type_ = element.get("n", ""), element.get("t", "")
    if element.tag != _ELEMENT or not name or type_ not in map(str, map(int, Type)):
        raise Refused(Error.WRONG, f"Неверный элемент: {element.tag} n={name} t={type_}")
    return Pa(name, int(type_), element.text or "", tuple(_read(each) for each in element))


def string(name: int | str, text: str) -> Pa:
    return Pa(str(name), Type.STRING, text)


def unsigned(name: int | str, number: int) -> Pa:
    return Pa(str(name), Type.UNSIGNED, str(int(number)))


def moment(name: int | str, time: datetime) -> Pa:
    return Pa(str(name), Type.MOMENT, f"{time:{MOMENT}}")


def structure(name: int | str, parts: Iterable[Pa]) -> Pa:
    return Pa(str(name), Type.STRUCTURE, parts=tuple(parts))


def listed(name: int | str, parts: Iterable[Pa]) -> Pa:
    return Pa(str(name), Type.LIST, parts=tuple(parts))


def money(name: int | str, kopecks: int, numbers: Numbers) -> Pa:
    if numbers is Numbers.WHOLE:
        return Pa(str(name), Type.MONEY, str(kopecks))
    point = "." if numbers is Numbers.POINT else ","
    return Pa(str(name), Type.MONEY, f"{kopecks // 100}{point}{kopecks % 100:02}")
