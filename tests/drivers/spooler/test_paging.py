import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.errors import NotSupported, RequestRefused
from drivers.model.command import OpenShift, PrintDocument, PrintRuler, PrintTestPage
from drivers.model.document import BarcodeLine, BarcodeStyle, PictureLine, Symbology, TextLine
from drivers.printing.bitmap import Bitmap
from drivers.spooler import pages, paging
from drivers.spooler.options import SpoolerOptions, form_of
from drivers.spooler.queue import Pages
from tests.drivers.spooler.printers import LABEL, labels, printer
from tests.drivers.spooler.reading import codes, inked_rows

A4 = form_of(SpoolerOptions("cups:///a"))
ROLL = form_of(SpoolerOptions("cups:///a", width=80.0, height=0.0, margin=4.0, dpi=203))
SMALL = form_of(SpoolerOptions("cups:///a", **LABEL))


def test_an_a4_page_has_80_columns_and_its_exact_size() -> None:
    (page,) = paging.pages(PrintDocument((TextLine("Привет"),)), A4)
    assert A4.paper.columns() == 80
    assert (page.width, page.height) == (2480, 3508)  # 210 x 297 mm at 300 dpi
    assert inked_rows(page)[0] >= 118  # 10 mm


def test_a_roll_of_80_mm_has_48_columns_and_is_as_long_as_it_needs() -> None:
    one, two = (paging.pages(PrintDocument((TextLine("А"),) * count), ROLL)[0] for count in (1, 2))
    assert ROLL.paper.columns() == 48
    assert two.height - one.height == ROLL.paper.cell(0).height
    assert one.height == 2 * ROLL.top + ROLL.paper.cell(0).height


def test_rows_flow_to_the_next_page_and_none_is_split() -> None:
    rows = 200
    found = paging.pages(PrintDocument(tuple(TextLine(f"строка {row}") for row in range(rows))), A4)
    height = A4.paper.cell(0).height
    on_a_page = (A4.height - 2 * A4.top) // height
    assert len(found) == -(-rows // on_a_page)
    assert all(inked_rows(page)[1] <= A4.height - A4.top for page in found)


def test_copies_are_further_pages() -> None:
    assert len(paging.pages(PrintDocument((TextLine("А"),), copies=2), A4)) == 3
    with pytest.raises(RequestRefused):
        paging.pages(PrintDocument((TextLine("А"),), copies=100), A4)


def test_more_paper_than_a_printer_holds_is_refused() -> None:
    long = PrintDocument(tuple(TextLine(str(row)) for row in range(500)), copies=99)
    with pytest.raises(RequestRefused, match="копиями больше 500"):
        paging.pages(long, A4)
    with pytest.raises(RequestRefused, match="слишком длинный"):
        paging.pages(PrintDocument((TextLine("1\n" * 20_000),)), ROLL)


def test_an_empty_document_has_no_page() -> None:
    assert paging.pages(PrintDocument(()), A4) == ()


@pytest.mark.parametrize("form", [A4, ROLL, SMALL], ids=["A4", "roll", "label"])
def test_codes_can_be_read(form: object) -> None:
    lines = (BarcodeLine(Symbology.EAN13, "460000000000"), BarcodeLine(Symbology.QR, "https://example.org/1"))
    found = paging.pages(PrintDocument(lines), form)  # type: ignore[arg-type]
    assert set().union(*map(codes, found)) == {"4600000000008", "https://example.org/1"}


def test_bars_are_as_high_on_a_page_as_on_a_roll() -> None:
    (page,) = paging.pages(PrintDocument((BarcodeLine(Symbology.CODE39, "A", BarcodeStyle(text=False)),)), A4)
    top, bottom = inked_rows(page)
    assert bottom - top == 141  # 12 mm at 300 dpi


def test_what_is_higher_than_the_page_is_refused() -> None:
    tall = io.BytesIO()
    Image.new("1", (100, 1200)).save(tall, "PNG")
    with pytest.raises(RequestRefused, match="выше листа"):
        paging.pages(PrintDocument((PictureLine(tall.getvalue()),)), SMALL)


def test_ruler_and_test_page() -> None:
    (ruler,) = paging.pages(PrintRuler(), A4)
    assert inked_rows(ruler)
    found = set().union(*map(codes, paging.pages(PrintTestPage(), A4)))
    assert {"4600000000008", "KKM-39", "Kkm 128", "Aztec 123"} <= found


def test_commands_of_a_register_are_refused() -> None:
    with pytest.raises(NotSupported, match="кассу"):
        paging.pages(OpenShift(), A4)


def test_a_label_as_large_as_the_page_fills_it() -> None:
    (page,) = paging.labels(labels(1), SMALL)
    assert (page.width, page.height) == (SMALL.width, SMALL.height)
    assert codes(page) == {"N1"}


def test_a_smaller_label_stands_on_the_page_and_a_larger_one_is_refused() -> None:
    (page,) = paging.labels(labels(1), A4)
    assert (page.width, page.height) == (A4.width, A4.height)
    assert codes(page) == {"N1"}
    with pytest.raises(RequestRefused, match="больше листа"):
        paging.labels(labels(1, width=60), SMALL)


def test_a_bad_set_of_fields_is_found_before_the_first_label() -> None:
    with pytest.raises(RequestRefused, match="Набор полей 2"):
        paging.labels(type(labels(1))(labels(1).template, ({"n": "1"}, {"x": "2"})), SMALL)


def test_preview_is_what_is_printed() -> None:
    driver = printer("cups:///a", **LABEL)
    document = PrintDocument((TextLine("Привет"), BarcodeLine(Symbology.QR, "1")))
    assert driver.preview(document) == paging.pages(document, SMALL)
    assert driver.preview(labels(50)) == tuple(paging.labels(labels(20), SMALL))


def test_margins_that_leave_no_room_are_refused() -> None:
    with pytest.raises(RequestRefused, match="не помещается"):
        form_of(SpoolerOptions("cups:///a", width=30.0, margin=20.0))
    with pytest.raises(RequestRefused, match="columns"):
        form_of(SpoolerOptions("cups:///a", width=58.0, height=0.0, margin=2.0, dpi=203, columns=100))


@given(st.floats(20, 450), st.floats(0, 650), st.floats(0, 50), st.integers(0, 200), st.sampled_from([203, 300]))
def test_any_paper_has_its_columns_within_its_margins_or_is_refused(
    width: float, height: float, margin: float, columns: int, dpi: int
) -> None:
    options = SpoolerOptions("cups:///a", width=width, height=height, margin=margin, columns=columns, dpi=dpi)  # type: ignore[arg-type]
    try:
        form = form_of(options)
    except RequestRefused:
        return
    assert form.paper.columns() == columns or not columns
    assert form.left >= form.top
    assert form.left + form.paper.dots + form.top <= form.width


@pytest.mark.parametrize("dpi", [203, 300])
def test_pdf_pages_have_the_exact_size(dpi: int) -> None:
    dots = Bitmap(464, 320, bytes([0xAA, 0x0F] * 29) * 320)
    file = pages.pdf(Pages((dots, dots), dpi))
    exact = {203: 203.2}.get(dpi, dpi)  # 8 dots a millimetre
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", file)
    assert [(round(float(w), 2), round(float(h), 2)) for w, h in boxes] == [
        (round(464 * 72 / exact, 2), round(320 * 72 / exact, 2))
    ] * 2


def test_png_pages_carry_their_resolution() -> None:
    dots = Bitmap(16, 2, b"\xff\x00\x00\xff")
    (file,) = pages.pngs(Pages((dots,), 300))
    with Image.open(io.BytesIO(file)) as image:
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert [image.getpixel((0, 0)), image.getpixel((15, 0)), image.getpixel((15, 1))] == [0, 255, 0]
