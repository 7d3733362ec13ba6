"""Codes of GS1 on goods: which value belongs to which application identifier, with separators or without.

A separator (0x1D) is due after each value of variable length that is not the last. Scanners often lose it; then the
code is read by the compositions it may have. Where two of them fit, none is taken; a serial number alone, without what
proves it, is no composition: no scanner gives it. Source: spec/ffd.md 10.1; the identifiers are those of
drivers/printing/gs1_identifiers.py.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from drivers.fiscal.scanned import GS
from drivers.printing import gs1 as element_strings
from drivers.printing.check_digit import check_digit
from drivers.printing.gs1_identifiers import starting

GTIN, SERIAL = "01", "21"
LONGEST_SERIAL = 20

Element = tuple[str, str]  # identifier, value

_BEGINNING = re.compile(r"01[0-9]{14}")
_SWITCH_ON = "включите в сканере передачу GS (FNC1)"
_SERIAL_SIGNS = re.compile(r"[!\"%&'()*+,./0-9:;<=>?A-Z_a-z-]*")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`faults`: what is wrong with the code; `remarks`: what was missing and could be made out; both in words."""

    elements: tuple[Element, ...]  # in the order they stand in
    faults: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def value(self, identifier: str) -> str:
        """Of the first element with this identifier; "" where there is none."""
        return next((value for number, value in self.elements if number == identifier), "")

    @property
    def names_goods(self) -> bool:
        """Whether GTIN and serial number, if there is one, are such that a document may hold them."""
        serial = self.value(SERIAL)
        has_serial = any(number == SERIAL for number, _ in self.elements)
        return bool(self.value(GTIN)) and (is_serial(serial) if has_serial else not self.faults)

    @property
    def human(self) -> str:
        """As people read it: `(01)04600439931256(21)JgXJ5.T`."""
        return "".join(f"({number}){value}" for number, value in self.elements)


def is_serial(text: str) -> bool:
    """1 to 20 of the 82 characters of GS1."""
    return 1 <= len(text) <= LONGEST_SERIAL and _SERIAL_SIGNS.fullmatch(text) is not None


@dataclass(frozen=True, slots=True)
class _Composition:
    """What may stand behind `01` and GTIN. Each value has the length given; the serial one of a range."""

    serial: range
    tail: Mapping[str, re.Pattern[str]]


_DATE = re.compile(r"[0-9]{2}(?:0[1-9]|1[0-2])(?:[0-2][0-9]|3[01])")
_COMPOSITIONS = (
    # Clothes, shoes, perfume, tyres, cameras, medicines: key and check code of 44 characters (shoes once 88).
    _Composition(range(13, 14), {"91": re.compile(".{4}"), "92": re.compile(".{88}|.{44}")}),
    # Milk, water, beer: short check code, and the weight of milk.
    _Composition(range(6, 14), {"93": re.compile(".{4}")}),
    _Composition(range(6, 14), {"93": re.compile(".{4}"), "3103": re.compile("[0-9]{6}")}),
    # A block of cigarettes, with its highest price.
    _Composition(range(7, 8), {"8005": re.compile("[0-9]{6}"), "93": re.compile(".{4}")}),
    # Best before and batch: the sample of GetGoodCodeData in the public types of the API (salesduck/kkmserver-types).
    _Composition(range(1, 21), {"17": _DATE, "10": re.compile("[^\x1d]{1,20}")}),
)
_FIXED = frozenset({"01", "17", "3103"})  # no separator is due behind them


def parse(text: str) -> Parsed | None:
    """A bare code (`scanned.read`) -> its elements; None when it does not begin as one, with 01 and 14 digits."""
    if _BEGINNING.match(text) is None:
        return None
    gtin, rest = text[2:16], text[16:].lstrip(GS)
    readings = list(dict.fromkeys(_readings(rest.removeprefix(SERIAL)))) if rest.startswith(SERIAL) else []
    if len(readings) > 1:
        return Parsed(((GTIN, gtin),), (*_faults(GTIN, gtin), _two_readings(readings)))
    if readings:
        found = ((GTIN, gtin), *readings[0])
        return Parsed(found, _all_faults(found), _lost(text, found))
    found = tuple(element_strings.elements(GS + text))
    return Parsed(found, _all_faults(found))


def _readings(body: str) -> Iterator[tuple[Element, ...]]:
    """What stands behind identifier 21, by every composition and every length of serial that fits."""
    for composition in _COMPOSITIONS:
        for length in composition.serial:
            serial, tail = body[:length], _tail(body[length:], composition.tail)
            if tail is not None and len(serial) == length and is_serial(serial):
                yield ((SERIAL, serial), *tail)


def _tail(rest: str, wanted: Mapping[str, re.Pattern[str]]) -> tuple[Element, ...] | None:
    found = []
    for number, value in wanted.items():
        rest = rest.lstrip(GS)
        match = value.match(rest, len(number)) if rest.startswith(number) else None
        if match is None or GS in match[0]:
            return None
        found.append((number, match[0]))
        rest = rest[match.end() :]
    return None if rest.strip(GS) else tuple(found)


def _two_readings(readings: list[tuple[Element, ...]]) -> str:
    serials = " или ".join(f"«{reading[0][1]}»" for reading in readings)
    return (
        f"в коде нет разделителей GS, и серийный номер можно прочитать двояко: {serials}."
        f" Отсканируйте код заново: {_SWITCH_ON}"
    )


def _lost(text: str, found: tuple[Element, ...]) -> tuple[str, ...]:
    due = "".join(number + value + ("" if number in _FIXED else GS) for number, value in found).removesuffix(GS)
    if text.count(GS) >= due.count(GS):
        return ()
    serial = next(value for number, value in found if number == SERIAL)
    lost = f"в коде потеряны разделители GS, серийный номер «{serial}» взят по составу кода: {_SWITCH_ON}"
    return (lost,)


def _all_faults(found: tuple[Element, ...]) -> tuple[str, ...]:
    return tuple(fault for number, value in found for fault in _faults(number, value))


def _faults(number: str, value: str) -> tuple[str, ...]:
    known = starting(number)
    if known is None or known.number != number:
        return (f"в коде неизвестный идентификатор ({number}): проверьте разделители GS и отсканируйте код заново",)
    if number == SERIAL and not is_serial(value):
        return (_wrong_serial(value),)
    if known.value.fullmatch(value) is None:
        return (f"в коде значение идентификатора ({number}) неверно, нужно {known.wanted}: отсканируйте код заново",)
    return wrong_check_digit(number, value[: known.checked])


def _wrong_serial(value: str) -> str:
    if not value:
        return "в коде нет серийного номера (21): отсканируйте его целиком"
    if len(value) > LONGEST_SERIAL:
        return f"серийный номер (21) длиннее {LONGEST_SERIAL} знаков, в коде потеряны разделители GS: {_SWITCH_ON}"
    wrong = next(sign for sign in value if _SERIAL_SIGNS.fullmatch(sign) is None)
    shown = f"«{wrong}»" if wrong.isprintable() else f"U+{ord(wrong):04X}"
    return f"в серийном номере (21) знак {shown}, каких в кодах не бывает: проверьте раскладку и кодировку сканера"


def wrong_check_digit(number: str, digits: str) -> tuple[str, ...]:
    """The fault of digits whose last one does not prove the others; none where there are no digits."""
    if not digits or digits[-1] == (right := check_digit(digits[:-1])):
        return ()
    return (f"контрольная цифра в ({number}) должна быть {right}, а в коде {digits[-1]}: отсканируйте код заново",)
