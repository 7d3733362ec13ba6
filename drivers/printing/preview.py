"""A page for people: as PNG, SVG and plain text."""

import re
import struct
import zlib
from collections.abc import Iterator
from itertools import islice

from drivers.errors import RequestRefused
from drivers.printing.bitmap import Bitmap
from drivers.printing.columns import printable
from drivers.printing.page import BarcodeBlock, Block, Cut, Feed, Page, Paper, PictureBlock, Pulse, TextRow

MARGIN = 24  # white dots around the paper; whole bytes
_MOST_RECTANGLES = 500_000  # of an SVG, 11 MB; a photo as large as a receipt has as many
_BLACK = re.compile("1+")
_INVERTED = bytes(range(255, -1, -1))


def png(bitmap: Bitmap) -> bytes:
    """A 1-bit PNG with a white margin; the width is `bitmap.width + 2 * MARGIN`. Source: PNG specification, ISO 15948.

    Written here, since the rows are ready: that is several times faster than by way of a picture.
    """
    width, height = bitmap.width + 2 * MARGIN, bitmap.height + 2 * MARGIN
    side = b"\xff" * (MARGIN // 8)
    white = b"\0" + b"\xff" * (bitmap.stride + 2 * len(side))
    ink = bitmap.data.translate(_INVERTED)  # in a PNG 0 is black
    stride = bitmap.stride
    rows = [b"\0" + side + ink[row * stride : (row + 1) * stride] + side for row in range(bitmap.height)]
    lines = white * MARGIN + b"".join(rows) + white * MARGIN
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)  # one bit, grey, no interlace
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lines, 1)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def svg(bitmap: Bitmap) -> bytes:
    """The same as one path of black rectangles; a unit is a dot. Raises RequestRefused for too many of them."""
    found = list(islice(_rectangles(bitmap), _MOST_RECTANGLES + 1))
    if len(found) > _MOST_RECTANGLES:
        raise RequestRefused("Для SVG в документе слишком много точек. Запросите PNG: format=png.")
    width, height = bitmap.width + 2 * MARGIN, bitmap.height + 2 * MARGIN
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{width}v{height}h-{width}z"/>'
        f'<path d="{"".join(found)}"/></svg>'
    ).encode()


def _rectangles(bitmap: Bitmap) -> Iterator[str]:
    """Path commands; a run that is the same in rows under one another is one rectangle."""
    begun: dict[tuple[int, int], int] = {}  # run -> its first row
    last = b""
    for top, row in enumerate([*(bitmap.rows(row, 1) for row in range(bitmap.height)), b""]):
        if row == last:
            continue
        last, runs = row, _runs(row)
        for left, right in sorted(begun.keys() - runs):
            first, width = begun.pop((left, right)), right - left
            yield f"M{MARGIN + left} {MARGIN + first}h{width}v{top - first}h-{width}z"
        begun |= dict.fromkeys(runs - begun.keys(), top)


def _runs(row: bytes) -> set[tuple[int, int]]:
    """Where the black runs of a row begin and end."""
    return {run.span() for run in _BLACK.finditer(f"{int.from_bytes(row, 'big'):0{len(row) * 8}b}")}


def plain_text(page: Page) -> str:
    """The rows of the page, each ended by a newline; codes and pictures in brackets, fed paper as empty rows."""
    return "".join(row + "\n" for block in page.blocks for row in _rows(block, page.paper))


def _rows(block: Block, paper: Paper) -> list[str]:
    match block:
        case TextRow():
            return [block.text]
        case BarcodeBlock():
            return [f"[{block.symbology} {_one_line(block.content)}]"]
        case PictureBlock():
            return [f"[картинка {block.bitmap.width}x{block.bitmap.height}]"]
        case Feed():
            return [""] * (block.dots // paper.cell(0).height)
        case Cut() | Pulse():
            return []


def _one_line(content: str) -> str:
    """Content of a code without what would break the row."""
    return "".join(printable(char) or " " for char in content).replace("\t", " ").strip()
