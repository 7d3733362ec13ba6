"""Barcodes: what each kind needs on paper. Modules are the unit of a kind, dots those of the printer."""

from drivers.model.document import Symbology
from drivers.printing import gs1
from drivers.printing.columns import pieces
from drivers.printing.page import FONTS

LINEAR = frozenset(
    {
        Symbology.EAN8,
        Symbology.EAN13,
        Symbology.UPCA,
        Symbology.ITF14,
        Symbology.CODE39,
        Symbology.CODE93,
        Symbology.CODE128,
        Symbology.GS1_128,
    }
)
HEIGHT = 96  # dots of a linear code's bars: 12 mm at 203 dpi
MARGIN = 8  # white dots above and below a linear code on a receipt
CAPTION = FONTS[3]  # the letters below a linear code
_LEAST_HEIGHT = 24  # dots of bars that a hand scanner still meets: 3 mm at 203 dpi (inferred)
# Modules of the beam along the top and the bottom of an ITF-14, inside the height of its bars: a slanting scan that
# misses an end then reads nothing instead of a shorter code. Source: GS1 General Specifications, 5.3, bearer bars.
BEARER = 2
_PDF417_FRAME = 69  # modules of start, stop and both row indicators; each column of data takes 17
PDF417_COLUMNS = 30  # at most
# White modules each kind needs on both sides; for EAN-13 the larger left one on both, so that it stays centred.
_QUIET = {
    Symbology.EAN8: 7,
    Symbology.EAN13: 11,
    Symbology.UPCA: 9,
    Symbology.ITF14: 10,
    Symbology.CODE39: 10,
    Symbology.CODE93: 10,
    Symbology.CODE128: 10,
    Symbology.GS1_128: 10,
    Symbology.QR: 4,
    Symbology.PDF417: 2,
    Symbology.DATAMATRIX: 2,
    Symbology.GS1_DATAMATRIX: 2,
    Symbology.AZTEC: 2,  # the standard asks for none; letters beside it would be too near
}


def quiet(symbology: Symbology) -> int:
    """White modules left and right, and for matrix codes above and below."""
    return _QUIET[symbology]


def least_height(symbology: Symbology, module: int) -> int:
    """Dots of bars below which a linear code is refused."""
    return _LEAST_HEIGHT + (2 * BEARER * module if symbology is Symbology.ITF14 else 0)


def columns(symbology: Symbology, widest: int) -> int:
    """Columns of data of the widest PDF417 that takes at most `widest` modules; 0 for no limit and for other kinds."""
    if symbology is not Symbology.PDF417 or widest < _PDF417_FRAME:
        return 0
    return min(PDF417_COLUMNS, max(1, (widest - _PDF417_FRAME) // 17))


def caption(symbology: Symbology, content: str, width: int) -> list[str]:
    """The characters below a linear code, in as many rows as its width in dots needs."""
    text = gs1.shown(content) if symbology is Symbology.GS1_128 else content
    return pieces(text, max(1, width // CAPTION.width))
