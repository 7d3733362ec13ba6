"""Barcodes: how large may one be. Whole modules only, quiet zones kept."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from drivers.errors import RequestRefused
from drivers.model.document import PLAIN, BarcodeStyle, QrLevel, Symbology
from drivers.printing.barcode_kinds import (
    CAPTION,
    HEIGHT,
    LINEAR,
    MARGIN,
    PDF417_COLUMNS,
    caption,
    columns,
    least_height,
    quiet,
)
from drivers.printing.symbols import Modules, modules

_LONGEST = 4_000  # dots along a roll, half a metre
# Dots a module is wide on a receipt, the best first. A QR code wants 0.5 mm (spec/ffd.md 8).
_RECEIPT_LINEAR, _RECEIPT_MATRIX, _RECEIPT_PDF417 = (3, 2, 1), (4, 3, 2), (3, 2)
_LABEL_LINEAR, _LABEL_MATRIX = tuple(range(6, 0, -1)), tuple(range(16, 1, -1))


@dataclass(frozen=True, slots=True)
class Fitted:
    """Every measure of a code, in dots.

    `width`, `height`: of the upright symbol, caption included, quiet zones left out. `quiet`: white left and right, and
    for matrix codes above and below. `bars`: of a linear code, 0 for the others. `turned`: to be turned by 90°.
    """

    module: int
    width: int
    height: int
    quiet: int
    bars: int
    turned: bool = False


@dataclass(frozen=True, slots=True)
class _Space:
    """What a code has before it is turned. On a label its bars fill the height and no margins are added."""

    width: int
    height: int
    label: bool


def fit(symbology: Symbology, content: str, dots: int, style: BarcodeStyle = PLAIN, *, room: int = 0) -> Fitted:
    """The largest that fits, turned only where the style allows it and a module would have less than two dots else.

    `room` 0: a receipt `dots` wide. Otherwise a box on a label, `dots` wide and `room` high, quiet zones included.
    Raises RequestRefused that names the needed and the available measures.
    """
    space = _Space(dots, room or _LONGEST, bool(room))
    upright = _largest(symbology, content, space, style)
    if upright and (upright.module > 1 or not style.rotate):
        return upright
    lying = _largest(symbology, content, replace(space, width=space.height, height=space.width), style)
    if lying and style.rotate and (upright is None or lying.module > upright.module):
        return replace(lying, turned=True)
    if upright:
        return upright
    raise _refusal(symbology, content, space, style, turn=lying is not None)


def _largest(symbology: Symbology, content: str, space: _Space, style: BarcodeStyle) -> Fitted | None:
    sizes = (_size(symbology, content, module, space, style) for module in _candidates(symbology, space, style))
    return next((size for size in sizes if _fits(symbology, size, space)), None)


def _candidates(symbology: Symbology, space: _Space, style: BarcodeStyle) -> Iterable[int]:
    if style.module:
        return (style.module,)
    if symbology in LINEAR:
        return _LABEL_LINEAR if space.label else _RECEIPT_LINEAR
    if space.label:
        return _LABEL_MATRIX
    return _RECEIPT_PDF417 if symbology is Symbology.PDF417 else _RECEIPT_MATRIX


def _size(symbology: Symbology, content: str, module: int, space: _Space, style: BarcodeStyle) -> Fitted:
    white = quiet(symbology) * module
    widest, highest = ((side - 2 * white) // module for side in (space.width, space.height))
    symbol = _symbol(symbology, content, widest, highest, style.level)
    width = symbol.matrix.width * module
    if symbology not in LINEAR:
        return Fitted(module, width, symbol.matrix.height * symbol.row_height * module, white, 0)
    below = len(caption(symbology, content, width)) * CAPTION.height if style.text else 0
    bars = style.height or (space.height - below if space.label else HEIGHT)
    return Fitted(module, width, bars + below, white, bars)


def _symbol(symbology: Symbology, content: str, widest: int, highest: int, level: QrLevel) -> Modules:
    """A PDF417 keeps the shape the engine likes where it fits, else it takes all the width."""
    natural = modules(symbology, content, 0, level)
    fits = natural.matrix.width <= widest and natural.matrix.height * natural.row_height <= highest
    most = columns(symbology, widest)
    return natural if fits or not most else modules(symbology, content, most)


def _fits(symbology: Symbology, size: Fitted, space: _Space) -> bool:
    width, height = _whole(symbology, size, space)
    high_enough = symbology not in LINEAR or size.bars >= least_height(symbology, size.module)
    return high_enough and width <= space.width and height <= space.height


def _whole(symbology: Symbology, size: Fitted, space: _Space) -> tuple[int, int]:
    """With everything white around it."""
    above = size.quiet if symbology not in LINEAR else 0 if space.label else MARGIN
    return size.width + 2 * size.quiet, size.height + 2 * above


def _refusal(symbology: Symbology, content: str, space: _Space, style: BarcodeStyle, *, turn: bool) -> RequestRefused:
    """Tells what the smallest size would need."""
    module = min(_candidates(symbology, space, style))
    least = least_height(symbology, module)
    if symbology in LINEAR and 0 < style.height < least:
        return RequestRefused(
            f"штрихкод {symbology} слишком низкий: высота {style.height} точек, а нужно от {least}. Увеличьте её."
        )
    smallest = replace(style, height=style.height or (least if space.label else HEIGHT))
    width, height = _whole(symbology, _size(symbology, content, module, space, smallest), space)
    if symbology is Symbology.PDF417 and not space.label:
        width = _narrowest_pdf417(content) * module
    lack = _lack(width, height, space, f" при модуле {module}" if style.module else "", turn)
    return RequestRefused(f"штрихкод {symbology} не помещается: {lack}")


def _lack(width: int, height: int, space: _Space, at: str, turn: bool) -> str:
    cure = "Разрешите повернуть его (Rotate), сократите содержимое" if turn else "Сократите содержимое"
    if space.label:
        return f"нужно {width}x{height} точек{at}, а места {space.width}x{space.height}. {cure} или увеличьте место."
    if width > space.width:
        return f"нужна ширина {width} точек{at}, а у бумаги {space.width}. {cure} или возьмите принтер с бумагой шире."
    return f"нужна высота {height} точек{at}, а допустимо {space.height}. Уменьшите её."


def _narrowest_pdf417(content: str) -> int:
    """Modules with both quiet zones: the fewest columns that the engine does not replace by more."""
    widths = (modules(Symbology.PDF417, content, count).matrix.width for count in range(1, PDF417_COLUMNS + 1))
    fewest = next(width for count, width in enumerate(widths, 1) if columns(Symbology.PDF417, width) <= count)
    return fewest + 2 * quiet(Symbology.PDF417)
