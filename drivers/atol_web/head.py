"""The paper, as far as the driver tells: characters and dots of a line. Source: spec/atol-web.md 5, getDeviceInfo."""

from drivers.atol_web.options import AtolWebOptions
from drivers.printing.page import Cell, Paper

_COLUMNS, _DOTS = 42, 576  # for previews of a register that was not reached, and one that tells nothing
_HEIGHT = 24  # dots; not told
_OWN = 3  # the API's font that is the register's own


def paper(columns: int, dots: int, options: AtolWebOptions) -> Paper:
    """`columns`, `dots`: as told, 0 = not. The settings win.

    Fonts are the own one, doubled or not: how many characters of its others fit a line is not told.
    """
    width = options.columns or columns or _COLUMNS
    cell = max(1, (options.dots or dots or _DOTS) // width)
    fonts = {
        1: Cell(2 * cell, 2 * _HEIGHT),
        2: Cell(cell, 2 * _HEIGHT),
        _OWN: Cell(cell, _HEIGHT),
        4: Cell(cell, _HEIGHT),
    }
    return Paper(dots=cell * width, fonts=fonts, font=_OWN)
