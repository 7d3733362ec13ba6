"""Barcodes: is the content possible, does it fit the paper, and how does it look. Source: spec/kkmserver.md 4.3."""

import string
from functools import lru_cache

from drivers.errors import RequestRefused
from drivers.model.document import Symbology
from drivers.printing import canvas, gs1
from drivers.printing.bitmap import Bitmap
from drivers.printing.columns import pieces, printable
from drivers.printing.page import FONTS
from drivers.printing.symbols import Modules, modules

LINEAR = frozenset({Symbology.EAN8, Symbology.EAN13, Symbology.CODE39, Symbology.CODE128})
HEIGHT = 96  # dots of a linear code's bars: 12 mm at 203 dpi
_MARGIN = 8  # white dots above and below a linear code
_DIGITS = {Symbology.EAN8: 8, Symbology.EAN13: 13}
_CHARSET = {
    Symbology.CODE39: frozenset(string.digits + string.ascii_uppercase + "-. $/+%"),
    Symbology.CODE128: frozenset(map(chr, range(0x20, 0x7F))),
}
_CHARSET_NAME = {
    Symbology.CODE39: "цифры, латинские буквы, пробел и знаки - . $ / + %",
    Symbology.CODE128: "латинские буквы, цифры, пробел и знаки ASCII",
}
# Characters. Longer linear codes fit no paper; for the others it is what the standards allow for digits alone, so that
# no engine is put to work on a megabyte.
_MOST = {
    Symbology.CODE39: 80,
    Symbology.CODE128: 98,
    Symbology.QR: 5596,
    Symbology.PDF417: 2710,
    Symbology.DATAMATRIX: 3116,
}
# Dots a module is wide, the best first. A QR code wants 0.5 mm (spec/ffd.md 8); 1 dot is for linear codes only.
_WIDTHS = {
    Symbology.QR: (4, 3, 2),
    Symbology.DATAMATRIX: (4, 3, 2),
    Symbology.PDF417: (3, 2),
}
_LINEAR_WIDTHS = (3, 2, 1)
# White modules each kind needs on both sides; for EAN-13 the larger left one on both, so that it stays centred.
_QUIET = {
    Symbology.EAN8: 7,
    Symbology.EAN13: 11,
    Symbology.CODE39: 10,
    Symbology.CODE128: 10,
    Symbology.QR: 4,
    Symbology.PDF417: 2,
    Symbology.DATAMATRIX: 2,
}


def check(symbology: Symbology, content: str) -> str:
    """The content as it will be encoded: an absent EAN check digit added, CODE39 in capitals.

    A DataMatrix of GS1 (a marking code) begins with one GS (0x1D), which stands for FNC1. Raises RequestRefused.
    """
    if not content.strip():
        raise RequestRefused(f"штрихкод {symbology} пустой. Укажите его содержимое.")
    if symbology in _DIGITS:
        return _ean(symbology, content.strip())
    if len(content) > _MOST[symbology]:
        raise RequestRefused(
            f"штрихкод {symbology} слишком длинный: {len(content)} знаков, допустимо не больше {_MOST[symbology]}. "
            "Сократите его."
        )
    if symbology in _CHARSET:
        return _charset(symbology, content)
    try:
        content.encode()
    except UnicodeEncodeError as error:
        raise RequestRefused(
            f"штрихкод {symbology}: знак {error.start + 1} испорчен (половина суррогатной пары). Исправьте его."
        ) from error
    return gs1.normalise(content) if symbology is Symbology.DATAMATRIX else content


def _ean(symbology: Symbology, content: str) -> str:
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


def check_digit(digits: str) -> str:
    """GS1 check digit of the digits before it: weights 3, 1, 3 … from the right."""
    total = sum(int(digit) * (3 if index % 2 == 0 else 1) for index, digit in enumerate(reversed(digits)))
    return str(-total % 10)


def _charset(symbology: Symbology, content: str) -> str:
    if symbology is Symbology.CODE39:
        content = content.upper()
    if wrong := sorted(set(content) - _CHARSET[symbology]):
        raise RequestRefused(
            f"штрихкод {symbology} не может содержать «{printable(wrong[0]) or hex(ord(wrong[0]))}»: "
            f"допустимы {_CHARSET_NAME[symbology]}. Исправьте содержимое или выберите QR."
        )
    return content


def fit(symbology: Symbology, content: str, max_dots: int) -> tuple[Modules, int]:
    """The modules and the dots one is wide, the most that leaves quiet zones on the paper.

    Raises RequestRefused if even the narrowest is too wide, NotSupported if nothing here can draw the kind.
    """
    widths, quiet = _WIDTHS.get(symbology, _LINEAR_WIDTHS), 2 * _QUIET[symbology]
    needed = 0
    for width in widths:
        symbol = modules(symbology, content, max_dots // width - quiet)
        needed = (symbol.matrix.width + quiet) * width
        if needed <= max_dots:
            return symbol, width
    raise RequestRefused(
        f"штрихкод {symbology} не помещается: нужна ширина {needed} точек, а у бумаги {max_dots}. "
        "Сократите содержимое или возьмите принтер с бумагой шире."
    )


@lru_cache(maxsize=64)
def draw(symbology: Symbology, content: str, max_dots: int, *, height: int = HEIGHT, text: bool = True) -> Bitmap:
    """A checked code with its quiet zones, at most `max_dots` wide.

    `height`: dots of the bars of a linear code; `text`: its characters stand below. Raises as `fit` does.
    """
    symbol, width = fit(symbology, content, max_dots)
    side = _QUIET[symbology] * width
    if symbology not in LINEAR:
        code = _scaled(symbol, width, symbol.row_height * width)
        return canvas.paste([(code, side, side)], code.width + 2 * side, code.height + 2 * side)
    bars = _scaled(symbol, width, height)
    parts, total = [(bars, side, _MARGIN)], bars.width + 2 * side
    bottom = _MARGIN + height
    for row in _caption(content, total) if text else ():
        parts.append((row, (total - row.width) // 2, bottom))
        bottom += row.height
    return canvas.paste(parts, total, bottom + _MARGIN)


def _caption(content: str, dots: int) -> list[Bitmap]:
    """The characters of a linear code, in as many rows as its width needs."""
    cell = FONTS[3]
    return [canvas.text(row, cell, len(row) * cell.width) for row in pieces(content, dots // cell.width)]


def _scaled(symbol: Modules, width: int, height: int) -> Bitmap:
    """Every module `width` dots wide, every row of modules `height` dots high."""
    from PIL import Image

    matrix = symbol.matrix
    size = (matrix.width * width, matrix.height * height)
    picture = Image.frombytes("1", (matrix.width, matrix.height), matrix.data)
    return Bitmap(*size, picture.resize(size, Image.Resampling.NEAREST).tobytes())


def _short(content: str) -> str:
    """Content for an error text."""
    shown = printable(content).replace("\t", " ")
    return shown if len(shown) <= 40 else shown[:40] + "…"
