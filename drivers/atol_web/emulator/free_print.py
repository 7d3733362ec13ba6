"""Texts, codes and pictures that a task prints between, before or after the goods. Source: spec/atol-web.md 4.

Inferred: a pixel is a byte, 0 white; `scale` is in percent. Fonts and alignments leave no trace on this paper, but for
the place of a line.
"""

from drivers.atol_web.emulator import names
from drivers.atol_web.emulator.errors import NO_PICTURE, WRONG_BARCODE, WRONG_VALUE, Refused
from drivers.atol_web.emulator.fields import Fields
from drivers.atol_web.emulator.register import Register
from drivers.emulation.fiscal.printed import Barcode, Line, Picture, Printed

_ALIGNMENTS = {"left": 0, "center": 1, "right": 2}
_WRAPS = {"none": 0, "chars": 1, "words": 2}
_SILENT = ("position", "additionalAttribute", "userAttribute")
_PERCENT = 100


def printed(register: Register, items: list[Fields]) -> list[Printed]:
    """Positions and attributes are passed over: they belong to the receipt."""
    found: list[Printed] = []
    for item in items:
        found += _item(register, item)
    return found


def _item(register: Register, item: Fields) -> list[Printed]:
    match item.text("type"):
        case "text":
            return [*_text(register, item)]
        case "barcode":
            return [_barcode(item)]
        case "pixels":
            return [_pixels(item)]
        case "pictureFromMemory":
            return [_picture(register, item)]
        case kind if kind in _SILENT:
            return []
    raise Refused(WRONG_VALUE, item.path("type"))


def _text(register: Register, item: Fields) -> list[Line]:
    width = register.width // (2 if item.flag("doubleWidth") else 1)
    place = item.choice("alignment", _ALIGNMENTS, default="left")
    wrap = item.choice("wrap", _WRAPS, default="none")
    rows = [row for line in item.text("text", "").split("\n") for row in _wrapped(line, width, wrap)]
    return [Line((row, row.center(width), row.rjust(width))[place].rstrip()) for row in rows]


def _wrapped(line: str, width: int, wrap: int) -> list[str]:
    if wrap == 0 or len(line) <= width:
        return [line[:width]]
    at = width
    if wrap == 2:
        at = line.rfind(" ", 0, width + 1)
        at = width if at <= 0 else at
    return [line[:at], *_wrapped(line[at:].removeprefix(" "), width, wrap)]


def _barcode(item: Fields) -> Barcode:
    kind, content = item.text("barcodeType", "QR"), item.text("barcode")
    if kind not in names.BARCODES or not content:
        raise Refused(WRONG_BARCODE, item.path("barcodeType"))
    return Barcode(kind, content)


def _picture(register: Register, item: Fields) -> Picture:
    number = item.whole("pictureNumber")
    if number not in register.pictures:
        raise Refused(NO_PICTURE, f"{number}")
    return register.pictures[number]


def _pixels(item: Fields) -> Picture:
    pixels, width = item.raw("pixels"), item.whole("width")
    times = max(1, item.whole("scale", _PERCENT) // _PERCENT)
    if width <= 0 or not pixels or len(pixels) % width:
        raise Refused(WRONG_VALUE, item.path("pixels"))
    rows = [_row(pixels[at : at + width], times) for at in range(0, len(pixels), width)]
    return Picture(width * times, tuple(row for row in rows for _ in range(times)))


def _row(pixels: bytes, times: int) -> bytes:
    """Bit 0 of the first byte is leftmost."""
    dots = [pixel != 0 for pixel in pixels for _ in range(times)]
    packed = bytearray((len(dots) + 7) // 8)
    for at, dot in enumerate(dots):
        packed[at // 8] |= dot << at % 8
    return bytes(packed)
