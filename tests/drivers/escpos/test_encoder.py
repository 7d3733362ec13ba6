"""Whole documents as bytes."""

import time
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.errors import RequestRefused
from drivers.escpos import barcode_commands, codec
from drivers.escpos import graphics_commands as graphics
from drivers.escpos.composer import compose
from drivers.escpos.encoder import Encoder
from drivers.model.document import BarcodeLine, BarcodeStyle, Line, PictureLine, Position, Symbology, TextLine
from drivers.printing import barcodes
from drivers.printing.bitmap import Bitmap
from drivers.printing.page import Cut, Feed, Paper, PictureBlock, Pulse, TextRow
from drivers.printing.raster import draw_row
from tests.drivers.escpos.printers import CUT, START, document, drawn, encoder, pieces, printer_with

CONTENTS = {
    Symbology.EAN13: "460000000000",
    Symbology.UPCA: "01234567890",
    Symbology.ITF14: "1460000000000",
    Symbology.GS1_128: "(10)A1",
    Symbology.GS1_DATAMATRIX: "(01)04600000000008(21)5Abc",
}
CENTRE, LEFT = bytes.fromhex("1b6101"), bytes.fromhex("1b6100")


def body(lines: list[Line], **options: object) -> bytes:
    made = document(lines, **options)
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
    assert made == graphics.raster(draw_row(row, Paper())) + bytes.fromhex("1b2100 a4a0 0a")
    assert b"?" not in made.replace(graphics.raster(draw_row(row, Paper())), b"")


def test_another_code_page() -> None:
    made = document([TextLine("«Ё»")], code_page="cp1251")
    assert made == START.replace(b"\x1bt\x11", b"\x1bt\x2e") + bytes.fromhex("1b2100 aba8bb 0a") + CUT
    assert b"\x1bt\x49" in document([], code_page="cp1251", code_page_number=73)


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
    ("symbology", "content", "sent"),
    [  # numbers of GS k as in the TM-T88 manual: 65 UPC-A, 72 CODE93
        (Symbology.UPCA, "01234567890", b"\x1dk\x41\x0c012345678905"),
        (Symbology.CODE93, "KKM-93", b"\x1dk\x48\x06KKM-93"),
    ],
)
def test_further_linear_codes_are_native(symbology: Symbology, content: str, sent: bytes) -> None:
    assert sent in body([BarcodeLine(symbology, content)])


def test_itf14_is_native_only_when_the_owner_says_so() -> None:
    """The printer's own has no beams. Number of GS k as in the TM-T88 manual: 70 ITF."""
    line = BarcodeLine(Symbology.ITF14, "1460000000000")
    assert b"\x1dk" not in body([line])
    assert b"\x1dk\x46\x0e14600000000005" in body([line], native_codes=(Symbology.ITF14,))


def test_gs1_128_is_native_only_when_the_owner_says_so() -> None:
    """Notation of Epson's TM-C3500 guide: brackets are not encoded, {1 is FNC1, * and brackets of the data get a {."""
    line = BarcodeLine(Symbology.GS1_128, "(10)A*1(21)5")
    assert b"\x1dk" not in body([line])
    assert b"\x1dk\x4a\x0f(10)A{*1{1(21)5\x1bJ" in body([line], native_codes=(Symbology.GS1_128,))


def test_aztec_is_native_only_when_the_owner_says_so() -> None:
    line = BarcodeLine(Symbology.AZTEC, "abc")
    assert b"\x1d(k" not in body([line])
    made = body([line], native_codes=(Symbology.AZTEC,))
    assert bytes.fromhex("1d286b0300 354304 1d286b0300 354517 1d286b0600 355030 616263 1d286b0300 355130") in made


def test_styles_of_codes_are_obeyed_natively() -> None:
    def of(symbology: Symbology, content: str, **style: Any) -> bytes:
        return body([BarcodeLine(symbology, content, BarcodeStyle(**style))])

    ean = of(Symbology.EAN13, "460000000000", height=50, module=2, text=False)
    assert b"\x1dh\x32\x1dw\x02\x1dH\x00\x1df\x00\x1dk\x43" in ean
    qr = of(Symbology.QR, "x", module=6, level="H")
    assert bytes.fromhex("1d286b0300 314306 1d286b0300 314533") in qr
    assert bytes.fromhex("1d286b0300 304302") in of(Symbology.PDF417, "x", module=2)


@pytest.mark.parametrize(
    ("symbology", "content", "style"),
    [
        (Symbology.EAN13, "460000000000", {"height": 300}),  # GS h ends at 255
        (Symbology.EAN8, "4600000", {"module": 1}),  # GS w begins at 2
        (Symbology.CODE39, "A", {"module": 4}),  # how wide its wide bars would be differs
    ],
)
def test_styles_no_printer_can_obey_are_drawn(symbology: Symbology, content: str, style: dict[str, int]) -> None:
    made = body([BarcodeLine(symbology, content, BarcodeStyle(**style))])
    assert b"\x1dk" not in made
    assert b"\x1dv0" in made


def test_a_code_that_is_too_wide_upright_is_turned_in_a_picture() -> None:
    line = BarcodeLine(Symbology.CODE128, "x" * 60, BarcodeStyle(rotate=True))
    made = body([line])
    assert b"\x1dk" not in made
    assert made == drawn(barcodes.draw(line.symbology, line.content, 576, line.style))


def test_correction_levels_of_qr_need_room() -> None:
    """ISO/IEC 18004: version 5 holds 106, 84, 60 and 44 bytes at L, M, Q and H: 37 + 8 modules, 4 dots = 180."""
    for level, size in (("L", 106), ("M", 84), ("Q", 60), ("H", 44)):
        style = BarcodeStyle(level=level)
        assert b"\x1d(k\x03\x00\x31\x43\x04" in body([BarcodeLine(Symbology.QR, "x" * size, style)], dots=180)
        assert b"\x1d(k\x03\x00\x31\x43\x03" in body([BarcodeLine(Symbology.QR, "x" * (size + 1), style)], dots=180)


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
    assert body([BarcodeLine(symbology, content)]) == drawn(picture)


def test_a_code_too_wide_for_the_paper_is_refused_by_its_row() -> None:
    with pytest.raises(RequestRefused, match="Строка 2"):
        document([TextLine("a"), BarcodeLine(Symbology.CODE39, "A" * 40)], dots=256)


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
    assert (
        made
        == CENTRE + b"\x1bJ\x10" + barcode_commands.qr(bytes.fromhex("d0a7d0b5d0ba"), module=4) + b"\x1bJ\x10" + LEFT
    )


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
        assert drawn(barcodes.draw(symbology, content, 576)) in body([BarcodeLine(symbology, content)])
    marking = "\x1d0104600000000008215abc\x1d93dGVz"
    made = body([BarcodeLine(Symbology.DATAMATRIX, marking)], barcodes="native")
    assert made == drawn(barcodes.draw(Symbology.DATAMATRIX, marking, 576))


def test_datamatrix_is_native_only_when_the_owner_says_so() -> None:
    line = BarcodeLine(Symbology.DATAMATRIX, "abc")
    assert b"\x1d(k" not in body([line])
    assert barcode_commands.datamatrix(b"abc", module=4) in body([line], barcodes="native")


@pytest.mark.parametrize("symbology", list(Symbology))
def test_raster_only(symbology: Symbology) -> None:
    content = barcodes.check(symbology, CONTENTS.get(symbology, "4600000"))
    made = body([BarcodeLine(symbology, content)], barcodes="raster")
    assert made == drawn(barcodes.draw(symbology, content, 576))


def test_a_profile_without_native_codes_gets_pictures() -> None:
    made = document([BarcodeLine(Symbology.QR, "x")], profile="POS-5890")
    assert b"\x1d(k" not in made
    assert b"\x1dv0" in made
    assert made.endswith(codec.feed(120 + 24))  # no knife: fed to the tear bar


def test_bad_pictures_and_codes_are_refused_by_their_row() -> None:
    for line in (PictureLine(b"no picture"), BarcodeLine(Symbology.EAN13, "4600000000001")):
        with pytest.raises(RequestRefused, match="Строка 2"):
            document([TextLine("a"), line])


def test_feeds_pulses_and_cuts() -> None:
    assert pieces([Feed(10), Pulse()]) == bytes.fromhex("1b4a0a 1b700019fa")
    assert encoder(drawer_pin=5).pulse() == bytes.fromhex("1b700119fa")
    assert encoder(pulse_on=100, pulse_off=200).pulse() == bytes.fromhex("1b70003264")
    assert document([], cut="full", feed_before_cut=0) == START + bytes.fromhex("1d564100")
    assert document([], cut="none", feed_before_cut=0) == START + bytes.fromhex("1b4a78")
    assert document([], cut="full", profile="TM-U220B").endswith(b"\x1dV\x42\x18")


def test_options_shape_the_start() -> None:
    made = document([], cancel_kanji=False, line_spacing=30)
    assert made == bytes.fromhex("1b40 1b5200 1b7411 1b331e") + CUT
    # TM-L90 specification: GS ( K <Function 49>, 255 is 95 %, 8 is 140 %
    assert document([], density=-1) == START + bytes.fromhex("1d284b 0200 31 ff") + CUT
    assert document([], density=8) == START + bytes.fromhex("1d284b 0200 31 08") + CUT


def test_the_beep() -> None:  # ESC B n t as python-escpos' buzzer(); ESC ( A <Function 97> of the TM-U230 specification
    assert encoder().beep() == b""
    assert encoder(beep=3).beep() == bytes.fromhex("1b42 03 04")
    assert encoder(beep=2, beep_command="epson").beep() == bytes.fromhex("1b2841 0500 61 64 02 02 02")


def test_styles_of_text() -> None:  # ESC !: 08h emphasised, 10h double height, 20h double width, 01h font B
    rows = [
        TextLine("a", bold=True),
        TextLine("b", wide=True),
        TextLine("c", tall=True),
        TextLine("d", font=4, wide=True, tall=True, bold=True),
        TextLine("e", font=2, wide=True),
        TextLine("f", font=1, wide=True, tall=True),
        TextLine("g", intensity=12),
    ]
    assert body(rows) == (b"\x1b!\x08a\n\x1b!\x20b\n\x1b!\x10c\n\x1b!\x39d\n\x1b!\x30e\nf\n\x1b!\x08g\n")
    assert b"x" * 24 + b"\n" in body([TextLine("x" * 30, wide=True)])


def test_a_job_is_cut_into_pieces_between_rows() -> None:
    rows = tuple(TextRow(f"{number}") for number in range(100))
    made = list(encoder().pieces((*rows, Cut()), last=b"!"))
    assert len(made) == 3  # 34 rows of 24 dots are the first over 800
    assert made[0].data.endswith(b"\n33\n") or made[0].data.endswith(b"\n32\n")
    assert made[2].data.endswith(CUT + b"!")
    assert b"".join(piece.data for piece in made) == pieces((*rows, Cut())) + b"!"


def test_coarse_pictures_take_more_paper() -> None:
    tall = PictureBlock(Bitmap(8, 150, bytes(150)))
    assert len(list(encoder(profile="TM-U220").pieces([tall] * 3))) == 2  # 450 rows of 1/72 inch are 160 mm
    assert len(list(encoder().pieces([tall] * 3))) == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"code_page": "utf-8"}, "cp866"),
        ({"code_page": "no such"}, "cp866"),
        ({"code_page": "koi8-r"}, "в code_page_number её номер из инструкции"),
        ({"profile": "T-1"}, "code_page_number = 17 .*cp437, cp850"),
        ({"dots": 10}, "dots"),
    ],
)
def test_options_that_cannot_be(options: dict[str, object], words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        encoder(**options)


def test_own_columns_and_dots() -> None:
    made = document([TextLine("x" * 43)], columns=42)
    assert b"x" * 42 + b"\nx\n" in made
    assert b"x" * 32 + b"\n" in document([TextLine("x" * 40)], dots=384)


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


@pytest.mark.parametrize(
    ("options", "seconds"),
    [({}, 0.003), ({"barcodes": "raster"}, 0.01), ({"barcodes": "raster", "graphics": "column"}, 0.01)],
)
def test_sixty_rows_take_milliseconds(options: dict[str, object], seconds: float) -> None:
    lines: list[Line] = [TextLine(f"Чай чёрный байховый № {row}<#0#>{row},00") for row in range(57)]
    lines += [
        BarcodeLine(Symbology.EAN13, "4600000000008"[:12]),
        BarcodeLine(Symbology.PDF417, "text of a code"),
        BarcodeLine(Symbology.QR, "t=20240201T1105&s=1.00&fn=9999078900000001&i=19&fp=1020304050&n=1"),
    ]
    printer = printer_with(**options)
    ready = Encoder(printer)
    spent = []
    for _ in range(30):
        started = time.perf_counter()
        b"".join(piece.data for piece in ready.pieces((*compose(lines, printer).blocks, Cut())))
        spent.append(time.perf_counter() - started)
    assert min(spent) < seconds
