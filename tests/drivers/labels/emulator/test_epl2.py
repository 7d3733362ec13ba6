"""EPL2 against examples of the programming guide and counted dots."""

import pytest

from drivers.labels.emulator.languages import interpret, interpreter
from drivers.labels.emulator.machine import Machine
from tests.drivers.labels.emulator.paper import inked, printed, refused, rows, scanned


def label(*lines: bytes) -> bytes:
    return b"\n".join([b"", b"q400", b"Q320,24", b"N", *lines, b"P1", b""])


def test_the_guides_lines() -> None:
    """EPL Programming Guide, LO: a cross."""
    found = printed("epl2", b"q832\nQ600,24\nN\nLO50,200,400,20\nLO200,50,20,400\nP1\n")
    assert (found.image.width, found.image.height) == (832, 600)
    assert inked(found) == (50, 50, 450, 450)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([b"LO0,0,4,2", b"LW1,0,2,1"], ["#..#....", "####...."]),
        ([b"LO0,0,4,2", b"LE2,0,4,1"], ["##..##..", "####...."]),
        ([b"R2,1", b"LO0,0,2,1"], ["........", "..##...."]),
        ([b"X0,0,1,6,2"], ["######..", "######.."]),
        ([b"GW0,0,1,2,\x0f\xf0"], ["####....", "....####"]),
        ([b"LO0,0,8,2", b"GW0,0,1,2\n\x0f\xf0"], ["########", "########"]),  # 2001: a line's end before the bytes
    ],
)
def test_lines_and_pictures(lines: list[bytes], expected: list[str]) -> None:
    assert rows(printed("epl2", label(*lines)), (0, 0, 8, 2)) == expected


CODES = [
    (b'B40,40,0,3,2,4,60,N,"998152-001"', "]A0", b"998152-001", "CODE39"),
    (b'B40,40,0,1,2,2,60,N,"AB12345678"', "]C0", b"AB12345678", "CODE128"),
    (b'B40,40,0,1B,2,2,60,N,"12345678"', "]C0", b"12345678", "CODE128"),
    (b'B40,40,0,1E,1,1,60,N,"0104600439931256215ab\x06910001"', "]C1", b"0104600439931256215ab\x1d910001", "GS1-128"),
    (b'B40,40,0,9,2,2,60,N,"ABC-12"', "]G0", b"ABC-12", "CODE93"),
    (b'B40,40,0,E30,2,2,60,N,"460043993125"', "]E0", b"4600439931256", "EAN13"),
    (b'B40,40,0,E80,2,2,60,N,"1234567"', "]E4", b"12345670", "EAN8"),
    (b'B40,40,0,UA0,2,2,60,N,"01234567890"', "]E0", b"0012345678905", "UPC-A"),
    (b'B40,40,0,2,2,5,60,N,"123456"', "]I0", b"123456", "ITF"),
    (b'b40,40,A,d4,e0,"hello"', "]z0", b"hello", "AZTEC"),
    (b'b40,40,Q,m2,s4,eM,iA,"hello"', "]Q1", b"hello", "QR"),
    (b'b40,40,P,340,200,s3,f0,x2,y8,l3,"hello world"', "]L2", b"hello world", "PDF417"),
]


@pytest.mark.parametrize(("line", "identifier", "content", "kind"), CODES, ids=lambda value: f"{value!r:.30}")
def test_codes_can_be_read(line: bytes, identifier: str, content: bytes, kind: str) -> None:
    found = printed("epl2", label(line))
    assert scanned(found) == [(identifier, content)]
    assert [code.kind for code in found.codes] == [kind]
    assert found.codes[0].box[:2] == (40, 40) == inked(found)[:2]  # type: ignore[index]


def test_a_data_matrix_brings_its_quiet_zone() -> None:
    """EPL Programming Guide, b Data Matrix: one module on every side belongs to the symbol."""
    found = printed("epl2", label(b'b40,40,D,h5,"hello"'))
    assert inked(found) == (45, 45, 45 + 12 * 5, 45 + 12 * 5)
    assert scanned(found) == [("]d1", b"hello")]


def test_the_point_of_pdf417_is_its_middle() -> None:
    """EPL Programming Guide, b PDF417: f1 is the default."""
    left, top, right, bottom = inked(printed("epl2", label(b'b200,160,P,380,200,x2,y8,l3,"hello"'))) or (0, 0, 0, 0)
    assert ((left + right) // 2, (top + bottom) // 2) == (200, 160)


@pytest.mark.parametrize(
    ("turn", "box"),
    [(0, (200, 150, 336, 210)), (1, (140, 150, 200, 286)), (2, (64, 90, 200, 150)), (3, (200, 14, 260, 150))],
)
def test_a_code_turns_about_its_point(turn: int, box: tuple[int, int, int, int]) -> None:
    found = printed("epl2", label(b'B200,150,%d,1,2,2,60,N,"ABC"' % turn))
    assert inked(found) == box
    assert scanned(found) == [("]C0", b"ABC")]


def test_quotes_and_backslashes_are_escaped() -> None:
    found = printed("epl2", label(rb'b40,40,Q,s4,eM,"a\"b\\c,d"'))
    assert scanned(found) == [("]Q1", rb'a"b\c,d')]


def test_settings_are_told() -> None:
    setup = printed("epl2", b"q400\nQ320,B24,8\nS3\nD12\nZT\nOP\nN\nLO0,0,9,9\nP1\n").setup
    assert (setup.media, setup.gap, setup.offset, setup.speed, setup.darkness) == ("mark", 24, 8, 3.0, 12)
    assert (setup.direction, setup.after) == ("ZT", "peel")
    assert printed("epl2", b"Q320,0\nN\nLO0,0,9,9\nP1\n").setup.media == "continuous"


def test_copies_and_cuts() -> None:
    machine = interpret("epl2", b"OC2\n" + label(b"LO0,0,9,9").replace(b"P1", b"P3,1"))
    assert [each.cut for each in machine.labels] == [False, True, True]


@pytest.mark.parametrize("line", [b"HELLO", b"LO1,2", b'B1,1,0,E30,2,2,60,N,"abc"', b"D99", b'B1,1,0,3,2,6,60,N,"A'])
def test_what_a_printer_does_not_take_is_kept(line: bytes) -> None:
    assert refused("epl2", label(line)).unknown == [line]


def test_errors_are_reported_at_once() -> None:
    machine = Machine(interpreter("epl2"))
    assert machine.feed(b"^ee\r\n") == b"00\r\n"
    machine.switch("paper_out", on=True)
    machine.switch("head_open", on=True)
    assert machine.feed(label(b"LO0,0,9,9") + b"UQ\r\n^ee\r\n") == b"07,11\r\n"
    machine.switch("head_open", on=False)
    assert b"LP2844" in machine.load()  # UQ had to wait


def test_done_is_reported_once_that_is_asked_for() -> None:
    machine = Machine(interpreter("epl2"), seconds_per_label=1.0)
    assert machine.feed(b"US\n" + label(b"LO0,0,9,9").replace(b"P1", b"P2") + b"P1\n") == b""
    assert machine.pass_time(1.0) == b""
    assert machine.pass_time(1.0) == b"\x06"
    assert machine.pass_time(1.0) == b"\x06"


def test_reset_drops_what_is_not_printed() -> None:
    machine = Machine(interpreter("epl2"))
    machine.switch("paper_out", on=True)
    machine.feed(label(b"LO0,0,9,9") + b"^@\n")
    machine.load()
    assert machine.printed == 0
