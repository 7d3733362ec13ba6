"""Barcodes in the printer's own commands, where they are sure to come out whole; otherwise they go as a picture."""

from bisect import bisect_left
from math import ceil, sqrt

from drivers.escpos import codec
from drivers.model.document import Symbology
from drivers.printing.barcodes import HEIGHT
from drivers.printing.page import BarcodeBlock

_WIDTHS = (3, 2)  # dots of a module, best first; below 2 printers differ
_QR_WIDTHS = (4, 3, 2)  # 4 dots are the recommended 0.5 mm; spec/ffd.md 8
_MARGIN = 8  # white dots above and below a linear code
_QUIET = 11  # modules on either side of a linear code; EAN13 wants the most
_CODE39 = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%+-./")
# Bytes that fit QR versions 1..40 at level M in byte mode. Source: ISO/IEC 18004, table of capacities.
_QR_BYTES = (
    *(14, 26, 42, 62, 84, 106, 122, 152, 180, 213, 251, 287, 331, 362, 412, 450, 504, 560, 624, 666),
    *(
        711,
        779,
        857,
        911,
        997,
        1059,
        1125,
        1190,
        1264,
        1370,
        1452,
        1538,
        1628,
        1722,
        1809,
        1911,
        1989,
        2099,
        2213,
        2331,
    ),
)
_DATAMATRIX_CHARACTERS = 144  # up to 44 modules square: fits the narrowest paper at 4 dots
_PDF417_CODEWORDS = 900  # 928 in a symbol, less what the printer may add
_PDF417_ROWS = 90


def encode(block: BarcodeBlock, dots: int) -> bytes | None:
    """The code at the widest modules that fit `dots` with quiet zones; None where only a picture is safe.

    The white paper above and below is part of it: the printer leaves that to us.
    """
    match block.symbology:
        case Symbology.QR:
            return _qr(block.content.encode(), dots)
        case Symbology.PDF417:
            return _pdf417(block.content, dots)
        case Symbology.DATAMATRIX:
            return _datamatrix(block.content)
        case _:
            return _linear(block, dots)


def _linear(block: BarcodeBlock, dots: int) -> bytes | None:
    data = _linear_data(block)
    if data is None:
        return None
    for width in _WIDTHS:
        if _linear_dots(block, width) + 2 * _QUIET * width <= dots:
            return _framed(codec.linear(block.symbology, data, width=width, height=HEIGHT), _MARGIN)
    return None


def _linear_data(block: BarcodeBlock) -> bytes | None:
    """The printer's notation: CODE128 begins with its subset, `{B`, and a brace is doubled."""
    content = block.content
    if not (content.isascii() and content.isprintable()):
        return None
    if block.symbology is Symbology.CODE128:
        content = "{B" + content.replace("{", "{{")
    elif block.symbology is Symbology.CODE39 and not _CODE39.issuperset(content):
        return None
    return content.encode() if len(content) <= 255 else None


def _linear_dots(block: BarcodeBlock, width: int) -> int:
    """Width of the bars alone. CODE39: wide bars are 5 dots at 2 and 8 at 3 (GS w), 6 narrow, 3 wide and a gap each."""
    match block.symbology:
        case Symbology.EAN8:
            return 67 * width
        case Symbology.EAN13:
            return 95 * width
        case Symbology.CODE39:
            return (len(block.content) + 2) * (7 * width + 3 * {2: 5, 3: 8}[width])
        case _:
            return (11 * len(block.content) + 35) * width  # start, check digit and stop: 11 + 11 + 13


def _qr(data: bytes, dots: int) -> bytes | None:
    version = bisect_left(_QR_BYTES, len(data)) + 1
    if version > len(_QR_BYTES) or not data:
        return None
    modules = 17 + 4 * version + 8  # quiet zone: 4 modules on each side
    for width in _QR_WIDTHS:
        if modules * width <= dots:
            return _framed(codec.qr(data, module=width), 4 * width)
    return None


def _pdf417(content: str, dots: int) -> bytes | None:
    """Columns are chosen here, so that the width is known: about three times as wide as high."""
    if not content or not (content.isascii() and content.isprintable()):
        return None
    level, check = _pdf417_level(len(content))
    codewords = len(content) + 2 + check  # never more than a codeword for a character, and the two of the frame
    for width in _WIDTHS:
        fitting = min(30, (dots // width - 4 - 69) // 17)  # quiet zone 2 + 2, frame 69, a column 17 modules
        columns = min(fitting, ceil(sqrt(codewords / 3)))
        if columns >= 1 and ceil(codewords / columns) <= _PDF417_ROWS and codewords <= _PDF417_CODEWORDS:
            return _framed(codec.pdf417(content.encode(), columns=columns, level=level, module=width), 2 * width)
    return None


def _pdf417_level(codewords: int) -> tuple[int, int]:
    """Error correction by the amount of data, and its codewords. Source: ISO/IEC 15438, recommended levels."""
    level = 2 if codewords <= 40 else 3 if codewords <= 160 else 4 if codewords <= 320 else 5
    return level, 2 ** (level + 1)


def _datamatrix(content: str) -> bytes | None:
    """Codes of GS1 need FNC1, whose notation differs from printer to printer: a picture."""
    if not content or not (content.isascii() and content.isprintable()) or len(content) > _DATAMATRIX_CHARACTERS:
        return None
    return _framed(codec.datamatrix(content.encode(), module=4), 4)


def _framed(symbol: bytes, quiet: int) -> bytes:
    return codec.feed(quiet) + symbol + codec.feed(quiet)
