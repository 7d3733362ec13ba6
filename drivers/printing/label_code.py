"""Barcodes on labels: a fitted code as a thing of a sheet, and how large one is in a flow of rows."""

from dataclasses import replace
from typing import cast

from drivers.model.document import BarcodeStyle, Symbology
from drivers.printing import barcodes
from drivers.printing.page import BarcodeBlock
from drivers.printing.sheet import Code, SheetSize, Turn

_HEAD = 203  # dpi at which a code on a label is as large as on a receipt


def code_of(symbology: Symbology, content: str, style: BarcodeStyle, fitted: barcodes.Fitted, turn: Turn = 0) -> Code:
    """`turn`: what the template wants; a code that had to be turned to fit is turned by 90° more."""
    turned = (turn + 90 * fitted.turned) % 360
    across, down = (fitted.width, fitted.height) if turned in (0, 180) else (fitted.height, fitted.width)
    return Code(
        symbology=symbology,
        content=content,
        module=fitted.module,
        width=across,
        height=down,
        bars=fitted.bars,
        text=style.text,
        level=style.level,
        turn=cast("Turn", turned),
    )


def fit_row(block: BarcodeBlock, width: int, room: int, size: SheetSize) -> barcodes.Fitted:
    """As large as on a receipt, whatever the dpi; smaller where that is higher than `room`. Raises RequestRefused."""
    usual = barcodes.fit(block.symbology, block.content, width, _as_on_paper(block, width, size))
    if outer_height(usual) <= room:
        return usual
    return barcodes.fit(block.symbology, block.content, width, block.style, room=room)


def _as_on_paper(block: BarcodeBlock, width: int, size: SheetSize) -> BarcodeStyle:
    """Dots of a fine head are small: there modules and bars take as many more."""
    style, finer = block.style, max(1, size.dpi // _HEAD)
    if finer > 1 and not style.module:
        coarse = barcodes.fit(block.symbology, block.content, width // finer, style)
        style = replace(style, module=coarse.module * finer)
    return replace(style, height=style.height or barcodes.HEIGHT * size.dpi // _HEAD)


def outer_height(fitted: barcodes.Fitted) -> int:
    """On the label, with the quiet zones above and below; a linear code has them at its ends only."""
    if fitted.turned:
        return fitted.width + 2 * fitted.quiet
    return fitted.height + (0 if fitted.bars else 2 * fitted.quiet)
