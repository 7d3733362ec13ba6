"""What the register prints with. Source: spec/atol.md 5.3, 6.1, 6.3. Pure.

Characters in a line are told by table 2; of fonts nothing is known but that a line may be doubled in height.
"""

from dataclasses import dataclass

from drivers.atol.models import Model
from drivers.atol.options import AtolOptions
from drivers.printing.page import FONTS, TALL, Cell, Paper

_DOTS = 576  # of a model that is not known: 80 mm
_DOTS_OF_A_LETTER = 12  # where the register does not tell how many fit a line
_HEIGHT = FONTS[3].height


@dataclass(frozen=True, slots=True)
class Roll(Paper):
    """All letters are equally wide."""

    letters: int = _DOTS // _DOTS_OF_A_LETTER

    def columns(self, font: int = 0, wide: bool = False) -> int:  # noqa: ARG002 - see above
        return self.letters


@dataclass(frozen=True, slots=True)
class Head:
    roll: Roll
    dots: int  # of a line of the raster


def head(model: Model | None, columns: int, options: AtolOptions) -> Head:
    """`model`: None of one that is not known; `columns`: as the register tells, 0 where it does not."""
    dots = options.dots or (model.width * 8 if model else 0) or _DOTS
    letters = options.columns or columns or dots // _DOTS_OF_A_LETTER
    width = max(1, dots // letters)
    fonts = {font: Cell(width, _HEIGHT * (2 if font in TALL else 1)) for font in FONTS}
    return Head(Roll(dots=dots, fonts=fonts, letters=letters), dots)


def is_tall(roll: Roll, font: int, *, tall: bool) -> bool:
    return tall or roll.number(font) in TALL
