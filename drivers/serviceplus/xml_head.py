"""The paper of a register that prints rows of text alone. Its width is told by nobody: it stands in the settings."""

from collections.abc import Mapping, Sequence

from drivers.errors import RequestRefused
from drivers.printing.page import FONTS, Block, Cell, Paper, TextRow
from drivers.registers.options import RegisterOptions

COLUMNS, _DOTS = 32, 448  # the narrowest: 58 mm
TEXT_ONLY = "Этого касса не напечатает: она принимает только текст. Уберите из документа коды и картинки."


def paper(options: RegisterOptions) -> Paper:
    width = options.columns or COLUMNS
    cell = max(1, (options.dots or _DOTS) // width)
    fonts: Mapping[int, Cell] = {number: Cell(cell, FONTS[3].height) for number in FONTS}
    return Paper(dots=cell * width, fonts=fonts)


def check(blocks: Sequence[Block]) -> None:
    """Raises RequestRefused."""
    if not all(isinstance(block, TextRow) for block in blocks):
        raise RequestRefused(TEXT_ONLY)
