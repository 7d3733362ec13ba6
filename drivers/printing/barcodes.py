"""Barcodes as dots; the door to everything about them. Source: spec/kkmserver.md 4.3."""

from functools import lru_cache

from drivers.model.document import PLAIN, BarcodeStyle, QrLevel, Symbology
from drivers.printing import canvas
from drivers.printing.barcode_content import check
from drivers.printing.barcode_fit import Fitted, fit
from drivers.printing.barcode_kinds import BEARER, CAPTION, HEIGHT, LINEAR, MARGIN, caption, columns, quiet
from drivers.printing.bitmap import Bitmap
from drivers.printing.check_digit import check_digit
from drivers.printing.symbols import modules

__all__ = ["HEIGHT", "LINEAR", "Fitted", "check", "check_digit", "draw", "fit", "quiet", "symbol"]


@lru_cache(maxsize=64)
def draw(symbology: Symbology, content: str, dots: int, style: BarcodeStyle = PLAIN) -> Bitmap:
    """A checked code for a receipt with its quiet zones, at most `dots` wide. Raises as `fit` does."""
    size = fit(symbology, content, dots, style)
    code = symbol(
        symbology,
        content,
        size.module,
        bars=size.bars,
        text=style.text,
        level=style.level,
        widest=size.width // size.module,
    )
    above = MARGIN if symbology in LINEAR else size.quiet
    whole = canvas.paste([(code, size.quiet, above)], size.width + 2 * size.quiet, size.height + 2 * above)
    return canvas.turn(whole, 90) if size.turned else whole


@lru_cache(maxsize=64)
def symbol(
    symbology: Symbology,
    content: str,
    module: int,
    *,
    bars: int = 0,
    text: bool = True,
    level: QrLevel = "",
    widest: int = 0,
) -> Bitmap:
    """A checked code upright and without quiet zones, `module` dots to a module.

    `bars`: dots of a linear code's bars, 0 = HEIGHT; its characters stand below if `text`. `widest`: modules that a
    PDF417 may take, 0 = as it likes; that of a Fitted gives the shape that was fitted. Raises RequestRefused for what
    is too long, NotSupported for a kind that cannot be drawn here.
    """
    found = modules(symbology, content, columns(symbology, widest), level)
    if symbology not in LINEAR:
        return canvas.scaled(found.matrix, module, found.row_height * module)
    drawn = canvas.scaled(found.matrix, module, bars or HEIGHT)
    if symbology is Symbology.ITF14:
        drawn = _between_beams(drawn, BEARER * module)
    rows = caption(symbology, content, drawn.width) if text else []
    return _above_text(drawn, rows) if rows else drawn


def _between_beams(bars: Bitmap, thickness: int) -> Bitmap:
    black = canvas.black(bars.width, thickness)
    return canvas.paste([(bars, 0, 0), (black, 0, 0), (black, 0, bars.height - thickness)], bars.width, bars.height)


def _above_text(bars: Bitmap, rows: list[str]) -> Bitmap:
    texts = [canvas.text(row, CAPTION, min(bars.width, len(row) * CAPTION.width)) for row in rows]
    placed = [
        (text, (bars.width - text.width) // 2, bars.height + CAPTION.height * number)
        for number, text in enumerate(texts)
    ]
    return canvas.paste([(bars, 0, 0), *placed], bars.width, bars.height + CAPTION.height * len(rows))
