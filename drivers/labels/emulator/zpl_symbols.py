"""Barcode commands of ZPL II: what their values mean, and the block of dots each puts on the label.

Source: ZPL II Programming Guide, ^B0 … ^BX, ^BY. Not evidenced there and so inferred: where the text stands, which of
more than twelve digits ^BE takes (the first ones).
"""

from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image

from drivers.labels.emulator import code128, codes, escapes
from drivers.labels.emulator.lettering import captioned
from drivers.labels.emulator.parameters import Parameters, Rejected

TURNS = {"N": 0, "R": 90, "I": 180, "B": 270}


@dataclass(frozen=True, slots=True)
class Block:
    """The dots of a field before it is turned. `down`: rows below the field's origin where it begins."""

    mask: Image.Image
    code: tuple[str, bytes] | None = None
    inside: tuple[int, int, int, int] | None = None  # the code's own box in the mask, where there is text too
    down: int = 0


@dataclass(frozen=True, slots=True)
class Defaults:
    """^BY: dots of a narrow element, wide to narrow, dots of height."""

    module: int = 2
    ratio: float = 3.0
    height: int = 10

    @property
    def wide(self) -> int:
        """Whole dots, so the ratio that is printed may be smaller than the one that is asked for."""
        return int(self.module * self.ratio + 1e-6)


Draw = Callable[[bytes], Block]
Symbol = Callable[[Parameters, Defaults], Draw]


def symbol(name: str, values: Parameters, defaults: Defaults) -> Draw:
    """What will draw the data of the field. Raises Rejected: no such command, or a value out of range."""
    if name not in SYMBOLS:
        raise Rejected(name)
    return SYMBOLS[name](values, defaults)


def _linear(bars: codes.Bars, values: Parameters, defaults: Defaults, place: int, *, text: bool) -> Block:
    """`place`: of the height among the values; behind it come "print the text" and "print it above"."""
    mask = bars.draw(defaults.module, defaults.wide, values.number(place, defaults.height, 1, 32000))
    return _with_text(mask, (bars.kind, bars.content), values, place + 1, text=text)


def _with_text(mask: Image.Image, code: tuple[str, bytes], values: Parameters, place: int, *, text: bool) -> Block:
    if not values.yes(place, default=text):
        return Block(mask, code)
    above = values.yes(place + 1, default=False)
    whole, top = captioned(mask, code[1].decode("latin-1"), above=above)
    return Block(whole, code, (0, top, mask.width, mask.height))


def _code128(values: Parameters, defaults: Defaults) -> Draw:
    """^BCo,h,f,g,e,m"""
    read = {"N": code128.zpl, "A": code128.zpl_automatic, "D": code128.zpl_gs1, "U": _ucc}[
        values.letter(5, "N", "NAUD")
    ]
    return lambda data: _linear(read(data), values, defaults, 1, text=True)


def _ucc(data: bytes) -> codes.Bars:
    """Mode U: 19 digits, FNC1 before and a check digit behind by the printer."""
    if len(data) != 19 or not data.isdigit():
        raise Rejected("^BC in mode U takes 19 digits")
    return code128.automatic(data + codes.check_digit(data), "GS1-128", first_fnc1=True)


def _retail(draw: Callable[[bytes], codes.Bars], length: int) -> Symbol:
    """^BE ^B8 ^BU: longer data is cut, shorter gets zeros before; the check digit is always the printer's."""

    def parsed(values: Parameters, defaults: Defaults) -> Draw:
        return lambda data: _linear(draw(data[:length].rjust(length, b"0")), values, defaults, 1, text=True)

    return parsed


def _interleaved(values: Parameters, defaults: Defaults) -> Draw:
    """^B2o,h,f,g,e"""
    check = values.yes(4, default=False)
    return lambda data: _linear(codes.itf(data, check=check), values, defaults, 1, text=True)


def _industrial(values: Parameters, defaults: Defaults) -> Draw:
    """^BIo,h,f,g"""
    return lambda data: _linear(codes.industrial(data), values, defaults, 1, text=True)


def _code39(values: Parameters, defaults: Defaults) -> Draw:
    """^B3o,e,h,f,g"""
    check = values.yes(1, default=False)
    return lambda data: _linear(codes.code39(data, check=check), values, defaults, 2, text=True)


def _code93(values: Parameters, defaults: Defaults) -> Draw:
    """^BAo,h,f,g,e"""
    return lambda data: _linear(codes.code93(data), values, defaults, 1, text=True)


def _pdf417(values: Parameters, defaults: Defaults) -> Draw:
    """^B7o,h,s,c,r,t. Without h the height of ^BY is divided among the rows."""
    row_height, level = values.number(1, 0, 1, 32000), values.number(2, 0, 0, 8)
    columns, rows, truncated = values.number(3, 0, 1, 30), values.number(4, 0, 3, 90), values.yes(5, default=False)

    def draw(data: bytes) -> Block:
        plain = data.replace(b"\\&", b"\r\n").replace(b"\\\\", b"\\")
        matrix = codes.pdf417(plain, level=level, columns=columns, rows=rows, truncated=truncated)
        tall = row_height or max(1, defaults.height // matrix.modules.height)
        return Block(matrix.draw(defaults.module, tall), (matrix.kind, matrix.content))

    return draw


def _qr(values: Parameters, defaults: Defaults) -> Draw:
    """^BQa,b,c,d,e. Never turned. It stands as many dots below the field's origin as ^BY has height.

    The distance is not in the guide; zebrash, an independent reading of real printers, has it too.
    """
    values.letter(0, "N", "N")
    values.letter(1, "2", "12")
    magnification = values.number(2, 2, 1, 100)
    values.letter(3, "Q", "HQML")
    values.number(4, 7, 0, 7)

    def draw(data: bytes) -> Block:
        level, plain = escapes.qr_switches(data)
        matrix = codes.qr(plain, level)
        return Block(matrix.draw(magnification), (matrix.kind, matrix.content), down=defaults.height)

    return draw


def _datamatrix(values: Parameters, defaults: Defaults) -> Draw:
    """^BXo,h,s,c,r,f,g,a. Only quality 200 is drawn; g is the escape character, ~ in newer firmware and _ in older."""
    if values.letter(2, "0", ["0", "50", "80", "100", "140", "200"]) != "200":
        raise Rejected("^BX of another quality than 200")
    module, escape = values.number(1, 0, 1, 32000), (values.text(6, "~")).encode("latin-1")[:1]
    square = values.letter(7, "1", "12") == "1"
    columns, rows = values.number(3, 0, 10, 144), values.number(4, 0, 8, 144)

    def draw(data: bytes) -> Block:
        plain, gs1 = escapes.datamatrix(data, escape)
        matrix = codes.datamatrix(plain, gs1=gs1, square=square)
        size = matrix.modules.size
        if (columns and columns != size[0]) or (rows and rows != size[1]):
            raise Rejected(f"Data Matrix of {size[0]}x{size[1]}, not {columns}x{rows}")
        dots = module or max(1, defaults.height // size[1])
        return Block(matrix.draw(dots), (matrix.kind, matrix.content))

    return draw


def _aztec(values: Parameters, _defaults: Defaults) -> Draw:
    """^BOa,b,c,d,e,f,g (also written ^B0)."""
    magnification, correction = values.number(1, 2, 1, 10), values.number(3, 0, 0, 300)
    values.yes(2, default=False)

    def draw(data: bytes) -> Block:
        matrix = codes.aztec(data, correction=correction)
        return Block(matrix.draw(magnification), (matrix.kind, matrix.content))

    return draw


def turned_box(block: Block, turn: int) -> tuple[int, int, int, int]:
    """Where the code lies in the block once that has been turned clockwise: left, top, width, height."""
    left, top, width, height = block.inside or (0, 0, *block.mask.size)
    across, down = block.mask.size
    return {
        0: (left, top, width, height),
        90: (down - top - height, left, height, width),
        180: (across - left - width, down - top - height, width, height),
        270: (top, across - left - width, height, width),
    }[turn]


SYMBOLS: dict[str, Symbol] = {
    "^BC": _code128,
    "^BE": _retail(codes.ean13, 12),
    "^B8": _retail(codes.ean8, 7),
    "^BU": _retail(codes.upca, 11),
    "^B2": _interleaved,
    "^BI": _industrial,
    "^B3": _code39,
    "^BA": _code93,
    "^B7": _pdf417,
    "^BQ": _qr,
    "^BX": _datamatrix,
    "^BO": _aztec,
    "^B0": _aztec,
}
