"""What is drawn is what a scanner reads."""

import string
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drivers.errors import NotSupported, RequestRefused
from drivers.model.document import BarcodeStyle, Symbology
from drivers.printing import barcodes, engine_python, engine_zint, symbols
from drivers.printing.symbols import Engine
from tests.drivers.printing import gs1_codes
from tests.drivers.printing.engines import ENGINES, using
from tests.drivers.printing.reading import dots, is_gs1, padding_is_white, scanned

ROLL = 576
WIDE = 4000  # a code of any length fits
NO_TEXT = BarcodeStyle(text=False)


def read_back(engine: Engine, symbology: Symbology, content: str, dots_wide: int = WIDE) -> bytes:
    content = barcodes.check(symbology, content)
    with using(engine):
        bitmap = barcodes.draw(symbology, content, dots_wide)
    assert bitmap.width <= dots_wide
    assert padding_is_white(bitmap)
    return scanned(bitmap, symbology)


engines = st.sampled_from(ENGINES)
short = settings(max_examples=40, deadline=None)
ascii_text = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)
some_text = st.text(min_size=1, max_size=120).filter(str.strip)


@short
@given(
    engines,
    st.sampled_from([(Symbology.EAN8, 7), (Symbology.EAN13, 12), (Symbology.UPCA, 11), (Symbology.ITF14, 13)]),
    st.data(),
)
def test_numbers(engine: Engine, kind: tuple[Symbology, int], data: st.DataObject) -> None:
    symbology, length = kind
    code = data.draw(st.text(string.digits, min_size=length, max_size=length))
    assert read_back(engine, symbology, code, ROLL).decode() == code + barcodes.check_digit(code)


@short
@given(engines, st.text(string.digits + string.ascii_letters + "-. $/+%", min_size=1, max_size=20).filter(str.strip))
def test_code39(engine: Engine, code: str) -> None:
    assert read_back(engine, Symbology.CODE39, code).decode() == code.upper()


@short
@given(engines, ascii_text.filter(str.strip))
def test_code128(engine: Engine, code: str) -> None:
    assert read_back(engine, Symbology.CODE128, code).decode() == code


@short
@given(ascii_text.filter(str.strip))
def test_code93(code: str) -> None:
    assert read_back(engine_zint, Symbology.CODE93, code).decode() == code


@short
@given(engines, gs1_codes.elements(most=48))
def test_gs1_128(engine: Engine, found: list[tuple[str, str]]) -> None:
    content = barcodes.check(Symbology.GS1_128, gs1_codes.spelled(found))
    with using(engine):
        bitmap = barcodes.draw(Symbology.GS1_128, content, WIDE)
    assert is_gs1(bitmap, Symbology.GS1_128)
    assert scanned(bitmap, Symbology.GS1_128) == gs1_codes.scan(found)


@short
@given(gs1_codes.elements(most=120))
def test_gs1_datamatrix(found: list[tuple[str, str]]) -> None:
    content = barcodes.check(Symbology.GS1_DATAMATRIX, gs1_codes.spelled(found))
    bitmap = barcodes.draw(Symbology.GS1_DATAMATRIX, content, ROLL)
    assert is_gs1(bitmap, Symbology.GS1_DATAMATRIX)
    assert scanned(bitmap, Symbology.GS1_DATAMATRIX) == gs1_codes.scan(found)


@short
@given(engines, some_text, st.sampled_from(["", "L", "M", "Q", "H"]))
def test_qr(engine: Engine, text: str, level: str) -> None:
    with using(engine):
        bitmap = barcodes.draw(Symbology.QR, barcodes.check(Symbology.QR, text), WIDE, BarcodeStyle(level=level))
    assert scanned(bitmap, Symbology.QR) == text.encode()


@short
@given(some_text)
def test_pdf417(text: str) -> None:
    assert read_back(engine_zint, Symbology.PDF417, text, 384) == text.encode()


@short
@given(some_text)
def test_aztec(text: str) -> None:
    assert read_back(engine_zint, Symbology.AZTEC, text, ROLL) == text.encode()


@short
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1d\xe8]"), min_size=1, max_size=80))
def test_datamatrix(text: str) -> None:
    if text.strip():
        assert read_back(engine_zint, Symbology.DATAMATRIX, text, ROLL) == text.encode()


@settings(max_examples=400, deadline=None)
@given(st.sampled_from(Symbology), st.text(st.characters(max_codepoint=0x17F) | st.characters(), max_size=30))
def test_any_text_is_drawn_or_refused(symbology: Symbology, text: str) -> None:
    try:
        content = barcodes.check(symbology, text)
        bitmap = barcodes.draw(symbology, content, WIDE)
    except RequestRefused:
        return
    with_fnc1 = symbology in (Symbology.GS1_128, Symbology.DATAMATRIX, Symbology.GS1_DATAMATRIX)
    assert scanned(bitmap, symbology).decode() == (content.removeprefix("\x1d") if with_fnc1 else content)


@settings(max_examples=200, deadline=None)
@given(st.text(string.digits + "()[]\x1dA-", max_size=40), st.sampled_from(["", "\x1d", "(01)", "]d2"]))
def test_what_looks_like_gs1_is_read_as_it_is_or_refused(text: str, start: str) -> None:
    for symbology in (Symbology.GS1_DATAMATRIX, Symbology.DATAMATRIX):
        try:
            content = barcodes.check(symbology, start + text)
            bitmap = barcodes.draw(symbology, content, WIDE)
        except RequestRefused:
            continue
        assert scanned(bitmap, symbology).decode() == content.removeprefix("\x1d")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("symbology", "content"),
    [
        (Symbology.QR, "Привет, мир"),
        (Symbology.QR, "t=20150720T1638&s=9999999.00&fn=000110000105&i=12345678&fp=123456&n=2"),
        (Symbology.EAN13, "4606453849072"),
        (Symbology.UPCA, "036000291452"),
        (Symbology.ITF14, "14606453849079"),
        (Symbology.CODE128, "A1"),
        (Symbology.CODE128, "Print barcode 1234567890"),
    ],
)
def test_known_codes(engine: Engine, symbology: Symbology, content: str) -> None:
    assert read_back(engine, symbology, content, ROLL).decode() == content


@pytest.mark.parametrize(
    ("symbology", "content"),
    [
        (Symbology.EAN8, "96385074"),
        (Symbology.EAN13, "4606453849072"),
        (Symbology.UPCA, "036000291452"),
        (Symbology.ITF14, "14606453849079"),
        (Symbology.CODE128, "abcDEF123456x"),
        (Symbology.GS1_128, "\x1d010460000000000821abc1234\x1d93wx"),
    ],
)
def test_both_engines_find_the_same_modules(symbology: Symbology, content: str) -> None:
    one, other = (engine.modules(symbology, content, 0, "") for engine in ENGINES)
    assert one == other


def test_ean13_pattern_by_hand() -> None:
    # 4606453849072: parity of a leading 4 is L G L L G G; module patterns from the EAN tables.
    left = "0101111" + "0100111" + "0101111" + "0100011" + "0111001" + "0100001"
    right = "1001000" + "1011100" + "1110100" + "1110010" + "1000100" + "1101100"
    expected = "101" + left + "01010" + right + "101"
    for engine in ENGINES:
        symbol = engine.modules(Symbology.EAN13, "4606453849072", 0, "")
        assert dots(symbol.matrix) == [expected.replace("1", "#").replace("0", ".")]


@pytest.mark.parametrize(
    "symbology",
    [Symbology.PDF417, Symbology.DATAMATRIX, Symbology.GS1_DATAMATRIX, Symbology.AZTEC, Symbology.CODE93],
)
def test_without_zint_some_kinds_are_refused_in_clear_words(symbology: Symbology) -> None:
    with using(engine_python), pytest.raises(NotSupported, match=f"{symbology}.*zint"):
        barcodes.draw(symbology, "ABC", ROLL)


def test_a_marking_code_is_never_to_be_replaced_by_another_kind() -> None:
    with using(engine_python), pytest.raises(NotSupported, match=r"zint-bindings\.$"):
        barcodes.draw(Symbology.GS1_DATAMATRIX, "(01)04600000000008(21)a", ROLL)


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
    for symbology in (Symbology.DATAMATRIX, Symbology.GS1_DATAMATRIX):
        for mark in ("", "\x1d", "]d2", "\xe8", "]d2\x1d"):
            assert barcodes.check(symbology, mark + scan) == content
        bitmap = barcodes.draw(symbology, content, ROLL)
        assert scanned(bitmap, symbology) == scan.encode()
        assert is_gs1(bitmap, symbology)
    assert barcodes.check(Symbology.DATAMATRIX, "0104600000000008") == "0104600000000008"


@pytest.mark.parametrize("engine", ENGINES)
def test_too_long_a_qr_is_refused(engine: Engine) -> None:
    with using(engine), pytest.raises(RequestRefused, match="слишком длинн"):
        barcodes.draw(Symbology.QR, "ж" * 1200, ROLL)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_higher_level_takes_a_larger_qr(engine: Engine) -> None:
    sizes = [engine.modules(Symbology.QR, "a" * 100, 0, level).matrix.width for level in ("L", "M", "Q", "H")]
    assert sizes == [17 + 4 * version for version in (5, 6, 8, 10)]  # capacities of ISO/IEC 18004 for 100 bytes
    assert engine.modules(Symbology.QR, "a" * 100, 0, "") == engine.modules(Symbology.QR, "a" * 100, 0, "M")


def test_quiet_zones_are_white_inside_the_bitmap() -> None:
    rows = dots(barcodes.draw(Symbology.QR, "A", ROLL))
    assert (len(rows), len(rows[0])) == (4 * (21 + 8), 4 * (21 + 8))
    assert all(set(row) == {"."} for row in rows[:16] + rows[-16:])
    assert all(set(row[:16] + row[-16:]) == {"."} for row in rows)
    assert rows[16].startswith("." * 16 + "#" * 28)


def test_text_of_a_linear_code_stands_below() -> None:
    with_text = barcodes.draw(Symbology.EAN13, "1254789547853", ROLL)
    without = barcodes.draw(Symbology.EAN13, "1254789547853", ROLL, NO_TEXT)
    assert (without.height, with_text.height) == (96 + 16, 96 + 16 + 24)
    low = BarcodeStyle(text=False, height=40)
    assert barcodes.draw(Symbology.EAN13, "1254789547853", ROLL, low).height == 56
    assert with_text.data[: 104 * with_text.stride] == without.data[: 104 * without.stride]
    assert any(with_text.rows(104, 24))


def test_an_itf14_is_closed_by_beams() -> None:
    rows = dots(barcodes.symbol(Symbology.ITF14, "14606453849079", 2, bars=40, text=False))
    assert (len(rows), len(rows[0])) == (40, 2 * 135)
    assert [set(row) for row in rows[:4] + rows[-4:]] == [{"#"}] * 8
    assert all(set(row) == {"#", "."} for row in rows[4:-4])


def test_a_turned_code_is_the_upright_one_on_its_side() -> None:
    content = "a" * 60
    turned = barcodes.draw(Symbology.CODE128, content, ROLL, BarcodeStyle(rotate=True))
    upright = barcodes.draw(Symbology.CODE128, content, WIDE)
    assert (turned.width, turned.height) == (upright.height, upright.width)
    assert scanned(turned, Symbology.CODE128) == content.encode()
    assert [row[::-1] for row in zip(*dots(upright), strict=True)] == [tuple(row) for row in dots(turned)]


@short
@given(
    st.sampled_from(Symbology),
    st.integers(2, 4),
    st.integers(40, 120),
    st.booleans(),
)
def test_symbol_takes_what_fit_has_promised(symbology: Symbology, module: int, height: int, text: bool) -> None:
    content = barcodes.check(symbology, gs1_codes.SAMPLES[symbology])
    style = BarcodeStyle(module=module, height=height, text=text)
    size = barcodes.fit(symbology, content, WIDE, style)
    drawn = barcodes.symbol(
        symbology, content, size.module, bars=size.bars, text=text, widest=size.width // size.module
    )
    assert (drawn.width, drawn.height) == (size.width, size.height)
    assert size.quiet == barcodes.quiet(symbology) * module
