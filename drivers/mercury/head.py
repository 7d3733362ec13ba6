"""The paper, as far as the service tells: characters in a line by font. Source: spec/mercury.md 3, GetCommonInfo."""

from collections.abc import Mapping, Sequence

from drivers.mercury.commands.printing import BARCODES, MOST_TEXT
from drivers.model.document import Symbology
from drivers.printing.page import FONTS, BarcodeBlock, Block, Cell, Paper, TextRow
from drivers.registers.options import RegisterOptions

_DOTS = 576  # for previews of a register that tells nothing: 80 mm
_COLUMNS = 48
NATIVE: frozenset[Symbology] = frozenset(BARCODES)


def paper(columns: Sequence[int], options: RegisterOptions) -> Paper:
    """`columns`: what the service tells, the widest is that of the font in which PrintText prints (inferred)."""
    width = options.columns or (columns[0] if columns else _COLUMNS)
    dots = options.dots or _DOTS
    cell = max(1, dots // width)
    fonts: Mapping[int, Cell] = {number: Cell(cell, FONTS[3].height) for number in FONTS}
    return Paper(dots=cell * width, fonts=fonts)


def refusal(block: Block) -> str:
    """Why it cannot be printed; "" where it can."""
    if isinstance(block, TextRow):
        return "" if len(block.text) <= MOST_TEXT else "строка длиннее 1024 знаков"
    if isinstance(block, BarcodeBlock):
        kinds = ", ".join(kind.value for kind in BARCODES)
        return "" if block.symbology in NATIVE else f"из кодов служба INECRMAN печатает только {kinds}"
    return "картинок служба INECRMAN не печатает"
