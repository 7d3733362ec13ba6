import io
import re
from xml.etree import ElementTree

import pytest
from PIL import Image

from drivers.errors import RequestRefused
from drivers.model.document import BarcodeLine, PictureLine, Symbology, TextLine
from drivers.printing.bitmap import Bitmap
from drivers.printing.layout import lay_out
from drivers.printing.page import Cut, Feed, Page, Paper, Pulse
from drivers.printing.preview import MARGIN, plain_text, png, svg
from drivers.printing.raster import draw
from tests.drivers.printing.images import file, logo
from tests.images import codes

LINES = (
    TextLine('>#2#<ООО "Ромашка"'),
    TextLine("Итого:<#16#>154,41"),
    BarcodeLine(Symbology.EAN13, "1254789547853"),
    BarcodeLine(Symbology.PDF417, "12345DFG Proba pera, Print barcode 1234567890"),
    BarcodeLine(Symbology.QR, "Чек\nдва"),
    PictureLine(file(logo())),
)
PAPER = Paper()
PAGE = Page(PAPER, (*lay_out(LINES, PAPER), Feed(50), Pulse(), Cut()))


def test_png_is_one_bit_with_a_white_margin() -> None:
    with Image.open(io.BytesIO(png(Bitmap(9, 2, b"\xff\x80\x80\x00")))) as picture:
        assert (picture.format, picture.mode) == ("PNG", "1")
        assert picture.size == (9 + 2 * MARGIN, 2 + 2 * MARGIN)
        black = {(x, y) for x in range(picture.width) for y in range(picture.height) if not picture.getpixel((x, y))}
    assert black == {(MARGIN + x, MARGIN) for x in range(9)} | {(MARGIN, MARGIN + 1)}


def test_png_of_nothing() -> None:
    with Image.open(io.BytesIO(png(Bitmap(576, 0, b"")))) as picture:
        assert picture.size == (576 + 2 * MARGIN, 2 * MARGIN)


def test_svg_has_the_same_dots_as_the_bitmap() -> None:
    bitmap = draw(PAGE)
    root = ElementTree.fromstring(svg(bitmap))
    size = (bitmap.width + 2 * MARGIN, bitmap.height + 2 * MARGIN)
    assert (int(root.attrib["width"]), int(root.attrib["height"])) == size
    assert root.attrib["shape-rendering"] == "crispEdges"
    picture = Image.new("1", size, 1)
    for left, top, width, height in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+z", root[1].attrib["d"]):
        x, y = int(left), int(top)
        picture.paste(0, (x, y, x + int(width), y + int(height)))
    with Image.open(io.BytesIO(png(bitmap))) as expected:
        assert picture.tobytes() == expected.tobytes()


def test_svg_of_too_many_dots_is_refused() -> None:
    chess = Bitmap(1024, 1000, (b"\x55" * 128 + b"\xaa" * 128) * 500)
    with pytest.raises(RequestRefused, match="format=png"):
        svg(chess)


def test_svg_of_nothing() -> None:
    root = ElementTree.fromstring(svg(Bitmap(576, 0, b"")))
    assert root.attrib["viewBox"] == f"0 0 {576 + 2 * MARGIN} {2 * MARGIN}"
    assert root[1].attrib["d"] == ""


def test_codes_are_read_back_from_the_preview() -> None:
    assert codes(png(draw(PAGE))) == {
        "EAN13": "1254789547853",
        "PDF417": "12345DFG Proba pera, Print barcode 1234567890",
        "QRCode": "Чек\nдва",
    }


def test_plain_text() -> None:
    assert plain_text(PAGE).splitlines() == [
        '                 ООО "Ромашка"',
        "Итого:                    154,41",
        "[EAN13 1254789547853]",
        "[PDF417 12345DFG Proba pera, Print barcode 1234567890]",
        "[QR Чек два]",
        "[картинка 228x158]",
        "",
        "",
    ]
