"""Barcodes: is the content possible. Source: spec/kkmserver.md 4.3 and the standards of the kinds."""

import string

from drivers.errors import RequestRefused
from drivers.model.document import Symbology
from drivers.printing import gs1
from drivers.printing.check_digit import check_digit
from drivers.printing.columns import printable

_DIGITS = {Symbology.EAN8: 8, Symbology.EAN13: 13, Symbology.UPCA: 12, Symbology.ITF14: 14}
_ASCII = frozenset(map(chr, range(0x20, 0x7F)))
_CHARSET = {
    Symbology.CODE39: frozenset(string.digits + string.ascii_uppercase + "-. $/+%"),
    Symbology.CODE93: _ASCII,
    Symbology.CODE128: _ASCII,
}
_CHARSET_NAME = {
    Symbology.CODE39: "цифры, латинские буквы, пробел и знаки - . $ / + %",
    Symbology.CODE93: "латинские буквы, цифры, пробел и знаки ASCII",
    Symbology.CODE128: "латинские буквы, цифры, пробел и знаки ASCII",
}
_CAPITALS = str.maketrans(string.ascii_lowercase, string.ascii_uppercase)
_GS1 = frozenset({Symbology.GS1_128, Symbology.GS1_DATAMATRIX})
_MOST_GS1_128 = 48  # characters without the leading FNC1. Source: GS1 General Specifications, 5.4
# Characters. Longer linear codes fit no paper; for the others it is what the standards allow for digits alone, so that
# no engine is put to work on a megabyte.
_MOST = {
    Symbology.CODE39: 80,
    Symbology.CODE93: 80,
    Symbology.CODE128: 98,
    Symbology.GS1_128: 98,
    Symbology.QR: 5596,
    Symbology.PDF417: 2710,
    Symbology.DATAMATRIX: 3116,
    Symbology.GS1_DATAMATRIX: 3116,
    Symbology.AZTEC: 3832,
}


def check(symbology: Symbology, content: str) -> str:
    """The content as it will be encoded: an absent check digit added, CODE39 in capitals.

    The kinds of GS1 and a DataMatrix that is a marking code begin with one GS (0x1D), which stands for FNC1; see gs1.
    Raises RequestRefused.
    """
    if not content.strip():
        raise RequestRefused(f"штрихкод {symbology} пустой. Укажите его содержимое.")
    if symbology in _DIGITS:
        return _number(symbology, content.strip())
    _check_length(symbology, len(content), _MOST[symbology])
    if symbology in _CHARSET:
        return _charset(symbology, content)
    _check_unicode(symbology, content)
    if symbology in _GS1:
        return _gs1(symbology, content)
    return gs1.normalise(content) if symbology is Symbology.DATAMATRIX else content


def _check_length(symbology: Symbology, length: int, most: int) -> None:
    if length > most:
        raise RequestRefused(
            f"штрихкод {symbology} слишком длинный: {length} знаков, допустимо не больше {most}. Сократите его."
        )


def _check_unicode(symbology: Symbology, content: str) -> None:
    try:
        content.encode()
    except UnicodeEncodeError as error:
        raise RequestRefused(
            f"штрихкод {symbology}: знак {error.start + 1} испорчен (половина суррогатной пары). Исправьте его."
        ) from error


def _number(symbology: Symbology, content: str) -> str:
    length = _DIGITS[symbology]
    if not (content.isascii() and content.isdigit() and len(content) in (length - 1, length)):
        raise RequestRefused(
            f"штрихкод {symbology} «{_short(content)}» неверен: нужны {length} цифр "
            f"(или {length - 1}, тогда контрольная добавится сама)."
        )
    digits = content[: length - 1]
    right = check_digit(digits)
    if content not in (digits, digits + right):
        raise RequestRefused(
            f"штрихкод {symbology} «{content}» неверен: контрольная цифра должна быть {right}, "
            f"а указана {content[-1]}. Проверьте код товара."
        )
    return digits + right


def _charset(symbology: Symbology, content: str) -> str:
    if symbology is Symbology.CODE39:
        content = content.translate(_CAPITALS)
    if wrong := sorted(set(content) - _CHARSET[symbology]):
        raise RequestRefused(
            f"штрихкод {symbology} не может содержать «{printable(wrong[0]).strip() or hex(ord(wrong[0]))}»: "
            f"допустимы {_CHARSET_NAME[symbology]}. Исправьте содержимое или выберите QR."
        )
    return content


def _gs1(symbology: Symbology, content: str) -> str:
    found = gs1.element_string(content.strip(" \r\n"))
    if symbology is Symbology.GS1_128:
        _check_length(symbology, len(found) - 1, _MOST_GS1_128)
    return found


def _short(content: str) -> str:
    """Content for an error text."""
    shown = printable(content).replace("\t", " ")
    return shown if len(shown) <= 40 else shown[:40] + "…"
