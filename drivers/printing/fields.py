"""Variables in the texts of a label template: `{name}`, `{price:money ₽}`, `{day:date dd.MM}`; `{{`, `}}`: braces."""

import re
from dataclasses import dataclass
from functools import lru_cache

from drivers.errors import RequestRefused
from drivers.model.label import BarcodeElement, Element, Fields, Template, TextElement
from drivers.printing.field_formats import NBSP, Format, format_of

_TOKEN = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|[{}])")
_NAME = re.compile(r"\w[\w .-]{0,63}")
_MOST_SHOWN = 20  # names of fields in an error text


@dataclass(frozen=True, slots=True)
class Variable:
    name: str
    format: Format | None


@lru_cache(maxsize=1024)
def parse(text: str) -> tuple[str | Variable, ...]:
    """Raises ValueError that says in Russian what is wrong with the braces, a name or a format."""
    return tuple(_part(token) for token in _TOKEN.split(text) if token)


def _part(token: str) -> str | Variable:
    if token in ("{{", "}}"):
        return token[0]
    if token in ("{", "}"):
        raise ValueError(f"скобка {token} без пары: переменную пишут {{имя}}, а саму скобку удваивают")
    return _variable(token[1:-1]) if token[0] == "{" else token


def _variable(inside: str) -> Variable:
    name, colon, format_text = inside.partition(":")
    name = name.strip()
    if not _NAME.fullmatch(name):
        raise ValueError(f"{{{inside}}}: имя переменной – буквы, цифры, пробел и знаки . - _")
    return Variable(name, format_of(format_text.strip()) if colon else None)


def fill(text: str, fields: Fields, blank: str = NBSP) -> str:
    """The text with values in place of its variables; an empty value stays empty whatever its format.

    `blank` stands between thousands and before a unit. Raises RequestRefused that names the field.
    """
    try:
        parts = parse(text)
    except ValueError as error:
        raise RequestRefused(f"{error}. Исправьте шаблон.") from error
    return "".join(part if isinstance(part, str) else _value(part, fields, blank) for part in parts)


def _value(variable: Variable, fields: Fields, blank: str) -> str:
    value = fields.get(variable.name)
    if value is None:
        raise RequestRefused(f"не задано поле «{variable.name}». {_given(fields)}")
    if variable.format is None or not value.strip():
        return value if variable.format is None else ""
    try:
        return variable.format(value, blank)
    except ValueError as error:
        raise RequestRefused(f"поле «{variable.name}»: {error}") from error


def _given(fields: Fields) -> str:
    if not fields:
        return "Полей не прислано ни одного."
    shown = ", ".join(list(fields)[:_MOST_SHOWN])
    return f"Присланы: {shown}{', …' if len(fields) > _MOST_SHOWN else ''}. Добавьте его или проверьте имя."


def comes_to_nothing(text: str, fields: Fields) -> bool:
    """Whether a condition is not met: fields that are not given count as empty. Raises as `fill`."""
    return not fill(text, {**dict.fromkeys(variables(text), ""), **fields}).strip()


def variables(text: str) -> frozenset[str]:
    """Names in a text; none where it is faulty."""
    try:
        return frozenset(part.name for part in parse(text) if isinstance(part, Variable))
    except ValueError:
        return frozenset()


def texts(element: Element) -> tuple[str, ...]:
    """The texts of an element that may hold variables."""
    if isinstance(element, TextElement):
        return element.when, element.text
    return (element.when, element.content) if isinstance(element, BarcodeElement) else (element.when,)


def names(template: Template) -> frozenset[str]:
    """Every variable of the template, conditions and defaults included."""
    used = (variables(text) for element in template.elements for text in texts(element))
    return frozenset(template.defaults).union(*used)


def needed(template: Template) -> frozenset[str]:
    """Variables without a default that stand in what is always printed."""
    always = (element for element in template.elements if not element.when)
    used = (variables(text) for element in always for text in texts(element))
    return frozenset().union(*used) - frozenset(template.defaults)
