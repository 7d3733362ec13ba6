"""Symbols by zint."""

import zint

from drivers.errors import RequestRefused
from drivers.model.document import Symbology
from drivers.printing import gs1
from drivers.printing.bitmap import Bitmap
from drivers.printing.symbols import Modules

_KINDS = {
    Symbology.EAN8: zint.Symbology.EANX,
    Symbology.EAN13: zint.Symbology.EANX,
    Symbology.CODE39: zint.Symbology.CODE39,
    Symbology.CODE128: zint.Symbology.CODE128,
    Symbology.QR: zint.Symbology.QRCODE,
    Symbology.PDF417: zint.Symbology.PDF417,
    Symbology.DATAMATRIX: zint.Symbology.DATAMATRIX,
}
_QR_LEVEL_M = 2
_PDF417_FRAME = 69  # modules of start, stop and both row indicators; each column of data takes 17
_PDF417_COLUMNS = 30
_ROW_BYTES = 144  # zint keeps rows of 1152 modules
# zint puts the leftmost module into the lowest bit
_REVERSED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def modules(symbology: Symbology, content: str, widest: int) -> Modules:
    """See symbols.Engine."""
    if symbology in (Symbology.EAN8, Symbology.EAN13):
        return _modules(_encode(symbology, content[:-1]), 0)  # zint tells the kinds apart by the length without check
    if symbology in (Symbology.CODE39, Symbology.CODE128):
        return _modules(_encode(symbology, content), 0)
    if symbology is Symbology.PDF417:
        return _modules(_pdf417(content, widest), 3)
    return _modules(_encode(symbology, content), 1)


def _pdf417(content: str, widest: int) -> zint.Symbol:
    """The shape zint likes, or fewer columns where that is too wide; still too wide if it has too many rows then."""
    symbol = _encode(Symbology.PDF417, content)
    columns = (widest - _PDF417_FRAME) // 17
    if symbol.width > widest and 1 <= columns <= _PDF417_COLUMNS:
        return _encode(Symbology.PDF417, content, columns)
    return symbol


def _encode(symbology: Symbology, content: str, columns: int = 0) -> zint.Symbol:
    symbol = zint.Symbol()
    symbol.symbology = _KINDS[symbology]
    if symbology is Symbology.QR:
        symbol.option_1 = _QR_LEVEL_M
    if symbology is Symbology.DATAMATRIX:
        symbol.option_3 = zint.DataMatrixOptions.SQUARE
    if columns:
        symbol.option_2 = columns
    data = content.encode()
    if symbology is Symbology.DATAMATRIX and content.startswith(gs1.GS):
        symbol.input_mode = zint.InputMode.GS1 | zint.InputMode.GS1NOCHECK
        data = gs1.bracketed(content).encode()
    try:
        symbol.encode(data)
    except RuntimeError as error:
        raise RequestRefused(
            f"штрихкод {symbology} не составить: содержимое слишком длинное или недопустимо "
            f"({len(data)} байт). Сократите его."
        ) from error
    return symbol


def _modules(symbol: zint.Symbol, row_height: int) -> Modules:
    width, stride = symbol.width, (symbol.width + 7) // 8
    packed = symbol.encoded_data.tobytes().translate(_REVERSED)
    starts = range(0, symbol.rows * _ROW_BYTES, _ROW_BYTES)
    data = b"".join(packed[start : start + stride] for start in starts)
    return Modules(Bitmap(width, symbol.rows, data), row_height)
