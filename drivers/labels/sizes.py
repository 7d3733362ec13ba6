"""How large a barcode comes out when the printer draws it: a native code must take the place the layout gave it."""

from functools import lru_cache
from typing import Literal

from drivers.labels import code128
from drivers.model.document import QrLevel, Symbology
from drivers.printing.sheet import Code

GS = code128.FNC1_MARK
QrMode = Literal["N", "A", "B"]  # numeric, alphanumeric, bytes

_FIXED = {Symbology.EAN8: 67, Symbology.EAN13: 95, Symbology.UPCA: 95}
# Side of a square Data Matrix -> data codewords. Source: ISO/IEC 16022, table of ECC 200 symbol attributes.
_DATAMATRIX = dict(
    zip(
        (10, 12, 14, 16, 18, 20, 22, 24, 26, 32, 36, 40, 44, 48),
        (3, 5, 8, 12, 18, 22, 30, 36, 44, 62, 86, 114, 144, 174),
        strict=True,
    )
)
_QR_ALPHANUMERIC = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
_QR_LEVELS = {"L": 1, "M": 0, "Q": 3, "H": 2}  # ISO/IEC 18004, error correction level indicators


def length(code: Code) -> int:
    """Dots of a code along its bars, before turning."""
    return code.width if code.turn in (0, 180) else code.height


def fits_linear(code: Code) -> bool:
    """Whether the bars by the book are exactly as long as the layout says.

    They are not where the layout stands wider characters below, or draws the kind with something added.
    """
    widths = {_FIXED.get(code.symbology, 0)}
    match code.symbology:
        case Symbology.CODE128 | Symbology.GS1_128:
            widths = {code128.modules(len(code128.values(code.content)))}
        case Symbology.CODE93:  # start, stop, two check characters of 9 modules and the last bar
            widths = {9 * (len(code.content) + 4) + 1}
        case Symbology.CODE39 | Symbology.ITF14:
            return ratio(code) > 0
    return length(code) in {width * code.module for width in widths if width}


def wide_bar(code: Code) -> int:
    """Modules of a wide bar as the languages want to be told; 2 for kinds that have none."""
    return ratio(code) if code.symbology in (Symbology.CODE39, Symbology.ITF14) else 2


def ratio(code: Code) -> int:
    """Wide bars are so many narrow ones, by the length of the code; 0 = neither 2 nor 3 gives that length."""
    count = len(code.content)
    for wide in (2, 3):
        if code.symbology is Symbology.CODE39:  # 6 narrow and 3 wide each, a gap between
            modules = (count + 2) * (6 + 3 * wide + 1) - 1
        else:  # start, five bars or gaps for a digit of which 2 are wide, stop
            modules = 4 + count * (3 + 2 * wide) + wide + 2
        if modules * code.module == length(code):
            return wide
    return 0


def datamatrix_side(code: Code) -> int:
    """Modules of a square Data Matrix that surely holds the content, however plainly the printer encodes it; else 0.

    Plainly: a codeword for two digits, one for any other ASCII character, one for FNC1.
    """
    side, rest = divmod(code.width, code.module)
    if rest or code.width != code.height or not _is_ascii(code.content):
        return 0
    return side if _codewords(code.content) <= _DATAMATRIX.get(side, 0) else 0


def _codewords(content: str) -> int:
    count = at = 0
    while at < len(content):
        pair = content[at : at + 2]
        at += 2 if len(pair) == 2 and pair.isdigit() else 1
        count += 1
    return count


def qr_mode(code: Code) -> QrMode | None:
    """The one mode for all of the content in which the symbol is exactly as large as the layout says; else None."""
    modules, rest = divmod(code.width, code.module)
    version, odd = divmod(modules - 17, 4)
    if rest or odd or not 1 <= version <= 40 or not _is_ascii(code.content) or GS in code.content:
        return None
    mode: QrMode = "B"
    if code.content.isdigit():
        mode = "N"
    elif _QR_ALPHANUMERIC.issuperset(code.content):
        mode = "A"
    return mode if _smallest_qr(len(code.content), mode, code.level) == version else None


@lru_cache(maxsize=64)
def _smallest_qr(count: int, mode: QrMode, level: QrLevel) -> int:
    """Version that holds so many characters; 0 = none does. Source: ISO/IEC 18004, by the tables of qrcode."""
    from qrcode.util import BIT_LIMIT_TABLE

    limits = BIT_LIMIT_TABLE[_QR_LEVELS[level or "M"]]
    return next((version for version in range(1, 41) if _qr_bits(count, mode, version) <= limits[version]), 0)


def _qr_bits(count: int, mode: QrMode, version: int) -> int:
    counter = {"N": (10, 12, 14), "A": (9, 11, 13), "B": (8, 16, 16)}[mode][(version > 9) + (version > 26)]
    data = {
        "N": 10 * (count // 3) + (0, 4, 7)[count % 3],
        "A": 11 * (count // 2) + 6 * (count % 2),
        "B": 8 * count,
    }
    return 4 + counter + data[mode]


def _is_ascii(content: str) -> bool:
    """Printable ASCII and FNC1 marks."""
    return all(" " <= char <= "~" or char == GS for char in content)
