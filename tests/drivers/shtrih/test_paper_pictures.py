"""Bitmaps as commands: what is loaded, put together again, is the picture."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drivers.printing import canvas
from drivers.printing.bitmap import Bitmap
from drivers.shtrih import pictures
from drivers.shtrih.head import Graphics, Way

PASSWORD = 30
DOT = Bitmap(16, 1, b"\x80\x00")  # the leftmost one


def bodies(bitmap: Bitmap, **settings: object) -> list[bytes]:
    return [request.body for request in pictures.commands(bitmap, Graphics(**settings), PASSWORD)]


def test_plain_graphics_by_hand() -> None:
    """C0h: password, line 1, 40 bytes; then C1h: lines 1 to 1. The leftmost dot is the lowest bit of a byte."""
    load, show = bodies(DOT)
    middle = (320 - 16) // 2 // 8
    assert load == bytes.fromhex("C0 1E 00 00 00 01") + bytes(middle) + b"\x01" + bytes(39 - middle)
    assert show == bytes.fromhex("C1 1E 00 00 00 01 01")


def test_reversed_bits_are_left_as_they_are() -> None:
    load, _ = bodies(DOT, reversed=True)
    assert load[6:].strip(b"\0") == b"\x80"


def test_lines_may_be_loaded_from_nought_and_are_printed_from_one() -> None:
    *loads, show = bodies(Bitmap(8, 3, b"\xff" * 3), first=0)
    assert [load[5] for load in loads] == [0, 1, 2]
    assert show[5:] == b"\x01\x03"


def test_wide_graphics_by_hand() -> None:
    """4Eh: 64 bytes a line, from line 1, three lines, buffer 1; then 4Dh: lines 1..4, no scaling, receipt tape."""
    first, second, show = bodies(Bitmap(512, 4, b"\xff" * 256), way=Way.WIDE, line_bytes=64, dots=512, lines=600)
    assert first == bytes.fromhex("4E 1E 00 00 00 40 01 00 03 00 01") + b"\xff" * 192
    assert second == bytes.fromhex("4E 1E 00 00 00 40 04 00 01 00 01") + b"\xff" * 64
    assert show == bytes.fromhex("4D 1E 00 00 00 01 00 04 00 01 01 02")


def test_extended_graphics_load_six_lines_at_a_time() -> None:
    *loads, show = bodies(Bitmap(8, 8, b"\xff" * 8), way=Way.EXTENDED)
    assert [(load[0], load[5], len(load)) for load in loads] == [(0xC4, 1, 247), (0xC4, 7, 87)]
    assert show == bytes.fromhex("C3 1E 00 00 00 01 00 08 00")


def test_what_is_higher_than_the_memory_goes_in_portions() -> None:
    found = bodies(Bitmap(8, 500, b"\xff" * 500))
    assert [body[5:] for body in found if body[0] == 0xC1] == [b"\x01\xc8", b"\x01\xc8", b"\x01\x64"]


def test_a_picture_that_is_too_wide_is_refused() -> None:
    with pytest.raises(ValueError, match="400 dots"):
        bodies(canvas.black(400, 1))


@given(
    width=st.integers(1, 320),
    data=st.data(),
    way=st.sampled_from(Way),
    turned=st.booleans(),
    memory=st.integers(1, 20),
)
def test_nothing_of_a_picture_is_lost(width: int, data: st.DataObject, way: Way, turned: bool, memory: int) -> None:
    height = data.draw(st.integers(1, 30))
    stride = (width + 7) // 8
    rows = data.draw(st.lists(st.binary(min_size=stride, max_size=stride), min_size=height, max_size=height))
    keep = 0xFF << (stride * 8 - width) & 0xFF
    bitmap = Bitmap(width, height, b"".join(row[:-1] + bytes([row[-1] & keep]) for row in rows))
    graphics = Graphics(way=way, reversed=turned, lines=memory)
    printed = _printed(bitmap, graphics)
    assert printed == canvas.centred(bitmap, 320)


def _printed(bitmap: Bitmap, graphics: Graphics) -> Bitmap:
    """A register of a few lines: every way of loading, then the lines that are printed."""
    memory: dict[int, bytes] = {}
    out: list[bytes] = []
    for request in pictures.commands(bitmap, graphics, PASSWORD):
        body = request.body
        match body[0]:
            case 0xC0:
                memory[body[5]] = body[6:]
            case 0xC4:
                _load(memory, int.from_bytes(body[5:7], "little"), body[7:], 40)
            case 0x4E:
                _load(memory, int.from_bytes(body[6:8], "little"), body[11:], body[5])
            case 0xC1:
                out += [memory[number] for number in range(body[5], body[6] + 1)]
            case _:
                first, last = (int.from_bytes(body[at : at + 2], "little") for at in (5, 7))
                out += [memory[number] for number in range(first, last + 1)]
    upright = [line if graphics.reversed else bytes(int(f"{byte:08b}"[::-1], 2) for byte in line) for line in out]
    return Bitmap(320, len(out), b"".join(upright))


def _load(memory: dict[int, bytes], first: int, data: bytes, size: int) -> None:
    memory.update({first + at // size: data[at : at + size] for at in range(0, len(data), size)})
