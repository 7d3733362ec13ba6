"""Barcodes as a printer draws them: modules from zint, widths of bars and spaces by the command's own numbers."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from types import ModuleType

from PIL import Image

from drivers.labels.emulator.parameters import Rejected, sized

_CODE39 = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ -.$/+%")
_DIGITS = frozenset(b"0123456789")
# Digits of the elements that need no FNC1 behind them, AI included, by the AI's first two digits
# (GS1 General Specifications, table of element strings with predefined length).
_PREDEFINED = {"00": 20, "01": 16, "02": 16, "03": 16, "04": 18, "20": 4, "41": 16} | {
    **{f"{ai}": 8 for ai in range(11, 20)},
    **{f"{ai}": 10 for ai in range(31, 37)},
}
FNC1 = b"\x1d"  # how FNC1 stands in a content, as a scanner would send it


@dataclass(frozen=True, slots=True)
class Bars:
    """A linear code. `runs`: bar, space, bar … in modules; `two_widths`: every longer run is a wide element."""

    kind: str
    content: bytes
    runs: tuple[int, ...]
    two_widths: bool = False

    def draw(self, narrow: int, wide: int, height: int) -> Image.Image:
        """`narrow` dots a module, `wide` dots a wide element where there are two widths. Mode "1"."""
        row = bytearray()
        for place, run in enumerate(self.runs):
            dots = wide if self.two_widths and run > 1 else narrow * run
            row += bytes([0 if place % 2 else 255]) * dots
        mask = Image.frombytes("L", (len(row), 1), bytes(row)).convert("1")
        return mask.resize(sized(len(row), max(1, height)), Image.Resampling.NEAREST)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A two-dimensional code, a dot a module (mode "1")."""

    kind: str
    content: bytes
    modules: Image.Image

    def draw(self, width: int, height: int = 0) -> Image.Image:
        """`width` x `height` dots a module; height 0 = square."""
        size = (self.modules.width * width, self.modules.height * (height or width))
        return self.modules.resize(sized(*size), Image.Resampling.NEAREST)


def ean13(digits: bytes) -> Bars:
    return _retail("EAN13", "EANX", digits, 12)


def ean8(digits: bytes) -> Bars:
    return _retail("EAN8", "EANX", digits, 7)


def upca(digits: bytes) -> Bars:
    return _retail("UPC-A", "UPCA", digits, 11)


def _retail(kind: str, symbology: str, digits: bytes, length: int) -> Bars:
    """`digits` without the check digit, or with the right one."""
    if not digits or not _DIGITS.issuperset(digits) or len(digits) not in (length, length + 1):
        raise Rejected(f"{kind} takes {length} digits")
    body = digits[:length]
    whole = body + check_digit(body)
    if digits not in (body, whole):
        raise Rejected(f"check digit of {digits!r}")
    return Bars(kind, whole, _runs(symbology, body))


def check_digit(digits: bytes) -> bytes:
    """Modulo 10 with weights 3 and 1 from the right, as EAN, UPC and ITF-14 have it."""
    weighted = sum((digit - 48) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits)))
    return b"%d" % (-weighted % 10)


def itf(digits: bytes, *, check: bool = False) -> Bars:
    """Interleaved 2 of 5; an odd number of digits gets a leading zero."""
    if not digits or not _DIGITS.issuperset(digits):
        raise Rejected("2 of 5 takes digits")
    whole = digits + check_digit(digits) if check else digits
    even = b"0" * (len(whole) % 2) + whole
    return Bars("ITF", even, _runs("C25INTER", even), two_widths=True)


def industrial(digits: bytes) -> Bars:
    if not digits or not _DIGITS.issuperset(digits):
        raise Rejected("2 of 5 takes digits")
    return Bars("2OF5", digits, _runs("C25IND", digits), two_widths=True)


def code39(data: bytes, *, check: bool = False) -> Bars:
    """Start and stop characters that the data bring along count for nothing."""
    body = data.strip(b"*")
    if not body or not _CODE39.issuperset(body):
        raise Rejected(f"Code 39 cannot hold {data!r}")
    return Bars("CODE39", body, _runs("CODE39", body, option_2=1 if check else 0), two_widths=True)


def code93(data: bytes) -> Bars:
    if not data or not _CODE39.issuperset(data):
        raise Rejected(f"Code 93 cannot hold {data!r}")
    return Bars("CODE93", data, _runs("CODE93", data))


def code128(content: bytes, source: bytes, kind: str = "CODE128") -> Bars:
    """`source`: in zint's notation, sets chosen by \\^A \\^B \\^C and FNC1 as \\^1."""
    if not content:
        raise Rejected("an empty code")
    return Bars(kind, content, _runs("CODE128", source, mode="EXTRA_ESCAPE"))


def qr(data: bytes, level: str) -> Matrix:
    return _matrix("QR", "QRCODE", data, data, option_1=" LMQH".index(level))


def pdf417(data: bytes, *, level: int = -1, columns: int = 0, rows: int = 0, truncated: bool = False) -> Matrix:
    """0 columns or rows, level -1: the size that zint finds best."""
    symbology = "PDF417COMP" if truncated else "PDF417"
    return _matrix("PDF417", symbology, data, data, option_1=level, option_2=columns, option_3=rows)


def datamatrix(data: bytes, *, gs1: bool = False, square: bool = True) -> Matrix:
    """ECC 200. `gs1`: FNC1 stands first, and every FNC1 in `data` divides two elements."""
    shape = {"option_3": _datamatrix_square()} if square else {}
    source = _bracketed(data) if gs1 else data
    return _matrix("GS1-DATAMATRIX" if gs1 else "DATAMATRIX", "DATAMATRIX", data, source, gs1=gs1, **shape)


def aztec(data: bytes, *, correction: int = 0) -> Matrix:
    """`correction` as ZPL, EPL2 and TSPL number it.

    0 default, 1..99 per cent, 101..104 compact of so many layers, 201..232 full range of so many layers.
    """
    if correction in range(1, 100):
        level = 1 if correction <= 10 else 2 if correction <= 23 else 3 if correction <= 36 else 4
        return _matrix("AZTEC", "AZTEC", data, data, option_1=level)
    if correction in range(101, 105):
        return _matrix("AZTEC", "AZTEC", data, data, option_2=correction - 100)
    if correction in range(201, 233):
        return _matrix("AZTEC", "AZTEC", data, data, option_2=correction - 200 + 4)
    if correction:
        raise Rejected(f"Aztec of size {correction}")
    return _matrix("AZTEC", "AZTEC", data, data)


def _bracketed(data: bytes) -> bytes:
    """Elements told apart by brackets round the first two digits, as zint wants them.

    zint sets FNC1 itself, behind every element whose length is not predefined; so an AI of three or four digits need
    not be known here.
    """
    try:
        segments = data.decode("ascii").split("\x1d")
    except UnicodeDecodeError as error:
        raise Rejected("GS1 holds ASCII alone") from error
    found = ""
    for segment in segments:
        rest = segment
        while rest:
            length = _PREDEFINED.get(rest[:2], len(rest))
            found += f"[{rest[:2]}]{rest[2:length]}"
            rest = rest[length:]
    return found.encode()


def _datamatrix_square() -> int:
    return int(_zint().DataMatrixOptions.SQUARE)


def _zint() -> ModuleType:
    try:
        import zint
    except ImportError as error:
        raise Rejected("zint-bindings is not installed: codes of the printer's own cannot be drawn") from error
    return zint


@lru_cache(maxsize=1024)
def _runs(symbology: str, data: bytes, mode: str = "", option_2: int = 0) -> tuple[int, ...]:
    row = _modules(symbology, data, mode=mode, option_2=option_2)[0]
    return tuple(len(list(run)) for _, run in groupby(row))


@lru_cache(maxsize=1024)
def _matrix(kind: str, symbology: str, content: bytes, data: bytes, *, gs1: bool = False, **options: int) -> Matrix:
    rows = _modules(symbology, data, mode="GS1" if gs1 else "", **options)
    modules = Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)).convert("1")
    return Matrix(kind, content, modules)


def _modules(symbology: str, data: bytes, *, mode: str = "", **options: int) -> list[bytes]:
    """Rows of modules, 255 = black. Raises Rejected for data the code cannot hold."""
    zint = _zint()
    symbol = zint.Symbol()
    symbol.symbology = getattr(zint.Symbology, symbology)
    if mode == "GS1":
        symbol.input_mode = zint.InputMode.GS1 | zint.InputMode.GS1NOCHECK
    elif mode:
        symbol.input_mode = getattr(zint.InputMode, mode)
    for name, value in options.items():
        setattr(symbol, name, value)
    try:
        symbol.encode(data)
    except (RuntimeError, ValueError) as error:
        raise Rejected(str(error)) from error
    packed = symbol.encoded_data  # one bit a module, the leftmost in the lowest bit of the first byte
    across = range(symbol.width)
    return [bytes(255 if packed[row, x // 8] >> (x % 8) & 1 else 0 for x in across) for row in range(symbol.rows)]
