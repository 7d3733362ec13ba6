"""TSPL against examples of the makers' manuals and counted dots."""

import pytest

from drivers.labels.emulator.languages import interpret, interpreter
from drivers.labels.emulator.machine import Machine
from tests.drivers.labels.emulator.paper import inked, printed, refused, rows, scanned


def label(*lines: bytes) -> bytes:
    return b"\r\n".join([b"SIZE 50 mm,40 mm", b"GAP 2 mm,0", b"CLS", *lines, b"PRINT 1,1", b""])


def test_measures_have_units() -> None:
    """8 dots a millimetre at 203 dpi as the manual rounds it: 50 mm are 400 dots, 2 inches 406."""
    for size, dots in [
        (b"50 mm,40 mm", (400, 320)),
        (b"2,1", (406, 203)),
        (b"300 dot,200 dot", (300, 200)),
        (b"50 mm", (400, 1218)),
    ]:
        found = printed("tspl", b"SIZE " + size + b"\r\nCLS\r\nBAR 0,0,9,9\r\nPRINT 1\r\n")
        assert (found.image.width, found.image.height) == dots


@pytest.mark.parametrize(
    ("lines", "box"),
    [
        ([b"BAR 80,80,300,100"], (80, 80, 380, 180)),  # FBPL Command Reference, BAR
        ([b"BOX 10,20,110,70,3"], (10, 20, 110, 70)),
        ([b"REFERENCE 5,7", b"BAR 10,10,20,20"], (15, 17, 35, 37)),
        ([b"SHIFT 4", b"BAR 10,10,20,20"], (10, 14, 30, 34)),
        ([b"BAR 10,10,20,20", b"ERASE 10,10,20,10"], (10, 20, 30, 30)),
        ([b"REVERSE 10,10,20,20"], (10, 10, 30, 30)),
    ],
)
def test_where_boxes_come(lines: list[bytes], box: tuple[int, int, int, int]) -> None:
    assert inked(printed("tspl", label(*lines))) == box


@pytest.mark.parametrize(
    ("mode", "expected"),
    [(0, ["####....", "....####"]), (1, ["########", "########"]), (2, ["....####", "####...."])],
)
def test_pictures_have_black_zeros(mode: int, expected: list[str]) -> None:
    picture = b"BITMAP 8,8,1,2,%d,\x0f\xf0" % mode
    found = printed("tspl", label(b"BAR 8,8,8,2", picture))
    assert rows(found, (8, 8, 16, 10)) == expected


def test_bytes_of_a_picture_may_be_commands() -> None:
    picture = b"BITMAP 8,8,4,1,0,\x1b!?\n"
    machine = interpret("tspl", label(picture))
    assert machine.unknown == []
    assert rows(machine.labels[0], (8, 8, 16, 9)) == [f"{0x1B ^ 0xFF:08b}".replace("0", ".").replace("1", "#")]


CODES = [
    (b'BARCODE 40,40,"128",60,0,0,2,2,"AB12345678"', "]C0", b"AB12345678", "CODE128"),
    (b'BARCODE 40,40,"128M",60,0,0,2,2,"!105!1020104600439931256"', "]C1", b"0104600439931256", "GS1-128"),
    (b'BARCODE 40,40,"128M",60,0,0,2,2,"!104ABC!099123456"', "]C0", b"ABC123456", "CODE128"),
    (b'BARCODE 40,40,"EAN128",60,0,0,1,1,"0104600439931256"', "]C1", b"0104600439931256", "GS1-128"),
    (b'BARCODE 40,40,"EAN13",60,0,0,2,2,"460043993125"', "]E0", b"4600439931256", "EAN13"),
    (b'BARCODE 40,40,"EAN8",60,0,0,2,2,"1234567"', "]E4", b"12345670", "EAN8"),
    (b'BARCODE 40,40,"UPCA",60,0,0,2,2,"01234567890"', "]E0", b"0012345678905", "UPC-A"),
    (b'BARCODE 40,40,"39",96,0,0,2,4,"1000"', "]A0", b"1000", "CODE39"),
    (b'BARCODE 40,40,"93",60,0,0,2,4,"ABC-12"', "]G0", b"ABC-12", "CODE93"),
    (b'BARCODE 40,40,"25",60,0,0,2,5,"123456"', "]I0", b"123456", "ITF"),
    (b'BARCODE 40,40,"ITF14",60,0,0,2,5,"1460043993125"', "]I1", b"14600439931253", "ITF"),
    (b'QRCODE 40,40,M,4,A,0,M2,S7,"hello"', "]Q1", b"hello", "QR"),
    (b'QRCODE 40,40,H,4,M,0,M2,"B0005hello"', "]Q1", b"hello", "QR"),
    (b'PDF417 40,40,300,100,0,E3,W2,H6,C4,"hello world"', "]L2", b"hello world", "PDF417"),
    (
        b'DMATRIX 40,40,200,200,c126,x4,"~10104600439931256215ab~1910001"',
        "]d2",
        b"0104600439931256215ab\x1d910001",
        None,
    ),
    (b'DMATRIX 40,40,200,200,x4,"hello"', "]d1", b"hello", "DATAMATRIX"),
    (b'AZTEC 40,40,0,4,0,"hello"', "]z0", b"hello", "AZTEC"),
]


@pytest.mark.parametrize(("line", "identifier", "content", "kind"), CODES, ids=lambda value: f"{value!r:.30}")
def test_codes_can_be_read(line: bytes, identifier: str, content: bytes, kind: str | None) -> None:
    found = printed("tspl", label(line))
    assert scanned(found) == [(identifier, content)]
    assert [code.kind for code in found.codes] == [kind or "GS1-DATAMATRIX"]
    assert found.codes[0].box[:2] == (40, 40) == inked(found)[:2]  # type: ignore[index]


@pytest.mark.parametrize(
    ("turn", "box"),
    [(0, (200, 150, 336, 210)), (90, (140, 150, 200, 286)), (180, (64, 90, 200, 150)), (270, (200, 14, 260, 150))],
)
def test_a_code_turns_about_its_point(turn: int, box: tuple[int, int, int, int]) -> None:
    """Code 128 of ABC: 68 modules of two dots."""
    found = printed("tspl", label(b'BARCODE 200,150,"128",60,0,%d,2,2,"ABC"' % turn))
    assert inked(found) == box
    assert scanned(found) == [("]C0", b"ABC")]


def test_pdf417_turns_the_other_way() -> None:
    """FBPL Command Reference: rotation of PDF417 is counter-clockwise."""
    found = printed("tspl", label(b'PDF417 40,310,300,100,90,E3,W2,H6,C1,"hello"'))
    assert found.codes[0].turn == 270
    assert scanned(found) == [("]L2", b"hello")]


def test_a_qr_code_without_a_model_is_of_model_1() -> None:
    """FBPL Command Reference: M1 is the default, M2 what telephones read."""
    assert [code.kind for code in printed("tspl", label(b'QRCODE 40,40,M,4,A,0,"hello"')).codes] == ["QR-MODEL-1"]


def test_escapes_in_quotes() -> None:
    found = printed("tspl", label(rb'QRCODE 40,40,M,4,A,0,M2,"a\["]b\[R]c,d"'))
    assert scanned(found) == [("]Q1", b'a"b\rc,d')]


def test_settings_are_told() -> None:
    setup = printed(
        "tspl",
        label(
            b"BLINE 3 mm,0", b"OFFSET 1 mm", b"SPEED 4", b"DENSITY 9", b"DIRECTION 1,0", b"SET PEEL ON", b"BAR 0,0,9,9"
        ),
    ).setup
    assert (setup.media, setup.gap, setup.offset, setup.speed, setup.darkness) == ("mark", 24, 8, 4.0, 9)
    assert (setup.direction, setup.after) == ("1,0", "peel")
    assert printed("tspl", b"GAP 0,0\r\nCLS\r\nPRINT 1\r\n").setup.media == "continuous"


@pytest.mark.parametrize(
    ("cutter", "cuts"),
    [
        (b"OFF", [False] * 4),
        (b"1", [True] * 4),
        (b"3", [False, False, True, True]),
        (b"BATCH", [False, False, False, True]),
    ],
)
def test_the_cutter(cutter: bytes, cuts: list[bool]) -> None:
    machine = interpret("tspl", b"SET CUTTER " + cutter + b"\nCLS\nBAR 0,0,9,9\nPRINT 2,2\n")
    assert [each.cut for each in machine.labels] == cuts


def test_the_picture_stays_until_it_is_cleared() -> None:
    machine = interpret("tspl", b"CLS\nBAR 0,0,9,9\nPRINT 1\nBAR 20,0,9,9\nPRINT 1\nCLS\nPRINT 1\n")
    assert [inked(each) for each in machine.labels] == [(0, 0, 9, 9), (0, 0, 29, 9), None]


@pytest.mark.parametrize(
    "line", [b"NONSENSE", b"BAR 1,2", b'BARCODE 1,1,"EAN13",60,0,0,2,2,"abc"', b"DENSITY 99", b"SET X"]
)
def test_what_a_printer_does_not_take_is_kept(line: bytes) -> None:
    assert refused("tspl", label(line)).unknown == [line]


def test_status_bytes() -> None:
    """<ESC>!?: TSPL manual and Gprinter GP-2120T manual."""
    machine = Machine(interpreter("tspl"), seconds_per_label=1.0)
    assert machine.feed(b"\x1b!?") == b"\x00"
    for name, bit in [("head_open", 1), ("paper_jam", 2), ("paper_out", 4), ("ribbon_out", 8), ("paused", 16)]:
        machine.switch(name, on=True)
        assert machine.feed(b"\x1b!?") == bytes([bit])
        machine.switch(name, on=False)
    machine.feed(b"CLS\nBAR 0,0,9,9\nPRINT 2\n")
    assert machine.feed(b"\x1b!?") == b"\x20"
    assert machine.feed(b"\x1b!S") == b"\x02P@@@\x03\r\n"
    machine.pass_time(2.0)
    assert machine.feed(b"\x1b!?\x1b!S") == b"\x00\x02@@@@\x03\r\n"


def test_some_questions_wait_for_the_printer() -> None:
    """FBPL Command Reference: ~ commands are answered when the printer is ready, <ESC> ones at once."""
    machine = Machine(interpreter("tspl"))
    machine.switch("paper_out", on=True)
    assert machine.feed(b"CLS\nBAR 0,0,9,9\nPRINT 1\n~!T\x1b!?") == b"\x04"
    assert machine.load() == b"TE210\r\n"


def test_cancel_drops_what_is_not_printed() -> None:
    machine = Machine(interpreter("tspl"), seconds_per_label=1.0)
    machine.feed(b"CLS\nBAR 0,0,9,9\nPRINT 9\n")
    machine.pass_time(3.0)
    assert machine.feed(b"\x1b!.\x1b!?") == b"\x00"
    machine.pass_time(9.0)
    assert machine.printed == 3
