"""Pictures: modes of ESC *, doubling, stores. Expected dots are worked out by hand from Epson's descriptions."""

import pytest
from PIL import Image

from drivers.escpos.emulator.head import IMPACT_76, THERMAL_80
from drivers.escpos.emulator.machine import Machine
from drivers.escpos.emulator.paper import interpret
from drivers.escpos.emulator.roll import SIDES

ESC, FS, GS = b"\x1b", b"\x1c", b"\x1d"


def dots(image: Image.Image, width: int, height: int) -> list[str]:
    """The upper left corner of the printable area, # = black."""
    area = image.crop((SIDES, SIDES, SIDES + width, SIDES + height))
    rows = area.tobytes()
    return ["".join("#" if rows[y * width + x] == 0 else "." for x in range(width)) for y in range(height)]


def graphics(*body: bytes) -> bytes:
    whole = b"".join(body)
    return GS + b"(L" + len(whole).to_bytes(2, "little") + whole


@pytest.mark.parametrize(
    ("mode", "data", "expected"),
    [
        (1, b"\x80\x40", ["#.", "#.", "#.", ".#", ".#", ".#"]),  # 8 dots, as dense as the head across, a third down
        (0, b"\x80\x40", ["##..", "##..", "##..", "..##"]),
        (33, b"\x80\0\0\x40\0\0", ["#.", ".#"]),
        (32, b"\x80\0\0\x40\0\0", ["##..", "..##"]),
    ],
)
def test_modes_of_column_pictures(mode: int, data: bytes, expected: list[str]) -> None:
    paper = interpret(ESC + b"*" + bytes([mode, 2, 0]) + data + b"\n")
    assert dots(paper.image(), len(expected[0]), len(expected)) == expected
    assert paper.ended_clean


def test_a_mode_the_head_lacks_leaves_its_data_as_text() -> None:
    paper = interpret(ESC + b"*\x02A\x20B\n")
    assert paper.unknown == [ESC + b"*\x02"]
    assert paper.rows == ["A B"]


def test_an_impact_head_strikes_no_two_dots_side_by_side() -> None:
    """Source: Epson's TM-U230 specification, ESC *: 200 dots, or 400 with adjacent ones prohibited."""
    paper = interpret(ESC + b"*\x00\x02\x00\x80\x80\n", head=IMPACT_76)
    assert dots(paper.image(), 6, 3) == ["####..", "####..", "......"]
    paper = interpret(ESC + b"*\x01\x04\x00\x80\x80\x80\x00\n", head=IMPACT_76)
    assert dots(paper.image(), 6, 2) == ["####..", "####.."]  # the second one is missing, needles are two units wide
    full = interpret(ESC + b"*\x00\xc9\x00" + b"\x80" * 201 + b"\n", head=IMPACT_76)
    assert full.image().crop((SIDES, SIDES, SIDES + 400, SIDES + 1)).getextrema() == (0, 0)
    assert full.roll.y == 24


def test_an_impact_head_knows_no_rasters() -> None:
    for command in (GS + b"v0\x00\x01\x00\x01\x00A", GS + b"k\x0212345678901\x00", graphics(b"02")):
        assert interpret(command, head=IMPACT_76).unknown


def test_columns_of_characters_of_the_impact_head() -> None:
    assert interpret(b"x" * 41 + b"\n", head=IMPACT_76).rows == ["x" * 40, "x"]  # 7x9 is what it begins with
    assert interpret(ESC + b"M\x00" + b"x" * 34 + b"\n", head=IMPACT_76).rows == ["x" * 33, "x"]


def test_raster_modes() -> None:
    for mode, expected in {
        0: ["#......."],
        49: ["##......"],
        2: ["#.......", "#......."],
        51: ["##......"] * 2,
    }.items():
        paper = interpret(GS + b"v0" + bytes([mode]) + b"\x01\x00\x01\x00\x80")
        assert dots(paper.image(), 8, len(expected)) == expected
        assert paper.roll.y == len(expected)


def test_stored_pictures_of_both_formats() -> None:
    raster = graphics(b"0p0\x01\x021\x08\x00\x01\x00\x81") + graphics(b"02")
    assert dots(interpret(raster).image(), 8, 2) == ["#......#"] * 2
    columns = graphics(b"0q0\x01\x011\x02\x00\x08\x00\x80\x01") + graphics(b"0\x32")
    assert dots(interpret(columns).image(), 2, 8) == ["#.", *[".."] * 6, ".#"]


def test_a_logo_is_defined_once_and_survives_the_power() -> None:
    """GS ( L 67 and 69; the key list is asked with 64 and ended by ACK. Source: Epson's reference."""
    machine = Machine(THERMAL_80)
    define = graphics(b"0C0k1\x01\x08\x00\x01\x001\xff")
    assert machine.feed(graphics(b"0@KC")) == b"\x37\x72\x40\x00"
    assert machine.feed(b"\x06" + define + graphics(b"0@KC")) == b"\x37\x72\x40k1\x00"
    machine.switch("power", on=False)
    machine.switch("power", on=True)
    assert machine.feed(graphics(b"0Ek1\x02\x01")) == b""
    assert dots(machine.roll.image(), 18, 1) == ["################.."]
    machine.feed(graphics(b"0Bk1") + graphics(b"0Ek1\x01\x01"))
    assert machine.complaints.unknown == [graphics(b"0Ek1\x01\x01")]


def test_many_keys_come_in_blocks_of_forty() -> None:
    machine = Machine(THERMAL_80)
    keys = [b"%02d" % number for number in range(41)]
    for key in keys:
        machine.feed(graphics(b"0C0", key, b"\x01\x08\x00\x01\x001\xff"))
    first = b"\x37\x72\x41" + b"".join(keys[:40]) + b"\x00"
    assert machine.feed(graphics(b"0@KC")) == first
    assert machine.feed(b"\x15") == first
    assert machine.feed(b"\x06") == b"\x37\x72\x40" + keys[40] + b"\x00"
    assert machine.feed(b"\x06") == b""
    machine.feed(graphics(b"0ACLR"))
    assert machine.feed(graphics(b"0@KC") + b"\x18") == b"\x37\x72\x40\x00"
    assert machine.complaints.unknown == []
    machine.feed(b"\x06")
    assert machine.complaints.unknown == [b"\x06"]


def test_downloaded_pictures_go_with_the_power() -> None:
    machine = Machine(THERMAL_80)
    machine.feed(graphics(b"0S0k1\x01\x08\x00\x01\x001\xff"))
    assert machine.feed(graphics(b"0PKC")) == b"\x37\x73\x40k1\x00"
    machine.switch("power", on=False)
    machine.switch("power", on=True)
    assert machine.feed(graphics(b"0PKC")) == b"\x37\x73\x40\x00"


def test_old_logos() -> None:
    """FS q: a byte is eight dots down, columns from the left."""
    define = FS + b"q\x01\x01\x00\x01\x00" + b"\x80\x40\x20\x10\x08\x04\x02\x01"
    paper = interpret(define + FS + b"p\x01\x00")
    assert dots(paper.image(), 8, 8) == ["." * x + "#" + "." * (7 - x) for x in range(8)]
    assert interpret(define + FS + b"p\x01\x33").roll.y == 16
    assert interpret(FS + b"p\x01\x00").unknown == [FS + b"p\x01\x00"]
