"""Reading paper back as a scanner would."""

import io

import zxingcpp
from PIL import Image


def codes(png: bytes) -> dict[str, str]:
    """Barcodes on a picture: format name -> text."""
    with Image.open(io.BytesIO(png)) as picture:
        found = zxingcpp.read_barcodes(picture.convert("L"))
    return {code.format.name: code.text for code in found}
