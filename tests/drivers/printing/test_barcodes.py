import string
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import NotSupported, RequestRefused
from drivers.model.document import Symbology
from drivers.printing import barcodes, engine_python, engine_zint, symbols
from drivers.printing.symbols import Engine
from tests.drivers.printing.reading import dots, padding_is_white, scanned

ENGINES = [engine_zint, engine_python]
ROLL = 576
WIDE = 4000  # a code of any length fits


@contextmanager
def using(engine: Engine) -> Iterator[None]:
    """Codes are drawn by this engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(symbols, "engine", lambda: engine)
        _forget()
        yield
    _forget()


def _forget() -> None:
    symbols._remembered.cache_clear()
    barcodes.draw.cache_clear()


def read_back(engine: Engine, symbology: Symbology, content: str, dots_wide: int = WIDE) -> bytes:
    content = barcodes.check(symbology, content)
    with using(engine):
        bitmap = barcodes.draw(symbology, content, dots_wide)
    assert bitmap.width <= dots_wide
    assert padding_is_white(bitmap)
    return scanned(bitmap, symbology)


digits = st.text(string.digits, min_size=12, max_size=12)
engines = st.sampled_from(ENGINES)
short = settings(max_examples=40, deadline=None)


@short
@given(engines, digits)
def test_ean13(engine: Engine, code: str) -> None:
    assert read_back(engine, Symbology.EAN13, code, 384).decode() == code + barcodes.check_digit(code)


@short
@given(engines, st.text(string.digits, min_size=7, max_size=7))
def test_ean8(engine: Engine, code: str) -> None:
    assert read_back(engine, Symbology.EAN8, code, 384).decode() == code + barcodes.check_digit(code)


@short
@given(engines, st.text(string.digits + string.ascii_letters + "-. $/+%", min_size=1, max_size=20))
def test_code39(engine: Engine, code: str) -> None:
    if not code.strip():
        return
    assert read_back(engine, Symbology.CODE39, code).decode() == code.upper()


@short
@given(engines, st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40))
def test_code128(engine: Engine, code: str) -> None:
    if not code.strip():
        return
    assert read_back(engine, Symbology.CODE128, code).decode() == code


@short
@given(engines, st.text(min_size=1, max_size=120))
def test_qr(engine: Engine, text: str) -> None:
    if not text.strip():
        return
    assert read_back(engine, Symbology.QR, text, ROLL) == text.encode()


@short
@given(st.text(min_size=1, max_size=120))
def test_pdf417(text: str) -> None:
    if not text.strip():
        return
    assert read_back(engine_zint, Symbology.PDF417, text, 384) == text.encode()


@short
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1d\xe8]"), min_size=1, max_size=80))
def test_datamatrix(text: str) -> None:
    if not text.strip():
        return
    assert read_back(engine_zint, Symbology.DATAMATRIX, text, ROLL) == text.encode()


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("symbology", "content"),
    [
        (Symbology.QR, "Привет, мир"),
        (Symbology.QR, "t=20150720T1638&s=9999999.00&fn=000110000105&i=12345678&fp=123456&n=2"),
        (Symbology.EAN13, "4606453849072"),
        (Symbology.CODE128, "A1"),
        (Symbology.CODE128, "Print barcode 1234567890"),
    ],
)
def test_known_codes(engine: Engine, symbology: Symbology, content: str) -> None:
    assert read_back(engine, symbology, content, ROLL).decode() == content


def test_ean13_pattern_by_hand() -> None:
    # 4606453849072: parity of a leading 4 is L G L L G G; module patterns from the EAN tables.
    left = "0101111" + "0100111" + "0101111" + "0100011" + "0111001" + "0100001"
    right = "1001000" + "1011100" + "1110100" + "1110010" + "1000100" + "1101100"
    expected = "101" + left + "01010" + right + "101"
    for engine in ENGINES:
        symbol = engine.modules(Symbology.EAN13, "4606453849072", 0)
        assert dots(symbol.matrix) == [expected.replace("1", "#").replace("0", ".")]


@pytest.mark.parametrize("symbology", [Symbology.PDF417, Symbology.DATAMATRIX])
def test_without_zint_two_kinds_are_refused_in_clear_words(symbology: Symbology) -> None:
    with using(engine_python), pytest.raises(NotSupported, match=f"{symbology}.*zint"):
        barcodes.draw(symbology, "ABC", ROLL)


def test_the_engine_is_zint_where_it_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    symbols.engine.cache_clear()
    assert symbols.engine() is engine_zint
    symbols.engine.cache_clear()
    monkeypatch.setitem(sys.modules, "zint", None)
    assert symbols.engine() is engine_python
    symbols.engine.cache_clear()


def test_marking_code_becomes_gs1() -> None:
    scan = "0104600000000008215Abc!\x1d93wxyz"
    content = barcodes.check(Symbology.DATAMATRIX, scan)
    assert content == "\x1d" + scan
    assert barcodes.check(Symbology.DATAMATRIX, "]d2" + scan) == content
    assert barcodes.check(Symbology.DATAMATRIX, "\xe8" + scan) == content
    assert barcodes.check(Symbology.DATAMATRIX, content) == content
    assert barcodes.check(Symbology.DATAMATRIX, "0104600000000008") == "0104600000000008"
    bitmap = barcodes.draw(Symbology.DATAMATRIX, content, ROLL)
    assert scanned(bitmap, Symbology.DATAMATRIX) == scan.encode()


@pytest.mark.parametrize(
    ("symbology", "content", "checked"),
    [
        (Symbology.EAN13, "125478954785", "1254789547853"),
        (Symbology.EAN13, " 3423290167937 ", "3423290167937"),
        (Symbology.EAN13, "460000000000", "4600000000008"),
        (Symbology.EAN8, "9638507", "96385074"),
        (Symbology.EAN8, "96385074", "96385074"),
        (Symbology.CODE39, "abc-1", "ABC-1"),
        (Symbology.CODE128, "aB 1~", "aB 1~"),
        (Symbology.QR, "Чек №1\n", "Чек №1\n"),
    ],
)
def test_checked_content(symbology: Symbology, content: str, checked: str) -> None:
    assert barcodes.check(symbology, content) == checked


@pytest.mark.parametrize(
    ("symbology", "content", "words"),
    [
        (Symbology.EAN13, "1254789547851", "контрольная цифра должна быть 3"),
        (Symbology.EAN8, "96385070", "контрольная цифра должна быть 4"),
        (Symbology.EAN13, "12547895478", "нужны 13 цифр"),
        (Symbology.EAN13, "12547895478AB", "нужны 13 цифр"),
        (Symbology.EAN13, "١٢٣٤٥٦٧٨٩٠١٢", "нужны 13 цифр"),
        (Symbology.EAN8, "4606453849072", "нужны 8 цифр"),
        (Symbology.CODE39, "ABC*", r"«\*»"),
        (Symbology.CODE39, "ЧЕК", "латинские буквы"),
        (Symbology.CODE128, "чек", "выберите QR"),
        (Symbology.CODE128, "a\x1d", "0x1d"),
        (Symbology.CODE128, "1" * 99, "99 знаков, допустимо не больше 98"),
        (Symbology.CODE39, "1" * 81, "81 знаков, допустимо не больше 80"),
        (Symbology.QR, "1" * 1_000_000, "слишком длинный"),
        (Symbology.QR, "", "пустой"),
        (Symbology.EAN13, "  ", "пустой"),
        (Symbology.QR, "a\ud800", "знак 2"),
    ],
)
def test_refused_content(symbology: Symbology, content: str, words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        barcodes.check(symbology, content)


@pytest.mark.parametrize("engine", ENGINES)
def test_too_long_a_qr_is_refused(engine: Engine) -> None:
    with using(engine), pytest.raises(RequestRefused, match="слишком длинн"):
        barcodes.draw(Symbology.QR, "ж" * 1200, ROLL)


def test_too_wide_a_code_names_both_widths() -> None:
    # 98 letters of Code 128: start, 98, check and 13 modules of stop, 10 quiet modules on each side.
    width = 11 * (1 + 98 + 1) + 13 + 20
    with pytest.raises(RequestRefused, match=f"ширина {width} точек, а у бумаги 576"):
        barcodes.draw(Symbology.CODE128, "a" * 98, 576)


@pytest.mark.parametrize(("length", "module"), [(5, 3), (16, 2), (40, 1)])
def test_modules_are_as_wide_as_the_paper_allows(length: int, module: int) -> None:
    bitmap = barcodes.draw(Symbology.CODE128, "a" * length, ROLL)
    assert bitmap.width == module * (11 * (length + 2) + 13 + 20)
    assert scanned(bitmap, Symbology.CODE128) == b"a" * length


@pytest.mark.parametrize(("paper", "module"), [(576, 3), (384, 3), (300, 2), (120, 1)])
def test_ean13_on_several_papers(paper: int, module: int) -> None:
    bitmap = barcodes.draw(Symbology.EAN13, "1254789547853", paper)
    assert bitmap.width == module * (95 + 22)
    assert scanned(bitmap, Symbology.EAN13) == b"1254789547853"


def test_pdf417_takes_a_shape_that_fits() -> None:
    text = "12345DFG Proba pera, " * 20
    for paper in (576, 384):
        bitmap = barcodes.draw(Symbology.PDF417, text, paper)
        assert bitmap.width <= paper
        assert scanned(bitmap, Symbology.PDF417) == text.encode()
    with pytest.raises(RequestRefused, match="не помещается"):
        barcodes.draw(Symbology.PDF417, text, 160)


def test_quiet_zones_are_white_inside_the_bitmap() -> None:
    rows = dots(barcodes.draw(Symbology.QR, "A", ROLL))
    assert (len(rows), len(rows[0])) == (4 * (21 + 8), 4 * (21 + 8))
    assert all(set(row) == {"."} for row in rows[:16] + rows[-16:])
    assert all(set(row[:16] + row[-16:]) == {"."} for row in rows)
    assert rows[16].startswith("." * 16 + "#" * 28)


def test_text_of_a_linear_code_stands_below() -> None:
    with_text = barcodes.draw(Symbology.EAN13, "1254789547853", ROLL)
    without = barcodes.draw(Symbology.EAN13, "1254789547853", ROLL, text=False)
    assert (without.height, with_text.height) == (96 + 16, 96 + 16 + 24)
    assert barcodes.draw(Symbology.EAN13, "1254789547853", ROLL, height=40, text=False).height == 56
    assert with_text.data[: 104 * with_text.stride] == without.data[: 104 * without.stride]
    assert any(with_text.rows(104, 24))
