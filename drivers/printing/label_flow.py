"""Rows of a plain document (CheckStrings) on labels: they flow from one label to the next."""

from collections.abc import Iterable
from dataclasses import dataclass

from drivers.errors import RequestRefused
from drivers.model.document import Line, Symbology
from drivers.printing import layout, raster
from drivers.printing.bitmap import Bitmap
from drivers.printing.label_code import code_of, fit_row, outer_height
from drivers.printing.page import FONTS, BarcodeBlock, Block, Cell, Cut, Feed, Page, Paper, PictureBlock, Pulse, TextRow
from drivers.printing.preview import plain_text
from drivers.printing.raster_sheet import inked
from drivers.printing.sheet import Code, Placed, Sheet, SheetSize

_ALL = frozenset(Symbology)  # whether a code fits is seen here
_HEAD = 203  # dpi the API's fonts are measured for
_GAP = 4  # white dots at that above and below a code
_MARGIN = 8  # white dots at that along all edges: 1 mm


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what is written on it, each row ended by a newline."""

    sheet: Sheet
    text: str


def flow(lines: Iterable[Line], size: SheetSize, font: int = 3) -> tuple[Sheet, ...]:
    """The document on as many labels as it takes, none for an empty one. `font`: what font 0 means.

    A row, a code or a picture is never split. Raises RequestRefused for what fits no label.
    """
    return tuple(label.sheet for label in labels(lines, size, font))


def labels(lines: Iterable[Line], size: SheetSize, font: int = 3) -> tuple[Label, ...]:
    """As `flow`, with the texts."""
    paper, rows = paper_of(size, font), tuple(lines)
    try:
        return spread(layout.lay_out(rows, paper, _ALL), paper, size)
    except RequestRefused:
        for number, row in enumerate(rows, 1):
            _check(number, row, paper, size)
        raise


def _check(number: int, row: Line, paper: Paper, size: SheetSize) -> None:
    """Raises the refusal of a row that fits no label, by its number."""
    try:
        spread(layout.lay_out((row,), paper, _ALL), paper, size)
    except RequestRefused as error:
        raise type(error)(f"Строка {number}: {error.text.removeprefix('Строка 1: ')}") from error


def paper_of(size: SheetSize, font: int = 3) -> Paper:
    """The label within its margins as a roll: its columns are the label's line length."""
    fonts = {
        number: Cell(max(1, _scaled(cell.width, size)), max(1, _scaled(cell.height, size)))
        for number, cell in FONTS.items()
    }
    paper = Paper(max(1, size.width - 2 * _scaled(_MARGIN, size)), fonts, font if font in fonts else 3)
    if min(paper.columns(number) for number in fonts) < 1:
        raise RequestRefused("на этикетку такой ширины не помещается ни одна буква. Проверьте размер этикетки.")
    return paper


def spread(blocks: Iterable[Block], paper: Paper, size: SheetSize) -> tuple[Label, ...]:
    """Blocks laid out for `paper_of(size)` on labels; white space at the edges of labels is left out."""
    filling = _Filling(paper, size)
    for block in blocks:
        filling.add(block)
    filling.finish()
    return tuple(filling.done)


def _scaled(dots: int, size: SheetSize) -> int:
    return (dots * size.dpi + _HEAD // 2) // _HEAD


@dataclass(frozen=True, slots=True)
class _Part:
    """A block measured: its height, and the thing that stands in it at (left, top); None for white paper."""

    height: int
    item: Bitmap | Code | None = None
    left: int = 0
    top: int = 0


class _Filling:
    """Labels in the making, top down."""

    def __init__(self, paper: Paper, size: SheetSize) -> None:
        self.done: list[Label] = []
        self._paper, self._size = paper, size
        self._margin = _scaled(_MARGIN, size)
        self._room = size.height - 2 * self._margin
        self._begin()

    def _begin(self) -> None:
        self._items: list[Placed] = []
        self._blocks: list[Block] = []
        self._top = 0

    def add(self, block: Block) -> None:
        part = self._measured(block)
        if part.height > self._room:
            raise RequestRefused(
                f"{_kind(block)} выше этикетки: нужно {part.height} точек, а на этикетке {self._room}. "
                "Уменьшите её или возьмите этикетки больше."
            )
        if self._top + part.height > self._room:
            self.finish()
            if part.item is None:
                return
        if part.item is not None:
            self._items.append(Placed(self._margin + part.left, self._margin + self._top + part.top, part.item))
        self._blocks.append(block)
        self._top += part.height

    def finish(self) -> None:
        """The label as it is, unless nothing is on it."""
        if self._items:
            sheet = Sheet(self._size.width, self._size.height, tuple(self._items))
            self.done.append(Label(sheet, plain_text(Page(self._paper, tuple(self._blocks)))))
        self._begin()

    def _measured(self, block: Block) -> _Part:
        match block:
            case TextRow():
                row = raster.draw_row(block, self._paper)
                return _Part(row.height, *(inked(row) or ()))
            case BarcodeBlock():
                return self._code(block)
            case PictureBlock(bitmap):
                return _Part(bitmap.height, bitmap, (self._paper.dots - bitmap.width) // 2)
            case Feed(dots):
                return _Part(dots)
            case Cut() | Pulse():
                return _Part(0)

    def _code(self, block: BarcodeBlock) -> _Part:
        """Centred, with a little white above and below where there is room for it."""
        fitted = fit_row(block, self._paper.dots, self._room, self._size)
        code = code_of(block.symbology, block.content, block.style, fitted)
        height = outer_height(fitted)
        height += 2 * max(0, min(_scaled(_GAP, self._size), (self._room - height) // 2))
        return _Part(height, code, (self._paper.dots - code.width) // 2, (height - code.height) // 2)


def _kind(block: Block) -> str:
    match block:
        case BarcodeBlock():
            return f"штрихкод {block.symbology}"
        case PictureBlock():
            return "картинка"
        case _:
            return "строка текста"
