"""What is on pages, read back as a scanner would."""

import zxingcpp
from PIL import Image

from drivers.printing.bitmap import Bitmap
from drivers.spooler.pages import picture


def codes(bitmap: Bitmap) -> set[str]:
    return codes_of(picture(bitmap))


def codes_of(image: Image.Image) -> set[str]:
    return {code.text for code in zxingcpp.read_barcodes(image.convert("L"))}


def inked_rows(bitmap: Bitmap) -> tuple[int, int]:
    """The first row with a black dot, and the one after the last."""
    box = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data).getbbox()
    assert box
    return box[1], box[3]
