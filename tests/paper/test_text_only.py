"""The end of the chain: a printer that neither draws codes nor prints dots has every code in letters, and says so."""

import pytest

from drivers.model.document import PictureLine
from tests.drivers.escpos.printers import composed, document
from tests.escpos_paper import interpret
from tests.paper.documents import DOCUMENTS

_WITH_CODES = [name for name, found in DOCUMENTS.items() if found.reads]


@pytest.mark.parametrize("name", _WITH_CODES)
def test_each_code_and_picture_is_told_about(name: str) -> None:
    found = DOCUMENTS[name]
    warnings = composed(found.lines, graphics="none", barcodes="raster").warnings
    pictures = sum(isinstance(line, PictureLine) for line in found.lines)
    assert sum("напечатан текстом" in warning for warning in warnings) == len(found.reads)
    assert sum("Картинка не напечатана" in warning for warning in warnings) == pictures


def test_the_codes_stand_in_the_text() -> None:
    paper = interpret(document(DOCUMENTS["code128"].lines, graphics="none", barcodes="raster"))
    assert paper.rows == ["[CODE128 0123456789]", "[CODE128 a{b}c~^\\]", '[CODE128 A "q" 12]']
