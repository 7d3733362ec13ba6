"""GS1 element strings: which part of a code belongs to which application identifier, and is each as it must be.

Inside the server such a content is led by one GS (0x1D) in place of FNC1, and a GS ends every value of variable length
that is not the last.
"""

import re

from drivers.errors import RequestRefused
from drivers.printing.check_digit import check_digit
from drivers.printing.columns import printable
from drivers.printing.gs1_identifiers import Identifier, starting

GS = "\x1d"
_MARKS = ("]d2", "]C1", "]Q3", "\xe8", GS)  # what scanners put in the place of a leading FNC1; spec/ffd.md 10.1
_MARKING = re.compile(r"01[0-9]{14}21[^\x1d]+\x1d")  # a code of «Честный ЗНАК» whose leading FNC1 got lost
_BRACKETS = {"(": re.compile(r"\(([0-9]{2,4})\)"), "[": re.compile(r"\[([0-9]{2,4})\]")}
_ENCODABLE = re.compile(r"[!-Z\\^-~ ]+")  # ASCII but for the brackets that zint reads as its own

# First two digits -> length of identifier and data where no separator follows. Source: GS1 General Specifications,
# list of pre-defined length application identifiers.
_FIXED = {
    **dict.fromkeys(("00",), 20),
    **dict.fromkeys(("01", "02", "03"), 16),
    **dict.fromkeys(("04",), 18),
    **dict.fromkeys(("11", "12", "13", "14", "15", "16", "17", "18", "19"), 8),
    **dict.fromkeys(("20",), 4),
    **dict.fromkeys(("31", "32", "33", "34", "35", "36"), 10),
    **dict.fromkeys(("41",), 16),
}
Element = tuple[str, str]  # identifier, value


def normalise(content: str) -> str:
    """A code of GS1 as scanned gets exactly one leading GS in place of FNC1; other content is returned as it is.

    It is repeated, not judged: only what no symbol can hold raises RequestRefused.
    """
    if not any(content.startswith(mark) for mark in _MARKS) and not _MARKING.match(content):
        return content
    bare = _unmarked(content)
    if not all(run[:2].isdigit() and len(run) > 2 and _ENCODABLE.fullmatch(run) for run in bare.rstrip(GS).split(GS)):
        raise RequestRefused(
            "штрихкод DATAMATRIX начинается как код GS1 (FNC1), но дальше не идентификаторы со значениями. "
            "Проверьте, что код считан целиком."
        )
    return GS + bare.rstrip(GS)


def element_string(content: str) -> str:
    """Checked elements from `(01)…(21)…`, `[01]…[21]…`, or raw as scanned with or without marks.

    Separators stand exactly where they are due afterwards. Raises RequestRefused that names the identifier.
    """
    brackets = _BRACKETS.get(content[:1])
    found = _spelled(content, brackets) if brackets else _raw(_unmarked(content))
    if not found:
        raise RequestRefused("в коде GS1 нет ни одного идентификатора, например (01). Укажите их.")
    for number, value in found:
        _check(number, value)
    return _joined(found)


def elements(content: str) -> list[Element]:
    """Elements of a GS-led content. An unknown identifier is cut after two digits."""
    return [_element(item) for run in content.split(GS) for item in _items(run)]


def bracketed(content: str) -> str:
    """GS-led content in the form `[01]04600000000008[21]5Abc`."""
    return "".join(f"[{number}]{value}" for number, value in elements(content))


def shown(content: str) -> str:
    """GS-led content as people read it: `(01)04600000000008(21)5Abc`."""
    return "".join(f"({number}){value}" for number, value in elements(content))


def _unmarked(content: str) -> str:
    mark = next((mark for mark in _MARKS if content.startswith(mark)), "")
    return content.removeprefix(mark).lstrip(GS)


def _items(run: str) -> list[str]:
    """Identifier and value, each as one text; what has a fixed length needs no separator behind it."""
    found = []
    while run:
        length = _FIXED.get(run[:2], len(run))
        found.append(run[:length])
        run = run[length:]
    return found


def _element(item: str) -> Element:
    known = starting(item)
    length = len(known.number) if known else 2
    return item[:length], item[length:]


def _spelled(content: str, brackets: re.Pattern[str]) -> list[Element]:
    before, *parts = brackets.split(content)
    if before or not parts:
        raise RequestRefused(f"в коде GS1 неверен идентификатор в начале: «{printable(content[:6])}». Пишите как (01).")
    return list(zip(parts[::2], parts[1::2], strict=True))


def _raw(content: str) -> list[Element]:
    found = []
    for item in (item for run in content.split(GS) for item in _items(run)):
        known = _known(item)
        found.append((known.number, item[len(known.number) :]))
    return found


def _known(text: str) -> Identifier:
    known = starting(text)
    if known is None:
        raise RequestRefused(
            f"в коде GS1 неизвестен идентификатор, который начинается с «{printable(text[:4])}». "
            "Проверьте его и разделители перед ним."
        )
    return known


def _check(number: str, value: str) -> None:
    known = _known(number)
    if known.number != number:
        raise RequestRefused(f"в коде GS1 неизвестен идентификатор ({number}). Проверьте его.")
    if not known.value.fullmatch(value):
        raise RequestRefused(
            f"в коде GS1 у идентификатора ({number}) неверно значение «{printable(value[:40])}»: нужно {known.wanted}. "
            "Проверьте его и разделитель после него."
        )
    digits = value[: known.checked]
    if digits and digits[-1] != (right := check_digit(digits[:-1])):
        raise RequestRefused(
            f"в коде GS1 у идентификатора ({number}) контрольная цифра должна быть {right}, а указана {digits[-1]}. "
            "Проверьте номер."
        )


def _joined(found: list[Element]) -> str:
    ends = ["" if number[:2] in _FIXED else GS for number, _ in found[:-1]] + [""]
    return GS + "".join(number + value + end for (number, value), end in zip(found, ends, strict=True))
