"""Text of a label: set into its box at the largest size that holds all of it, then drawn."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from drivers.errors import RequestRefused
from drivers.model.label import Align, Stand, TextElement
from drivers.printing import canvas
from drivers.printing.bitmap import Bitmap
from drivers.printing.columns import lines, printable, wrap
from drivers.printing.field_formats import NBSP
from drivers.printing.label_box import Box, dots
from drivers.printing.page import Cell
from drivers.printing.raster_sheet import inked
from drivers.printing.sheet import Placed

SMALLEST = Decimal("1.5")  # millimetres from line to line; what is smaller cannot be read
_TIED = "\ufdd0"  # a code point that is no character: stands for a blank at which a row is not broken


@dataclass(frozen=True, slots=True)
class Setting:
    """Rows of a text and the cell of its characters, which is half as wide as it is high."""

    rows: tuple[str, ...]
    cell: Cell


def typeset(text: str, element: TextElement, box: Box, dpi: int) -> Setting:
    """All of the text. A smaller size is taken before a word is broken, where the element allows it.

    Raises RequestRefused: nothing is ever cut off.
    """
    width, height = box.upright(element.turn)
    clean = "\n".join(printable(line.replace(NBSP, _TIED)).expandtabs().rstrip() for line in lines(text))
    wanted = max(2, dots(element.size, dpi))
    smallest = min(wanted, max(2, dots(SMALLEST, dpi))) if element.fit else wanted
    words = list(map(len, clean.split()))
    letters, longest = sum(words), max(words, default=0)
    for whole_words in (True, False) if element.wrap else (False,):
        for size in range(wanted, smallest - 1, -1):
            columns, most = width // (size // 2), height // size
            if letters > columns * most or (whole_words and longest > columns):
                continue
            if rows := _rows(clean, element.wrap, columns, most):
                return Setting(tuple(row.replace(_TIED, " ") for row in rows), Cell(size // 2, size))
    raise RequestRefused(
        f"текст «{_short(text)}» не помещается в {element.width}x{element.height} мм"
        f"{' даже самыми мелкими буквами' if element.fit else ''}. Сократите его или увеличьте место в шаблоне."
    )


def _rows(text: str, wrapped: bool, columns: int, most: int) -> list[str]:
    """None at all if they do not fit; a text of blanks has rows too."""
    if columns < 1 or most < 1:
        return []
    found = wrap(text, columns) if wrapped else text.split("\n")
    return found if len(found) <= most and max(map(len, found)) <= columns else []


def draw(setting: Setting, element: TextElement, box: Box) -> tuple[Placed, ...]:
    """One bitmap, cut to its ink; none for a text of blanks."""
    width, height = box.upright(element.turn)
    found = _ink(setting, element.bold, element.strike, element.align, element.turn, width)
    if found is None:
        return ()
    ink, left, top = found
    top += _above(element.stand, height - len(setting.rows) * setting.cell.height)
    size = (ink.width, ink.height) if element.turn in (0, 180) else (ink.height, ink.width)
    return (Placed(*box.place(element.turn, left, top, *size), ink),)


def _above(stand: Stand, spare: int) -> int:
    return {"top": 0, "middle": spare // 2, "bottom": spare}[stand]


@lru_cache(maxsize=128)  # most of what stands on the labels of a batch is the same
def _ink(
    setting: Setting, bold: bool, strike: bool, align: Align, turn: int, width: int
) -> tuple[Bitmap, int, int] | None:
    """The dots, turned, and where they begin in a box `width` wide before turning."""
    cell, parts = setting.cell, []
    rows = setting.rows if align == "left" else [row.strip() for row in setting.rows]
    for number, row in enumerate(rows):
        length, top = len(row) * cell.width, number * cell.height
        left = {"left": 0, "centre": (width - length) // 2, "right": width - length}[align]
        parts.append((canvas.text(row, cell, length, bold), left, top))
        if strike and row.strip():
            bar = canvas.black(length, max(2, cell.height // 12))
            parts.append((bar, left, top + cell.height // 2))
    found = inked(canvas.paste(parts, width, len(setting.rows) * cell.height))
    return None if found is None else (canvas.turn(found[0], turn), found[1], found[2])


def _short(text: str) -> str:
    shown = " ".join(printable(text.replace("\n", " ")).split())
    return shown if len(shown) <= 40 else shown[:40] + "…"
