from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.model.document import Symbology
from drivers.printing import canvas
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import FONTS, BarcodeBlock, Cut, Feed, Page, Paper, PictureBlock, Pulse, TextRow
from drivers.printing.raster import draw, draw_row
from tests.drivers.printing.reading import dots, padding_is_white, scanned

ROLL = Paper()
BLACK = Bitmap(8, 2, b"\xff\xff")


def test_a_row_is_as_wide_as_the_paper_and_as_high_as_its_font() -> None:
    for font, cell in FONTS.items():
        row = draw_row(TextRow("Итого", font), ROLL)
        assert (row.width, row.height) == (576, cell.height)
        assert any(row.data)


def test_characters_stay_in_their_cells() -> None:
    rows = dots(draw_row(TextRow("  Ш  Щ"), ROLL))
    inked = {x for row in rows for x, dot in enumerate(row) if dot == "#"}
    assert {x // 12 for x in inked} == {2, 5}
    first = [row[24:36] for row in rows]
    assert first == [row[:12] for row in dots(draw_row(TextRow("Ш"), ROLL))]


def test_the_shape_of_a_letter() -> None:
    """A capital П: two legs and a bar on top, standing on a common base line with a capital Н."""
    letter = [row[:12] for row in dots(draw_row(TextRow("П"), ROLL)) if "#" in row]
    assert len(set(letter)) == 2  # the bar and the legs, no frayed edges
    assert letter[0].strip(".") == "#" * len(letter[0].strip("."))
    assert letter[-1].strip(".").strip("#").strip(".") == ""
    both = dots(draw_row(TextRow("ПН"), ROLL))
    bottoms = [max(y for y, row in enumerate(both) if "#" in row[x : x + 12]) for x in (0, 12)]
    assert bottoms[0] == bottoms[1]


def test_double_height_is_the_same_letter_stretched() -> None:
    plain, high = (dots(draw_row(TextRow("Ж", font), ROLL)) for font in (3, 2))
    assert high == [row for row in plain for _ in range(2)]


def test_dark_rows_are_bold() -> None:
    ink = [sum(byte.bit_count() for byte in draw_row(TextRow("Итого", 3, dark), ROLL).data) for dark in (0, 11, 12, 15)]
    assert ink[0] == ink[1] < ink[2] == ink[3]


def test_a_row_longer_than_the_paper_is_cut_off() -> None:
    assert draw_row(TextRow("Ж" * 60), ROLL) == draw_row(TextRow("Ж" * 48), ROLL)
    odd = draw_row(TextRow("Ж" * 60), Paper(dots=100))
    assert odd.width == 100
    assert padding_is_white(odd)


def test_page_is_the_sum_of_its_blocks() -> None:
    row, code = TextRow("Итого"), BarcodeBlock(Symbology.EAN13, "1254789547853")
    page = draw(Page(ROLL, (row, Feed(10), PictureBlock(BLACK), code, Pulse(), Cut())))
    assert (page.width, page.height) == (576, 24 + 10 + 2 + 136 + 24)
    assert page.rows(0, 24) == draw_row(row, ROLL).data
    assert not any(page.rows(24, 10))
    assert dots(page)[34:36] == ["." * 284 + "#" * 8 + "." * 284] * 2
    assert scanned(page, Symbology.EAN13) == b"1254789547853"


def test_a_cut_is_a_dashed_line() -> None:
    for width in (576, 100):
        cut = draw(Page(Paper(dots=width), (Cut(),)))
        rows = dots(cut)
        assert padding_is_white(cut)
        assert [set(row) for row in rows[:11] + rows[13:]] == [{"."}] * 22
        assert rows[11] == rows[12] == ("#" * 16 + "." * 8) * (width // 24) + "#" * min(16, width % 24)


def test_an_empty_page() -> None:
    assert draw(Page(ROLL, ())) == Bitmap(576, 0, b"")


def test_a_picture_wider_than_the_paper_is_cut_off_on_both_sides() -> None:
    wide = Bitmap(24, 1, b"\xf0\xff\x0f")
    assert dots(canvas.centred(wide, 16)) == ["########".center(16, ".")]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=70), st.sampled_from([0, 1, 2, 3, 4]), st.integers(80, 600))
def test_any_text_can_be_drawn(text: str, font: int, width: int) -> None:
    paper = Paper(dots=width)
    row = draw_row(TextRow(text.encode(errors="replace").decode(), font), paper)
    assert (row.width, row.height) == (width, paper.cell(font).height)
    assert padding_is_white(row)
