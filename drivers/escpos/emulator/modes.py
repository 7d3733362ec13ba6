"""What ESC @ sets back, and what it does not."""

from dataclasses import dataclass, field
from fractions import Fraction

from PIL import Image

from drivers.escpos.emulator.head import Head

DOT = Fraction(1)


@dataclass(slots=True)
class Modes:
    """Lengths are in units of the head. `symbols` is the store of GS ( k, `graphics` that of GS ( L."""

    font: str
    line_spacing: int
    codec: str
    wide: int = 1
    tall: int = 1
    emphasized: bool = False
    double_strike: bool = False
    underline: int = 0
    inverse: bool = False
    turned: bool = False
    upside_down: bool = False
    country: int = 0
    character_spacing: int = 0
    across: Fraction = DOT  # units in one motion unit, GS P
    down: Fraction = DOT
    align: int = 0
    left: int = 0
    width: int = 1 << 16
    tabs: tuple[int, ...] = ()
    bar_height: int = 162
    bar_width: int = 3
    text_above: bool = False
    text_below: bool = False
    text_font: str = "A"
    qr_module: int = 3
    qr_level: int = 0
    pdf_columns: int = 0
    pdf_rows: int = 0
    pdf_module: int = 3
    pdf_row_height: int = 3
    pdf_level: int = -1
    pdf_truncated: bool = False
    matrix_module: int = 3
    matrix_square: bool = True
    aztec_module: int = 3
    aztec_compact: bool = False
    aztec_layers: int = 0
    aztec_correction: int = 23  # percent
    symbols: dict[int, bytes] = field(default_factory=dict)  # cn -> stored data
    graphics: Image.Image | None = None


def fresh(head: Head) -> Modes:
    """After ESC @ and after power on; tab stops stand at every eighth character."""
    modes = Modes(head.font, head.line_spacing, head.code_pages.get(0, "cp437"))
    modes.tabs = tuple(8 * head.fonts[head.font][0] * stop for stop in range(1, 33))
    return modes


@dataclass(slots=True)
class Memory:
    """What power does not wipe out: pictures of GS ( L 67 by key, of FS q by number."""

    graphics: dict[bytes, Image.Image] = field(default_factory=dict)
    logos: list[Image.Image] = field(default_factory=list)
