"""Dots: golden bytes of the graphics commands, and columns read back by a reader of its own."""

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from drivers.escpos import graphics_commands as commands
from drivers.escpos import images
from drivers.escpos.emulator.machine import Machine
from drivers.model.document import BarcodeLine, PictureLine, Symbology, TextLine
from drivers.printing.bitmap import Bitmap
from tests.drivers.escpos.printers import composed, document, printer_with
from tests.pictures import LOGO_PNG

IMPACT = {"profile": "TM-U220B"}


def columns_of(data: bytes, rows: int) -> list[Image.Image]:
    """Bands printed by ESC * m nL nH d…, pasted under each other as long as nothing but LF stands between them.

    Written from the TM-U230 specification, ESC *: columns from the left, the highest bit on top.
    """
    pictures, bands, at = [], [], 0
    size = rows // 8
    while at < len(data):
        if data[at : at + 2] == b"\x1b*" and data[at + 2] == (0 if rows == 8 else 33):
            width = int.from_bytes(data[at + 3 : at + 5], "little")
            bands.append((width, data[at + 5 : at + 5 + width * size]))
            at += 5 + width * size + 1
            assert data[at - 1 : at] == b"\n"
        else:
            at += 1
            if bands:
                pictures.append(_pasted(bands, rows))
                bands = []
    return pictures


def _pasted(bands: list[tuple[int, bytes]], rows: int) -> Image.Image:
    picture = Image.new("L", (bands[0][0], rows * len(bands)), 255)
    for index, (width, data) in enumerate(bands):
        for x in range(width):
            bits = int.from_bytes(data[x * rows // 8 : (x + 1) * rows // 8], "big")
            for y in range(rows):
                if bits >> (rows - 1 - y) & 1:
                    picture.putpixel((x, index * rows + y), 0)
    return picture


def test_columns_of_an_impact_head() -> None:
    """By hand: 2 dots across, 9 down; the second band has one row. ESC 3 16, ESC * 0 2 0 …, LF, ESC 2."""
    bitmap = Bitmap(2, 9, bytes([0x80, 0, 0, 0, 0, 0, 0, 0x40, 0xC0]))
    made = commands.columns(bitmap, mode=0, rows=8, spacing=16, spacing_after=0)
    assert made == bytes.fromhex("1b3310 1b2a00 0200 8001 0a 1b2a00 0200 8080 0a 1b32")


def test_columns_of_a_24_dot_head() -> None:
    bitmap = Bitmap(1, 24, bytes([0x80] + [0] * 22 + [0x80]))
    made = commands.columns(bitmap, mode=33, rows=24, spacing=24, spacing_after=30)
    assert made == bytes.fromhex("1b3318 1b2a21 0100 800001 0a 1b331e")


@given(st.integers(1, 70), st.integers(1, 60), st.sampled_from([8, 24]), st.randoms())
def test_columns_show_every_dot(width: int, height: int, rows: int, random: object) -> None:
    image = Image.frombytes("1", (width, height), random.randbytes((width + 7) // 8 * height))  # type: ignore[attr-defined]
    bitmap = Bitmap(width, height, image.tobytes())
    made = commands.columns(bitmap, mode=0 if rows == 8 else 33, rows=rows, spacing=rows, spacing_after=0)
    (back,) = columns_of(made, rows)
    assert back.crop((0, 0, width, height)).point(lambda shade: 255 - shade).convert("1").tobytes() == bitmap.data
    assert not any(back.crop((0, height, width, back.height)).point(lambda shade: 255 - shade).tobytes())


def test_a_printer_that_only_knows_columns_prints_codes_that_can_be_read() -> None:
    """The dots of an impact head are 1/80 by 1/72 inch; a scanner sees them blown up."""
    wanted = {Symbology.EAN13: "4600000000008", Symbology.QR: "https://example.org/check?n=1", Symbology.CODE39: "KKM"}
    lines = [BarcodeLine(symbology, content) for symbology, content in wanted.items()]
    made = document(lines, **IMPACT)
    pictures = columns_of(made, 8)
    assert len(pictures) == 3
    assert all(picture.width <= 200 for picture in pictures)
    seen = [
        code.text
        for picture in pictures
        for code in zxingcpp.read_barcodes(picture.resize((picture.width * 9, picture.height * 10)))
    ]
    assert seen == list(wanted.values())
    assert pictures[0].height <= 56  # 12 mm of bars are 34 dots at 72 dpi, 8 white above and below
    assert b"4600000000008\n" in made  # the caption is text: coarse dots make no letters


def test_columns_are_chosen_by_the_owner_too() -> None:
    made = document([BarcodeLine(Symbology.QR, "x")], graphics="column", barcodes="raster")
    assert b"\x1dv0" not in made
    (picture,) = columns_of(made, 24)
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == ["x"]


def test_pictures_are_as_large_on_an_impact_head() -> None:
    """115 of 400 dots of text are 57 of 200 dots; down 9 / 10 of that."""
    (block,) = composed([PictureLine(LOGO_PNG)], **IMPACT).blocks
    assert (block.bitmap.width, block.bitmap.height) == (57, 52)  # type: ignore[union-attr]
    (picture,) = columns_of(document([PictureLine(LOGO_PNG)], **IMPACT), 8)
    assert picture.width == 57


def test_rows_are_not_drawn_in_coarse_dots() -> None:
    made = document([TextLine("½ «»")], **IMPACT)
    assert b"\x1b*" not in made
    assert not printer_with(**IMPACT).draws_text
    assert b"\x1b*" in document([TextLine("½")], graphics="column")


def test_stored_pictures() -> None:
    """GS ( L functions 64, 67 and 69 as in the Citizen CT-S2000 and TM-T90 manuals."""
    assert commands.ask_keys() == bytes.fromhex("1d284c 0400 30 40 4b43")
    bitmap = Bitmap(10, 2, bytes.fromhex("ffc08040"))
    assert commands.store(b"07", bitmap) == bytes.fromhex("1d284c 0f00 30 43 30 3037 01 0a00 0200 31 ffc08040")
    assert commands.print_stored(b"07") == bytes.fromhex("1d284c 0600 30 45 3037 01 01")


@pytest.mark.parametrize("graphics", ["raster", "column"])
def test_no_picture_opens_the_drawer_or_drops_the_job(graphics: str) -> None:
    """DLE DC4 1 0 1, DLE ENQ 2 and DLE EOT 1 as dots, across and upright."""
    machine = Machine()
    for command in (b"\x10\x14\x01\x00\x01", b"\x10\x05\x02", b"\x10\x04\x01"):
        for bitmap in (Bitmap(len(command) * 8, 3, command * 3), upright(command)):
            assert machine.feed(images.send(bitmap, printer_with(graphics=graphics))) == b""
            assert machine.feed(commands.store(b"01", bitmap)) == b""
    assert machine.printer.noted.pulses == []
    assert machine.idle


def upright(column: bytes) -> Bitmap:
    """The bytes from top to bottom, a dot wide."""
    return Bitmap(1, 8 * len(column), bytes(128 * (byte >> bit & 1) for byte in column for bit in range(7, -1, -1)))


def test_no_code_opens_the_drawer() -> None:
    machine = Machine()
    machine.feed(document([BarcodeLine(Symbology.QR, "a\x10\x14\x01\x00\x01b")]))
    assert machine.printer.noted.pulses == []
