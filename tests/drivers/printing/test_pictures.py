import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from drivers.errors import RequestRefused
from drivers.printing import pictures
from drivers.printing.bitmap import Bitmap
from drivers.printing.pictures import load
from tests.drivers.printing.images import file, gradient, logo
from tests.drivers.printing.reading import dots, padding_is_white

KINDS = ["PNG", "BMP", "GIF", "JPEG"]


def darkness(bitmap: Bitmap) -> float:
    """Share of black dots."""
    return sum(row.count("#") for row in dots(bitmap)) / (bitmap.width * bitmap.height)


@pytest.mark.parametrize("kind", KINDS)
def test_a_logo_keeps_its_size_and_edges(kind: str) -> None:
    bitmap = load(file(logo(), kind), 576)
    rows = dots(bitmap)
    assert (bitmap.width, bitmap.height) == (228, 158)
    assert padding_is_white(bitmap)
    assert rows[0] == rows[157] == "#" * 228
    middle = rows[79]
    assert middle[:4] == "####"
    assert set(middle[10:50]) == {"."}
    assert set(middle[70:158]) == {"#"}
    assert middle.strip("#").count("#.") == 1  # the smoothed edge of the disc is not frayed


def test_one_bit_bmp_is_taken_as_it_is() -> None:
    # A 8x2 bottom-up BMP by hand: palette black, white; the lower row 0xF0, the upper one 0xAA, 1 = white.
    head = b"BM" + struct.pack("<IHHI", 70, 0, 0, 62)
    info = struct.pack("<IiiHHIIiiII", 40, 8, 2, 1, 1, 0, 8, 2835, 2835, 2, 0)
    data = head + info + bytes.fromhex("00000000 ffffff00") + bytes.fromhex("f0000000 aa000000")
    assert dots(load(data, 576)) == [".#.#.#.#", "....####"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_wide_picture_is_scaled_down(kind: str) -> None:
    bitmap = load(file(logo(1200, 800), kind), 384)
    assert (bitmap.width, bitmap.height) == (384, 256)
    assert padding_is_white(bitmap)
    assert dots(bitmap)[128][180:200] == "#" * 20


def test_a_photo_keeps_its_shades() -> None:
    rows = dots(load(file(gradient()), 576))
    share = [sum(row[left : left + 64].count("#") for row in rows) / (64 * 64) for left in (0, 64, 128, 192)]
    assert share == sorted(share, reverse=True)
    assert [round(part, 1) for part in share] == [0.9, 0.6, 0.4, 0.1]


def test_a_logo_of_one_pale_colour_does_not_vanish() -> None:
    assert 0.2 < darkness(load(file(Image.new("RGB", (100, 100), (120, 180, 250))), 576)) < 0.5


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
def test_transparent_is_white(mode: str) -> None:
    picture = Image.new(mode, (16, 4))
    picture.paste(Image.new(mode, (8, 4), "black"), (0, 0))
    assert dots(load(file(picture), 576)) == ["########........"] * 4


def test_transparent_colour_of_a_gif_is_white() -> None:
    picture = Image.new("P", (8, 2), 1)
    picture.putpalette([0, 0, 0, 0, 0, 0])
    picture.putpixel((0, 0), 0)
    assert dots(load(file(picture, "GIF", transparency=1), 576)) == ["#.......", "........"]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "I;16", "CMYK"])
def test_white_is_white_and_black_is_black(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    white: int | str = {"I;16": 65535, "CMYK": 0}.get(mode, "white")
    assert darkness(load(file(Image.new(mode, (24, 8), white), kind), 576)) == 0
    blacks: dict[str, float | tuple[float, ...]] = {"I;16": 0, "CMYK": (0, 0, 0, 255)}
    black = blacks.get(mode, "black")
    assert darkness(load(file(Image.new(mode, (24, 8), black), kind), 576)) == 1


def png_header(width: int, height: int) -> bytes:
    """A PNG that promises this size and holds nothing."""
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b""))]
    body = b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (b"", "неизвестного вида"),
        (b"%PDF-1.7", "неизвестного вида"),
        (b"II*\x00" + bytes(100), "неизвестного вида"),  # TIFF
        (b"BM", "испорчена"),
        (b"\x89PNG\r\n\x1a\n", "испорчена"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "испорчена"),
        (b"GIF89a", "испорчена"),
        (file(logo())[:-200], "испорчена"),
        (png_header(100, 100), "испорчена"),
        (png_header(5000, 5000), "слишком большая: 5000x5000"),
        (png_header(60000, 60000), "слишком большая"),  # Pillow itself would raise or warn here
        (png_header(100, 5000), "слишком высокая"),
        (b"GIF89a" + struct.pack("<HHBBBcHHHHB", 1, 1, 0, 0, 0, b",", 0, 0, 60000, 60000, 0), "слишком большая"),
    ],
)
def test_refused_pictures(image: bytes, words: str) -> None:
    with pytest.raises(RequestRefused, match=words):
        load(image, 576)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(KINDS), st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), min_size=1, max_size=8))
def test_damaged_files_are_drawn_or_refused(kind: str, damages: list[tuple[int, int]]) -> None:
    image = bytearray(file(logo(40, 30), kind))
    for at, byte in damages:
        image[at % len(image)] = byte
    try:
        bitmap = load(bytes(image), 576)
    except RequestRefused:
        return
    assert bitmap.width <= 576
    assert padding_is_white(bitmap)


def test_the_same_picture_is_converted_once() -> None:
    image = file(logo())
    assert load(image, 576) is load(bytes(image), 576)
    assert load(image, 100).width == 100


def test_the_cache_is_bounded() -> None:
    cache = pictures._Cache(1000)
    bitmap = Bitmap(8, 400, bytes(400))
    for number in range(5):
        cache.put((bytes([number]), 576), bitmap)
        cache.put((bytes([number]), 576), bitmap)
    assert [cache.get((bytes([number]), 576)) for number in range(5)] == [None, None, None, bitmap, bitmap]
