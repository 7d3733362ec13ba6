"""Rows of a document -> blocks of a page, checked and ready for any target."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from drivers.errors import RequestRefused
from drivers.model import money
from drivers.model.document import BarcodeLine, Line, PictureLine, Position, Symbology, TextLine
from drivers.printing import barcodes, markup, pictures
from drivers.printing.columns import left_right, wrap
from drivers.printing.page import TALL, WIDE, BarcodeBlock, Block, Paper, PictureBlock, TextRow

NO_KINDS: frozenset[Symbology] = frozenset()
MOST_ROWS = 50_000  # of one document: 150 m, no roll is that long, and a text of bare line ends is a short one


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
        if len(blocks) > MOST_ROWS:
            raise RequestRefused(f"Документ длиннее {MOST_ROWS} строк. Разделите его на несколько.")
    return tuple(blocks)


def check(lines: Sequence[Line], paper: Paper, native: frozenset[Symbology] = NO_KINDS) -> None:
    """Raises what `lay_out` would raise; text and positions cost nothing, unless there is very much of them."""
    rows = 0  # at the most: one for every character
    for number, line in enumerate(lines, 1):
        if isinstance(line, TextLine):
            rows += 1 + len(line.text)
        elif isinstance(line, Position):
            rows += 4 + len(line.name)
        else:
            _element(number, line, paper, native)
    if rows > MOST_ROWS:
        lay_out(lines, paper, native)


def _element(number: int, line: BarcodeLine | PictureLine, paper: Paper, native: frozenset[Symbology]) -> Block:
    try:
        return _barcode(line, paper, native) if isinstance(line, BarcodeLine) else _picture(line, paper)
    except RequestRefused as error:
        raise type(error)(f"Строка {number}: {error.text}") from error


def _text(line: TextLine, paper: Paper) -> list[TextRow]:
    font = paper.number(line.font)
    wide, tall = line.wide and font not in WIDE, line.tall and font not in TALL
    rows = markup.rows(line.text, paper.columns(font, wide))
    return [TextRow(row, font, line.intensity, line.bold, wide, tall) for row in rows]


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
        barcodes.fit(line.symbology, content, paper.dots, line.style)
    return BarcodeBlock(line.symbology, content, line.style)


def _picture(line: PictureLine, paper: Paper) -> PictureBlock:
    return PictureBlock(pictures.load(line.image, paper.dots))
