"""ESC/POS commands as bytes: plain functions, no state.

Source: Epson "ESC/POS Application Programming Guide" and the TM-T88V/TM-T90 command references; the names in the
docstrings are the commands' names there. Lengths `pL pH` and `xL xH` are little-endian 16-bit numbers.
"""

from typing import Literal

from drivers.model.document import Symbology
from drivers.printing.bitmap import Bitmap

ESC, FS, GS = b"\x1b", b"\x1c", b"\x1d"
BAND = 128  # dots of height in one raster command: small printers have small buffers

_CONTROLS = bytes([*range(0x20), 0x7F])
_MODES = {1: 0x30, 2: 0x10, 3: 0x00, 4: 0x01}
_LINEAR = {Symbology.EAN13: 67, Symbology.EAN8: 68, Symbology.CODE39: 69, Symbology.CODE128: 73}
_MATRIX_PDF417, _MATRIX_QR, _MATRIX_DATAMATRIX = 48, 49, 54


def initialise() -> bytes:
    """ESC @: 1B 40. Everything as after switching on; the print buffer is dropped."""
    return ESC + b"@"


def cancel_kanji() -> bytes:
    """FS .: 1C 2E. Chinese firmware otherwise reads two bytes from 80h up as one hieroglyph."""
    return FS + b"."


def international(number: int = 0) -> bytes:
    """ESC R n: 1B 52 n. 0 = USA: # and $ stay themselves."""
    return ESC + b"R" + bytes([number])


def code_page(number: int) -> bytes:
    """ESC t n: 1B 74 n. The meaning of n depends on the model."""
    return ESC + b"t" + bytes([number])


def text(row: str, encoding: str) -> bytes:
    """Characters in the code page; control characters are left out, so that no text can become a command.

    Raises UnicodeEncodeError for a character the code page lacks.
    """
    return row.encode(encoding).translate(None, _CONTROLS)


def mode(font: int, *, bold: bool = False) -> bytes:
    """ESC ! n: 1B 21 n. Bit 0 font B, bit 3 emphasised, bit 4 double height, bit 5 double width.

    `font` as in the API: 1 A doubled both ways, 2 A doubled in height, 3 A, 4 B.
    """
    return ESC + b"!" + bytes([_MODES[font] | (0x08 if bold else 0)])


def align(where: Literal["left", "centre"]) -> bytes:
    """ESC a n: 1B 61 n. 0 left, 1 centre; at the beginning of a line only."""
    return ESC + b"a" + (b"\x01" if where == "centre" else b"\x00")


def line_spacing(dots: int) -> bytes:
    """ESC 3 n: 1B 33 n, n 0..255 vertical units (dots on most heads). 0 here = ESC 2: 1B 32, the printer's own."""
    return ESC + b"3" + bytes([dots]) if dots else ESC + b"2"


def feed(dots: int) -> bytes:
    """ESC J n: 1B 4A n, n 0..255 vertical units; more are several commands."""
    whole, rest = divmod(dots, 255)
    return (ESC + b"J\xff") * whole + (ESC + b"J" + bytes([rest]) if rest else b"")


def cut(how: Literal["full", "partial"], beyond: int = 0) -> bytes:
    """GS V m n (function B): 1D 56 m n. m 65 full, 66 partial; feeds to the knife and n units more, then cuts."""
    return GS + b"V" + bytes([65 if how == "full" else 66, beyond])


def pulse(pin: Literal[2, 5], on_ms: int = 50, off_ms: int = 500) -> bytes:
    """ESC p m t1 t2: 1B 70 m t1 t2. m 0 = pin 2, 1 = pin 5; t1, t2 in units of 2 ms.

    Source of 50/500 ms: spec/scales-displays.md 5.
    """
    return ESC + b"p" + bytes([0 if pin == 2 else 1, on_ms // 2, min(255, off_ms // 2)])


def linear(symbology: Symbology, data: bytes, *, width: int, height: int) -> bytes:
    """GS h n, GS w n, GS H 2 (text below), GS f 0 (in font A), GS k m n d1..dn (function B).

    1D 68 height 1D 77 width 1D 48 02 1D 66 00 1D 6B m n data. `width`: dots of a module, 2..6; `height`: 1..255;
    `data`: 1..255 bytes in the printer's own notation.
    """
    settings = GS + b"h" + bytes([height]) + GS + b"w" + bytes([width]) + GS + b"H\x02" + GS + b"f\x00"
    return settings + GS + b"k" + bytes([_LINEAR[symbology], len(data)]) + data


def qr(data: bytes, *, module: int) -> bytes:
    """QR code, model 2, level M: GS ( k with cn 31h, fn 41h model, 43h module 1..16, 45h level, 50h store, 51h print.

    1D 28 6B pL pH 31 fn parameters. `data`: 1..7089 bytes.
    """
    return (
        _symbol(_MATRIX_QR, 65, b"\x32\x00")
        + _symbol(_MATRIX_QR, 67, bytes([module]))
        + _symbol(_MATRIX_QR, 69, b"1")
        + _symbol(_MATRIX_QR, 80, b"0" + data)
        + _symbol(_MATRIX_QR, 81, b"0")
    )


def pdf417(data: bytes, *, columns: int, level: int, module: int, row_height: int = 3) -> bytes:
    """PDF417: GS ( k with cn 30h, fn 41h columns 1..30 (0 = printer), 42h rows, 43h module 2..8, 44h row 2..8 modules,
    45h level 0..8 as 30h 30h+level, 46h not truncated, 50h store, 51h print.
    """
    return (
        _symbol(_MATRIX_PDF417, 65, bytes([columns]))
        + _symbol(_MATRIX_PDF417, 66, b"\x00")
        + _symbol(_MATRIX_PDF417, 67, bytes([module]))
        + _symbol(_MATRIX_PDF417, 68, bytes([row_height]))
        + _symbol(_MATRIX_PDF417, 69, b"0" + bytes([48 + level]))
        + _symbol(_MATRIX_PDF417, 70, b"\x00")
        + _symbol(_MATRIX_PDF417, 80, b"0" + data)
        + _symbol(_MATRIX_PDF417, 81, b"0")
    )


def datamatrix(data: bytes, *, module: int) -> bytes:
    """DataMatrix ECC 200, square, size by the printer: GS ( k with cn 36h, fn 42h type, 43h module 2..16, 50h, 51h."""
    return (
        _symbol(_MATRIX_DATAMATRIX, 66, b"\x00\x00\x00")
        + _symbol(_MATRIX_DATAMATRIX, 67, bytes([module]))
        + _symbol(_MATRIX_DATAMATRIX, 80, b"0" + data)
        + _symbol(_MATRIX_DATAMATRIX, 81, b"0")
    )


def raster(bitmap: Bitmap) -> bytes:
    """GS v 0 m xL xH yL yH d1..dk: 1D 76 30 00, bytes per row, rows, rows top down; in bands of BAND rows."""
    bands = []
    for first in range(0, bitmap.height, BAND):
        rows = min(BAND, bitmap.height - first)
        bands += [GS + b"v0\x00", _u16(bitmap.stride), _u16(rows), bitmap.rows(first, rows)]
    return b"".join(bands)


def _symbol(kind: int, function: int, parameters: bytes) -> bytes:
    """GS ( k pL pH cn fn parameters; p counts cn, fn and the parameters."""
    return GS + b"(k" + _u16(2 + len(parameters)) + bytes([kind, function]) + parameters


def _u16(number: int) -> bytes:
    return number.to_bytes(2, "little")
