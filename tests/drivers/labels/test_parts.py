"""Whoever draws the bars, the paper is the preview."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.labels.parts import Parts, split
from drivers.model.document import Symbology
from drivers.printing.bitmap import Bitmap
from drivers.printing.raster_sheet import draw
from drivers.printing.sheet import Code, Placed, Rule, Sheet
from tests.drivers.labels.test_zpl import code

WIDTH, HEIGHT = 200, 160


def printed(parts: Parts, width: int, height: int) -> Bitmap:
    """Every picture wipes out what was below it, filled up to whole bytes, as the crudest printers do."""
    paper = Image.new("1", (width, height))
    for x, y, bitmap in parts.graphics:
        paper.paste(0, (x, y, x + 8 * bitmap.stride, y + bitmap.height))
        paper.paste(Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data), (x, y))
    for x, y, w, h in parts.blocks:
        paper.paste(1, (x, y, x + w, y + h))
    return Bitmap(width, height, paper.tobytes())


@st.composite
def items(draw_: st.DrawFn) -> Placed:
    width, height = draw_(st.integers(1, 60)), draw_(st.integers(1, 40))
    x, y = draw_(st.integers(0, WIDTH - width)), draw_(st.integers(0, HEIGHT - height))
    if draw_(st.booleans()):
        return Placed(x, y, Rule(width, height))
    rows = [draw_(st.integers(0, 2**width - 1)) << -width % 8 for _ in range(height)]
    return Placed(x, y, Bitmap(width, height, b"".join(row.to_bytes((width + 7) // 8, "big") for row in rows)))


def no_native(_x: int, _y: int, _code: Code) -> bytes | None:
    return None


@given(st.lists(items(), max_size=8))
def test_the_parts_make_up_the_sheet(some: list[Placed]) -> None:
    sheet = Sheet(WIDTH, HEIGHT, tuple(some))
    assert printed(split(sheet, no_native), WIDTH, HEIGHT) == draw(sheet)


@given(st.lists(items(), max_size=8), st.integers(-80, 80), st.integers(-80, 80))
def test_moved_sheets_lose_only_what_leaves_the_label(some: list[Placed], dx: int, dy: int) -> None:
    sheet = Sheet(WIDTH, HEIGHT, tuple(some))
    whole = Image.frombytes("1", (WIDTH, HEIGHT), draw(sheet).data)
    moved = Image.new("1", (WIDTH, HEIGHT))
    moved.paste(whole, (dx, dy))
    assert printed(split(sheet, no_native, dx, dy), WIDTH, HEIGHT).data == moved.tobytes()


@pytest.mark.parametrize(
    ("symbology", "turn"),
    list(itertools.product([Symbology.EAN13, Symbology.ITF14, Symbology.CODE128, Symbology.QR], [0, 90, 180, 270])),
)
def test_a_native_code_leaves_out_its_bars_alone(symbology: Symbology, turn: int) -> None:
    drawn = code(
        symbology, {Symbology.EAN13: "460000000000", Symbology.ITF14: "1460000000000"}.get(symbology, "1234"), turn
    )
    sheet = Sheet(1300, 1300, (Placed(30, 40, drawn),))
    asked: list[tuple[int, int]] = []

    def native(x: int, y: int, _: Code) -> bytes:
        asked.append((x, y))
        return b"native"

    parts = split(sheet, native)
    assert parts.codes == (b"native",)
    ((x, y),) = asked
    length = drawn.width if turn in (0, 180) else drawn.height
    box = (length, drawn.bars or length) if turn in (0, 180) else (drawn.bars or length, length)
    full = Image.frombytes("1", (1300, 1300), draw(sheet).data)
    rest = Image.frombytes("1", (1300, 1300), printed(parts, 1300, 1300).data)
    bars = full.crop((x, y, x + box[0], y + box[1]))
    rest.paste(bars, (x, y))
    assert rest.tobytes() == full.tobytes()
    across = bars.resize((box[0], 1) if turn in (0, 180) else (1, box[1]), Image.Resampling.NEAREST)
    assert across.getextrema() == (0, 255)  # it is bars that were left out, not the characters


def test_a_code_that_leaves_the_label_is_a_picture() -> None:
    drawn = code(Symbology.EAN13, "460000000000")
    sheet = Sheet(1300, 500, (Placed(0, 0, drawn),))
    assert split(sheet, lambda *_: b"native", -1, 0).codes == ()
