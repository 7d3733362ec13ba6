from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import NotSupported, RequestRefused
from drivers.model.document import BarcodeLine, BarcodeStyle, Line, PictureLine, Position, Symbology, TextLine
from drivers.printing import engine_python, symbols
from drivers.printing.layout import MOST_ROWS, check, lay_out
from drivers.printing.page import BarcodeBlock, Paper, PictureBlock, TextRow
from tests.drivers.printing.images import file, logo

ROLL = Paper()
NARROW = Paper(dots=384)


def test_fonts_have_their_own_columns() -> None:
    lines = [TextLine("<<->>", font) for font in (0, 1, 2, 3, 4, 7, -1)]
    rows = [block for block in lay_out(lines, ROLL) if isinstance(block, TextRow)]
    assert [(row.font, len(row.text)) for row in rows] == [
        (3, 48), (1, 24), (2, 48), (3, 48), (4, 64), (3, 48), (3, 48),
    ]  # fmt: skip
    assert [len(row.text) for row in lay_out(lines[:5], NARROW) if isinstance(row, TextRow)] == [32, 16, 32, 32, 42]


def test_the_paper_says_what_font_0_is() -> None:
    assert lay_out([TextLine("а")], Paper(font=4)) == (TextRow("а", 4),)


def test_text_keeps_its_intensity_on_every_row() -> None:
    assert lay_out([TextLine("а\nб", 1, 15)], ROLL) == (TextRow("а", 1, 15), TextRow("б", 1, 15))


def test_doubled_text_has_half_the_columns_and_no_font_is_doubled_twice() -> None:
    lines = [TextLine("<<->>", font, bold=True, wide=True, tall=True) for font in (0, 1, 2, 4)]
    assert lay_out(lines, ROLL) == (
        TextRow("-" * 24, 3, bold=True, wide=True, tall=True),
        TextRow("-" * 24, 1, bold=True),
        TextRow("-" * 24, 2, bold=True, wide=True),
        TextRow("-" * 32, 4, bold=True, wide=True, tall=True),
    )
    assert lay_out([TextLine("Итого:<#0#>1", tall=True)], NARROW) == (TextRow("Итого:" + " " * 25 + "1", 3, tall=True),)


def test_a_barcode_keeps_its_style() -> None:
    style = BarcodeStyle(rotate=True, text=False)
    line = BarcodeLine(Symbology.CODE128, "a" * 60, style)
    assert lay_out([line], ROLL) == (BarcodeBlock(Symbology.CODE128, "a" * 60, style),)
    with pytest.raises(RequestRefused, match=r"Строка 1: .*не помещается.*Rotate"):
        lay_out([BarcodeLine(Symbology.CODE128, "a" * 60)], ROLL)


@given(
    st.lists(
        st.builds(
            TextLine,
            st.text(st.characters() | st.sampled_from("<>#01 \n\t")),
            st.integers(0, 5),
            bold=st.booleans(),
            wide=st.booleans(),
            tall=st.booleans(),
        ),
        max_size=4,
    ),
    st.integers(20, 64),
)
def test_any_text_on_any_paper_stays_in_its_columns(lines: list[TextLine], columns: int) -> None:
    paper = Paper(dots=columns * 12)
    for row in lay_out(lines, paper):
        assert isinstance(row, TextRow)
        assert len(row.text) * paper.cell_of(row).width <= paper.dots
        assert row.text == row.text.rstrip()


def test_everything_in_its_order() -> None:
    lines: list[Line] = [
        TextLine("первая"),
        BarcodeLine(Symbology.EAN13, "125478954785"),
        PictureLine(file(logo())),
        TextLine(""),
    ]
    first, code, picture, last = lay_out(lines, ROLL)
    assert (first, last) == (TextRow("первая", 3), TextRow("", 3))
    assert code == BarcodeBlock(Symbology.EAN13, "1254789547853")
    assert isinstance(picture, PictureBlock)
    assert (picture.bitmap.width, picture.bitmap.height) == (228, 158)


def test_position_as_text() -> None:
    lines = [
        Position(name="Молоко 3,2% пастеризованное 930 мл", quantity=Decimal("2.000"), price=8990, amount=17980),
        Position(name="Сыр", quantity=Decimal("0.355"), price=100000000, amount=35500000),
    ]
    assert lay_out(lines, NARROW) == tuple(
        TextRow(text, 3)
        for text in (
            "Молоко 3,2% пастеризованное 930",
            "мл",
            "2 x 89.90                 179.80",
            "Сыр",
            "0.355 x 1000000.00     355000.00",
        )
    )


@pytest.mark.parametrize(("quantity", "shown"), [("1E+2", "100"), ("0.000", "0"), ("10", "10"), ("1.500000", "1.5")])
def test_quantity_has_no_exponent(quantity: str, shown: str) -> None:
    position = Position(name="а", quantity=Decimal(quantity), price=100, amount=100)
    row = lay_out([position], ROLL)[1]
    assert isinstance(row, TextRow)
    assert row.text.startswith(f"{shown} x 1.00 ")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (BarcodeLine(Symbology.EAN13, "1254789547851"), "Строка 3: штрихкод EAN13.*контрольная цифра должна быть 3"),
        (BarcodeLine(Symbology.CODE128, "a" * 60), "Строка 3: штрихкод CODE128 не помещается"),
        (PictureLine(b"not a picture"), "Строка 3: картинка неизвестного вида"),
    ],
)
def test_a_refusal_names_the_row(line: Line, words: str) -> None:
    lines = [TextLine("а"), TextLine("б\nв"), line]
    for refuse in (lay_out, check):
        with pytest.raises(RequestRefused, match=words):
            refuse(lines, ROLL)


def test_a_document_longer_than_any_roll_is_refused() -> None:
    """Line ends are cheap to send and dear to print."""
    text = TextLine("а\n" * (MOST_ROWS // 2))
    for refuse in (lay_out, check):
        refuse([text, text], ROLL)
        with pytest.raises(RequestRefused, match="длиннее"):
            refuse([text, text, TextLine("")], ROLL)


def test_much_text_in_few_rows_passes() -> None:
    check([TextLine("а" * MOST_ROWS)] * 3, ROLL)


def test_check_passes_what_can_be_printed() -> None:
    check([TextLine("а"), BarcodeLine(Symbology.QR, "Чек"), PictureLine(file(logo(1000, 10)))], NARROW)


def test_a_native_kind_need_not_be_drawable_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(symbols, "engine", lambda: engine_python)
    symbols._remembered.cache_clear()
    lines = [BarcodeLine(Symbology.PDF417, "12345DFG")]
    with pytest.raises(NotSupported, match="Строка 1: штрихкод PDF417"):
        lay_out(lines, ROLL)
    native = frozenset({Symbology.PDF417})
    assert lay_out(lines, ROLL, native) == (BarcodeBlock(Symbology.PDF417, "12345DFG"),)
    with pytest.raises(RequestRefused, match="пустой"):
        check([BarcodeLine(Symbology.PDF417, "")], ROLL, native)
