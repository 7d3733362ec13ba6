"""What is made sooner than it is handed to a thread: rows of text the printer has letters for, and its own codes.

Drawing takes milliseconds and is kept out of the event loop; a usual receipt takes a fifth of one.
"""

from collections.abc import Sequence

from drivers.escpos import codec
from drivers.escpos.encoder import Printed
from drivers.escpos.printer import Printer
from drivers.model.document import BarcodeLine, Line, Position, TextLine
from drivers.printing.page import BarcodeBlock, Cut, TextRow

_MOST = 100  # rows
_LETTERS = 5_000  # characters in them


def to_compose(lines: Sequence[Line], printer: Printer) -> bool:
    return len(lines) <= _MOST and sum([_letters(line, printer) for line in lines]) <= _LETTERS


def _letters(line: Line, printer: Printer) -> int:
    """Of one line; too many where it has to be drawn."""
    if isinstance(line, TextLine):
        return len(line.text)
    if isinstance(line, Position):
        return len(line.name)
    if isinstance(line, BarcodeLine) and line.symbology in printer.native_codes:
        return len(line.content)
    return _LETTERS + 1


def to_encode(blocks: Sequence[Printed], printer: Printer) -> bool:
    return len(blocks) <= _MOST and not drawn(blocks, printer)


def drawn(blocks: Sequence[Printed], printer: Printer) -> bool:
    """Whether there is a picture among them. A single letter that the code page lacks makes one of its row."""
    rows = [block.text for block in blocks if isinstance(block, TextRow)]
    others = [block for block in blocks if not isinstance(block, TextRow)]
    if not all(isinstance(block, BarcodeBlock | Cut) for block in others):
        return True
    try:
        codec.text("".join(rows), printer.encoding)
    except UnicodeEncodeError:
        return True
    return False
