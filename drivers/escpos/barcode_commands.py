"""ESC/POS commands for barcodes as bytes: plain functions, no state.

Source: Epson "ESC/POS Application Programming Guide", GS k and GS ( k; numbers of GS k, function B, as in the TM-T88
manual: 65 UPC-A, 67 EAN-13, 68 EAN-8, 69 CODE39, 70 ITF, 72 CODE93, 73 CODE128, 74 GS1-128 (later models only).
"""

from drivers.escpos.codec import GS
from drivers.model.document import QrLevel, Symbology

_LINEAR = {
    Symbology.UPCA: 65,
    Symbology.EAN13: 67,
    Symbology.EAN8: 68,
    Symbology.CODE39: 69,
    Symbology.ITF14: 70,
    Symbology.CODE93: 72,
    Symbology.CODE128: 73,
    Symbology.GS1_128: 74,
}
_PDF417, _QR, _AZTEC, _DATAMATRIX = 48, 49, 53, 54
_QR_LEVELS: dict[QrLevel, bytes] = {"L": b"0", "": b"1", "M": b"1", "Q": b"2", "H": b"3"}
_AZTEC_CORRECTION = 23  # per cent, the printer's own default


def linear(symbology: Symbology, data: bytes, *, width: int, height: int, text: bool = True) -> bytes:
    """GS h n, GS w n, GS H n (text: 2 below, 0 none), GS f 0 (in font A), GS k m n d1..dn (function B).

    1D 68 height 1D 77 width 1D 48 n 1D 66 00 1D 6B m n data. `width`: dots of a module, 2..6; `height`: 1..255;
    `data`: 1..255 bytes in the printer's own notation.
    """
    settings = GS + b"h" + bytes([height]) + GS + b"w" + bytes([width]) + GS + b"H" + bytes([2 * text]) + GS + b"f\x00"
    return settings + GS + b"k" + bytes([_LINEAR[symbology], len(data)]) + data


def qr(data: bytes, *, module: int, level: QrLevel = "") -> bytes:
    """QR code, model 2: GS ( k with cn 31h, fn 41h model, 43h module 1..16, 45h level (M unless said), 50h store,
    51h print.

    1D 28 6B pL pH 31 fn parameters. `data`: 1..7089 bytes.
    """
    return (
        _symbol(_QR, 65, b"\x32\x00")
        + _symbol(_QR, 67, bytes([module]))
        + _symbol(_QR, 69, _QR_LEVELS[level])
        + _symbol(_QR, 80, b"0" + data)
        + _symbol(_QR, 81, b"0")
    )


def pdf417(data: bytes, *, columns: int, level: int, module: int, row_height: int = 3) -> bytes:
    """PDF417: GS ( k with cn 30h, fn 41h columns 1..30 (0 = printer), 42h rows, 43h module 2..8, 44h row 2..8 modules,
    45h level 0..8 as 30h 30h+level, 46h not truncated, 50h store, 51h print.
    """
    return (
        _symbol(_PDF417, 65, bytes([columns]))
        + _symbol(_PDF417, 66, b"\x00")
        + _symbol(_PDF417, 67, bytes([module]))
        + _symbol(_PDF417, 68, bytes([row_height]))
        + _symbol(_PDF417, 69, b"0" + bytes([48 + level]))
        + _symbol(_PDF417, 70, b"\x00")
        + _symbol(_PDF417, 80, b"0" + data)
        + _symbol(_PDF417, 81, b"0")
    )


def datamatrix(data: bytes, *, module: int) -> bytes:
    """DataMatrix ECC 200, square, size by the printer: GS ( k with cn 36h, fn 42h type, 43h module 2..16, 50h, 51h."""
    return (
        _symbol(_DATAMATRIX, 66, b"\x00\x00\x00")
        + _symbol(_DATAMATRIX, 67, bytes([module]))
        + _symbol(_DATAMATRIX, 80, b"0" + data)
        + _symbol(_DATAMATRIX, 81, b"0")
    )


def aztec(data: bytes, *, module: int) -> bytes:
    """Aztec, size by the printer: GS ( k with cn 35h, fn 43h module 2..16, 45h correction 5..95 %, 50h, 51h.

    Source: Epson ESC/POS reference, functions 567, 569, 580, 581.
    """
    return (
        _symbol(_AZTEC, 67, bytes([module]))
        + _symbol(_AZTEC, 69, bytes([_AZTEC_CORRECTION]))
        + _symbol(_AZTEC, 80, b"0" + data)
        + _symbol(_AZTEC, 81, b"0")
    )


def _symbol(kind: int, function: int, parameters: bytes) -> bytes:
    """GS ( k pL pH cn fn parameters; p counts cn, fn and the parameters."""
    return GS + b"(k" + (2 + len(parameters)).to_bytes(2, "little") + bytes([kind, function]) + parameters
