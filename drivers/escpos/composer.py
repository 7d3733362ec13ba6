"""The rows of a document as blocks this printer can print, and warnings where the paper will not look as was asked.

What it cannot do is done in the next best way: a code natively, as a picture, as text; characters its code page lacks
as a picture of the row, as similar characters.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from drivers.errors import RequestRefused
from drivers.escpos import images, native, quick
from drivers.escpos.printer import Printer
from drivers.model.document import Line, Symbology
from drivers.printing import columns, gs1, paper_warnings, transliterate
from drivers.printing.barcodes import LINEAR
from drivers.printing.layout import check, lay_out
from drivers.printing.page import BarcodeBlock, Block, PictureBlock, TextRow

_SHOWN = 40  # characters of a code in a warning
_ALL_KINDS = frozenset(Symbology)


@dataclass(frozen=True, slots=True)
class Composed:
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()


def compose(lines: Sequence[Line], printer: Printer) -> Composed:
    """Raises RequestRefused: a row that cannot be printed, by its number."""
    warnings: list[str] = []
    if not printer.draws_text:
        lines, replaced = transliterate.lines(lines, printer.encoding)
        warnings += _of_replaced(replaced, printer.encoding)
    laid_out = lay_out(lines, printer.paper, _own_kinds(printer))
    try:
        blocks = _blocks(laid_out, printer, warnings)
    except RequestRefused:
        check(lines, replace(printer.paper, dots=printer.dots))  # knows the number of the row
        raise
    if printer.draws_text and quick.drawn(blocks, printer):  # what the printer has itself it prints well
        warnings += paper_warnings.of_document(lines, printer.paper.dots)
    return Composed(blocks, tuple(warnings))


def _blocks(laid_out: Sequence[Block], printer: Printer, warnings: list[str]) -> tuple[Block, ...]:
    """Rows of text, which are most of them, can always be printed."""
    found: list[Block] = []
    for block in laid_out:
        if isinstance(block, TextRow):
            found.append(block)
        else:
            found += _possible(block, printer, warnings)
    return tuple(found)


def _own_kinds(printer: Printer) -> frozenset[Symbology]:
    """Codes whose width the layout does not judge: the printer's own, and all where codes are not drawn in its dots."""
    drawn = printer.graphics != "none" and printer.dots == printer.paper.dots
    return printer.native_codes if drawn else _ALL_KINDS


def _possible(block: Block, printer: Printer, warnings: list[str]) -> Iterator[Block]:
    """The block as this printer can print it; nothing for a picture it cannot."""
    match block:
        case BarcodeBlock() if native.possible(block, printer):
            yield block
        case BarcodeBlock() if printer.graphics == "none":
            yield from _as_text(block, printer, warnings)
        case BarcodeBlock() if images.coarse(printer) and block.symbology in LINEAR and block.style.text:
            yield PictureBlock(images.code(replace(block, style=replace(block.style, text=False)), printer))
            yield from _caption(block, printer)
        case BarcodeBlock():
            yield PictureBlock(images.code(block, printer))
        case PictureBlock() if printer.graphics == "none":
            warnings.append("Картинка не напечатана: этот принтер не печатает изображений.")
        case PictureBlock():
            yield PictureBlock(images.fitted(block.bitmap, printer))
        case _:
            yield block


def _caption(block: BarcodeBlock, printer: Printer) -> Iterator[TextRow]:
    """Below a code whose dots are too coarse for letters."""
    text = gs1.shown(block.content) if block.symbology is Symbology.GS1_128 else block.content
    width = printer.paper.columns()
    for row in columns.pieces(text, width):
        yield TextRow(" " * ((width - len(row)) // 2) + row.rstrip())


def _as_text(block: BarcodeBlock, printer: Printer, warnings: list[str]) -> Iterator[TextRow]:
    content = "".join(columns.printable(char) or " " for char in block.content).replace("\t", " ").strip()
    short = content if len(content) <= _SHOWN else content[:_SHOWN] + "…"
    warnings.append(f"Штрихкод {block.symbology} «{short}» напечатан текстом: принтер не может его начертить.")
    text, _ = transliterate.into(f"[{block.symbology} {content}]", printer.encoding)
    for row in columns.pieces(text, printer.paper.columns()):
        yield TextRow(row.rstrip())


def _of_replaced(characters: str, encoding: str) -> list[str]:
    listed = " ".join(characters)
    return [f"В кодовой странице {encoding} нет знаков: {listed}. Вместо них напечатаны похожие."] if listed else []
