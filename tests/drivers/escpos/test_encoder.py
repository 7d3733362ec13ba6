"""Whole documents as bytes."""

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import NotSupported, RequestRefused
from drivers.escpos import codec
from drivers.model.document import BarcodeLine, Line, PictureLine, Position, Symbology, TextLine
from drivers.printing import barcodes
from drivers.printing.page import Feed, Paper, Pulse, TextRow
from drivers.printing.raster import draw_row
from tests.drivers.escpos.printers import CUT, START, encoder

CENTRE, LEFT = bytes.fromhex("1b6101"), bytes.fromhex("1b6100")


def body(lines: list[Line], **options: object) -> bytes:
    made = encoder(**options).document(lines)
    assert made.startswith(START)
    assert made.endswith(CUT)
    return made[len(START) : -len(CUT)]


def test_rows_are_native_and_the_mode_is_sent_when_it_changes() -> None:
    made = body([TextLine("Чек"), TextLine("№ 1"), TextLine("Б", font=1), TextLine("в", font=4, intensity=15)])
    assert made == bytes.fromhex("1b2100 97a5aa 0a fc2031 0a 1b2130 81 0a 1b2109 a2 0a")


def test_the_markup_is_laid_out_before() -> None:
    assert body([TextLine("Итого:<#0#>154,41")]) == b"\x1b!\x00" + "Итого:".encode("cp866") + b" " * 36 + b"154,41\n"


def test_an_empty_row_is_a_line_feed() -> None:
    assert body([TextLine("")]) == b"\x1b!\x00\n"


def test_a_position_prints_as_text() -> None:
    position = Position(name="Чай", quantity=Decimal(2), price=5000, amount=10000)
    assert body([position]) == (b"\x1b!\x00" + "Чай".encode("cp866") + b"\n" + b"2 x 50.00".ljust(42) + b"100.00\n")


def test_a_row_with_a_character_the_code_page_lacks_is_drawn() -> None:
    row = TextRow("ООО «Ромашка» — ½", 3)
    made = body([TextLine("ООО «Ромашка» — ½"), TextLine("да")])
    assert made == codec.raster(draw_row(row, Paper())) + bytes.fromhex("1b2100 a4a0 0a")
    assert b"?" not in made.replace(codec.raster(draw_row(row, Paper())), b"")


def test_another_code_page() -> None:
    made = encoder(code_page="cp1251").document([TextLine("«Ё»")])
    assert made == START.replace(b"\x1bt\x11", b"\x1bt\x2e") + bytes.fromhex("1b2100 aba8bb 0a") + CUT
    assert b"\x1bt\x49" in encoder(code_page="cp1251", code_page_number=73).document([])


def test_ean13_is_native_and_complete() -> None:  # GS k 67 with the check digit; 3 dots a module, 96 dots high
    assert (
        body([BarcodeLine(Symbology.EAN13, "460000000000")])
        == CENTRE
        + bytes.fromhex("1b4a08 1d6860 1d7703 1d4802 1d6600 1d6b430d 34363030303030303030303038 1b4a08")
        + LEFT
    )


def test_code128_begins_with_its_subset_and_doubles_braces() -> None:
    made = body([BarcodeLine(Symbology.CODE128, "a{1}")])
    assert b"\x1dk\x49\x07{Ba{{1}\x1bJ" in made


@pytest.mark.parametrize(
    ("symbology", "content", "dots", "module"),
    [
        # (11 characters + 35) modules + 2 x 11 quiet
        (Symbology.CODE128, "x" * 12, 576, 3),  # 189 modules x 3 = 567
        (Symbology.CODE128, "x" * 13, 576, 2),  # 200 x 3 = 600
        (Symbology.CODE128, "x" * 21, 576, 2),  # 288 x 2 = 576
        (Symbology.CODE128, "x" * 12, 384, 2),  # 189 x 2 = 378
        # (characters + 2) x 45 + 66 at 3, x 29 + 44 at 2
        (Symbology.CODE39, "A" * 9, 576, 3),  # 561
        (Symbology.CODE39, "A" * 10, 576, 2),  # 606; 392
        (Symbology.CODE39, "A" * 16, 576, 2),  # 566
        (Symbology.EAN13, "4600000000008", 576, 3),
        (Symbology.EAN13, "4600000000008", 256, 2),  # 117 x 2 = 234
    ],
)
def test_linear_codes_are_as_wide_as_fits(symbology: Symbology, content: str, dots: int, module: int) -> None:
    content = barcodes.check(symbology, content[:12] if symbology is Symbology.EAN13 else content)
    assert b"\x1dw" + bytes([module]) in body([BarcodeLine(symbology, content)], dots=dots)


@pytest.mark.parametrize(("symbology", "content"), [(Symbology.CODE128, "x" * 22), (Symbology.CODE39, "A" * 17)])
def test_a_linear_code_too_wide_for_the_printer_is_drawn(symbology: Symbology, content: str) -> None:
    picture = barcodes.draw(symbology, content, 576)
    assert body([BarcodeLine(symbology, content)]) == CENTRE + codec.raster(picture) + LEFT


def test_a_code_too_wide_for_the_paper_is_refused_by_its_row() -> None:
    with pytest.raises(RequestRefused, match="Строка 2"):
        encoder(dots=256).document([TextLine("a"), BarcodeLine(Symbology.CODE39, "A" * 40)])


@pytest.mark.parametrize(
    ("size", "dots", "module"),
    [
        (14, 384, 4),  # version 1: 29 modules with the quiet zone
        (412, 384, 4),  # version 15: 77 + 8 = 85, x 4 = 340
        (711, 384, 3),  # version 21: 101 + 8 = 109, x 3 = 327
        (2331, 576, 3),  # version 40: 177 + 8 = 185, x 3 = 555
    ],
)
def test_qr_modules_are_as_wide_as_fits(size: int, dots: int, module: int) -> None:
    made = body([BarcodeLine(Symbology.QR, "x" * size)], dots=dots)
    assert bytes.fromhex("1d286b0300 3143") + bytes([module]) in made


def test_qr_is_utf8_and_has_white_above_and_below() -> None:
    made = body([BarcodeLine(Symbology.QR, "Чек")])
    assert made == CENTRE + b"\x1bJ\x10" + codec.qr(bytes.fromhex("d0a7d0b5d0ba"), module=4) + b"\x1bJ\x10" + LEFT


def test_pdf417_has_a_width_that_is_known() -> None:
    # 10 characters + 2 + 8 check codewords = 20; sqrt(20 / 3) = 2.6: 3 columns; (51 + 69 + 4) x 3 = 372 dots
    made = body([BarcodeLine(Symbology.PDF417, "0123456789")], dots=384)
    assert bytes.fromhex("1d286b0300 304103") in made
    assert bytes.fromhex("1d286b0300 304303") in made
    # 300 + 2 + 32 = 334: 11 columns would be 260 modules, 520 dots at 2; 384 take 7 columns, 48 rows
    made = body([BarcodeLine(Symbology.PDF417, "x" * 300)], dots=384)
    assert bytes.fromhex("1d286b0300 304107") in made
    assert bytes.fromhex("1d286b0300 304302") in made


def test_content_the_printer_might_read_otherwise_is_drawn() -> None:
    for symbology, content in ((Symbology.PDF417, "Чай"), (Symbology.PDF417, "a\tb")):
        assert codec.raster(barcodes.draw(symbology, content, 576)) in body([BarcodeLine(symbology, content)])
    marking = "\x1d0104600000000008215abc\x1d93dGVz"
    made = body([BarcodeLine(Symbology.DATAMATRIX, marking)], barcodes="native")
    assert made == CENTRE + codec.raster(barcodes.draw(Symbology.DATAMATRIX, marking, 576)) + LEFT


def test_datamatrix_is_native_only_when_the_owner_says_so() -> None:
    line = BarcodeLine(Symbology.DATAMATRIX, "abc")
    assert b"\x1d(k" not in body([line])
    assert codec.datamatrix(b"abc", module=4) in body([line], barcodes="native")


@pytest.mark.parametrize("symbology", list(Symbology))
def test_raster_only(symbology: Symbology) -> None:
    content = barcodes.check(symbology, "460000000000" if symbology is Symbology.EAN13 else "4600000")
    made = body([BarcodeLine(symbology, content)], barcodes="raster")
    assert made == CENTRE + codec.raster(barcodes.draw(symbology, content, 576)) + LEFT


def test_a_profile_without_native_codes_gets_pictures() -> None:
    made = encoder(profile="POS-5890").document([BarcodeLine(Symbology.QR, "x")])
    assert b"\x1d(k" not in made
    assert b"\x1dv0" in made
    assert made.endswith(codec.feed(120 + 24))  # no knife: fed to the tear bar


def test_a_printer_without_raster_says_what_it_cannot_print() -> None:
    options = {"profile": "TM-U220B", "code_page_number": 17}
    assert encoder(**options).document([TextLine("да")])
    with pytest.raises(NotSupported, match="штрихкод QR"):
        encoder(**options).document([BarcodeLine(Symbology.QR, "x")])


def test_bad_pictures_and_codes_are_refused_by_their_row() -> None:
    for line in (PictureLine(b"no picture"), BarcodeLine(Symbology.EAN13, "4600000000001")):
        with pytest.raises(RequestRefused, match="Строка 2"):
            encoder().document([TextLine("a"), line])


def test_feeds_pulses_and_cuts() -> None:
    assert encoder().page([Feed(10), Pulse()]) == START + bytes.fromhex("1b4a0a 1b700019fa")
    assert encoder(drawer_pin=5).pulse() == bytes.fromhex("1b700119fa")
    assert encoder(cut="full", feed_before_cut=0).document([]) == START + bytes.fromhex("1d564100")
    assert encoder(cut="none", feed_before_cut=0).document([]) == START + bytes.fromhex("1b4a78")
    assert encoder(cut="full", profile="TM-U220B", code_page_number=17).document([]).endswith(b"\x1dV\x42\x18")


def test_the_ruler_is_as_long_as_the_line() -> None:
    rows = encoder().ruler().split(b"\n")
    assert rows[3].endswith(b"123456789012345678901234567890123456789012345678")  # font 3: 48
    assert rows[1].endswith(b"1234567890" * 6 + b"1234")  # font 4: 64
    assert "Шрифт 3: 48".encode("cp866") in rows[2]


def test_options_shape_the_start() -> None:
    made = encoder(cancel_kanji=False, line_spacing=30).document([])
    assert made == bytes.fromhex("1b40 1b5200 1b7411 1b331e") + CUT


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"code_page": "utf-8"}, "cp866"),
        ({"code_page": "no such"}, "cp866"),
        ({"code_page": "koi8-r"}, "code_page_number"),
        ({"profile": "TM-U220"}, "code_page_number"),
        ({"profile": "T-1"}, "code_page_number"),
        ({"dots": 10}, "dots"),
    ],
)
def test_options_that_cannot_be(options: dict[str, object], words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        encoder(**options)


def test_own_columns_and_dots() -> None:
    made = encoder(columns=42).document([TextLine("x" * 43)])
    assert b"x" * 42 + b"\nx\n" in made
    assert b"x" * 32 + b"\n" in encoder(dots=384).document([TextLine("x" * 40)])


@given(st.text(max_size=200), st.integers(0, 5), st.integers(0, 15))
def test_whatever_is_written_only_printable_bytes_get_out_of_a_row(text: str, font: int, intensity: int) -> None:
    """Taken apart by the lengths of the commands: what is left between them is text."""
    made = body([TextLine(text, font, intensity)])
    while made:
        if made.startswith(b"\x1b!"):
            made = made[3:]
        elif made.startswith(b"\x1dv0\x00"):
            made = made[8 + int.from_bytes(made[4:6], "little") * int.from_bytes(made[6:8], "little") :]
        else:
            row, _, made = made.partition(b"\n")
            assert not [byte for byte in row if byte < 0x20 or byte == 0x7F]


def test_sixty_rows_take_under_three_milliseconds() -> None:
    lines: list[Line] = [TextLine(f"Чай чёрный байховый № {row}<#0#>{row},00") for row in range(57)]
    lines += [
        BarcodeLine(Symbology.EAN13, "4600000000008"[:12]),
        BarcodeLine(Symbology.PDF417, "text of a code"),
        BarcodeLine(Symbology.QR, "t=20240201T1105&s=1.00&fn=9999078900000001&i=19&fp=1020304050&n=1"),
    ]
    ready = encoder()
    spent = []
    for _ in range(30):
        started = time.perf_counter()
        ready.document(lines)
        spent.append(time.perf_counter() - started)
    assert min(spent) < 0.003
