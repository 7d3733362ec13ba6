"""Places on a label: millimetres of a template as dots of a printer, and things turned within their boxes."""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from drivers.errors import RequestRefused
from drivers.model.label import Element
from drivers.printing.sheet import Turn

_INCH = Decimal("25.4")
# Heads that are called 203 dpi have 8 dots a millimetre (ZPL II Programming Guide, ^LL; TSPL/TSPL2 Programming, note of
# REFERENCE). Those called 300 have 11.8 or 12 (ZPL II Programming Guide, ^LH): by 11.8 nothing leaves the label on
# either.
_EXACT = {203: Decimal("203.2")}
_WHOLE = Decimal(1)


class Box(NamedTuple):
    x: int
    y: int
    width: int
    height: int

    def upright(self, turn: Turn) -> tuple[int, int]:
        """Width and height as they are seen by what stands in it turned."""
        return (self.width, self.height) if turn in (0, 180) else (self.height, self.width)

    def place(self, turn: Turn, left: int, top: int, width: int, height: int) -> tuple[int, int]:
        """Where on the sheet the top left corner comes to stand of a `width` x `height` thing, measured before turning,
        that lies at (left, top) of the upright box.
        """
        match turn:
            case 0:
                return self.x + left, self.y + top
            case 90:
                return self.x + self.width - top - height, self.y + left
            case 180:
                return self.x + self.width - left - width, self.y + self.height - top - height
            case 270:
                return self.x + top, self.y + self.height - left - width


def dots_an_inch(dpi: int) -> Decimal:
    """What a head of so many dpi by its name really has."""
    return _EXACT.get(dpi, Decimal(dpi))


def dots(millimetres: Decimal, dpi: int) -> int:
    """To the nearest dot."""
    return int((millimetres * dots_an_inch(dpi) / _INCH).quantize(_WHOLE, ROUND_HALF_UP))


def box_of(element: Element, dpi: int, width: int, height: int) -> Box:
    """Edges are rounded, not lengths, so that what touches in the template touches on paper.

    Raises RequestRefused for what is not wholly on the `width` x `height` dots of the label.
    """
    x, y = dots(element.x, dpi), dots(element.y, dpi)
    right, bottom = dots(element.x + element.width, dpi), dots(element.y + element.height, dpi)
    if not (0 <= x <= right <= width and 0 <= y <= bottom <= height):
        raise RequestRefused(
            f"выходит за край этикетки: занимает от {element.x} до {element.x + element.width} мм по ширине и "
            f"от {element.y} до {element.y + element.height} мм по высоте. Исправьте x, y, width, height в шаблоне."
        )
    return Box(x, y, right - x, bottom - y)
