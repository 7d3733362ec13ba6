"""Keys of a Latin keyboard typed in another layout, or with Caps Lock on: what a keyboard scanner does to a code.

The layout is ЙЦУКЕН as Windows has it. Nothing is guessed: a code that could be read in two ways stays as it came.
"""

import re
from dataclasses import dataclass

_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбю.ё" + "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ,Ё" + '"№;:?/'
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,./`" + 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>?~' + "@#$^&|"
_KEYS = str.maketrans(_RUSSIAN, _LATIN)
_LETTERS = str.maketrans({russian: latin for russian, latin in zip(_RUSSIAN, _LATIN, strict=True) if russian.isalpha()})

_CYRILLIC = re.compile(r"[А-Яа-яЁё]")
_LATIN_LETTER = re.compile(r"[A-Za-z]")
_TWO_MEANINGS = re.compile(r"[.,?]")  # each is a sign of codes in both layouts, made by different keys

# "]d2", "]C1" and "]Q3" are what scanners put before a code; Caps Lock changes their letters, and in the Russian layout
# the bracket too, which is the letter ъ there.
_CAPS_MARKS = ("]D2", "]c1", "]q3")
_RUSSIAN_CAPS_MARKS = ("ЪВ2", "Ъс1", "Ъй3")
_CAPITALS_ONLY = re.compile(r"[0-9a-z]{68}|[0-9a-z]{150}|[a-z]{2}-\d{6}-[a-z0-9]{10,11}", re.ASCII)

IN_RUSSIAN = "код набран сканером в русской раскладке и прочитан как в английской, переключите раскладку"
WITH_CAPS = "код набран сканером при включённом Caps Lock и исправлен, выключите Caps Lock"
MIXED = "в коде и русские, и латинские буквы: раскладка менялась посреди кода, отсканируйте его заново в английской"


@dataclass(frozen=True, slots=True)
class Typed:
    """A code as it should have come. `remarks` tell what was put right, `faults` what could not be."""

    text: str
    remarks: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def in_russian(code: str) -> bool:
    """Whether any of it was typed in the Russian layout: codes hold no Cyrillic."""
    return _CYRILLIC.search(code) is not None


def put_right(code: str) -> Typed:
    """Latin letters, in the case they have on the goods where that can be known."""
    with_caps = code.startswith(_RUSSIAN_CAPS_MARKS)
    latin = _latin(code.swapcase() if with_caps else code)
    if with_caps:
        return Typed(latin.text, (*latin.remarks, WITH_CAPS), latin.faults)
    if latin.text.startswith(_CAPS_MARKS):
        return Typed(latin.text.swapcase(), (*latin.remarks, WITH_CAPS), latin.faults)
    if _CAPITALS_ONLY.fullmatch(latin.text) and _LATIN_LETTER.search(latin.text):
        return Typed(latin.text.upper(), (*latin.remarks, WITH_CAPS), latin.faults)
    return latin


def _latin(code: str) -> Typed:
    if not in_russian(code):
        return Typed(code)
    if not _LATIN_LETTER.search(code):
        return Typed(code.translate(_KEYS), (IN_RUSSIAN,))
    if _TWO_MEANINGS.search(code):
        return Typed(code, faults=(MIXED,))
    return Typed(code.translate(_LETTERS), (IN_RUSSIAN,))
