"""The codes an ESC/POS printer draws by itself: what their bytes mean, and their dots at the size asked for.

Written from public descriptions of GS k (function A and B) and GS ( k. Patterns come from zint; widths of elements
follow the printers: `GS w` gives the thin element, and the two-width codes have a thick one of their own.
"""

from dataclasses import dataclass
from itertools import groupby

import zint
from PIL import Image

THICK = {2: 5, 3: 8, 4: 10, 5: 13, 6: 16}  # GS w n -> dots of the thick element of CODE39, ITF, CODABAR
_CODE39 = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./")
_DIGITS = frozenset(b"0123456789")
_RETAIL = {  # name, zint's symbology, lengths without and with the check digit
    0: ("UPCA", zint.Symbology.UPCA, (11, 12)),
    2: ("EAN13", zint.Symbology.EANX, (12, 13)),
    3: ("EAN8", zint.Symbology.EANX, (7, 8)),
}


class Rejected(ValueError):
    """A command or a value that a printer does not know."""


@dataclass(frozen=True, slots=True)
class LinearCode:
    """A bar code the printer understood. `content` is what a scanner reads, `source` what zint is given."""

    kind: str
    content: str
    symbology: zint.Symbology
    source: bytes
    two_widths: bool = False
    escaped: bool = False


def linear(system: int, data: bytes) -> LinearCode:
    """Meaning of the data of GS k; `system` 0..6 as in function A, 72 and 73 as in function B. Raises Rejected."""
    if system in _RETAIL:
        return _retail(system, data)
    if system == 4:
        return _code39(data)
    if system == 5:
        return _itf(data)
    if system == 73:
        return _code128(data)
    raise Rejected(f"bar code system {system}")


def _retail(system: int, data: bytes) -> LinearCode:
    kind, symbology, lengths = _RETAIL[system]
    if len(data) not in lengths or not _DIGITS.issuperset(data):
        raise Rejected(f"{kind} takes {lengths} digits")
    body = data[: lengths[0]]
    weighted = sum((digit - 48) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    whole = body + b"%d" % (-weighted % 10)
    if data not in (body, whole):
        raise Rejected(f"check digit of {data!r}")
    return LinearCode(kind, whole.decode(), symbology, body)


def _code39(data: bytes) -> LinearCode:
    if not data or not _CODE39.issuperset(data):
        raise Rejected(f"CODE39 cannot hold {data!r}")
    body = data.strip(b"*")  # the printer adds start and stop where they are missing
    if not body or b"*" in body:
        raise Rejected("a stop character inside CODE39")
    return LinearCode("CODE39", body.decode(), zint.Symbology.CODE39, body, two_widths=True)


def _itf(data: bytes) -> LinearCode:
    if len(data) < 2 or len(data) % 2 or not _DIGITS.issuperset(data):
        raise Rejected("ITF takes an even number of digits")
    return LinearCode("ITF", data.decode(), zint.Symbology.C25INTER, data, two_widths=True)


def _code128(data: bytes) -> LinearCode:
    """Data begins with {A, {B or {C; in set C a byte is a pair of digits; {{ is a brace, {1..{4 FNC1..FNC4."""
    if not 2 <= len(data) <= 255 or data[:1] != b"{" or data[1:2] not in (b"A", b"B", b"C"):
        raise Rejected("CODE128 must begin by choosing a code set")
    content, source, code_set, place = "", b"", "", 0
    while place < len(data):
        byte, place = data[place], place + 1
        if byte == ord("{"):
            mark, place = data[place : place + 1], place + 1
            if mark in (b"A", b"B", b"C"):
                code_set, source = mark.decode(), source + b"\\^" + mark
            elif mark == b"1":
                content, source = content + "\x1d", source + b"\\^1"
            elif mark == b"{" and code_set != "C":
                content, source = content + "{", source + b"{"
            else:
                raise Rejected(f"CODE128 special {mark!r}")
            continue
        text = _code128_character(code_set, byte)
        content, source = content + text, source + text.encode().replace(b"\\", b"\\\\")
    return LinearCode("CODE128", content, zint.Symbology.CODE128, source, escaped=True)


def _code128_character(code_set: str, byte: int) -> str:
    if code_set == "C" and byte <= 99:
        return f"{byte:02}"
    if (code_set == "B" and 32 <= byte <= 127) or (code_set == "A" and byte <= 95):
        return chr(byte)
    raise Rejected(f"byte {byte} in code set {code_set}")


def draw_linear(code: LinearCode, thin: int, height: int) -> Image.Image:
    """Bars alone, no quiet zone, `height` dots high. Raises Rejected."""
    symbol = zint.Symbol()
    symbol.symbology = code.symbology
    if code.escaped:
        symbol.input_mode = zint.InputMode.EXTRA_ESCAPE
    pattern = _modules(symbol, code.source)[0]
    bars = bytearray()
    for value, run in groupby(pattern):
        length = len(list(run))
        dots = THICK[thin] if code.two_widths and length > 1 else thin * length
        bars += bytes([value]) * dots
    return Image.frombytes("L", (len(bars), 1), bytes(bars)).resize((len(bars), height), Image.Resampling.NEAREST)


def draw_qr(data: bytes, level: int, module: int) -> Image.Image:
    """`level` 0..3 is L, M, Q, H; `module` in dots."""
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.QRCODE
    symbol.option_1 = level + 1
    return _blow_up(_modules(symbol, data), module, module)


def draw_datamatrix(data: bytes, module: int) -> Image.Image:
    """The smallest square that holds the data; `module` in dots."""
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.DATAMATRIX
    symbol.option_3 = zint.DataMatrixOptions.SQUARE
    return _blow_up(_modules(symbol, data), module, module)


def draw_pdf417(
    data: bytes, *, columns: int, rows: int, level: int, module: int, row_height: int, truncated: bool, room: int
) -> Image.Image:
    """`columns` and `rows` 0 = as fits `room` dots; `level` -1 = chosen by length; `row_height` in modules."""
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.PDF417COMP if truncated else zint.Symbology.PDF417
    symbol.option_1 = level
    symbol.option_2 = columns
    symbol.option_3 = rows
    modules = _modules(symbol, data)
    frame = 35 if truncated else 69
    widest = (room // module - frame) // 17
    if columns == 0 and len(modules[0]) * module > room and widest >= 1:
        symbol.option_2 = min(widest, 30)
        modules = _modules(symbol, data)
    return _blow_up(modules, module, module * row_height)


def _modules(symbol: zint.Symbol, data: bytes) -> list[bytes]:
    """Rows of modules, 255 = black. Raises Rejected for data the code cannot hold."""
    try:
        symbol.encode(data)
    except (RuntimeError, ValueError) as error:
        raise Rejected(str(error)) from error
    packed = symbol.encoded_data  # one bit a module, the leftmost in the lowest bit of the first byte
    return [
        bytes(255 if packed[row, x // 8] >> (x % 8) & 1 else 0 for x in range(symbol.width))
        for row in range(symbol.rows)
    ]


def _blow_up(modules: list[bytes], x: int, y: int) -> Image.Image:
    small = Image.frombytes("L", (len(modules[0]), len(modules)), b"".join(modules))
    return small.resize((small.width * x, small.height * y), Image.Resampling.NEAREST)
