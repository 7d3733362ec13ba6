"""Symbols by python-barcode and qrcode, for systems where zint has no wheel. Their module patterns, no millimetres."""

from functools import cache
from typing import Any

from drivers.errors import NotSupported, RequestRefused
from drivers.model.document import QrLevel, Symbology
from drivers.printing import gs1
from drivers.printing.bitmap import Bitmap
from drivers.printing.symbols import Modules

# What cannot be drawn here, and what may stand in for it. Nothing may for GS1 DataMatrix: the law asks for that code.
_INSTEAD = {
    Symbology.CODE93: " или замените штрихкод на CODE128",
    Symbology.PDF417: " или замените штрихкод на QR",
    Symbology.DATAMATRIX: " или замените штрихкод на QR",
    Symbology.GS1_DATAMATRIX: "",
    Symbology.AZTEC: " или замените штрихкод на QR",
}


def modules(symbology: Symbology, content: str, columns: int, level: QrLevel) -> Modules:  # noqa: ARG001 - see Engine
    """See symbols.Engine."""
    if symbology is Symbology.QR:
        return Modules(_qr(content, level))
    if symbology in _INSTEAD:
        raise NotSupported(
            f"штрихкод {symbology} на этом компьютере нарисовать нечем: нет библиотеки zint. "
            f"Установите пакет zint-bindings{_INSTEAD[symbology]}."
        )
    return Modules(_matrix([_pattern(symbology, content)]), 0)


def _pattern(symbology: Symbology, content: str) -> str:
    """Modules of a linear code from left to right, "1" is black."""
    pattern: str = _linear()[symbology](content).build()[0]
    return pattern


@cache
def _linear() -> dict[Symbology, Any]:
    from barcode.codex import Code39, Code128, Gs1_128
    from barcode.ean import EAN8, EAN13
    from barcode.itf import ITF
    from barcode.upc import UPCA

    return {
        Symbology.EAN8: EAN8,
        Symbology.EAN13: EAN13,
        Symbology.UPCA: UPCA,
        Symbology.ITF14: lambda content: ITF(content, narrow=1, wide=3),
        Symbology.CODE39: lambda content: Code39(content, add_checksum=False),
        Symbology.CODE128: Code128,
        Symbology.GS1_128: lambda content: Gs1_128(content[1:].replace(gs1.GS, Gs1_128.FNC1_CHAR)),
    }


def _qr(content: str, level: QrLevel) -> Bitmap:
    import qrcode
    from qrcode.exceptions import DataOverflowError

    levels = {
        "L": qrcode.constants.ERROR_CORRECT_L,
        "Q": qrcode.constants.ERROR_CORRECT_Q,
        "H": qrcode.constants.ERROR_CORRECT_H,
    }
    symbol = qrcode.QRCode(error_correction=levels.get(level, qrcode.constants.ERROR_CORRECT_M), border=0)
    symbol.add_data(content.encode(), optimize=8)
    try:
        symbol.make()
    except (DataOverflowError, ValueError) as error:
        raise RequestRefused(
            f"штрихкод QR не составить: содержимое слишком длинное ({len(content.encode())} байт). Сократите его."
        ) from error
    return _matrix(["".join("1" if module else "0" for module in row) for row in symbol.get_matrix()])


def _matrix(rows: list[str]) -> Bitmap:
    """Rows of "0" and "1" as a bitmap."""
    width = len(rows[0])
    stride = (width + 7) // 8
    data = b"".join(int(row.ljust(stride * 8, "0"), 2).to_bytes(stride, "big") for row in rows)
    return Bitmap(width, len(rows), data)
