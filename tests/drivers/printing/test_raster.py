import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.model.document import BarcodeStyle, Symbology
from drivers.printing import barcodes, canvas
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import FONTS, BarcodeBlock, Cell, Cut, Feed, Page, Paper, PictureBlock, Pulse, TextRow
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


def test_doubled_letters_are_the_same_ones_stretched() -> None:
    plain = [row[:12] for row in dots(draw_row(TextRow("Ж", 3), ROLL))]
    wide = [row[:24] for row in dots(draw_row(TextRow("Ж", 3, wide=True), ROLL))]
    assert wide == ["".join(dot * 2 for dot in row) for row in plain]
    tall = [row[:12] for row in dots(draw_row(TextRow("Ж", 3, tall=True), ROLL))]
    assert tall == [row for row in plain for _ in range(2)]
    both = [row[:24] for row in dots(draw_row(TextRow("Ж", 3, wide=True, tall=True), ROLL))]
    assert both == [row for row in wide for _ in range(2)]
    small = dots(draw_row(TextRow("Ж", 4, tall=True), ROLL))
    assert small == [row for row in dots(draw_row(TextRow("Ж", 4), ROLL)) for _ in range(2)]


@pytest.mark.parametrize("cell", [Cell(7, 9), Cell(9, 9), Cell(10, 24), Cell(16, 24)])
def test_letters_fit_cells_of_any_shape(cell: Cell) -> None:
    """A capital stands in its cell and above the base line, not cut off on any side."""
    paper = Paper(dots=cell.width * 3, fonts={3: cell})
    rows = dots(draw_row(TextRow(" П", 3), paper))
    inked = [row.strip(".") for row in rows if "#" in row]
    assert len(inked) >= 5
    assert set(inked[0]) == {"#"}  # the bar
    assert all(row.startswith("#") and row.endswith("#") for row in inked)  # both legs
    assert {x // cell.width for row in rows for x, dot in enumerate(row) if dot == "#"} == {1}


def test_bold_rows_are_as_dark_as_intense_ones() -> None:
    assert draw_row(TextRow("Итого", bold=True), ROLL) == draw_row(TextRow("Итого", 3, 15), ROLL)
    assert draw_row(TextRow("Итого", bold=True), ROLL) != draw_row(TextRow("Итого"), ROLL)


def test_a_code_is_drawn_in_its_style() -> None:
    style = BarcodeStyle(module=6, level="H")
    page = draw(Page(ROLL, (BarcodeBlock(Symbology.QR, "A", style),)))
    assert page == canvas.centred(barcodes.draw(Symbology.QR, "A", 576, style), 576)
    assert page.height == 6 * (21 + 8)
    assert scanned(page, Symbology.QR) == b"A"


@pytest.mark.parametrize(
    ("degrees", "turned"),
    [(0, ["###.", "#..."]), (90, ["##", ".#", ".#", ".."]), (180, ["...#", ".###"]), (270, ["..", "#.", "#.", "##"])],
)
def test_turning_clockwise(degrees: int, turned: list[str]) -> None:
    flag = Bitmap(4, 2, bytes([0b11100000, 0b10000000]))
    assert dots(canvas.turn(flag, degrees)) == turned
    assert padding_is_white(canvas.turn(flag, degrees))
    assert canvas.turn(Bitmap(5, 0, b""), degrees).height == (5 if degrees in (90, 270) else 0)


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


def test_what_is_too_long_for_a_picture_is_refused_before_it_fills_the_memory() -> None:
    feeds = (Feed(1000) for _ in iter(int, 1))  # endless: it must not be drawn first
    with pytest.raises(RequestRefused, match="слишком длинный"):
        draw(Page(Paper(dots=8), feeds))  # type: ignore[arg-type]


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
