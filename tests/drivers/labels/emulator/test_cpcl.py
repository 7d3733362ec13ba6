"""CPCL against examples of the programming manual and counted dots."""

import pytest

from drivers.labels.emulator.cpcl import Cpcl
from drivers.labels.emulator.languages import interpret, interpreter
from drivers.labels.emulator.machine import Machine
from tests.drivers.labels.emulator.paper import inked, printed, refused, rows, scanned


def label(*lines: bytes, copies: int = 1, offset: int = 0) -> bytes:
    head = b"! %d 200 200 320 %d" % (offset, copies)
    return b"\r\n".join([head, b"PAGE-WIDTH 400", *lines, b"PRINT", b""])


@pytest.mark.parametrize(
    ("line", "box"),
    [
        (b"LINE 10 20 110 20 3", (10, 20, 110, 23)),
        (b"L 10 20 10 120 3", (10, 20, 13, 120)),
        (b"BOX 10 20 110 70 3", (10, 20, 110, 70)),
    ],
)
def test_where_lines_come(line: bytes, box: tuple[int, int, int, int]) -> None:
    found = printed("cpcl", label(line))
    assert (found.image.width, found.image.height) == (400, 320)
    assert inked(found) == box


def test_the_offset_moves_everything() -> None:
    found = printed("cpcl", label(b"LINE 10 20 110 20 3", b"CG 1 1 200 50 \xff", offset=8))
    assert inked(found) == (18, 20, 216, 51)


def test_pictures_have_black_ones() -> None:
    """PROMAN-CPCL: compressed graphics are bytes, expanded ones hexadecimal digits of the same."""
    for line in (b"CG 1 2 8 8 \xf0\x0a", b"EG 1 2 8 8 F00A"):
        assert rows(printed("cpcl", label(line)), (8, 8, 16, 10)) == ["####....", "....#.#."]


CODES = [
    (b"BARCODE UPCA 2 1 60 40 40 01234567890", "]E0", b"0012345678905", "UPC-A"),
    (b"B EAN13 2 1 60 40 40 460043993125", "]E0", b"4600439931256", "EAN13"),
    (b"B EAN8 2 1 60 40 40 1234567", "]E4", b"12345670", "EAN8"),
    (b"BARCODE 128 1 1 60 40 40 HORIZ.", "]C0", b"HORIZ.", "CODE128"),
    (b"B 39 2 2 60 40 40 ABC-12", "]A0", b"ABC-12", "CODE39"),
    (b"B 93 2 1 60 40 40 ABC-12", "]G0", b"ABC-12", "CODE93"),
    (b"B I2OF5 2 2 60 40 40 123456", "]I0", b"123456", "ITF"),
    (b"B UCCEAN128 1 1 60 40 40 0104600439931256", "]C1", b"0104600439931256", "GS1-128"),
    (b"B QR 40 40 M 2 U 4\r\nMA,QR code ABC123\r\nENDQR", "]Q1", b"QR code ABC123", "QR"),
    (b"B PDF-417 40 40 XD 2 YD 6 C 3 S 2\r\nPDF Data\r\nENDPDF", "]L2", b"PDF Data", "PDF417"),
    (b"B AZTEC 40 40 XD 4 EC 23\r\nhello\r\nENDAZTEC", "]z0", b"hello", "AZTEC"),
    (
        b"B DATAMATRIX 40 40 H 4 S 200 G _\r\n_10104600439931256215ab_1910001\r\nENDDATAMATRIX",
        "]d2",
        b"0104600439931256215ab\x1d910001",
        "GS1-DATAMATRIX",
    ),
]


@pytest.mark.parametrize(("line", "identifier", "content", "kind"), CODES, ids=lambda value: f"{value!r:.30}")
def test_codes_can_be_read(line: bytes, identifier: str, content: bytes, kind: str) -> None:
    found = printed("cpcl", label(line))
    assert scanned(found) == [(identifier, content)]
    assert [code.kind for code in found.codes] == [kind]
    assert found.codes[0].box[:2] == (40, 40) == inked(found)[:2]  # type: ignore[index]


def test_an_upright_code_reads_from_its_point_upwards() -> None:
    """Code 128 of ABC: 68 modules of two dots."""
    found = printed("cpcl", label(b"VBARCODE 128 2 1 60 40 200 ABC"))
    assert inked(found) == (40, 64, 100, 200)
    assert scanned(found) == [("]C0", b"ABC")]


def test_centred_and_captioned() -> None:
    found = printed("cpcl", label(b"CENTER", b"BARCODE-TEXT 7 0 5", b"BARCODE 128 2 1 60 0 40 ABC"))
    assert found.codes[0].box == (132, 40, 136, 60)


def test_copies_and_settings() -> None:
    machine = interpret("cpcl", label(b"TONE 50", b"SPEED 3", b"GAP-SENSE", b"LINE 0 0 9 0 9", copies=3))
    setup = machine.labels[0].setup
    assert (len(machine.labels), setup.darkness, setup.speed, setup.media) == (3, 50, 3.0, "gap")


@pytest.mark.parametrize("line", [b"NONSENSE", b"LINE 1 2", b"B EAN13 2 1 60 0 0 abc", b"SPEED 99", b"SPEED"])
def test_what_a_printer_does_not_take_is_kept(line: bytes) -> None:
    assert refused("cpcl", label(line)).unknown == [line]


def test_a_label_can_be_aborted() -> None:
    assert list(interpret("cpcl", b"! 0 200 200 320 1\r\nLINE 0 0 9 0 9\r\nABORT\r\n").labels) == []


def test_status_bytes() -> None:
    """PROMAN-CPCL, printer escape commands: bits of ESC h and ESC i; ESC N clears the reset bit."""
    machine = Machine(interpreter("cpcl"), seconds_per_label=1.0)
    assert machine.feed(b"\x1bh") == b"\x10"
    assert machine.feed(b"\x1bN\x1bh") == b"\x00"
    machine.feed(label(b"LINE 0 0 9 0 9", copies=2))
    assert machine.feed(b"\x1bh") == b"\x01"
    machine.pass_time(2.0)
    assert machine.feed(b"\x1bh") == b"\x00"
    for name, bit in [("paper_out", 2), ("head_open", 4)]:
        machine.switch(name, on=True)
        assert machine.feed(b"\x1bh") == bytes([bit])
        machine.switch(name, on=False)
    machine.switch("ribbon_out", on=True)
    assert machine.feed(b"\x1bi") == b"\x80"
    assert machine.feed(b"\x1bv").endswith(b"\0")


def test_a_printer_that_answers_when_it_is_done() -> None:
    machine = Machine(Cpcl(status_waits=True), seconds_per_label=1.0)
    assert machine.feed(label(b"LINE 0 0 9 0 9") + b"\x1bN\x1bh") == b""
    assert machine.pass_time(1.0) == b"\x00"


def test_escape_commands_count_between_labels_alone() -> None:
    found = printed("cpcl", label(b"CG 3 1 8 8 \x1bh\n"))
    assert rows(found, (8, 8, 16, 9)) == [f"{0x1B:08b}".replace("0", ".").replace("1", "#")]
