"""The settings of a printer behind a spooler, and the paper they make."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le

from drivers.errors import RequestRefused
from drivers.printing.label_box import dots
from drivers.printing.page import Cell, Paper
from drivers.spooler.address import PageFormat

_MOST_COLUMNS, _LETTER = 80, 1.5  # of a line where nothing is set: as many as fit at 1.5 mm, as on a roll of 80 mm
_NARROWEST = 6  # dots of a letter that can still be read


@dataclass(frozen=True, slots=True)
class SpoolerOptions:
    """Keys of the device's table in the config. Measures are millimetres."""

    connection: str  # cups:///NAME, cups://host:631/printers/NAME or windows://NAME
    kind: Literal["receipt", "label"] = "receipt"  # which commands may choose it when they name no device
    width: Annotated[float, Ge(20), Le(450)] = 210.0  # of the paper
    height: Annotated[float, Ge(0), Le(650)] = 297.0  # 0 = a roll: every page is as long as it needs
    margin: Annotated[float, Ge(0), Le(50)] = 10.0  # white on every side
    dpi: Literal[203, 300] = 300  # 300 also for 600 and 1200
    columns: Annotated[int, Ge(0), Le(200)] = 0  # characters of font 3 in a line; 0 = worked out from the width
    font: Literal[1, 2, 3, 4] = 3  # what font 0 of the API is
    format: PageFormat = "auto"  # what CUPS is sent; auto: PDF where it takes it
    labels_per_job: Annotated[int, Ge(1), Le(1000)] = 50  # of a batch; how many are printed is known job by job
    timeout: Annotated[float, Gt(0), Le(60)] = 10.0  # seconds the spooler may take for an answer
    job_timeout: Annotated[float, Gt(0), Le(240)] = 120.0  # seconds a job may take; then it is cancelled


@dataclass(frozen=True, slots=True)
class Form:
    """A page in dots: `paper` is what is printed on, `left` and `top` of it are white. `height` 0: a roll."""

    paper: Paper
    width: int
    height: int
    left: int
    top: int
    dpi: int


def form_of(options: SpoolerOptions) -> Form:
    """Raises RequestRefused for margins that leave no room, or more columns than can be read."""
    width, height, top = (_dots(side, options.dpi) for side in (options.width, options.height, options.margin))
    room = width - 2 * top
    columns = options.columns or max(1, min(_MOST_COLUMNS, int((options.width - 2 * options.margin) / _LETTER)))
    letter = room // columns
    if letter < _NARROWEST or (height and height - 2 * top < 4 * letter):
        raise RequestRefused(
            f"На листе {options.width:g}x{options.height:g} мм с полями {options.margin:g} мм не помещается строка из "
            f"{columns} символов. Исправьте width, height, margin или columns."
        )
    paper = Paper(letter * columns, _fonts(letter), options.font)
    return Form(paper, width, height, (width - paper.dots) // 2, top, options.dpi)


def _fonts(letter: int) -> dict[int, Cell]:
    """In the proportions of a receipt printer's fonts, see drivers.printing.page.FONTS."""
    return {
        1: Cell(2 * letter, 4 * letter),
        2: Cell(letter, 4 * letter),
        3: Cell(letter, 2 * letter),
        4: Cell(letter * 3 // 4, letter * 17 // 12),
    }


def _dots(millimetres: float, dpi: int) -> int:
    return dots(Decimal(str(millimetres)), dpi)
