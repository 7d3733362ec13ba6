"""What a printer cannot do is done in the next best way, and said."""

import pytest

from drivers.errors import RequestRefused
from drivers.model.document import BarcodeLine, PictureLine, Symbology, TextLine
from drivers.printing.page import BarcodeBlock, PictureBlock, TextRow
from tests.drivers.escpos.printers import composed, document
from tests.pictures import LOGO_PNG

PLAIN = {"graphics": "none", "barcodes": "raster"}


def texts(blocks: object) -> list[str]:
    return [block.text for block in blocks if isinstance(block, TextRow)]  # type: ignore[attr-defined]


def test_what_can_be_done_needs_no_warning() -> None:
    made = composed([TextLine("Чек"), BarcodeLine(Symbology.EAN13, "460000000000"), PictureLine(LOGO_PNG)])
    assert made.warnings == ()
    assert [type(block) for block in made.blocks] == [TextRow, BarcodeBlock, PictureBlock]
    drawn = composed([BarcodeLine(Symbology.EAN13, "460000000000")], barcodes="raster")
    assert [type(block) for block in drawn.blocks] == [PictureBlock]


def test_without_graphics_a_code_is_text_and_a_picture_is_left_out() -> None:
    made = composed([BarcodeLine(Symbology.EAN13, "460000000000"), PictureLine(LOGO_PNG), TextLine("x")], **PLAIN)
    assert texts(made.blocks) == ["[EAN13 4600000000008]", "x"]
    assert len(made.blocks) == 2
    assert made.warnings == (
        "Штрихкод EAN13 «4600000000008» напечатан текстом: принтер не может его начертить.",
        "Картинка не напечатана: этот принтер не печатает изображений.",
    )


def test_a_long_code_is_text_in_full_and_short_in_the_warning() -> None:
    made = composed([BarcodeLine(Symbology.QR, "x" * 100)], **PLAIN)
    assert "".join(texts(made.blocks)) == f"[QR {'x' * 100}]"
    assert all(len(row) <= 48 for row in texts(made.blocks))
    assert f"«{'x' * 40}…»" in made.warnings[0]


def test_native_codes_need_no_graphics() -> None:
    made = composed([BarcodeLine(Symbology.EAN13, "460000000000")], graphics="none")
    assert (made.warnings, [type(block) for block in made.blocks]) == ((), [BarcodeBlock])


def test_missing_characters_are_replaced_where_they_are_not_drawn() -> None:
    made = composed([TextLine("ООО «Ромашка» — ½")], missing="translit")
    (row,) = texts(made.blocks)
    row.encode("cp866")
    assert row.startswith('ООО "Ромашка" - ')
    (warning,) = made.warnings
    assert warning.startswith("В кодовой странице cp866 нет знаков:")
    assert all(char in warning for char in "«»—½")


def test_what_stands_in_may_be_longer_and_still_fits_the_line() -> None:
    made = composed([TextLine("Итого:<#0#>154,41 ₽")], missing="translit")
    (row,) = texts(made.blocks)
    assert len(row) == 48
    assert row.endswith("154,41 р.")


def test_without_graphics_characters_are_replaced_whatever_is_set() -> None:
    made = composed([TextLine("«Ё»")], graphics="none", missing="raster")
    assert texts(made.blocks) == ['"Ё"']
    assert made.warnings
    assert b"\x1dv0" not in document([TextLine("«Ё»")], graphics="none")


def test_a_code_too_wide_for_coarse_dots_is_refused_by_its_row() -> None:
    with pytest.raises(RequestRefused, match=r"Строка 2.*200"):
        composed([TextLine("a"), BarcodeLine(Symbology.CODE39, "A" * 20)], profile="TM-U220B")


def test_an_unknown_content_is_refused_even_as_text() -> None:
    with pytest.raises(RequestRefused, match="Строка 1"):
        composed([BarcodeLine(Symbology.EAN13, "4600000000001")], **PLAIN)
