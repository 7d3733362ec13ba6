"""Templates and fields -> sheets -> dots."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.model.command import PrintLabels
from drivers.model.document import BarcodeLine, BarcodeStyle, Position, Symbology, TextLine
from drivers.model.label import BoxElement, PictureElement, RuleElement, TextElement, Turn
from drivers.printing import canvas, label, label_text
from drivers.printing.columns import lines, printable
from drivers.printing.label_box import box_of, dots
from drivers.printing.page import Cell
from drivers.printing.paper_warnings import of_rows, of_template
from drivers.printing.raster_sheet import draw, draw_code
from drivers.printing.sheet import Rule, Sheet
from tests.drivers.printing.labels import code, codes, contents, ink, inside, laid_out, place, template, text
from tests.drivers.printing.reading import dots as rows_of
from tests.pictures import LOGO_PNG

MARKING = "0104601234567893215Abc!d7eFgHi\x1d91EE06\x1d92dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q="
TURNS: list[Turn] = [0, 90, 180, 270]


def test_measures() -> None:
    assert [dots(Decimal(side), 203) for side in ("0", "1", "58", "40", "100")] == [0, 8, 464, 320, 800]
    assert dots(Decimal("25.4"), 300) == 300
    size = label.size_of(template(), 203)
    assert (size.width, size.height, size.dpi) == (464, 320, 203)


def test_what_touches_in_the_template_touches_on_paper() -> None:
    for dpi in (203, 300):
        boxes = [box_of(RuleElement(**place(f"{at}.3", "0", "1", "1")), dpi, 2000, 2000) for at in range(20)]
        for left, right in pairwise(boxes):
            assert left.x + left.width == right.x


def test_text_is_drawn_in_cells_half_as_wide_as_high() -> None:
    sheet = label.lay_out(template(text("Ж", "1", "2", "20", "4", size="3")), {}, 203)
    expected = canvas.paste([(canvas.text("Ж", Cell(12, 24), 12), 8, 16)], 464, 320)
    assert draw(sheet) == expected


@pytest.mark.parametrize(("align", "left"), [("left", 0), ("centre", 74), ("right", 148)])
def test_alignment(align: str, left: int) -> None:
    element = text("Ж", "0", "0", "20", "4", align=align)
    sheet = label.lay_out(template(element), {}, 203)
    expected = canvas.paste([(canvas.text("Ж", Cell(12, 24), 12), left, 0)], 464, 320)
    assert draw(sheet) == expected


@pytest.mark.parametrize(("stand", "top"), [("top", 0), ("middle", 28), ("bottom", 56)])
def test_standing(stand: str, top: int) -> None:
    sheet = label.lay_out(template(text("Ж", "0", "0", "20", "10", stand=stand)), {}, 203)
    expected = canvas.paste([(canvas.text("Ж", Cell(12, 24), 12), 0, top)], 464, 320)
    assert draw(sheet) == expected


def test_turned_text_is_the_same_text_turned() -> None:
    """A square label with one text that fills it: turning the text is turning the label."""
    found = [
        draw(label.lay_out(template(text("Жук", "0", "0", "20", "20", turn=turn), width="20", height="20"), {}, 203))
        for turn in TURNS
    ]
    for turn, bitmap in zip(TURNS, found, strict=True):
        assert bitmap == canvas.turn(found[0], turn)


def test_an_old_price_is_struck_through() -> None:
    plain, struck = (
        rows_of(draw(label.lay_out(template(text("1 499", "0", "0", "20", "5", strike=strike)), {}, 203)))
        for strike in (False, True)
    )
    bar = [y for y, row in enumerate(struck) if "#" * 60 in row]
    assert bar == [12, 13]
    assert [row for y, row in enumerate(struck) if y not in bar] == [row for y, row in enumerate(plain) if y not in bar]


def test_long_text_is_made_smaller_before_a_word_is_broken() -> None:
    element = text("{name}", "0", "0", "20", "8", size="4")
    box = box_of(element, 203, 464, 320)
    setting = label_text.typeset("Молоко пастеризованное", element, box, 203)
    assert setting.rows == ("Молоко", "пастеризованное")
    assert setting.cell == Cell(10, 21)  # the largest of which 15 stand on 160 dots


def test_what_cannot_be_read_any_more_is_refused() -> None:
    element = text("{name}", "0", "0", "10", "3")
    with pytest.raises(RequestRefused, match=r"Шаблон «проба», текст 2: текст «аааа.*не помещается в 10x3 мм даже"):
        label.lay_out(template(text("ок", "0", "0", "9", "3"), element), {"name": "а" * 60}, 203)
    with pytest.raises(RequestRefused, match=r"не помещается в 10x3 мм[^д]*Сократите"):
        label.lay_out(template(text("{name}", "0", "0", "10", "3", fit=False)), {"name": "а" * 20}, 203)


def test_a_sum_stays_in_one_row() -> None:
    element = text("", "0", "0", "20", "8", size="2")  # 20 characters in a row
    setting = label_text.typeset("Всего за товар 1\u00a0234,50\u00a0₽", element, box_of(element, 203, 464, 320), 203)
    assert setting.rows == ("Всего за товар", "1 234,50 ₽")


def test_without_wrapping_a_line_stays_a_line() -> None:
    element = text("{name}", "0", "0", "40", "8", size="4", wrap=False)
    setting = label_text.typeset("раз два\nтри", element, box_of(element, 203, 464, 320), 203)
    assert setting.rows == ("раз два", "три")
    with pytest.raises(RequestRefused, match="не помещается"):
        label.lay_out(template(element), {"name": "а\nб\nв\nг\nд\nе"}, 203)


def test_codes_fill_their_boxes_and_can_be_read() -> None:
    sheet = label.lay_out(
        template(
            code(Symbology.EAN13, "{ean}", "0", "0", "34", "18"),
            code(Symbology.GS1_DATAMATRIX, "{mark}", "34", "0", "22", "22"),
            code(Symbology.QR, "{price:money ₽}", "34", "22", "18", "18", style=BarcodeStyle(level="H")),
        ),
        {"ean": "460123456789", "mark": MARKING, "price": "1234.5"},
        203,
    )
    found = contents(draw(sheet))
    assert sorted(found) == sorted([b"4601234567893", MARKING.encode(), "1 234,50 ₽".encode()])
    assert [item.module for item in codes(sheet)] == [2, 4, 4]


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("kind", [Symbology.EAN13, Symbology.PDF417, Symbology.DATAMATRIX, Symbology.CODE128])
def test_turned_codes(kind: Symbology, turn: Turn) -> None:
    sheet = label.lay_out(template(code(kind, "4601234567893", "1", "1", "38", "38", turn=turn), width="40"), {}, 203)
    (item,) = codes(sheet)
    drawn = draw_code(item)
    assert (drawn.width, drawn.height, item.turn) == (item.width, item.height, turn)
    assert contents(draw(sheet)) == [b"4601234567893"]


def test_a_code_may_turn_itself_where_it_is_allowed_to() -> None:
    narrow = ("1", "1", "12", "38")
    with pytest.raises(RequestRefused, match=r"Шаблон «проба», штрихкод 1: .*не помещается"):
        label.lay_out(template(code(Symbology.EAN13, "4601234567893", *narrow)), {}, 203)
    element = code(Symbology.EAN13, "4601234567893", *narrow, style=BarcodeStyle(rotate=True))
    sheet = label.lay_out(template(element), {}, 203)
    assert codes(sheet)[0].turn == 90
    assert contents(draw(sheet)) == [b"4601234567893"]


def test_quiet_zones_are_inside_the_box() -> None:
    sheet = label.lay_out(template(code(Symbology.QR, "привет", "10", "10", "20", "20")), {}, 203)
    (placed,) = sheet.items
    quiet = 4 * codes(sheet)[0].module
    assert inside(placed, 80 + quiet, 80 + quiet, 240 - quiet, 240 - quiet)


def test_pictures_are_scaled_down_to_their_box_and_never_up() -> None:
    for where, size in ((("0", "0", "40", "5"), 40), (("0", "0", "5", "40"), 40), (("0", "0", "50", "39"), 115)):
        sheet = label.lay_out(template(PictureElement(**place(*where), image=LOGO_PNG)), {}, 203)
        (placed,) = sheet.items
        assert abs(placed.item.width - size) <= 1
        assert abs(placed.item.height - size) <= 1
        assert inside(placed, 0, 0, dots(Decimal(where[2]), 203), dots(Decimal(where[3]), 203))


def test_lines_and_boxes() -> None:
    thin = RuleElement(**place("57.99", "0", "0.01", "10"))
    frame = BoxElement(**place("1", "1", "10", "5"), thickness=Decimal("0.3"))
    full = BoxElement(**place("20", "1", "2", "0.5"), thickness=Decimal("0.3"))
    sheet = label.lay_out(template(thin, frame, full), {}, 203)
    found = [(placed.x, placed.y, placed.item) for placed in sheet.items]
    assert found == [
        (463, 0, Rule(1, 80)),
        (8, 8, Rule(80, 2)),
        (8, 46, Rule(80, 2)),
        (8, 10, Rule(2, 36)),
        (86, 10, Rule(2, 36)),
        (160, 8, Rule(16, 4)),
    ]
    assert ink(sheet) == 80 + 80 * 2 * 2 + 36 * 2 * 2 + 16 * 4


def test_black_stays_black_where_things_lie_over_one_another() -> None:
    line = RuleElement(**place("0", "0", "58", "20"))
    both = label.lay_out(template(line, text("Ж", "1", "1", "5", "5")), {}, 203)
    assert ink(both) == 464 * 160


def test_what_is_over_the_edge_is_refused() -> None:
    for where in (("50", "0", "9", "3"), ("0", "38", "9", "3"), ("-1", "0", "9", "3")):
        with pytest.raises(RequestRefused, match="Шаблон «проба», линия 1: выходит за край этикетки"):
            label.lay_out(template(RuleElement(**place(*where))), {}, 203)


def test_elements_with_a_condition() -> None:
    old = text("{old:money}", "0", "0", "20", "5", when="{old}")
    assert label.lay_out(template(old), {}, 203).items == ()
    assert len(label.lay_out(template(old), {"old": "12"}, 203).items) == 1
    defaults = template(text("{unit}", "0", "0", "20", "5"), defaults={"unit": "шт"})
    assert ink(label.lay_out(defaults, {}, 203)) > ink(label.lay_out(defaults, {"unit": ""}, 203)) == 0


def test_a_missing_field_is_named() -> None:
    with pytest.raises(RequestRefused, match=r"Шаблон «проба», текст 1: не задано поле «name». Полей не прислано"):
        label.lay_out(template(text("{name}", "0", "0", "20", "5")), {}, 203)


def test_a_batch_is_checked_before_it_is_printed() -> None:
    batch = template(code(Symbology.EAN13, "{ean}", "0", "0", "40", "20"))
    good = {"ean": "460123456789"}
    label.check(batch, [good, good], 203)
    with pytest.raises(RequestRefused, match=r"Набор полей 3. Шаблон «проба», штрихкод 1: .*EAN13"):
        label.check(batch, [good, good, {"ean": "12"}], 203)


def test_copies_and_taking_up_a_batch_in_the_middle() -> None:
    name = template(text("{name}", "0", "0", "40", "5"))
    sets = tuple({"name": str(number)} for number in range(3))
    whole = list(label.sheets(PrintLabels(name, sets, copies=2), 203))
    assert whole == [label.lay_out(name, given_, 203) for given_ in sets for _ in range(2)]
    for first in range(1, 7):
        command = PrintLabels(name, sets, copies=2, first=first)
        assert list(label.sheets(command, 203)) == whole[first - 1 :]
    for first in (0, 7):
        with pytest.raises(RequestRefused, match=f"с этикетки {first}, а в задании их 6"):
            label.sheets(PrintLabels(name, sets, copies=2, first=first), 203)


def test_a_batch_is_laid_out_label_by_label() -> None:
    """The bad set at the end does not keep the first labels from being made."""
    name = template(text("{name}", "0", "0", "40", "5"))
    found = label.sheets(PrintLabels(name, ({"name": "1"}, {})), 203)
    assert isinstance(next(found), Sheet)
    with pytest.raises(RequestRefused, match="Набор полей 2"):
        next(found)


def test_the_text_of_a_label() -> None:
    both = template(
        text("{name}", "0", "0", "40", "5"),
        code(Symbology.EAN13, "{ean}", "0", "10", "40", "20"),
        text("скидка", "0", "6", "9", "3", when="{sale}"),
    )
    assert label.plain_text(both, {"name": "Чай\n\0чёрный", "ean": "1\x1d2"}) == "Чай\nчёрный\n[EAN13 12]\n"


def test_letters_that_the_font_has_not_got_are_told() -> None:
    both = template(text("{name} 字", "0", "0", "40", "5"), code(Symbology.QR, "{qr}", "0", "10", "20", "20"))
    assert of_template(template(text("{name}", "0", "0", "40", "5")), [{"name": "Чай № 1 – 5 ₽\n\t\x1d"}]) == ()
    (said,) = of_template(both, [{"name": "茶", "qr": "日本"}, {"name": "茶"}])
    assert "нет знаков 字 茶 –" in said
    (many,) = of_template(both, [{"name": "".join(map(chr, range(0x4E00, 0x5000)))}])
    assert "…" in many
    assert len(many) < 200


def test_letters_of_rows_and_of_goods_are_told() -> None:
    goods = Position(name="Чай 茶", quantity=Decimal(1), price=1, amount=1)
    (said,) = of_rows([TextLine("字 ₽ №"), goods, BarcodeLine(Symbology.QR, "日本")])
    assert "нет знаков 字 茶 –" in said
    assert of_rows([TextLine("Чай № 1")]) == ()


def test_what_holds_no_variables_is_seen_without_fields() -> None:
    size = label.size_of(template(), 203)
    label.check_element(code(Symbology.EAN13, "{ean}", "0", "0", "40", "20"), size)
    with pytest.raises(RequestRefused, match="EAN13"):
        label.check_element(code(Symbology.EAN13, "12", "0", "0", "40", "20"), size)
    with pytest.raises(RequestRefused, match="не помещается"):
        label.check_element(text("слишком длинно для такого места", "0", "0", "4", "2"), size)
    with pytest.raises(RequestRefused, match="за край"):
        label.check_element(text("{name}", "50", "0", "40", "2"), size)


SIDES = st.integers(5, 580).map(lambda tenths: Decimal(tenths) / 10)


@st.composite
def texts(draw_: st.DrawFn) -> TextElement:
    width, height = draw_(SIDES), min(draw_(SIDES), Decimal(40))
    return TextElement(
        x=draw_(st.decimals(0, 58 - width, places=1)),
        y=draw_(st.decimals(0, 40 - height, places=1)),
        width=width,
        height=height,
        text="{v}",
        size=Decimal(draw_(st.integers(5, 120))) / 10,
        bold=draw_(st.booleans()),
        align=draw_(st.sampled_from(["left", "centre", "right"])),
        stand=draw_(st.sampled_from(["top", "middle", "bottom"])),
        strike=draw_(st.booleans()),
        wrap=draw_(st.booleans()),
        fit=draw_(st.booleans()),
        turn=draw_(st.sampled_from(TURNS)),
    )


def visible(value: str) -> str:
    """The characters of a text that leave a trace on paper, in order."""
    return "".join("".join(printable(line).split()) for line in lines(value))


@settings(max_examples=300, deadline=None)
@given(texts(), st.text(st.characters(codec="utf-8"), max_size=80), st.sampled_from([203, 300]))
def test_any_text_is_wholly_in_its_box_or_refused(element: TextElement, value: str, dpi: int) -> None:
    size = label.size_of(template(), dpi)
    box = box_of(element, dpi, size.width, size.height)
    sheet = laid_out(template(element), {"v": value}, dpi)
    if isinstance(sheet, str):
        assert "не помещается" in sheet
        return
    for placed in sheet.items:
        assert inside(placed, box.x, box.y, box.x + box.width, box.y + box.height)
    if value.strip():
        setting = label_text.typeset(value, element, box, dpi)
        assert visible("\n".join(setting.rows)) == visible(value)
        width, height = box.upright(element.turn)
        assert len(setting.rows) * setting.cell.height <= height
        assert max(map(len, setting.rows)) * setting.cell.width <= width


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([Symbology.QR, Symbology.CODE128, Symbology.DATAMATRIX, Symbology.AZTEC, Symbology.PDF417]),
    st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=30),
    st.integers(20, 560),
    st.integers(20, 400),
    st.sampled_from(TURNS),
)
def test_any_code_is_wholly_in_its_box_and_read_or_refused(
    kind: Symbology, content: str, width: int, height: int, turn: Turn
) -> None:
    where = ("1", "0", str(Decimal(width) / 10), str(Decimal(height) / 10))
    element = code(kind, "{v}", *where, turn=turn)
    sheet = laid_out(template(element), {"v": content}, 203)
    if isinstance(sheet, str):
        assert "Шаблон «проба», штрихкод 1" in sheet
        return
    box = box_of(element, 203, 464, 320)
    (placed,) = sheet.items
    assert inside(placed, box.x, box.y, box.x + box.width, box.y + box.height)
    drawn = draw_code(codes(sheet)[0])
    assert (drawn.width, drawn.height) == (placed.item.width, placed.item.height)
    if not content.startswith("]"):  # what scanners say of a code's kind is no content
        assert content.encode() in contents(draw(sheet))
