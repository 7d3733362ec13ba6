"""Barcodes in the printer's own commands, where they are sure to come out whole; otherwise they go as a picture."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, lru_cache
from math import ceil, sqrt

from drivers.escpos import barcode_commands as commands
from drivers.escpos import codec
from drivers.escpos.printer import Printer
from drivers.model.document import BarcodeStyle, QrLevel, Symbology
from drivers.printing import gs1
from drivers.printing.barcodes import HEIGHT
from drivers.printing.page import BarcodeBlock

_WIDTHS = (3, 2)  # dots of a module, best first; below 2 printers differ
_LINEAR_WIDTHS = range(2, 7)  # GS w
_MATRIX_WIDTHS = (4, 3, 2)  # 4 dots are the recommended 0.5 mm of QR; spec/ffd.md 8
_MARGIN = 8  # white dots above and below a linear code
_QUIET = 11  # modules on either side of a linear code; EAN13 wants the most
_CODE39 = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%+-./")  # CODE93 spells the others with two characters
_WIDE = {2: 5, 3: 8}  # dots of a wide bar by those of a narrow one (GS w), of CODE39 and ITF
_DATAMATRIX_CHARACTERS = 144  # up to 44 modules square
_DATAMATRIX_MODULES = 44 + 2
_AZTEC_CHARACTERS = 80  # up to 41 modules square with a quarter of it for correction
_AZTEC_MODULES = 41 + 2
_PDF417_CODEWORDS = 900  # 928 in a symbol, less what the printer may add
_PDF417_ROWS = 90
_DLE = b"\x10"  # begins commands that printers do even inside the data of others


def possible(block: BarcodeBlock, printer: Printer) -> bool:
    return block.symbology in printer.native_codes and encode(block, printer.paper.dots) is not None


@lru_cache(maxsize=64)
def encode(block: BarcodeBlock, dots: int) -> bytes | None:
    """The code at the widest modules that fit `dots` with quiet zones; None where only a picture is safe.

    The white paper above and below is part of it: the printer leaves that to us.
    """
    match block.symbology:
        case Symbology.QR:
            return _qr(block.content.encode(), dots, block.style)
        case Symbology.PDF417:
            return _pdf417(block.content, dots, block.style)
        case Symbology.DATAMATRIX:
            return _datamatrix(block.content, dots, block.style)
        case Symbology.AZTEC:
            return _aztec(block.content, dots, block.style)
        case Symbology.GS1_DATAMATRIX:
            return None  # FNC1 has another notation in every printer
        case _:
            return _linear(block, dots)


def _widths(style: BarcodeStyle, usual: Sequence[int]) -> Sequence[int]:
    return (style.module,) if style.module else usual


def _linear(block: BarcodeBlock, dots: int) -> bytes | None:
    data, height = _linear_data(block), block.style.height or HEIGHT
    if data is None or height > 255:
        return None
    for width in _widths(block.style, _WIDTHS):
        bars = _linear_dots(block, width) if width in _LINEAR_WIDTHS else 0
        if bars and bars + 2 * _QUIET * width <= dots:
            made = commands.linear(block.symbology, data, width=width, height=height, text=block.style.text)
            return _framed(made, _MARGIN)
    return None


def _linear_data(block: BarcodeBlock) -> bytes | None:
    """The printer's notation: CODE128 begins with its subset, `{B`, and a brace is doubled."""
    content = _gs1(block.content) if block.symbology is Symbology.GS1_128 else block.content
    if not (content.isascii() and content.isprintable()):
        return None
    if block.symbology is Symbology.CODE128:
        content = "{B" + content.replace("{", "{{")
    elif block.symbology in (Symbology.CODE39, Symbology.CODE93) and not _CODE39.issuperset(content):
        return None
    return content.encode() if len(content) <= 255 else None


def _gs1(content: str) -> str:
    """`(01)04600000000008(10)A1{1(21)5`: brackets are printed, not encoded; {1 is FNC1, * would be a check digit.

    Source: Epson TM-C3500 Technical Reference Guide, GS1-128.
    """
    runs = content.strip(gs1.GS).split(gs1.GS)
    return "{1".join("".join(f"({number}){_plain(value)}" for number, value in gs1.elements(run)) for run in runs)


def _plain(value: str) -> str:
    return "".join("{" + char if char in "{()*" else char for char in value)


def _linear_dots(block: BarcodeBlock, width: int) -> int:
    """Width of the bars alone, at most; 0 where it is not known how wide this printer's wide bars are."""
    size = len(block.content)
    match block.symbology:
        case Symbology.EAN8:
            return 67 * width
        case Symbology.EAN13 | Symbology.UPCA:
            return 95 * width
        case Symbology.CODE39:  # 6 narrow, 3 wide and a gap each, start and stop among them
            return (size + 2) * (7 * width + 3 * _WIDE[width]) if width in _WIDE else 0
        case Symbology.ITF14:  # 3 narrow and 2 wide each; start 4 narrow, stop a wide and 2 narrow
            return size * (3 * width + 2 * _WIDE[width]) + 6 * width + _WIDE[width] if width in _WIDE else 0
        case Symbology.CODE93:  # start, two check characters, stop and the closing bar
            return ((size + 4) * 9 + 1) * width
        case _:  # start, check character and stop: 11 + 11 + 13
            return (11 * size + 35) * width


def _qr(data: bytes, dots: int, style: BarcodeStyle) -> bytes | None:
    capacities = _qr_bytes(style.level)
    version = bisect_left(capacities, len(data)) + 1
    if version > len(capacities) or not data or _DLE in data:
        return None
    modules = 17 + 4 * version + 8  # quiet zone: 4 modules on each side
    for width in _widths(style, _MATRIX_WIDTHS):
        if modules * width <= dots and width <= 16:
            return _framed(commands.qr(data, module=width, level=style.level), 4 * width)
    return None


@cache
def _qr_bytes(level: QrLevel) -> tuple[int, ...]:
    """Bytes that fit QR versions 1..40 in byte mode: the bits less mode (4) and length (8, from version 10 on 16)."""
    from qrcode.util import BIT_LIMIT_TABLE

    limits = BIT_LIMIT_TABLE[{"L": 1, "": 0, "M": 0, "Q": 3, "H": 2}[level]]
    return tuple((limits[version] - 4 - (8 if version < 10 else 16)) // 8 for version in range(1, 41))


def _pdf417(content: str, dots: int, style: BarcodeStyle) -> bytes | None:
    """Columns are chosen here, so that the width is known: about three times as wide as high."""
    if not content or not (content.isascii() and content.isprintable()):
        return None
    level, check = _pdf417_level(len(content))
    codewords = len(content) + 2 + check  # never more than a codeword for a character, and the two of the frame
    for width in _widths(style, _WIDTHS):
        fitting = min(30, (dots // width - 4 - 69) // 17)  # quiet zone 2 + 2, frame 69, a column 17 modules
        columns = min(fitting, ceil(sqrt(codewords / 3)))
        if columns < 1 or not 2 <= width <= 8:
            continue
        if ceil(codewords / columns) <= _PDF417_ROWS and codewords <= _PDF417_CODEWORDS:
            made = commands.pdf417(content.encode(), columns=columns, level=level, module=width)
            return _framed(made, 2 * width)
    return None


def _pdf417_level(codewords: int) -> tuple[int, int]:
    """Error correction by the amount of data, and its codewords. Source: ISO/IEC 15438, recommended levels."""
    level = 2 if codewords <= 40 else 3 if codewords <= 160 else 4 if codewords <= 320 else 5
    return level, 2 ** (level + 1)


def _datamatrix(content: str, dots: int, style: BarcodeStyle) -> bytes | None:
    """Codes of GS1 need FNC1, whose notation differs from printer to printer: a picture."""
    if not _short_ascii(content, _DATAMATRIX_CHARACTERS):
        return None
    width = _widest(dots, _DATAMATRIX_MODULES, style)
    return _framed(commands.datamatrix(content.encode(), module=width), width) if width else None


def _aztec(content: str, dots: int, style: BarcodeStyle) -> bytes | None:
    if not _short_ascii(content, _AZTEC_CHARACTERS):
        return None
    width = _widest(dots, _AZTEC_MODULES, style)
    return _framed(commands.aztec(content.encode(), module=width), width) if width else None


def _short_ascii(content: str, most: int) -> bool:
    return 0 < len(content) <= most and content.isascii() and content.isprintable()


def _widest(dots: int, modules: int, style: BarcodeStyle) -> int:
    """Dots of a module such that `modules` are sure to fit; 0 where none does."""
    return next((width for width in _widths(style, _MATRIX_WIDTHS) if 2 <= width <= 16 and modules * width <= dots), 0)


def _framed(symbol: bytes, quiet: int) -> bytes:
    return codec.feed(quiet) + symbol + codec.feed(quiet)
