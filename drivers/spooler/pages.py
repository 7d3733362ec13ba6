"""Pages as files that a print server takes, each exactly as large as its dots say."""

import io
from typing import TYPE_CHECKING

from drivers.printing.bitmap import Bitmap
from drivers.printing.label_box import dots_an_inch
from drivers.spooler.queue import Pages

if TYPE_CHECKING:
    from PIL import Image

_INCH = 25.4  # millimetres


def pdf(pages: Pages) -> bytes:
    """One PDF of all pages; Pillow works out the size of a page from its dots and the resolution."""
    first, *others = map(picture, pages.bitmaps)
    file = io.BytesIO()
    first.save(
        file,
        "PDF",
        resolution=float(dots_an_inch(pages.dpi)),
        save_all=True,
        append_images=others,
        producer="kkmserver",
    )
    return file.getvalue()


def pngs(pages: Pages) -> list[bytes]:
    """A PNG for every page, its resolution in it."""
    return [_png(bitmap, pages.dpi) for bitmap in pages.bitmaps]


def picture(bitmap: Bitmap) -> "Image.Image":
    """For Pillow, where 0 is black."""
    from PIL import Image

    return Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data, "raw", "1;I")


def millimetres(bitmap: Bitmap, dpi: int) -> tuple[float, float]:
    millimetre = float(dots_an_inch(dpi)) / _INCH
    return bitmap.width / millimetre, bitmap.height / millimetre


def largest(pages: Pages) -> tuple[float, float]:
    """Width and height in millimetres of paper on which every page has room."""
    sizes = [millimetres(bitmap, pages.dpi) for bitmap in pages.bitmaps]
    return max(width for width, _ in sizes), max(height for _, height in sizes)


def _png(bitmap: Bitmap, dpi: int) -> bytes:
    file = io.BytesIO()
    exact = float(dots_an_inch(dpi))
    picture(bitmap).save(file, "PNG", dpi=(exact, exact))
    return file.getvalue()
