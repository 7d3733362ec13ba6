"""Symbols by zint."""

from contextlib import suppress

import zint

from drivers.errors import RequestRefused
from drivers.model.document import QrLevel, Symbology
from drivers.printing import gs1
from drivers.printing.bitmap import Bitmap
from drivers.printing.symbols import Modules

_KINDS = {
    Symbology.EAN8: zint.Symbology.EANX,
    Symbology.EAN13: zint.Symbology.EANX,
    Symbology.UPCA: zint.Symbology.UPCA,
    Symbology.ITF14: zint.Symbology.ITF14,
    Symbology.CODE39: zint.Symbology.CODE39,
    Symbology.CODE93: zint.Symbology.CODE93,
    Symbology.CODE128: zint.Symbology.CODE128,
    Symbology.GS1_128: zint.Symbology.GS1_128,
    Symbology.QR: zint.Symbology.QRCODE,
    Symbology.PDF417: zint.Symbology.PDF417,
    Symbology.DATAMATRIX: zint.Symbology.DATAMATRIX,
    Symbology.GS1_DATAMATRIX: zint.Symbology.DATAMATRIX,
    Symbology.AZTEC: zint.Symbology.AZTEC,
}
# zint adds their check digit, and tells the two kinds of EAN apart by the length without it.
_CHECKED = frozenset({Symbology.EAN8, Symbology.EAN13, Symbology.UPCA, Symbology.ITF14})
_GS1 = frozenset({Symbology.DATAMATRIX, Symbology.GS1_DATAMATRIX, Symbology.GS1_128})
_MATRIX = frozenset({Symbology.QR, Symbology.DATAMATRIX, Symbology.GS1_DATAMATRIX, Symbology.AZTEC})
_QR_LEVELS: dict[QrLevel, int] = {"L": 1, "M": 2, "Q": 3, "H": 4, "": 2}
_ROW_BYTES = 144  # zint keeps rows of 1152 modules
# zint puts the leftmost module into the lowest bit
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def modules(symbology: Symbology, content: str, columns: int, level: QrLevel) -> Modules:
    """See symbols.Engine."""
    if symbology is Symbology.PDF417:
        return Modules(_bitmap(_pdf417(content, columns)), 3)
    symbol = _symbol(symbology)
    if symbology is Symbology.QR:
        symbol.option_1 = _QR_LEVELS[level]
    elif symbology in (Symbology.DATAMATRIX, Symbology.GS1_DATAMATRIX):
        symbol.option_3 = zint.DataMatrixOptions.SQUARE
    return Modules(_bitmap(_encoded(symbol, symbology, content)), int(symbology in _MATRIX))


def _symbol(symbology: Symbology) -> zint.Symbol:
    symbol = zint.Symbol()
    symbol.symbology = _KINDS[symbology]
    return symbol


def _pdf417(content: str, columns: int) -> zint.Symbol:
    """With so many columns, or in the shape zint likes where so few cannot hold the content."""
    if columns:
        symbol = _symbol(Symbology.PDF417)
        symbol.option_2 = columns
        symbol.warn_level = zint.WarningLevel.FAIL_ALL  # else it takes more columns and complains on stderr
        with suppress(RequestRefused):
            return _encoded(symbol, Symbology.PDF417, content)
    return _encoded(_symbol(Symbology.PDF417), Symbology.PDF417, content)


def _encoded(symbol: zint.Symbol, symbology: Symbology, content: str) -> zint.Symbol:
    data = (content[:-1] if symbology in _CHECKED else content).encode()
    if symbology in _GS1 and content.startswith(gs1.GS):
        symbol.input_mode = zint.InputMode.GS1 | zint.InputMode.GS1NOCHECK  # gs1.py checks, and says it in Russian
        data = gs1.bracketed(content).encode()
    try:
        symbol.encode(data)
    except RuntimeError as error:
        raise RequestRefused(
            f"штрихкод {symbology} не составить: содержимое слишком длинное или недопустимо "
            f"({len(data)} байт). Сократите его."
        ) from error
    return symbol


def _bitmap(symbol: zint.Symbol) -> Bitmap:
    width, stride = symbol.width, (symbol.width + 7) // 8
    packed = symbol.encoded_data.tobytes().translate(_REVERSED)
    starts = range(0, symbol.rows * _ROW_BYTES, _ROW_BYTES)
    return Bitmap(width, symbol.rows, b"".join(packed[start : start + stride] for start in starts))
