"""Measures of codes: worked out by hand from the widths the standards give."""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.model.document import BarcodeStyle, Symbology
from drivers.printing import barcodes
from drivers.printing.barcodes import Fitted, check, draw, fit
from tests.drivers.printing.gs1_codes import SAMPLES
from tests.drivers.printing.reading import scanned

ROLL = 576
EAN = "1254789547853"
NO_TEXT = BarcodeStyle(text=False)


def test_too_wide_a_code_names_both_widths() -> None:
    # 98 letters of Code 128: start, 98, check and 13 modules of stop, 10 quiet modules on each side.
    width = 11 * (1 + 98 + 1) + 13 + 20
    with pytest.raises(RequestRefused, match=f"ширина {width} точек, а у бумаги 576.*Rotate"):
        draw(Symbology.CODE128, "a" * 98, 576)


def test_turning_is_not_proposed_where_it_would_not_help() -> None:
    with pytest.raises(RequestRefused, match=r"ширина 130 точек, а у бумаги 58\. Сократите"):
        fit(Symbology.QR, "a" * 200, 58)


@pytest.mark.parametrize(("length", "module"), [(5, 3), (16, 2), (40, 1)])
def test_modules_are_as_wide_as_the_paper_allows(length: int, module: int) -> None:
    bitmap = draw(Symbology.CODE128, "a" * length, ROLL)
    assert bitmap.width == module * (11 * (length + 2) + 13 + 20)
    assert scanned(bitmap, Symbology.CODE128) == b"a" * length


@pytest.mark.parametrize(("paper", "module"), [(576, 3), (384, 3), (300, 2), (120, 1)])
def test_ean13_on_several_papers(paper: int, module: int) -> None:
    bitmap = draw(Symbology.EAN13, EAN, paper)
    assert bitmap.width == module * (95 + 22)
    assert scanned(bitmap, Symbology.EAN13) == EAN.encode()


def test_pdf417_takes_a_shape_that_fits() -> None:
    text = "12345DFG Proba pera, " * 20
    for paper in (576, 384):
        bitmap = draw(Symbology.PDF417, text, paper)
        assert bitmap.width <= paper
        assert scanned(bitmap, Symbology.PDF417) == text.encode()
    with pytest.raises(RequestRefused, match="не помещается") as refused:
        draw(Symbology.PDF417, text, 160)
    needed = re.search(r"нужна ширина (\d+) точек, а у бумаги 160", refused.value.text)
    assert needed
    assert draw(Symbology.PDF417, text, int(needed[1])).width == int(needed[1])
    with pytest.raises(RequestRefused):
        draw(Symbology.PDF417, text, int(needed[1]) - 1)


def test_pdf417_grows_wide_where_the_box_is_low(capfd: pytest.CaptureFixture[str]) -> None:
    text = "12345DFG Proba pera, "
    low, high = (fit(Symbology.PDF417, text, 800, room=room) for room in (60, 400))
    for size, room in ((low, 60), (high, 400)):
        assert size.width + 2 * size.quiet <= 800
        assert size.height + 2 * size.quiet <= room
        drawn = barcodes.symbol(Symbology.PDF417, text, size.module, widest=size.width // size.module)
        assert (drawn.width, drawn.height) == (size.width, size.height)
    assert low.width // low.module > high.width // high.module
    fit(Symbology.PDF417, text * 10, 300)
    assert capfd.readouterr() == ("", "")  # zint keeps its warnings to itself


def test_fitted_measures() -> None:
    assert fit(Symbology.EAN13, EAN, ROLL) == Fitted(3, 285, 96 + 24, 33, 96)
    assert fit(Symbology.EAN13, EAN, ROLL, NO_TEXT) == Fitted(3, 285, 96, 33, 96)
    assert fit(Symbology.QR, "A", ROLL) == Fitted(4, 84, 84, 16, 0)


def test_the_module_asked_for_is_used_or_refused() -> None:
    assert fit(Symbology.QR, "A", ROLL, BarcodeStyle(module=10)) == Fitted(10, 210, 210, 40, 0)
    assert fit(Symbology.EAN13, EAN, ROLL, BarcodeStyle(module=2)).module == 2
    with pytest.raises(RequestRefused, match="нужна ширина 585 точек при модуле 5, а у бумаги 576"):
        fit(Symbology.EAN13, EAN, ROLL, BarcodeStyle(module=5))


def test_turned_only_where_it_is_too_wide_upright() -> None:
    rotate = BarcodeStyle(rotate=True)
    assert fit(Symbology.EAN13, EAN, ROLL, rotate) == fit(Symbology.EAN13, EAN, ROLL)
    turned = fit(Symbology.CODE128, "a" * 60, ROLL, rotate)
    assert turned == Fitted(3, 3 * (11 * 62 + 13), 120, 30, 96, turned=True)


def test_turned_rather_than_drawn_with_modules_of_one_dot() -> None:
    fits_at_one_dot = "a" * 40  # (11 * 42 + 13 + 20) modules
    assert fit(Symbology.CODE128, fits_at_one_dot, ROLL).module == 1
    turned = fit(Symbology.CODE128, fits_at_one_dot, ROLL, BarcodeStyle(rotate=True))
    assert (turned.module, turned.turned) == (3, True)


def test_too_high_or_too_low_bars_are_refused() -> None:
    with pytest.raises(RequestRefused, match="нужна высота 4016 точек, а допустимо 4000"):
        fit(Symbology.EAN13, EAN, ROLL, BarcodeStyle(height=4000, text=False))
    with pytest.raises(RequestRefused, match="высота 20 точек, а нужно от 24"):
        fit(Symbology.EAN13, EAN, ROLL, BarcodeStyle(height=20))


def test_a_code_fills_its_box_on_a_label() -> None:
    # 58x40 mm at 203 dpi: 464x320 dots.
    assert fit(Symbology.EAN13, EAN, 464, room=320) == Fitted(3, 285, 320, 33, 296)
    assert fit(Symbology.EAN13, EAN, 464, BarcodeStyle(height=80), room=320) == Fitted(3, 285, 104, 33, 80)
    assert fit(Symbology.QR, "A", 464, room=320) == Fitted(11, 231, 231, 44, 0)
    with pytest.raises(RequestRefused, match=r"нужно 117x72 точек, а места 100x320\. Разрешите повернуть"):
        fit(Symbology.EAN13, EAN, 100, room=320)
    turned = fit(Symbology.EAN13, EAN, 100, BarcodeStyle(rotate=True), room=320)
    assert turned == Fitted(2, 190, 100, 22, 76, turned=True)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(Symbology),
    st.integers(40, 900),
    st.integers(0, 500),
    st.builds(
        BarcodeStyle,
        height=st.sampled_from([0, 0, 30, 200]),
        module=st.sampled_from([0, 0, 2, 5]),
        text=st.booleans(),
        rotate=st.booleans(),
    ),
)
def test_what_fits_is_inside_and_no_larger_module_would_be(
    symbology: Symbology, dots: int, room: int, style: BarcodeStyle
) -> None:
    content = check(symbology, SAMPLES[symbology])
    try:
        size = fit(symbology, content, dots, style, room=room)
    except RequestRefused:
        return
    above = size.quiet if not size.bars else 0 if room else 8
    width, height = size.width + 2 * size.quiet, size.height + 2 * above
    across, down = (height, width) if size.turned else (width, height)
    assert across <= dots
    assert down <= (room or 4000)
    assert size.quiet == barcodes.quiet(symbology) * size.module
    assert not (size.turned and not style.rotate)
    if room and not style.module and not size.turned and size.module < (6 if size.bars else 16):
        with pytest.raises(RequestRefused):
            fit(symbology, content, dots, replace(style, module=size.module + 1, rotate=False), room=room)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(Symbology), st.integers(250, 900))
def test_what_fits_a_receipt_is_read(symbology: Symbology, dots: int) -> None:
    content = check(symbology, SAMPLES[symbology])
    style = BarcodeStyle(rotate=True)
    assert scanned(draw(symbology, content, dots, style), symbology).decode() == content.removeprefix("\x1d")
