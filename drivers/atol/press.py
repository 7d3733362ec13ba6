"""A block on plain paper, by the commands that the register has for it. Source: spec/atol.md 6.3.

QR is the one code whose command is evidenced in full; all others are drawn by us and printed as lines of dots.
"""

import asyncio
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from drivers.atol import head
from drivers.atol.head import Head
from drivers.atol.request import Request
from drivers.atol.requests import printing
from drivers.atol.requests.printing import Align, Look
from drivers.errors import KkmError
from drivers.model.document import Symbology
from drivers.printing import barcodes, canvas
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import BarcodeBlock, Block, PictureBlock, TextRow

if TYPE_CHECKING:
    from drivers.atol.session import Session

_DOUBLE_HEIGHT = Look(multiplier=1)
_UTF_8 = 0x0100
_MOST_ROWS = 0xFFFF  # of equal dots in one command


async def put(session: "Session", head: Head, block: Block) -> int:
    """-> how many commands have reached the paper."""
    requests = await _requests(session, head, block)
    for done, request in enumerate(requests):
        try:
            await session.ask(request)
        except KkmError as error:
            error.nothing_sent = error.nothing_sent and not done
            raise
    return len(requests)


async def _requests(session: "Session", head: Head, block: Block) -> list[Request[None]]:
    inverted = session.options.raster == "inverted"
    match block:
        case TextRow():
            return [_line(block, head)]
        case BarcodeBlock() if session.options.qr == "native" and (native := _qr(block, head.dots)):
            return [native]
        case BarcodeBlock():
            drawn = await asyncio.to_thread(barcodes.draw, block.symbology, block.content, head.dots, block.style)
            return list(_dots(drawn, head.dots, inverted=inverted))
        case PictureBlock():
            return list(_dots(block.bitmap, head.dots, inverted=inverted))
        case _:
            raise TypeError(f"{block} is no row of a document")


def _line(row: TextRow, of: Head) -> Request[None]:
    """An empty row is a blank, else nothing would move."""
    text = row.text or " "
    if head.is_tall(of.roll, row.font, tall=row.tall):
        return printing.field(text, _DOUBLE_HEIGHT)
    return printing.line(text)


def _qr(block: BarcodeBlock, dots: int) -> Request[None] | None:
    """None where it has to be drawn: what does not fit one command, or is to look as the command cannot be told."""
    data = block.content.encode()
    if block.symbology is not Symbology.QR or block.style.level or len(data) > printing.LONGEST_BARCODE:
        return None
    size = barcodes.fit(block.symbology, block.content, dots, block.style)
    options = 0 if block.content.isascii() else _UTF_8
    return printing.barcode(printing.Symbology.QR, data, align=Align.CENTRE, width=size.module, options=options)


def _dots(bitmap: Bitmap, width: int, *, inverted: bool) -> Iterator[Request[None]]:
    """In the middle of the paper; equal lines go in one command, an empty row of text keeps it from what follows."""
    whole = canvas.centred(bitmap, width)
    rows = (whole.rows(number, 1) for number in range(whole.height))
    for row, equal in groupby(rows):
        yield printing.raster(row, times=min(len(list(equal)), _MOST_ROWS), inverted=inverted)
    yield printing.line(" ")
