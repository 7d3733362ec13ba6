"""ZPL II against examples of the programming guide and counted dots."""

import base64
import binascii
import zlib

import pytest

from drivers.labels.emulator.languages import interpret
from drivers.labels.emulator.paper import picture
from tests.drivers.labels.emulator.paper import inked, printed, refused, rows, scanned


def label(body: bytes) -> bytes:
    return b"^XA^PW400^LL320" + body + b"^XZ"


def test_a_label_is_as_large_as_it_is_told() -> None:
    found = printed("zpl", label(b"^FO10,10^GB100,50,3^FS"))
    assert (found.image.width, found.image.height) == (400, 320)


@pytest.mark.parametrize(
    ("body", "box"),
    [
        (b"^FO10,10^GB100,50,3^FS", (10, 10, 110, 60)),
        (b"^FO10,10^GB100,0,3^FS", (10, 10, 110, 13)),  # no side is thinner than the thickness
        (b"^FO10,10^GB0,50,4^FS", (10, 10, 14, 60)),
        (b"^LH20,30^FO10,10^GB10,10,10^FS", (30, 40, 40, 50)),
        (b"^LS5^LT7^FO10,10^GB10,10,10^FS", (5, 17, 15, 27)),
        (b"^POI^FO10,10^GB100,50,3^FS", (290, 260, 390, 310)),
        (b"^PMY^FO10,10^GB100,50,3^FS", (290, 10, 390, 60)),
        (b"^FO390,310^GB100,100,3^FS", (390, 310, 400, 320)),  # the rest is beyond the label
    ],
)
def test_where_a_box_comes(body: bytes, box: tuple[int, int, int, int]) -> None:
    assert inked(printed("zpl", label(body))) == box


def test_a_frame_is_drawn_inwards() -> None:
    assert rows(printed("zpl", label(b"^FO0,0^GB6,4,1^FS")), (0, 0, 7, 5)) == [
        "######.",
        "#....#.",
        "#....#.",
        "######.",
        ".......",
    ]


def test_white_and_reversed_boxes() -> None:
    assert rows(printed("zpl", label(b"^FO0,0^GB6,2,2^FS^FO2,0^GB2,1,1,W^FS^FO5,0^FR^GB2,2,2^FS")), (0, 0, 7, 2)) == [
        "##..#.#",
        "#####.#",
    ]


@pytest.mark.parametrize(
    ("data", "picture"),
    [
        ("FF00F00F", ["########........", "####........####"]),
        ("FF,F00F", ["########........", "####........####"]),
        ("JFH0,F00F", None),  # a row is four digits, J is four of them
        ("HFH0F,", ["########........", "####............"]),
        ("F!:", ["################", "################"]),
        ("8,:", ["#...............", "#..............."]),
    ],
)
def test_run_lengths_of_a_picture(data: str, picture: list[str] | None) -> None:
    job = label(b"^FO8,8^GFA,4,4,2," + data.encode() + b"^FS")
    if picture is None:
        refused("zpl", job)
    else:
        assert rows(printed("zpl", job), (8, 8, 24, 10)) == picture


def test_run_lengths_add_up() -> None:
    """G is 1, Y 19, g 20, z 400: h and X before a digit are 40 and 18 of it."""
    found = printed("zpl", label(b"^FO0,0^GFA,30,30,30,hXF00^FS"))
    assert rows(found, (0, 0, 240, 1)) == ["#" * 232 + "." * 8]


def test_the_guides_compressed_picture() -> None:
    """Base64 with and without LZ77, their CRC in four digits behind; a false CRC is no picture."""
    dots = bytes.fromhex("FF00F00F")
    for name, data in (("B64", dots), ("Z64", zlib.compress(dots))):
        text = base64.b64encode(data)
        crc = b"%04X" % binascii.crc_hqx(text, 0)
        good = label(b"^FO8,8^GFA,4,4,2,:" + name.encode() + b":" + text + b":" + crc + b"^FS")
        assert rows(printed("zpl", good), (8, 8, 24, 10)) == ["########........", "####........####"]
        bad = refused("zpl", good.replace(crc, b"0000" if crc != b"0000" else b"0001"))
        assert list(bad.labels) == []


def test_bytes_of_a_picture_may_be_prefixes() -> None:
    found = printed("zpl", label(b"^FO8,8^GFB,4,4,2,^~^X^FS"))
    assert rows(found, (8, 8, 24, 10)) == [".#.####..######.", ".#.####..#.##..."]


CODES = [
    (b"^BY2^BCN,60,N,N,N,N^FD>;>80104600439931256^FS", "]C1", b"0104600439931256", "GS1-128"),
    (b"^BY2^BCN,60,N,N,N,N^FD>:CODE128^FS", "]C0", b"CODE128", "CODE128"),
    (b"^BY1^BCN,60,N,N,N,N^FD>;382436>6CODE128>752375152^FS", "]C0", b"382436CODE12852375152", "CODE128"),
    (b"^BY2^BCN,60,N,N,N,A^FDAB123456cd^FS", "]C0", b"AB123456cd", "CODE128"),
    (b"^BY1^BCN,60,N,N,N,D^FD(01)04600439931256(21)abc>8(10)X^FS", "]C1", b"010460043993125621abc\x1d10X", "GS1-128"),
    (b"^BY2^BCN,60,N,N,N,U^FD1234567890123456789^FS", "]C1", b"12345678901234567890", "GS1-128"),
    (b"^BY2^BEN,60,N,N^FD460043993125^FS", "]E0", b"4600439931256", "EAN13"),
    (b"^BY2^B8N,60,N,N^FD1234567^FS", "]E4", b"12345670", "EAN8"),
    (b"^BY2^BUN,60,N,N,N^FD01234567890^FS", "]E0", b"0012345678905", "UPC-A"),
    (b"^BY2^B2N,60,N,N,N^FD12345^FS", "]I0", b"012345", "ITF"),
    (b"^BY2^B3N,N,60,N,N^FDABC-12^FS", "]A0", b"ABC-12", "CODE39"),
    (b"^BY2^BAN,60,N,N,N^FDABC-12^FS", "]G0", b"ABC-12", "CODE93"),
    (b"^BY2^B7N,6,3,4,,N^FDhello world^FS", "]L2", b"hello world", "PDF417"),
    (b"^BQN,2,4^FDQA,hello^FS", "]Q1", b"hello", "QR"),
    (b"^BQN,2,4^FDMM,AAC-42^FS", "]Q1", b"AC-42", "QR"),
    (b"^BQN,2,4^FDHM,B0005hello^FS", "]Q1", b"hello", "QR"),
    (
        b"^BXN,4,200,,,,_^FD_10104600439931256215ab_1910001^FS",
        "]d2",
        b"0104600439931256215ab\x1d910001",
        "GS1-DATAMATRIX",
    ),
    (b"^BXN,4,200,,,,_^FDa__b_d065^FS", "]d1", b"a_bA", "DATAMATRIX"),
    (b"^BON,4,N,0^FDhello^FS", "]z0", b"hello", "AZTEC"),
    (b"^B0N,4,N,0^FDhello^FS", "]z0", b"hello", "AZTEC"),
]


@pytest.mark.parametrize(("body", "identifier", "content", "kind"), CODES, ids=lambda value: f"{value!r:.30}")
def test_codes_can_be_read(body: bytes, identifier: str, content: bytes, kind: str) -> None:
    found = printed("zpl", label(b"^FO40,40" + body))
    assert scanned(found) == [(identifier, content)]
    assert [code.kind for code in found.codes] == [kind]


def test_widths_follow_the_ratio() -> None:
    """Code 39 of three characters with start and stop: 34 narrow elements, 15 wide ones."""
    found = printed("zpl", label(b"^FO40,40^BY3,2.5^B3N,N,50,N,N^FDABC^FS"))
    assert inked(found) == (40, 40, 40 + 34 * 3 + 15 * 7, 90)


@pytest.mark.parametrize(
    ("origin", "turn", "box"),
    [
        (b"^FO40,50", "N", (40, 50, 176, 110)),
        (b"^FO40,50", "R", (40, 50, 100, 186)),
        (b"^FO40,50", "I", (40, 50, 176, 110)),
        (b"^FO40,50", "B", (40, 50, 100, 186)),
        (b"^FT200,200", "N", (200, 140, 336, 200)),
        (b"^FT200,100", "R", (200, 100, 260, 236)),
        (b"^FT200,200", "I", (64, 200, 200, 260)),
        (b"^FT200,200", "B", (140, 64, 200, 200)),
    ],
)
def test_where_a_turned_code_comes(origin: bytes, turn: str, box: tuple[int, int, int, int]) -> None:
    """Code 128 of ABC: 68 modules of two dots. ^FO is the upper left corner in every turn, ^FT the lower left one."""
    found = printed("zpl", label(origin + b"^BY2^BC" + turn.encode() + b",60,N^FDABC^FS"))
    assert inked(found) == box
    assert found.codes[0].box == (box[0], box[1], box[2] - box[0], box[3] - box[1])
    assert scanned(found) == [("]C0", b"ABC")]


@pytest.mark.parametrize(("height", "top"), [(b"", 50), (b"^BY2,3,60", 100)])
def test_a_qr_code_stands_lower_by_the_height_of_by(height: bytes, top: int) -> None:
    found = printed("zpl", label(height + b"^FO40,40^BQN,2,4^FDQA,hello^FS"))
    assert inked(found) == (40, top, 124, top + 84)


def test_text_below_a_code_does_not_move_it() -> None:
    found = printed("zpl", label(b"^FO40,40^BY2^BCN,60,Y,N,N^FDABC^FS"))
    assert found.codes[0].box == (40, 40, 136, 60)
    assert scanned(found) == [("]C0", b"ABC")]


def test_hexadecimal_escapes_and_code_pages() -> None:
    found = printed("zpl", label(b"^FH_^FO40,40^BY2^BCN,60,N^FDa_5Eb_7Ec^FS"))
    assert scanned(found) == [("]C0", b"a^b~c")]
    text = printed("zpl", label("^CI28^FO10,10^A0N,30,20^FDЦена^FS".encode()))
    assert text.texts == ("Цена",)


def test_settings_stay_and_are_told() -> None:
    machine = interpret("zpl", b"~SD17^XA^PW200^LL100^MNM,0^MMP^PR4^POI^XZ^XA^FO0,0^GB9,9,9^FS^XZ")
    (found,) = machine.labels  # a format without fields feeds no label
    assert (found.image.width, found.image.height) == (200, 100)
    setup = found.setup
    assert (setup.darkness, setup.media, setup.after, setup.speed, setup.direction) == (17, "mark", "peel", 4.0, "I")


def test_copies_and_cuts() -> None:
    machine = interpret("zpl", label(b"^MMC^PQ5,2^FO0,0^GB9,9,9^FS"))
    assert [each.cut for each in machine.labels] == [False, True, False, True, True]
    assert [each.cut for each in interpret("zpl", label(b"^MMT^PQ2^FO0,0^GB9,9,9^FS")).labels] == [False, False]


def test_prefixes_can_be_changed() -> None:
    machine = interpret("zpl", b"^XA^CC+^PW9+XZ+XA+PW80+LL60+FO0,0+GB^FS+GB9,9,9+FS+XZ")
    assert [each.image.width for each in machine.labels] == [80]


@pytest.mark.parametrize(
    "body",
    [
        b"^FO0,0^BEN,60,N^FDabc^FS",
        b"^FO0,0^BY2^B3N,N,60,N,N^FDabc^FS",  # Code 39 has no small letters
        b"^FO0,0^BQN,2,4^FDhello^FS",  # no level, no mode
        b"^FO0,0^BXN,4,140^FDhello^FS",
        b"^ZZ",
        b"^PR99",
        b"^FO0,0^GFA,4,4,2,FF^FS",
    ],
)
def test_what_a_printer_does_not_take_is_kept(body: bytes) -> None:
    machine = refused("zpl", label(body + b"^FO0,0^GB9,9,9^FS"))
    (found,) = machine.labels  # the rest of the label is printed
    assert inked(found) == (0, 0, 9, 9)


def test_pictures_are_black_on_white() -> None:
    assert picture(printed("zpl", label(b"^FO0,0^GB1,1,1^FS"))).getpixel((0, 0)) == 0
