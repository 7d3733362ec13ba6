"""Templates for the tests of labels, and looking at what became of them."""

from decimal import Decimal
from typing import Any

import zxingcpp

from drivers.errors import RequestRefused
from drivers.model.document import PLAIN, BarcodeStyle, Symbology
from drivers.model.label import BarcodeElement, Element, Fields, Template, TextElement
from drivers.printing import label
from drivers.printing.bitmap import Bitmap
from drivers.printing.raster_sheet import draw
from drivers.printing.sheet import Code, Placed, Sheet
from tests.drivers.printing.reading import picture


def place(x: str, y: str, width: str, height: str) -> dict[str, Decimal]:
    return {"x": Decimal(x), "y": Decimal(y), "width": Decimal(width), "height": Decimal(height)}


def text(content: str, *where: str, size: str = "3", **options: Any) -> TextElement:
    return TextElement(**place(*where), text=content, size=Decimal(size), **options)


def code(
    symbology: Symbology, content: str, *where: str, style: BarcodeStyle = PLAIN, **options: Any
) -> BarcodeElement:
    return BarcodeElement(**place(*where), symbology=symbology, content=content, style=style, **options)


def template(*elements: Element, width: str = "58", height: str = "40", defaults: Fields | None = None) -> Template:
    size = {"width": Decimal(width), "height": Decimal(height)}
    return Template(name="проба", elements=elements, defaults=defaults or {}, **size)


def laid_out(template: Template, given: Fields, dpi: int) -> Sheet | str:
    """The sheet, or the text of the refusal."""
    try:
        return label.lay_out(template, given, dpi)
    except RequestRefused as refused:
        return refused.text


def codes(sheet: Sheet) -> list[Code]:
    return [placed.item for placed in sheet.items if isinstance(placed.item, Code)]


def contents(bitmap: Bitmap) -> list[bytes]:
    """What a scanner reads on the label."""
    return [bytes(found.bytes) for found in zxingcpp.read_barcodes(picture(bitmap))]


def inside(placed: Placed, left: int, top: int, right: int, bottom: int) -> bool:
    item = placed.item
    return left <= placed.x and top <= placed.y and placed.x + item.width <= right and placed.y + item.height <= bottom


def ink(sheet: Sheet) -> int:
    return sum(byte.bit_count() for byte in draw(sheet).data)
