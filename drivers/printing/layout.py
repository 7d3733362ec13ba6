"""Rows of a document -> blocks of a page, checked and ready for any target."""

from collections.abc import Iterable
from decimal import Decimal

from drivers.errors import RequestRefused
from drivers.model import money
from drivers.model.document import BarcodeLine, Line, PictureLine, Position, Symbology, TextLine
from drivers.printing import barcodes, markup, pictures
from drivers.printing.columns import left_right, wrap
from drivers.printing.page import BarcodeBlock, Block, Paper, PictureBlock, TextRow

NO_KINDS: frozenset[Symbology] = frozenset()


def lay_out(lines: Iterable[Line], paper: Paper, native: frozenset[Symbology] = NO_KINDS) -> tuple[Block, ...]:
    """Everything the lines print, in order.

    `native`: barcode kinds the device draws by itself; whether those fit is the device's affair. Raises RequestRefused
    that names the row from 1. Source: spec/kkmserver.md 4.
    """
    blocks: list[Block] = []
    for number, line in enumerate(lines, 1):
        if isinstance(line, TextLine):
            blocks += _text(line, paper)
        elif isinstance(line, Position):
            blocks += _position(line, paper)
        else:
            blocks.append(_element(number, line, paper, native))
    return tuple(blocks)


def check(lines: Iterable[Line], paper: Paper, native: frozenset[Symbology] = NO_KINDS) -> None:
    """Raises what `lay_out` would raise; text and positions, which can always be printed, cost nothing."""
    for number, line in enumerate(lines, 1):
        if isinstance(line, BarcodeLine | PictureLine):
            _element(number, line, paper, native)


def _element(number: int, line: BarcodeLine | PictureLine, paper: Paper, native: frozenset[Symbology]) -> Block:
    try:
        return _barcode(line, paper, native) if isinstance(line, BarcodeLine) else _picture(line, paper)
    except RequestRefused as error:
        raise type(error)(f"Строка {number}: {error.text}") from error


def _text(line: TextLine, paper: Paper) -> list[TextRow]:
    font = line.font if line.font in paper.fonts else paper.font
    rows = markup.rows(line.text, paper.columns(font))
    return [TextRow(row, font, line.intensity) for row in rows]


def _position(position: Position, paper: Paper) -> list[TextRow]:
    """A position where nothing is fiscalised. Source: spec/kkmserver.md 4.5."""
    columns = paper.columns(paper.font)
    sums = left_right(
        f"{_quantity(position.quantity)} x {money.text(position.price)}", money.text(position.amount), columns
    )
    return [TextRow(row, paper.font) for row in [*wrap(position.name, columns), *sums]]


def _quantity(quantity: Decimal) -> str:
    """2.000 -> "2", 0.355 -> "0.355"; never with an exponent."""
    return f"{quantity.normalize():f}" if quantity else "0"


def _barcode(line: BarcodeLine, paper: Paper, native: frozenset[Symbology]) -> BarcodeBlock:
    content = barcodes.check(line.symbology, line.content)
    if line.symbology not in native:
        barcodes.fit(line.symbology, content, paper.dots)
    return BarcodeBlock(line.symbology, content)


def _picture(line: PictureLine, paper: Paper) -> PictureBlock:
    return PictureBlock(pictures.load(line.image, paper.dots))
