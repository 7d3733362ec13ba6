"""The interpreter is checked with streams made by hand, and with a reader of codes that knows nothing of it."""

import pytest
import zxingcpp
from PIL import Image

from drivers.escpos.emulator.paper import Interpreted, interpret

zint = pytest.importorskip("zint", reason="нужен zint-bindings")

ESC, GS = b"\x1b", b"\x1d"
INIT = ESC + b"@"
CP866 = ESC + b"t\x11"
CENTRE = ESC + b"a\x01"


def clean(data: bytes, dots: int = 576) -> Interpreted:
    paper = interpret(data, dots)
    assert (paper.unknown, paper.misplaced, paper.too_wide, paper.ended_clean) == ([], [], [], True)
    return paper


def read(paper: Interpreted) -> list[tuple[str, str]]:
    """What a scanner finds on the drawn paper."""
    return [(str(code.format), code.text) for code in zxingcpp.read_barcodes(paper.image())]


def symbol(kind: int, function: int, body: bytes) -> bytes:
    """GS ( k pL pH cn fn …"""
    return GS + b"(k" + (len(body) + 2).to_bytes(2, "little") + bytes([kind, function]) + body


def store_and_print(kind: int, data: bytes) -> bytes:
    return symbol(kind, 80, b"0" + data) + symbol(kind, 81, b"0")


def test_russian_rows() -> None:
    paper = clean(INIT + CP866 + "Итого: 154,41".encode("cp866") + b"\n\n\r\n" + "Спасибо!".encode("cp866") + b"\r\n")
    assert paper.rows == ["Итого: 154,41", "", "", "Спасибо!"]
    assert paper.roll.y == 4 * 30
    assert paper.image().getpixel((0, 0)) == 255
    assert paper.image().getextrema() == (0, 255)


def test_code_page_decides_what_a_byte_is() -> None:
    assert clean(b"\x8f\n").rows == ["Å"]  # cp437 until told otherwise
    assert clean(CP866 + b"\x8f\n" + ESC + b"t\x2e\xcf\n").rows == ["П", "П"]
    assert interpret(ESC + b"t\x63\n").unknown == [ESC + b"t\x63"]


@pytest.mark.parametrize(
    ("select", "columns", "height"),
    [
        (b"", 48, 24),
        (ESC + b"M\x01", 64, 17),
        (ESC + b"!\x01", 64, 17),
        (GS + b"!\x01", 48, 48),
        (GS + b"!\x11", 24, 48),
        (ESC + b"!\x30", 24, 48),
        (ESC + b"!\x21", 32, 17),
    ],
)
def test_a_row_wraps_at_the_width_of_its_font(select: bytes, columns: int, height: int) -> None:
    paper = clean(select + b"x" * columns + b"\n" + b"y" * (columns + 1) + b"\n")
    assert paper.rows == ["x" * columns, "y" * columns, "y"]
    assert [row.wrapped for row in paper.printed] == [False, True, False]
    assert paper.printed[0].style.height == height
    assert paper.roll.y == 3 * max(30, height)


def test_58_mm_paper_has_32_columns() -> None:
    assert clean(b"z" * 33 + b"\n", dots=384).rows == ["z" * 32, "z"]


def test_alignment_margins_and_spacing() -> None:
    assert clean(CENTRE + b"ab\n" + ESC + b"a2cd\n" + ESC + b"a0e\n").rows == [" " * 23 + "ab", " " * 46 + "cd", "e"]
    assert clean(GS + b"L\x18\x00" + GS + b"W\x30\x00abcdef\n").rows == ["  abcd", "  ef"]
    assert clean(ESC + b" \x0c" + b"a" * 25 + b"\n").rows == ["a" * 24, "a"]


def test_tabs() -> None:
    stops = ESC + b"D\x04\x06\x00"
    # The third tab of the second row finds no stop and is ignored.
    assert clean(b"a\tb\n" + stops + b"a\tb\tc\td\n").rows == ["a       b", "a   b cd"]


def test_feeds_print_the_line_first() -> None:
    paper = clean(b"a" + ESC + b"d\x03b" + ESC + b"J\x64" + ESC + b"3\x18c\n" + ESC + b"2d\n" + ESC + b"J\x05")
    assert paper.rows == ["a", "b", "c", "d"]
    assert [row.y for row in paper.printed] == [0, 90, 190, 214]
    assert paper.roll.y == 249


def test_weight_and_mixed_sizes() -> None:
    paper = clean(ESC + b"E\x01B" + ESC + b"E\x00n\n" + ESC + b"G\x01D\n")
    first, second = paper.printed
    assert (first.style.bold, first.mixed, second.style.bold, second.mixed) == (True, True, True, False)


def test_cut_and_drawer() -> None:
    paper = clean(b"a\n" + ESC + b"d\x05" + GS + b"V\x01" + GS + b"VA\x20" + GS + b"V\x42\x00" + ESC + b"p\x00\x19\xfa")
    assert [(cut.kind, cut.to_knife) for cut in paper.cuts] == [("partial", False), ("full", True), ("partial", True)]
    assert paper.cuts[0].y == 180
    assert paper.cuts[0].blank >= 156  # nothing of a row of 24 dots lies below its own height
    assert paper.cuts[1].y == 212
    assert paper.pulses == [(2, 50, 500)]
    assert interpret(ESC + b"p1\x19\xfa").pulses == [(5, 50, 500)]


def test_questions_are_noted() -> None:
    assert clean(b"\x10\x04\x01\x10\x04\x04" + GS + b"r1").requests == [b"\x10\x04\x01", b"\x10\x04\x04", GS + b"r1"]


def test_silent_commands() -> None:
    assert clean(INIT + ESC + b"R\x00" + b"\x1c." + ESC + b"c5\x00" + ESC + b"c3\x0f" + ESC + b"=\x01ok\n").rows == [
        "ok"
    ]


@pytest.mark.parametrize(
    ("command", "kind", "content", "seen"),
    [
        (GS + b"k\x02460123456789\x00", "EAN13", "4601234567893", "EAN-13"),
        (GS + b"kC\x0d4601234567893", "EAN13", "4601234567893", "EAN-13"),
        (GS + b"k\x034601234\x00", "EAN8", "46012340", "EAN-8"),
        (GS + b"kD\x0846012340", "EAN8", "46012340", "EAN-8"),
        (GS + b"k\x04ABC-123\x00", "CODE39", "ABC-123", "Code 39"),
        (GS + b"kE\x09*ABC-123*", "CODE39", "ABC-123", "Code 39"),
        (GS + b"kF\x06123456", "ITF", "123456", "ITF"),
        (GS + b"kI\x0a{BHello{{1", "CODE128", "Hello{1", "Code 128"),
        (GS + b"kI\x05{C\x0c\x22\x38", "CODE128", "123456", "Code 128"),
        (GS + b"kI\x0b{BAb{C\x0c\x22{BZ", "CODE128", "Ab1234Z", "Code 128"),
    ],
)
def test_native_bars_are_read_back(command: bytes, kind: str, content: str, seen: str) -> None:
    paper = clean(INIT + CENTRE + GS + b"h\x50" + GS + b"w\x02" + GS + b"H\x02" + command + b"end\n")
    assert paper.barcodes == [(kind, content)]
    assert read(paper) == [(seen, content)]
    assert paper.roll.y == 80 + 24 + 30


def test_width_of_bars_is_what_the_stream_asked_for() -> None:
    # EAN13 has 95 modules; CODE128 in set B: start, 8 characters and check of 11 modules each, stop of 13.
    for width in (2, 3, 6):
        paper = clean(GS + b"w" + bytes([width]) + GS + b"k\x02460123456789\x00")
        assert _inked_width(paper) == 95 * width
    assert _inked_width(clean(GS + b"w\x02" + GS + b"kI\x0a{B12345678")) == (10 * 11 + 13) * 2
    # CODE39 "A" with start and stop: 3 characters of 6 thin and 3 thick elements and 2 gaps between them.
    assert _inked_width(clean(GS + b"w\x02" + GS + b"kE\x01A")) == 3 * (6 * 2 + 3 * 5) + 2 * 2


def _inked_width(paper: Interpreted) -> int:
    box = paper.image().point([255 - level for level in range(256)]).getbbox()
    assert box is not None
    return int(box[2] - box[0])


def test_bars_too_wide_for_the_paper_do_not_print() -> None:
    paper = interpret(GS + b"w\x06" + GS + b"kI\x12{B0123456789abcdef")
    assert (paper.barcodes, paper.too_wide) == ([], [("CODE128", "0123456789abcdef")])
    assert paper.roll.y == 0


@pytest.mark.parametrize(
    "command",
    [
        GS + b"k\x0246012345678\x00",  # 11 digits
        GS + b"kC\x0d4601234567890",  # wrong check digit
        GS + b"kE\x03abc",  # CODE39 has no small letters
        GS + b"kI\x05Hello",  # no code set chosen
        GS + b"kI\x04{C\x64\x01",  # a pair above 99
        GS + b"k\x07x\x00",  # no such system
        GS + b"w\x01",
        GS + b"w\x07",
        ESC + b"M\x05",
        ESC + b"a\x03",
        GS + b"V\x07",
        GS + b"Q",
        b"\x00",
    ],
)
def test_what_a_printer_would_not_take_is_told(command: bytes) -> None:
    paper = interpret(command)
    assert paper.unknown
    assert paper.unknown[0] == command[: len(paper.unknown[0])]
    assert paper.barcodes == []


def test_native_qr() -> None:
    url = "t=20261115T1230&s=154.41&fn=9999078900000001&i=20&fp=2233445566&n=1"
    paper = clean(
        INIT + CENTRE + symbol(49, 65, b"2\x00") + symbol(49, 67, b"\x04") + symbol(49, 69, b"1")
        + store_and_print(49, url.encode())
    )  # fmt: skip
    assert paper.barcodes == [("QR", url)]
    assert read(paper) == [("QR Code", url)]
    assert paper.roll.y % 4 == 0


def test_native_qr_takes_utf8() -> None:
    paper = clean(CENTRE + store_and_print(49, "Привет, касса".encode()))
    assert paper.barcodes == [("QR", "Привет, касса")]
    assert read(paper)[0][1] == "Привет, касса"


def test_native_pdf417_fits_the_paper() -> None:
    text = "RECEIPT 0123456789 " * 8
    setting = symbol(48, 65, b"\x00") + symbol(48, 66, b"\x00") + symbol(48, 67, b"\x02") + symbol(48, 68, b"\x03")
    setting += symbol(48, 69, b"\x30\x32") + symbol(48, 70, b"\x00")
    for dots in (576, 384):
        paper = clean(CENTRE + setting + store_and_print(48, text.encode()), dots)
        assert paper.barcodes == [("PDF417", text)]
        assert read(paper) == [("PDF417", text)]
        assert _inked_width(paper) <= dots


def test_native_pdf417_of_asked_columns() -> None:
    paper = clean(symbol(48, 65, b"\x05") + symbol(48, 67, b"\x02") + store_and_print(48, b"0123456789"))
    assert _inked_width(paper) == (69 + 17 * 5) * 2


def test_native_datamatrix() -> None:
    setting = symbol(54, 66, b"\x00\x00\x00") + symbol(54, 67, b"\x05")
    paper = clean(CENTRE + setting + store_and_print(54, b"0104601234567893"))
    assert paper.barcodes == [("DATAMATRIX", "0104601234567893")]
    assert [text for _, text in read(paper)] == ["0104601234567893"]


def test_symbol_without_data_or_with_a_wrong_length() -> None:
    assert interpret(symbol(49, 81, b"0")).unknown
    assert interpret(symbol(49, 67, b"\x04\x04")).unknown
    assert interpret(symbol(49, 67, b"\x11")).unknown
    assert interpret(symbol(50, 80, b"0x")).unknown
    assert interpret(symbol(54, 65, b"\x00\x00\x00")).unknown


def _qr_bits(text: str, module: int) -> Image.Image:
    """A QR code as a picture, 1 = black, drawn without the interpreter's own drawing."""
    symbol_ = zint.Symbol()
    symbol_.symbology = zint.Symbology.QRCODE
    symbol_.encode(text)
    packed, side = symbol_.encoded_data, symbol_.width
    picture = Image.new("1", (side, side))
    for y in range(side):
        for x in range(side):
            picture.putpixel((x, y), packed[y, x // 8] >> (x % 8) & 1)
    return picture.resize((side * module, side * module))


def test_raster_bands() -> None:
    picture = _qr_bits("raster", 4)  # 84 dots: 11 bytes a row, in bands of 24 rows and a rest
    data, stride = picture.tobytes(), 11
    stream = CENTRE
    for top in range(0, 84, 24):
        band = data[top * stride : (top + 24) * stride]
        stream += GS + b"v0\x00" + bytes([stride, 0, len(band) // stride, 0]) + band
    paper = clean(stream)
    assert read(paper) == [("QR Code", "raster")]
    assert (paper.roll.y, paper.rows) == (84, [])


def test_raster_doubling() -> None:
    paper = clean(GS + b"v0\x03\x01\x00\x02\x00\xf0\x0f")
    ink = paper.image().crop((32, 32, 48, 36)).tobytes()
    assert ink == (b"\x00" * 8 + b"\xff" * 8) * 2 + (b"\xff" * 8 + b"\x00" * 8) * 2


def test_graphics_through_the_buffer() -> None:
    picture = _qr_bits("graphics", 4)
    body = b"0p0\x01\x011" + (84).to_bytes(2, "little") * 2 + picture.tobytes()
    length = len(body)
    for head in (GS + b"(L" + length.to_bytes(2, "little"), GS + b"8L" + length.to_bytes(4, "little")):
        paper = clean(CENTRE + head + body + GS + b"(L\x02\x0002")
        assert read(paper) == [("QR Code", "graphics")]
    assert interpret(GS + b"(L\x02\x0002").unknown


def test_column_pictures_need_their_line_spacing() -> None:
    picture = _qr_bits("columns", 4)
    turned = picture.transpose(Image.Transpose.TRANSPOSE)  # 84 columns of 84 dots
    stream = b""
    for top in range(0, 84, 24):
        strip = turned.crop((top, 0, top + 24, 84)).tobytes()
        stream += ESC + b"*\x21\x54\x00" + strip + b"\n"
    good = clean(CENTRE + ESC + b"3\x18" + stream)
    assert read(good) == [("QR Code", "columns")]
    assert good.rows == []
    assert clean(CENTRE + stream).roll.y == 4 * 30  # white stripes between the strips


def test_commands_that_come_too_late_in_a_line() -> None:
    assert interpret(b"a" + CENTRE + b"\n").misplaced == [CENTRE]
    assert interpret(b"a" + GS + b"V\x00\n").misplaced == [GS + b"V\x00"]
    assert interpret(b"lost" + INIT + b"b\n").rows == ["b"]
    assert interpret(b"lost" + INIT).misplaced == [INIT]
    assert interpret(b"a" + GS + b"k\x02460123456789\x00").barcodes == []


@pytest.mark.parametrize("whole", [GS + b"v0\x00\x02\x00\x02\x00abcd", ESC + b"D\x04\x00", GS + b"kC\x0c460123456789"])
def test_a_cut_off_command_is_noticed(whole: bytes) -> None:
    clean(whole)
    for end in range(1, len(whole)):
        paper = interpret(whole[:end])
        assert paper.truncated == whole[:end]
        assert not paper.ended_clean


def test_text_without_a_line_feed_is_not_on_the_paper() -> None:
    paper = interpret(b"a\nb")
    assert (paper.rows, paper.unprinted, paper.ended_clean) == (["a"], "b", False)
