"""`CheckStrings`: the rows of a receipt or document. Source: spec/kkmserver.md 4.

Ours beyond it: `Bold`, `DoubleWidth`, `DoubleHeight` of a text; `Height`, `ModuleWidth`, `PrintText`, `Level`, `Rotate`
of a barcode. Without them everything is as the original prints it.
"""

import binascii
from collections.abc import Iterator
from typing import Annotated, cast

from pydantic_core import core_schema
from typing_extensions import TypedDict

from drivers.model.document import PLAIN, BarcodeLine, BarcodeStyle, Line, PictureLine, QrLevel, Symbology, TextLine
from kkmserver.dialects.kkm.fields import Flag, Long, Reader, between, fault, integer, part, shown, text_of, words
from kkmserver.dialects.kkm.position import RegisterIn, as_printed, position
from kkmserver.dialects.kkm.reading import Reading

MOST_ROWS = 10_000
_MAGIC = (b"BM", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")  # BMP, PNG, JPEG, GIF
_KINDS = ", ".join(kind.value for kind in Symbology)
_LEVELS = ("L", "M", "Q", "H")
_PLAIN_TEXT = {"text"}  # what a text is given with, as nearly always
_ALIASES = {
    "UPC": Symbology.UPCA,
    "QRCODE": Symbology.QR,
    "EAN128": Symbology.GS1_128,  # its name until 2005
    "UCCEAN128": Symbology.GS1_128,
    "AZTECCODE": Symbology.AZTEC,
}
_SYMBOLOGIES = {"".join(filter(str.isalnum, kind.value)): kind for kind in Symbology} | _ALIASES


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
    """Blanks, hyphens, underscores and letter case do not matter."""
    kind = _SYMBOLOGIES.get("".join(filter(str.isalnum, words(value)[:100])).upper())
    if kind is None:
        raise fault(f"вид штрих-кода {shown(value)} неизвестен; допустимы: {_KINDS}")
    return kind


def _level(value: object) -> str:
    level = words(value).strip().upper()
    if level not in _LEVELS:
        raise fault(f"уровень коррекции {shown(value)} неизвестен; допустимы: {', '.join(_LEVELS)}")
    return level


def _setting(value: object) -> int:
    return min(max(integer(value), -1), 255)


_Setting = Annotated[int, Reader(_setting, core_schema.int_schema(strict=True, ge=-1, le=255))]


@part()
class PrintTextIn(TypedDict, total=False):
    text: Annotated[str, text_of(65536)]
    font: _Setting
    intensity: _Setting
    bold: Flag
    double_width: Flag
    double_height: Flag


@part()
class BarCodeIn(TypedDict, total=False):
    barcode_type: Annotated[Symbology, Reader(_symbology, shape={"enum": [kind.value for kind in Symbology]})]
    barcode: Long
    height: Annotated[int, between(0, 2000)]  # dots
    module_width: Annotated[int, between(0, 32)]  # dots
    print_text: Flag
    level: Annotated[str, Reader(_level, shape={"enum": list(_LEVELS)})]
    rotate: Flag


@part()
class PrintImageIn(TypedDict, total=False):
    image: Annotated[bytes, Reader(_picture, shape={"type": "string", "contentEncoding": "base64"})]


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
    if given.keys() == _PLAIN_TEXT:
        return TextLine(given["text"])
    font, intensity = given.get("font", 0), given.get("intensity", 0)
    return TextLine(
        given.get("text", ""),
        font if 1 <= font <= 4 else 0,
        intensity if 1 <= intensity <= 15 else 0,
        bold=given.get("bold", False),
        wide=given.get("double_width", False),
        tall=given.get("double_height", False),
    )


def _barcode(given: BarCodeIn, index: int, reading: Reading) -> BarcodeLine:
    if "barcode_type" not in given:
        reading.fault(f"CheckStrings[{index}].BarCode.BarcodeType", f"не указано; допустимы: {_KINDS}")
    return BarcodeLine(given.get("barcode_type", Symbology.CODE128), given["barcode"], _style(given))


def _style(given: BarCodeIn) -> BarcodeStyle:
    if len(given) <= 2:  # its kind and content, as nearly always
        return PLAIN
    return BarcodeStyle(
        height=given.get("height", 0),
        module=given.get("module_width", 0),
        text=given.get("print_text", True),
        level=cast("QrLevel", given.get("level", "")),
        rotate=given.get("rotate", False),
    )
