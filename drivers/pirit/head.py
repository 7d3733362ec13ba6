"""The paper, and how its blocks are told to the register. Pure. Source: spec/service-plus.md A3 (40h, 41h).

Fonts differ from model to model and are not told, so the own one stands for all, doubled as the register can. Codes are
drawn by the register; which encoding it takes other letters than ASCII for in a code is not told: they go as cp866.
Pictures need bytes beside the frame (55h), whose course is not described: there are none.
"""

from collections.abc import Mapping

from drivers.model.document import Symbology
from drivers.pirit.request import Request
from drivers.pirit.requests import printing
from drivers.pirit.requests.printing import LONGEST, Digits, Style
from drivers.pirit.requests.printing import Symbology as Native
from drivers.printing import barcodes
from drivers.printing.page import FONTS, TALL, WIDE, BarcodeBlock, Block, Cell, Paper, TextRow
from drivers.registers.options import RegisterOptions

_NARROW, _WIDE = 384, 576  # dots of paper of 57 and 80 mm (inferred)
_CELL = FONTS[3].width  # dots of a letter where the register does not tell how many fit (inferred)
_CODES: Mapping[Symbology, Native] = {
    Symbology.UPCA: Native.UPC_A,
    Symbology.EAN13: Native.EAN_13,
    Symbology.EAN8: Native.EAN_8,
    Symbology.CODE39: Native.CODE_39,
    Symbology.ITF14: Native.ITF,
    Symbology.CODE128: Native.CODE_128_A,
    Symbology.PDF417: Native.PDF417,
    Symbology.QR: Native.QR,
}
_SET_A = range(0x20, 0x60)  # what a Code 128 of the set A takes of letters: no small ones
_MODULE, _BARS = (2, 8), (1, 255)  # dots


def paper(columns: int, narrow: bool, options: RegisterOptions) -> Paper:
    """`columns`: as the register tells, 0 = it does not."""
    dots = options.dots or (_NARROW if narrow else _WIDE)
    width = min(options.columns or columns or dots // _CELL, LONGEST)
    cell = max(1, dots // width)
    cells = {number: Cell(cell * (1 + (number in WIDE)), FONTS[number].height) for number in FONTS}
    return Paper(dots=cell * width, fonts=cells)


def command(block: Block, roll: Paper) -> Request[None]:
    """Raises ValueError, RequestRefused for what cannot be printed."""
    if isinstance(block, TextRow):
        return printing.row(block.text, _style(block, roll))
    if isinstance(block, BarcodeBlock):
        return _code(block, roll)
    raise ValueError("картинок она по командам этой программы не печатает")


def _style(row: TextRow, roll: Paper) -> Style:
    number = roll.number(row.font)
    tall = Style.TALL if row.tall or number in TALL else Style.PLAIN
    return tall | (Style.WIDE if row.wide or number in WIDE else Style.PLAIN)


def _code(block: BarcodeBlock, roll: Paper) -> Request[None]:
    kind = _CODES.get(block.symbology)
    if kind is None or (kind is Native.CODE_128_A and not all(ord(letter) in _SET_A for letter in block.content)):
        raise ValueError(f"штрихкод {block.symbology} «{block.content}» она не рисует")
    size = barcodes.fit(block.symbology, block.content, roll.dots, block.style)
    below = block.style.text and block.symbology in barcodes.LINEAR
    return printing.barcode(
        kind,
        block.content,
        width=_within(size.module, *_MODULE),
        height=_within(size.bars or barcodes.HEIGHT, *_BARS),
        digits=Digits.BELOW if below else Digits.NONE,
    )


def _within(value: int, least: int, most: int) -> int:
    return max(least, min(value, most))
