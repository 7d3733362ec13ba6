"""Codes of CPCL: BARCODE and its two-dimensional kinds, which have their data on lines of their own.

Source: Zebra CPCL Programming Manual (PROMAN-CPCL), linear and two-dimensional bar codes; CPCL for Link-OS printers
(P1073699) for DATAMATRIX and AZTEC. Inferred: the defaults of those two, and that UCCEAN128 puts FNC1 before the data
by itself.
"""

from collections.abc import Callable, Sequence

from PIL import Image

from drivers.labels.emulator import code128, codes, escapes
from drivers.labels.emulator.codes import FNC1, Bars, Matrix
from drivers.labels.emulator.paper import MAX_SIDE
from drivers.labels.emulator.parameters import Parameters, Rejected

RATIOS = {"0": 1.5, "1": 2.0, "2": 2.5, "3": 3.0, "4": 3.5} | {f"{tenths}": tenths / 10 for tenths in range(20, 31)}
_LINEAR: dict[str, Callable[[bytes], Bars]] = {
    "UPCA": codes.upca,
    "EAN13": codes.ean13,
    "EAN8": codes.ean8,
    "39": codes.code39,
    "39C": lambda data: codes.code39(data, check=True),
    "93": codes.code93,
    "I2OF5": codes.itf,
    "I2OF5C": lambda data: codes.itf(data, check=True),
    "128": code128.automatic,
    "UCCEAN128": lambda data: code128.automatic(data.lstrip(FNC1), "GS1-128", first_fnc1=True),
}

Drawn = tuple[Image.Image, Bars | Matrix]


def linear(kind: str, values: Parameters, data: bytes) -> Drawn:
    """Values: width of a narrow element, ratio, height. Raises Rejected."""
    if kind not in _LINEAR:
        raise Rejected(f"BARCODE {kind}")
    narrow, height = values.number(0, None, 1, 100), values.number(2, None, 1, MAX_SIDE)
    ratio = RATIOS[values.letter(1, "1", list(RATIOS))]
    bars = _LINEAR[kind](data)
    return bars.draw(narrow, int(narrow * ratio), height), bars


class Options:
    """Words and numbers in turn: M 2 U 6."""

    def __init__(self, words: Sequence[str], allowed: Sequence[str]) -> None:
        self._found = dict(zip(words[::2], words[1::2], strict=False))
        if len(words) % 2 or not set(self._found) <= set(allowed):
            raise Rejected(f"{' '.join(words)}")

    def number(self, name: str, default: int, low: int, high: int) -> int:
        return Parameters([self._found.get(name, "")]).number(0, default, low, high)

    def text(self, name: str) -> str:
        return self._found.get(name, "")


def qr(words: Sequence[str], data: bytes) -> Drawn:
    """M model, U dots a module; the data line has the level, A or M, and a comma before the data."""
    options = Options(words, ["M", "U"])
    if options.number("M", 2, 1, 2) != 2:
        raise Rejected("QR of model 1")
    level, plain = escapes.qr_switches(data)
    matrix = codes.qr(plain, level)
    return matrix.draw(options.number("U", 6, 1, 32)), matrix


def pdf417(words: Sequence[str], data: bytes) -> Drawn:
    """XD dots a module, YD dots a row, C columns, S level."""
    options = Options(words, ["XD", "YD", "C", "S"])
    matrix = codes.pdf417(data, level=options.number("S", 1, 0, 8), columns=options.number("C", 3, 1, 30))
    return matrix.draw(options.number("XD", 2, 1, 32), options.number("YD", 6, 1, 32)), matrix


def datamatrix(words: Sequence[str], data: bytes) -> Drawn:
    """H dots a module, S quality, C columns, R rows, G the escape character."""
    options = Options(words, ["H", "S", "C", "R", "G"])
    if options.number("S", 200, 0, 200) != 200:
        raise Rejected("DATAMATRIX of another quality than 200")
    escape = options.text("G").encode("latin-1")[:1]
    plain, gs1 = escapes.datamatrix(data, escape) if escape else (data, False)
    matrix = codes.datamatrix(plain, gs1=gs1)
    columns, rows = matrix.modules.size
    if options.number("C", columns, 10, 144) != columns or options.number("R", rows, 8, 144) != rows:
        raise Rejected(f"Data Matrix of {columns}x{rows}")
    return matrix.draw(options.number("H", 6, 1, 100)), matrix


def aztec(words: Sequence[str], data: bytes) -> Drawn:
    """XD dots a module, EC size or correction."""
    options = Options(words, ["XD", "EC"])
    matrix = codes.aztec(data, correction=options.number("EC", 0, 0, 300))
    return matrix.draw(options.number("XD", 6, 1, 32)), matrix


MATRIX: dict[str, tuple[bytes, Callable[[Sequence[str], bytes], Drawn]]] = {
    "QR": (b"ENDQR", qr),
    "PDF-417": (b"ENDPDF", pdf417),
    "DATAMATRIX": (b"ENDDATAMATRIX", datamatrix),
    "AZTEC": (b"ENDAZTEC", aztec),
}
