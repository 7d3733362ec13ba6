"""`CheckStrings`: the rows of a receipt or document. Source: spec/kkmserver.md 4."""

import binascii
from collections.abc import Iterator
from typing import Annotated

from pydantic_core import core_schema
from typing_extensions import TypedDict

from drivers.model.document import BarcodeLine, Line, PictureLine, Symbology, TextLine
from kkmserver.dialects.kkm.fields import Long, Reader, fault, integer, part, shown, text_of, words
from kkmserver.dialects.kkm.position import RegisterIn, as_printed, position
from kkmserver.dialects.kkm.reading import Reading

MOST_ROWS = 10_000
_MAGIC = (b"BM", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")  # BMP, PNG, JPEG, GIF
_KINDS = ", ".join(kind.value for kind in Symbology)


def _picture(value: object) -> bytes:
    """Base64, with or without `data:image/…;base64,` before it and line ends within."""
    text = words(value)
    if text[:5].lower() == "data:":
        text = text.partition(",")[2]
    packed = "".join(text.split()).rstrip("=")
    try:
        image = binascii.a2b_base64(packed + "=" * (-len(packed) % 4), strict_mode=True)
    except ValueError:
        raise fault("картинка не читается как base64; передайте файл BMP, PNG, JPEG или GIF в base64") from None
    if not image.startswith(_MAGIC):
        raise fault("картинка неизвестного формата; допустимы BMP, PNG, JPEG и GIF в base64")
    return image


def _symbology(value: object) -> Symbology:
    name = words(value).upper().replace("-", "").replace(" ", "")
    if name not in Symbology.__members__:
        raise fault(f"вид штрих-кода {shown(value)} неизвестен; допустимы: {_KINDS}")
    return Symbology[name]


def _setting(value: object) -> int:
    return min(max(integer(value), -1), 255)


_Setting = Annotated[int, Reader(_setting, core_schema.int_schema(strict=True, ge=-1, le=255))]


@part()
class PrintTextIn(TypedDict, total=False):
    text: Annotated[str, text_of(65536)]
    font: _Setting
    intensity: _Setting


@part()
class BarCodeIn(TypedDict, total=False):
    barcode_type: Annotated[Symbology, Reader(_symbology)]
    barcode: Long


@part()
class PrintImageIn(TypedDict, total=False):
    image: Annotated[bytes, Reader(_picture)]


@part()
class RowIn(TypedDict, total=False):
    """One object of `CheckStrings`; it may hold several things, printed in this order."""

    print_image: PrintImageIn
    print_text: PrintTextIn
    register: RegisterIn
    bar_code: BarCodeIn


Rows = tuple[RowIn | None, ...]


def lines_of(rows: Rows, fiscal: bool, reading: Reading) -> Iterator[Line]:
    """Rows in the order they are printed; without `fiscal` an item is only text."""
    for index, row in enumerate(rows):
        if not row:
            continue
        if "print_image" in row and "image" in row["print_image"]:
            yield PictureLine(row["print_image"]["image"])
        if "print_text" in row:
            yield _text(row["print_text"])
        if "register" in row:
            item = row["register"]
            yield position(item, index, reading) if fiscal else as_printed(item)
        if "bar_code" in row and "barcode" in row["bar_code"]:
            yield _barcode(row["bar_code"], index, reading)


def _text(given: PrintTextIn) -> TextLine:
    """Numbers out of range count as 0, the device's own setting."""
    font, intensity = given.get("font", 0), given.get("intensity", 0)
    return TextLine(given.get("text", ""), font if 1 <= font <= 4 else 0, intensity if 1 <= intensity <= 15 else 0)


def _barcode(given: BarCodeIn, index: int, reading: Reading) -> BarcodeLine:
    if "barcode_type" not in given:
        reading.fault(f"CheckStrings[{index}].BarCode.BarcodeType", f"не указано; допустимы: {_KINDS}")
    return BarcodeLine(given.get("barcode_type", Symbology.CODE128), given["barcode"])
