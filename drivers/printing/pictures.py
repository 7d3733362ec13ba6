"""Pictures of clients as two-colour bitmaps. Source: spec/kkmserver.md 4.4."""

import io
import struct
import threading
import warnings
import zlib
from collections import OrderedDict
from hashlib import blake2b
from typing import TYPE_CHECKING

from drivers.errors import RequestRefused
from drivers.printing.bitmap import Bitmap

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL import Image
    from PIL.ImageFile import ImageFile

MOST_PIXELS = 10_000_000  # an A4 sheet scanned at 300 dpi; decoded it takes 40 MB for a moment
MOST_HEIGHT = 4_000  # dots on paper, half a metre
_CACHE_BYTES = 2_000_000
_decoding = threading.Lock()  # one picture at a time: bounds the memory, and filters of warnings are process-wide
# What Pillow raises for broken files, beside its own UnidentifiedImageError (an OSError).
_BROKEN = (
    OSError,
    SyntaxError,
    ValueError,
    EOFError,
    struct.error,
    zlib.error,
    LookupError,
    TypeError,
    ArithmeticError,
    AttributeError,
)


def load(image: bytes, max_dots: int) -> Bitmap:
    """The picture scaled down (never up) to `max_dots`, transparency on white, black and white.

    BMP, PNG, JPEG or GIF (its first frame). Raises RequestRefused.
    """
    key = (blake2b(image, digest_size=16).digest(), max_dots)
    found = _cache.get(key)
    if found is None:
        found = _convert(image, max_dots)
        _cache.put(key, found)
    return found


def _convert(image: bytes, max_dots: int) -> Bitmap:
    from PIL import Image

    try:
        with _decoding, warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what Pillow thinks of odd files is no news for a shop
            black = _two_colours(_scale(_grey(_open(image, max_dots)), max_dots))
    except Image.DecompressionBombError as error:
        raise RequestRefused("картинка слишком большая. Уменьшите её до ширины бумаги.") from error
    except _BROKEN as error:
        raise RequestRefused("картинка испорчена и не читается. Сохраните её заново в PNG или BMP.") from error
    return Bitmap(black.width, black.height, black.tobytes())


def _open(image: bytes, max_dots: int) -> "ImageFile":
    """The file with its header read and found sane, its dots not yet decoded."""
    picture = _decoder(image)(io.BytesIO(image))
    _check_size(*picture.size, max_dots)
    if picture.width > max_dots:
        picture.draft(None, (max_dots, 1))  # a JPEG can be decoded at half, a quarter, an eighth of its size
    return picture


def _decoder(image: bytes) -> "Callable[[io.BytesIO], ImageFile]":
    """By the first bytes. Pillow's own choice would let every format in, and its check of sizes only warns."""
    from PIL.BmpImagePlugin import BmpImageFile
    from PIL.GifImagePlugin import GifImageFile
    from PIL.JpegImagePlugin import JpegImageFile
    from PIL.PngImagePlugin import PngImageFile

    kinds: dict[bytes, Callable[[io.BytesIO], ImageFile]] = {
        b"BM": BmpImageFile,
        b"GIF8": GifImageFile,
        b"\xff\xd8\xff": JpegImageFile,
        b"\x89PNG\r\n": PngImageFile,
    }
    for magic, decoder in kinds.items():
        if image.startswith(magic):
            return decoder
    raise RequestRefused("картинка неизвестного вида. Пришлите BMP, PNG, JPEG или GIF.")


def _check_size(width: int, height: int, max_dots: int) -> None:
    if width < 1 or height < 1:
        raise RequestRefused("картинка пустая: её ширина или высота равна нулю. Замените её.")
    if width * height > MOST_PIXELS:
        raise RequestRefused(
            f"картинка слишком большая: {width}x{height} точек. Уменьшите её, достаточно {max_dots} точек в ширину."
        )
    if height * min(1, max_dots / width) > MOST_HEIGHT:
        raise RequestRefused(
            f"картинка слишком высокая: {width}x{height} точек, на бумаге допустимо {MOST_HEIGHT} в высоту. "
            "Уменьшите её."
        )


def _grey(picture: "ImageFile") -> "Image.Image":
    """Shades of grey on white."""
    from PIL import Image

    if picture.mode.startswith("I"):  # 16 bits a dot
        return picture.convert("I").point(lambda shade: shade / 256).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        colours = picture.convert("RGBA")
        white = Image.new("RGBA", colours.size, "white")
        return Image.alpha_composite(white, colours).convert("L")
    return picture.convert("RGB").convert("L") if picture.mode == "CMYK" else picture.convert("L")


def _scale(grey: "Image.Image", max_dots: int) -> "Image.Image":
    from PIL import Image

    if grey.width <= max_dots:
        return grey
    height = max(1, (grey.height * max_dots + grey.width // 2) // grey.width)
    return grey.resize((max_dots, height), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _two_colours(grey: "Image.Image") -> "Image.Image":
    """Black is 1. Line art by a threshold, everything else dithered.

    A logo is nearly all black and white: dithering would fray its smoothed edges. A photo, or a logo in a flat colour,
    would turn into blots or vanish by a threshold; dithered it keeps its shades.
    """
    from PIL import Image

    shades = grey.histogram()
    middle = sum(shades[64:192])
    if middle * 8 <= grey.width * grey.height:
        return grey.point([255] * 128 + [0] * 128, "1")
    # Inverted by a table, since Pillow's white is 1.
    return grey.point(list(range(255, -1, -1))).convert("1", dither=Image.Dither.FLOYDSTEINBERG)


class _Cache:
    """The bitmaps used last, up to a number of bytes; safe between threads."""

    def __init__(self, most: int) -> None:
        self._most, self._bytes = most, 0
        self._found: OrderedDict[tuple[bytes, int], Bitmap] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: tuple[bytes, int]) -> Bitmap | None:
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
            return self._found.get(key)

    def put(self, key: tuple[bytes, int], bitmap: Bitmap) -> None:
        with self._lock:
            if key in self._found:
                return
            self._found[key] = bitmap
            self._bytes += len(bitmap.data)
            while self._bytes > self._most:
                self._bytes -= len(self._found.popitem(last=False)[1].data)


_cache = _Cache(_CACHE_BYTES)
