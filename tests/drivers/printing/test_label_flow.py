"""Rows of plain documents on labels."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.model.document import BarcodeLine, BarcodeStyle, Line, PictureLine, Symbology, TextLine
from drivers.printing.label import flow
from drivers.printing.label_flow import labels, paper_of
from drivers.printing.raster_sheet import draw, framed
from drivers.printing.sheet import SheetSize
from tests.drivers.printing.labels import codes, contents, inside
from tests.drivers.printing.reading import dots
from tests.pictures import LOGO_PNG

SMALL = SheetSize(464, 320)  # 58x40 mm
ROWS = 12  # of the usual font: (320 - 2 * 8) // 24


def rows(count: int) -> list[Line]:
    return [TextLine(f"строка {number}") for number in range(1, count + 1)]


def test_line_length_leaves_a_margin() -> None:
    assert paper_of(SMALL).columns() == (464 - 16) // 12
    assert paper_of(SheetSize(685, 472, 300)).columns() == 36
    assert paper_of(SMALL, font=4).columns() == 448 // 9


def test_rows_flow_to_the_next_label() -> None:
    found = labels(rows(ROWS + 1), SMALL)
    assert [label.text.splitlines() for label in found] == [
        [f"строка {number}" for number in range(1, ROWS + 1)],
        [f"строка {ROWS + 1}"],
    ]
    assert flow(rows(ROWS), SMALL) == (found[0].sheet,)
    for label in found:
        assert all(inside(placed, 8, 8, 456, 312) for placed in label.sheet.items)


def test_white_space_begins_no_label_and_an_empty_document_has_none() -> None:
    assert flow([], SMALL) == flow([TextLine("")] * 5, SMALL) == ()
    assert len(flow([*rows(ROWS), TextLine(""), TextLine(" ")], SMALL)) == 1
    after = labels([*rows(ROWS), TextLine(""), TextLine("конец")], SMALL)
    assert after[1].text == "конец\n"
    assert after[1].sheet == flow([TextLine("конец")], SMALL)[0]


@pytest.mark.parametrize("kind", [Symbology.EAN13, Symbology.QR, Symbology.PDF417, Symbology.DATAMATRIX])
@pytest.mark.parametrize("size", [SMALL, SheetSize(685, 472, 300), SheetSize(1370, 945, 600)])
def test_codes_are_centred_and_read(kind: Symbology, size: SheetSize) -> None:
    (sheet,) = flow([TextLine("Чай"), BarcodeLine(kind, "4601234567893")], size)
    assert contents(draw(sheet)) == [b"4601234567893"]
    placed = sheet.items[-1]
    assert abs(2 * placed.x + placed.item.width - size.width) <= 1


def test_a_code_is_never_split() -> None:
    found = labels([*rows(ROWS - 2), BarcodeLine(Symbology.EAN13, "4601234567893"), TextLine("после")], SMALL)
    assert [label.text for label in found][1] == "[EAN13 4601234567893]\nпосле\n"


def test_a_code_is_made_smaller_on_a_small_label() -> None:
    usual = codes(flow([BarcodeLine(Symbology.QR, "https://example.com/чек")], SMALL)[0])
    tiny = codes(flow([BarcodeLine(Symbology.QR, "https://example.com/чек")], SheetSize(320, 120))[0])
    assert usual[0].module == 4
    assert tiny[0].module < 4
    (low,) = codes(flow([BarcodeLine(Symbology.EAN13, "4601234567893")], SheetSize(464, 80))[0])
    assert low.bars < 64


def test_wishes_of_a_code_are_obeyed() -> None:
    style = BarcodeStyle(height=40, module=3, text=False)
    (item,) = codes(flow([BarcodeLine(Symbology.EAN13, "4601234567893", style)], SMALL)[0])
    assert (item.module, item.bars, item.height, item.text) == (3, 40, 40, False)


def test_what_fits_no_label_is_refused() -> None:
    with pytest.raises(RequestRefused, match=r"^Строка 2: картинка выше этикетки: нужно 115 точек, а на этикетке 44"):
        flow([TextLine("а"), PictureLine(LOGO_PNG)], SheetSize(464, 60))
    with pytest.raises(RequestRefused, match="штрихкод QR не помещается"):
        flow([BarcodeLine(Symbology.QR, "Привет" * 40)], SheetSize(464, 60))
    with pytest.raises(RequestRefused, match=r"Строка 2: .*EAN13"):
        flow([TextLine("а"), BarcodeLine(Symbology.EAN13, "12")], SMALL)
    with pytest.raises(RequestRefused, match="ни одна буква"):
        flow([TextLine("а")], SheetSize(20, 400))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(max_size=60).map(TextLine) | st.just(BarcodeLine(Symbology.EAN8, "9638507")), max_size=30),
    st.integers(160, 800),
    st.integers(120, 600),
    st.sampled_from([203, 300]),
)
def test_nothing_is_lost(lines: list[Line], width: int, height: int, dpi: int) -> None:
    found = labels(lines, SheetSize(width, height, dpi))
    one = labels(lines, SheetSize(width, 100_000, dpi))
    shown = [row for label in found for row in label.text.splitlines() if row]
    assert shown == [row for label in one for row in label.text.splitlines() if row]
    for label in found:
        assert label.sheet.items
        assert all(inside(placed, 0, 0, width, height) for placed in label.sheet.items)


def test_people_see_the_edge_of_a_label() -> None:
    (sheet,) = flow([TextLine("Ж")], SheetSize(60, 40))
    drawn, shown = dots(draw(sheet)), dots(framed(draw(sheet)))
    assert shown == ["#" * 62, *(f"#{row}#" for row in drawn), "#" * 62]
