"""A sheet taken apart into what a label language can be told: pictures, black rectangles, barcodes.

Text always goes as a picture: fonts differ from printer to printer. The characters below a barcode do too, and the
printer's own are switched off, so that the paper is the preview whoever draws the bars.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from drivers.model.document import Symbology
from drivers.printing import canvas
from drivers.printing.barcode_kinds import BEARER
from drivers.printing.bitmap import Bitmap
from drivers.printing.raster_sheet import draw_code, inked
from drivers.printing.sheet import Code, Placed, Rule, Sheet

Native = Callable[[int, int, Code], bytes | None]  # command for the bars with their top left corner at (x, y)


class Graphic(NamedTuple):
    """A picture cut to its ink."""

    x: int
    y: int
    bitmap: Bitmap


class Block(NamedTuple):
    """A black rectangle."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Parts:
    """`graphics` do not lie over one another, not even with their rows filled up to whole bytes.

    They are to be sent first: some printers let a picture wipe out what was below it.
    """

    graphics: tuple[Graphic, ...]
    blocks: tuple[Block, ...]
    codes: tuple[bytes, ...]


def split(sheet: Sheet, native: Native, dx: int = 0, dy: int = 0) -> Parts:
    """Everything moved by (dx, dy); what leaves the label by that is cut off.

    `native` answers None for a code that has to be a picture.
    """
    graphics: list[Graphic | None] = []
    blocks, codes = [], []
    for placed in sheet.items:
        x, y, item = placed.x + dx, placed.y + dy, placed.item
        if isinstance(item, Rule):
            blocks.append(_inside(Block(x, y, item.width, item.height), sheet))
        elif isinstance(item, Bitmap):
            graphics.append(_cut(x, y, item, sheet))
        elif (command := _command(Placed(x, y, item), item, native, sheet)) is None:
            graphics.append(_cut(x, y, draw_code(item), sheet))
        else:
            codes.append(command)
            graphics.append(_caption(x, y, item))
            blocks += _beams(*_bars_at(x, y, item), item)
    return Parts(
        tuple(_apart([graphic for graphic in graphics if graphic])),
        tuple(block for block in blocks if block.width > 0 and block.height > 0),
        tuple(codes),
    )


def _command(placed: Placed, code: Code, native: Native, sheet: Sheet) -> bytes | None:
    inside = 0 <= placed.x <= sheet.width - code.width and 0 <= placed.y <= sheet.height - code.height
    return native(*_bars_at(placed.x, placed.y, code), code) if inside else None


def _bars_at(x: int, y: int, code: Code) -> tuple[int, int]:
    """Top left corner of the bars alone: the characters stand below them, so after turning left, above or right."""
    if not code.bars:
        return x, y
    match code.turn:
        case 90:
            return x + code.width - code.bars, y
        case 180:
            return x, y + code.height - code.bars
        case _:
            return x, y


def _caption(x: int, y: int, code: Code) -> Graphic | None:
    """The characters of a linear code without its bars."""
    if not code.bars or not code.text:
        return None
    left, top = {0: (0, code.bars), 270: (code.bars, 0)}.get(code.turn, (0, 0))
    width, height = code.width, code.height
    if code.turn in (0, 180):
        height -= code.bars
    else:
        width -= code.bars
    if not width or not height:
        return None
    found = inked(canvas.paste([(draw_code(code), -left, -top)], width, height))
    return None if found is None else Graphic(x + left + found[1], y + top + found[2], found[0])


def _beams(x: int, y: int, code: Code) -> list[Block]:
    """What an ITF-14 has along the top and the bottom of its bars; printers draw the bars alone."""
    if code.symbology is not Symbology.ITF14:
        return []
    thick, further = BEARER * code.module, code.bars - BEARER * code.module
    if code.turn in (0, 180):
        return [Block(x, y, code.width, thick), Block(x, y + further, code.width, thick)]
    return [Block(x, y, thick, code.height), Block(x + further, y, thick, code.height)]


def _cut(x: int, y: int, bitmap: Bitmap, sheet: Sheet) -> Graphic | None:
    """The ink that lies on the label."""
    if x < 0 or y < 0 or x + bitmap.width > sheet.width or y + bitmap.height > sheet.height:
        bitmap, x, y = canvas.paste([(bitmap, x, y)], sheet.width, sheet.height), 0, 0
    found = inked(bitmap)
    return None if found is None else Graphic(x + found[1], y + found[2], found[0])


def _inside(block: Block, sheet: Sheet) -> Block:
    x, y = max(0, block.x), max(0, block.y)
    right, bottom = min(sheet.width, block.x + block.width), min(sheet.height, block.y + block.height)
    return Block(x, y, right - x, bottom - y)


def _apart(graphics: list[Graphic]) -> list[Graphic]:
    """Those that lie over one another become one."""
    found: list[Graphic] = []
    for graphic in graphics:
        while touched := [other for other in found if _touch(graphic, other)]:
            found = [other for other in found if other not in touched]
            graphic = _joined([graphic, *touched])
        found.append(graphic)
    return found


def _touch(one: Graphic, other: Graphic) -> bool:
    return (
        one.x < other.x + 8 * other.bitmap.stride
        and other.x < one.x + 8 * one.bitmap.stride
        and one.y < other.y + other.bitmap.height
        and other.y < one.y + one.bitmap.height
    )


def _joined(graphics: list[Graphic]) -> Graphic:
    from PIL import Image

    left, top = min(graphic.x for graphic in graphics), min(graphic.y for graphic in graphics)
    width = max(graphic.x + graphic.bitmap.width for graphic in graphics) - left
    height = max(graphic.y + graphic.bitmap.height for graphic in graphics) - top
    paper = Image.new("1", (width, height))
    for x, y, bitmap in graphics:
        ink = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data)
        paper.paste(1, (x - left, y - top, x - left + bitmap.width, y - top + bitmap.height), ink)
    return Graphic(left, top, Bitmap(width, height, paper.tobytes()))
