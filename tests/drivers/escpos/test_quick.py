"""What is made in the event loop, and what is handed to a thread."""

from decimal import Decimal

import pytest

from drivers.escpos import quick
from drivers.model.document import BarcodeLine, Line, PictureLine, Position, Symbology, TextLine
from drivers.printing.page import Cut
from tests.drivers.escpos.printers import composed, printer_with
from tests.pictures import LOGO_PNG

EAN13 = BarcodeLine(Symbology.EAN13, "4601234567893")
TEA = Position(name="Чай", quantity=Decimal(1), price=100, amount=100)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([TextLine("Привет"), EAN13, TEA], True),
        ([PictureLine(LOGO_PNG)], False),
        ([BarcodeLine(Symbology.GS1_DATAMATRIX, "\x1d0104600000000008")], False),
        ([TextLine("x")] * 100, True),
        ([TextLine("x")] * 101, False),
        ([TextLine("x" * 5_001)], False),
        ([TextLine("\n" * 5_001)], False),
    ],
)
def test_what_is_composed_at_once(lines: list[Line], expected: bool) -> None:
    assert quick.to_compose(lines, printer_with(profile="TM-T88V")) is expected


@pytest.mark.parametrize(
    ("lines", "barcodes", "expected"),
    [
        ([TextLine("Привет"), EAN13], "native", True),
        ([TextLine("Привет"), EAN13], "raster", False),
        ([TextLine("Цена 10 €")], "native", False),
        ([TextLine("x" * 48 * 101)], "native", False),
    ],
)
def test_what_is_encoded_at_once(lines: list[Line], barcodes: str, expected: bool) -> None:
    blocks = (*composed(lines, barcodes=barcodes).blocks, Cut())
    assert quick.to_encode(blocks, printer_with(barcodes=barcodes)) is expected
