"""Barcodes in the register's own commands: CBh and C2h for bars, DDh with DEh for QR. Source: spec/shtrih-m.md 3.2.

What the own commands draw is not seen from here, so only plain cases go that way; the rest is drawn as a picture. The
five numbers of DEh are evidenced for QR alone: PDF417, DataMatrix and Aztec are always pictures. Which subset CBh takes
for CODE128 is not told: plain ASCII is given as it is.
"""

from typing import Any

from drivers.errors import KkmError
from drivers.model.document import BarcodeStyle, Symbology
from drivers.printing import barcodes
from drivers.printing.barcode_fit import Fitted
from drivers.printing.page import BarcodeBlock
from drivers.shtrih.options import ShtrihOptions
from drivers.shtrih.request import Request
from drivers.shtrih.requests import barcodes as requests
from drivers.shtrih.requests.barcodes import BLOCK, Align, Caption, Matrix
from drivers.shtrih.requests.barcodes import Symbology as Native
from drivers.shtrih.requests.status import Mode

_LINEAR = {
    Symbology.UPCA: Native.UPC_A,
    Symbology.EAN13: Native.EAN_13,
    Symbology.EAN8: Native.EAN_8,
    Symbology.CODE39: Native.CODE_39,
    Symbology.ITF14: Native.ITF,
    Symbology.CODE93: Native.CODE_93,
    Symbology.CODE128: Native.CODE_128,
}
_LEVELS = {"L": 0, "M": 1, "Q": 2, "H": 3}
_QR_DOTS = range(3, 9)  # of a module
_MOST_BARS, _MOST_HEIGHT = 48, 255  # bytes of CBh, dots
_BARS_IN = frozenset({Mode.SHIFT_OPEN, Mode.SHIFT_EXPIRED, Mode.SHIFT_CLOSED})  # modes of CBh: no receipt
_NOT_IN_EAN = frozenset({Mode.SHIFT_EXPIRED})  # modes of C2h: a receipt too, but not this one
_UNABLE = frozenset({0x33, 0x35, 0x36, 0x37, 0x5E, 0x73, 0x7E})  # not this command, not these numbers, not in this mode


def commands(
    block: BarcodeBlock, dots: int, options: ShtrihOptions, password: int, mode: Mode
) -> list[Request[Any]] | None:
    """The code in the register's own way; None where it has to be a picture. `dots`: width of the paper."""
    wanted = options.qr if block.symbology is Symbology.QR else options.barcodes
    if wanted == "raster" or not _plain(block.content):
        return None
    size = barcodes.fit(block.symbology, block.content, dots, block.style)
    if size.turned:
        return None
    if block.symbology is Symbology.QR:
        return _qr(block, size, password)
    return _bars(block, size, password, mode)


def is_unable(error: KkmError) -> bool:
    """Whether the register has said that it cannot draw such a code, so that a picture may take its place."""
    return error.native in _UNABLE


def _plain(content: str) -> bool:
    return content.isascii() and content.isprintable()


def _qr(block: BarcodeBlock, size: Fitted, password: int) -> list[Request[Any]] | None:
    if size.module not in _QR_DOTS:
        return None
    data = block.content.encode()
    loads = [
        requests.load_block(password, number, data[start : start + BLOCK])
        for number, start in enumerate(range(0, len(data), BLOCK))
    ]
    looks = requests.qr_looks(dot=size.module, correction=_LEVELS[block.style.level or "M"])
    return [*loads, requests.matrix(password, Matrix.QR, len(data), looks, align=Align.CENTRE)]


def _bars(block: BarcodeBlock, size: Fitted, password: int, mode: Mode) -> list[Request[Any]] | None:
    kind, data = _LINEAR.get(block.symbology), block.content.encode()
    if kind is not None and mode in _BARS_IN and len(data) <= _MOST_BARS and size.bars <= _MOST_HEIGHT:
        caption = Caption.BELOW if block.style.text else Caption.NONE
        made = requests.barcode(password, kind, data, height=size.bars, bar_width=size.module, caption=caption)
        return [made]
    if kind is Native.EAN_13 and mode not in _NOT_IN_EAN and _is_usual(block.style):
        return [requests.ean_13(password, block.content[:12])]
    return None


def _is_usual(style: BarcodeStyle) -> bool:
    """C2h has a look of its own: it cannot be told a height, a module or to leave out the digits."""
    return style.text and not style.height and not style.module
