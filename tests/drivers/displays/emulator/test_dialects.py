"""What bytes of spec/scales-displays.md 4 put on the screen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.displays.emulator.dialect import Dialect
from drivers.displays.emulator.dialects import NAMES, Cd5220, Dsp800, EscPos, dialect

BLANK = " " * 20


def shown(display: Dialect) -> tuple[str, str]:
    top, bottom = display.screen.rows
    assert (len(top), len(bottom)) == (20, 20)
    return top.rstrip(), bottom.rstrip()


def after(display: Dialect, *data: bytes) -> tuple[str, str]:
    for each in data:
        assert display.feed(each) == b""
    return shown(display)


def test_the_portable_write_of_the_document() -> None:
    display = EscPos()
    total = bytes.fromhex("0C 1B 74 06 88 92 8E 83 8E") + b" " * 15 + bytes.fromhex("32 30 30 2E 30 30") + b" " * 14
    assert after(display, total) == ("ИТОГО", "200.00")
    assert after(display, b"again") == ("again", "200.00")  # the cursor had come home by itself
    assert not display.complaints


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"\x0babc\x1f\x24\x01\x02def", ("abc", "def")),
        (b"\x0b\x0aabc", ("", "abc")),
        (b"abc\x0adef", ("abc", "   def")),
        (b"x" * 20 + b"y" * 20 + b"z", ("z" + "x" * 19, "y" * 20)),
        (b"abc\x0dX", ("Xbc", "")),
        (b"abc\x08\x08X\x09Y", ("aXcY", "")),
        (b"\x08X", ("", " " * 19 + "X")),
        (b"ab\x1f\x42X", ("ab", " " * 19 + "X")),
        (b"ab\x1f\x0dX", ("ab" + " " * 17 + "X", "")),
        (b"\x0aab\x1f\x0aX", ("  X", "ab")),
        (b"ab\x0acd\x18X", ("ab", "X")),
        (b"ab\x0cX", ("X", "")),
        (b"ab\x1b@X", ("X", "")),
        (b"\x1f\x24\x15\x01\x1f\x24\x01\x03\x1f\x24\x00\x01X", ("X", "")),  # no such places: the cursor stays
        (b"\x1fC\x01\x1fE\x05\x1fX\x04\x1fr\x01\x1bR\x08\x1b=\x02\x1f\x01X", ("X", "")),
        (b"\x1b\x99X", ("\u00d6X", "")),  # not a command: ESC is passed over, the rest is text
    ],
)
def test_epson(data: bytes, rows: tuple[str, str]) -> None:
    assert after(EscPos(), data) == rows


def test_code_pages() -> None:
    display = EscPos("cp866")
    assert after(display, "Касса".encode("cp866")) == ("Касса", "")
    assert after(display, b"\x0c\x1bt\x00\x80") == ("Ç", "")
    assert after(display, b"\x0c\x1bt\x63\x80") == ("Ç", "")
    assert [each.hex(" ") for each in display.complaints] == ["1b 74 63"]
    assert after(display, b"\x1b@\x80") == ("А", "")
    assert after(EscPos("cp437", {3: "cp1251"}), b"\x1bt\x03\xcf") == ("П", "")


def test_cd5220_strings() -> None:
    display = Cd5220("cp866")
    rows = b"\x1bQA" + "Хлеб".encode("cp866").ljust(20) + b"\r" + b"\x1bQB45.00\r"
    assert after(display, b"\x1b@" + rows) == ("Хлеб", "45.00")
    assert after(display, b"\x1bQAshort\r") == ("short", "45.00")
    assert not display.complaints


def test_cd5220_does_nothing_else_in_string_mode() -> None:
    display = Cd5220("cp866")
    assert after(display, b"\x1bQAtop\r", b"text\x0b\x1bt\x00\x1bl\x01\x02") == ("top", "")
    assert len(display.complaints) == 7
    assert after(display, b"\x0ctext") == ("text", "")
    assert after(display, b"\x1bQBlow\r", b"\x18text") == ("text", "text")
    assert after(display, b"\x1bQBlow\r", b"\x1b@text") == ("text", "")


def test_cd5220_strings_that_are_too_long() -> None:
    display = Cd5220()
    assert after(display, b"\x1bQA" + b"x" * 25 + b"\r") == ("x" * 20, "")
    assert len(display.complaints) == 1
    assert after(display, b"\x1bQA" + b"x" * 300, b"\x0cok") == ("ok", "")


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b"\x1bl\x05\x02X", ("", "    X")),
        (b"\x1b[BX", ("", "X")),
        (b"\x1b[AX", ("", "X")),
        (b"\x1b[CX\x1b[D\x1b[DY", ("YX", "")),
        (b"ab\x1b[HX", ("Xb", "")),
        (b"ab\x1b[LX", ("Xb", "")),
        (b"\x1b[RX", (" " * 19 + "X", "")),
        (b"\x1b[KX", ("", " " * 19 + "X")),
        (b"\x1b\x11\x1b*\x04\x1b_\x00\x1bfR\x1bcA\x1b=\x02X", ("X", "")),
    ],
)
def test_cd5220_cursor(data: bytes, rows: tuple[str, str]) -> None:
    assert after(Cd5220(), data) == rows


def test_dsp800() -> None:
    display = Dsp800("cp866")
    clear, home, second = (bytes.fromhex(each) for each in ("04 01 43 31 58 17", "04 01 50 31 17", "04 01 50 45 17"))
    assert after(display, bytes.fromhex("04 01 25 17"), b"abc", second, b"def") == ("abc", "def")
    assert after(display, home, b"X") == ("Xbc", "def")
    assert after(display, bytes.fromhex("04 01 43 32 33 17")) == ("X", "def")
    assert after(display, clear, home, b"Y") == ("Y", "")
    assert not display.complaints


@pytest.mark.parametrize("wrong", ["43 58 31", "43 31", "50 30", "50 59", "50", "43 31 59"])
def test_dsp800_answers_where_it_is_set_to(wrong: str) -> None:
    display = Dsp800(acknowledges=True)
    assert display.feed(bytes.fromhex("04 01 25 17 04 01 50 31 17")) == b"\x06\x06"
    assert display.feed(b"\x04\x01" + bytes.fromhex(wrong) + b"\x17") == b"\x15"
    assert after(display, b"X") == ("X", "")


@given(st.sampled_from(NAMES), st.lists(st.binary(max_size=30), max_size=8))
def test_no_bytes_break_it(name: str, chunks: list[bytes]) -> None:
    display = dialect(name)
    for chunk in chunks:
        display.feed(chunk)
    display.restart()
    assert after(display, b"ok") == ("ok", "")


WORDS = (
    b"\x1b@",
    b"\x0c",
    b"abc",
    b"\x1bt\x06",
    b"\x1bQAxy\r",
    b"\x04\x01P\x45\x17",
    b"\x1f$\x02\x02",
    b"\x1bl\x03\x01",
    b"\x18",
)


@given(st.sampled_from(NAMES), st.lists(st.sampled_from(WORDS), max_size=8), st.integers(1, 5))
def test_chunks_do_not_matter(name: str, words: list[bytes], step: int) -> None:
    data = b"".join(words)
    whole, bit_by_bit = dialect(name), dialect(name)
    whole.feed(data)
    for at in range(0, len(data), step):
        bit_by_bit.feed(data[at : at + step])
    assert (bit_by_bit.screen.rows, bit_by_bit.screen.place) == (whole.screen.rows, whole.screen.place)
