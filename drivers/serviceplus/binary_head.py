"""The paper of the binary family. Source: spec/service-plus.md B: 576 dots СП101 and СП601, 448 СП402; 24h, 29h."""

from collections.abc import Mapping, Sequence

from drivers.errors import RequestRefused
from drivers.model.document import Symbology
from drivers.pirit.request import Request
from drivers.printing.page import FONTS, BarcodeBlock, Block, Cell, Paper, TextRow
from drivers.registers.options import RegisterOptions
from drivers.serviceplus import binary_requests as requests
from drivers.serviceplus import binary_texts

_WIDE = frozenset({128, 130, 132, 160, 601})  # by their versions; others are taken for the narrow ones
_CELL = 14  # dots: no wider than any of its letters (inferred)
CODES: Mapping[Symbology, requests.Symbology] = {
    Symbology.UPCA: requests.Symbology.UPC_A,
    Symbology.EAN13: requests.Symbology.EAN_13,
    Symbology.EAN8: requests.Symbology.EAN_8,
    Symbology.CODE39: requests.Symbology.CODE_39,
    Symbology.ITF14: requests.Symbology.ITF,
}


def paper(version: int, options: RegisterOptions) -> Paper:
    dots = options.dots or (576 if version in _WIDE else 448)
    cell = max(1, dots // options.columns) if options.columns else _CELL
    fonts: Mapping[int, Cell] = {number: Cell(cell, FONTS[3].height) for number in FONTS}
    return Paper(dots=cell * (dots // cell), fonts=fonts)


def check(blocks: Sequence[Block]) -> None:
    """Raises RequestRefused."""
    for block in blocks:
        try:
            command(block)
        except ValueError as error:
            raise RequestRefused(binary_texts.bad_code(getattr(block, "content", ""))) from error


def command(block: Block) -> Request[None]:
    """Raises RequestRefused for what it has no command for, ValueError for letters that a code cannot hold."""
    match block:
        case TextRow():
            return requests.row(block.text)
        case BarcodeBlock(symbology=Symbology.QR):
            return requests.qr(block.content)
        case BarcodeBlock() if block.symbology in CODES:
            return requests.barcode(CODES[block.symbology], block.content)
    kinds = ", ".join(kind.value for kind in (Symbology.QR, *CODES))
    raise RequestRefused(binary_texts.NO_PICTURES.format(kinds=kinds))
