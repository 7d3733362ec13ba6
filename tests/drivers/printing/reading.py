"""Looking at bitmaps: as text, as a picture, through a scanner."""

import zxingcpp
from PIL import Image

from drivers.model.document import Symbology
from drivers.printing.bitmap import Bitmap

FORMATS = {
    Symbology.EAN8: zxingcpp.BarcodeFormat.EAN8,
    Symbology.EAN13: zxingcpp.BarcodeFormat.EAN13,
    Symbology.UPCA: zxingcpp.BarcodeFormat.UPCA,
    Symbology.ITF14: zxingcpp.BarcodeFormat.ITF,
    Symbology.CODE39: zxingcpp.BarcodeFormat.Code39Std,
    Symbology.CODE93: zxingcpp.BarcodeFormat.Code93,
    Symbology.CODE128: zxingcpp.BarcodeFormat.Code128,
    Symbology.GS1_128: zxingcpp.BarcodeFormat.Code128,
    Symbology.QR: zxingcpp.BarcodeFormat.QRCode,
    Symbology.PDF417: zxingcpp.BarcodeFormat.PDF417,
    Symbology.DATAMATRIX: zxingcpp.BarcodeFormat.DataMatrix,
    Symbology.GS1_DATAMATRIX: zxingcpp.BarcodeFormat.DataMatrix,
    Symbology.AZTEC: zxingcpp.BarcodeFormat.Aztec,
}


def picture(bitmap: Bitmap) -> Image.Image:
    """Black on white, a white margin of one dot: the code's own quiet zones have to do."""
    canvas = Image.new("L", (bitmap.width + 2, bitmap.height + 2), 255)
    ink = Image.frombytes("1", (bitmap.width, bitmap.height), bitmap.data, "raw", "1;I")
    canvas.paste(ink.convert("L"), (1, 1))
    return canvas


def scanned(bitmap: Bitmap, symbology: Symbology) -> bytes:
    """Content of the one code on the bitmap."""
    content = bytes(_scan(bitmap, symbology).bytes)
    return content[1:] if symbology is Symbology.UPCA else content  # zxing tells a UPC-A as the EAN-13 it also is


def is_gs1(bitmap: Bitmap, symbology: Symbology) -> bool:
    """A scanner takes the one code on the bitmap for one of GS1: it begins with FNC1."""
    return _scan(bitmap, symbology).content_type is zxingcpp.ContentType.GS1


def _scan(bitmap: Bitmap, symbology: Symbology) -> zxingcpp.Barcode:
    codes = zxingcpp.read_barcodes(picture(bitmap), formats=zxingcpp.BarcodeFormats(FORMATS[symbology]))
    assert len(codes) == 1, f"{len(codes)} codes seen"
    return codes[0]


def dots(bitmap: Bitmap) -> list[str]:
    """Rows as "#" and "."."""
    rows = (bitmap.rows(row, 1) for row in range(bitmap.height))
    bits = ("".join(f"{byte:08b}" for byte in row)[: bitmap.width] for row in rows)
    return [row.replace("1", "#").replace("0", ".") for row in bits]


def padding_is_white(bitmap: Bitmap) -> bool:
    """The contract of Bitmap: padding bits are 0."""
    spare = bitmap.stride * 8 - bitmap.width
    return all(bitmap.rows(row, 1)[-1] & ((1 << spare) - 1) == 0 for row in range(bitmap.height))
