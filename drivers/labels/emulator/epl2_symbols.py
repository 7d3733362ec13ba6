"""Codes of EPL2: B for bars, b for two dimensions.

Source: Zebra EPL Programming Guide 14245L-003 and EPL2 Programmer's Manual 980352-001, commands B and b. A turned bar
code turns about the point its x and y give (inferred).
"""

from collections.abc import Callable

from PIL import Image

from drivers.labels.emulator import code128, codes, lettering
from drivers.labels.emulator.codes import FNC1, Bars, Matrix
from drivers.labels.emulator.paper import MAX_SIDE, Canvas, about_corner, turned
from drivers.labels.emulator.parameters import Parameters, Rejected

Origin = tuple[int, int]

_LINEAR: dict[str, Callable[[bytes], Bars]] = {
    "3": codes.code39,
    "3C": lambda data: codes.code39(data, check=True),
    "9": codes.code93,
    "1": code128.automatic,
    "1A": lambda data: code128.in_set("A", data),
    "1B": lambda data: code128.in_set("B", data),
    "1C": lambda data: code128.in_set("C", data),
    "1E": lambda data: code128.automatic(data.replace(b"\x06", FNC1), "GS1-128", first_fnc1=True),
    "2": codes.itf,
    "2C": lambda data: codes.itf(data, check=True),
    "E30": codes.ean13,
    "E80": codes.ean8,
    "UA0": codes.upca,
}


def bars(canvas: Canvas, origin: Origin, values: Parameters, content: bytes) -> None:
    """Bx,y,turn,kind,narrow,wide,height,text B or N,"data"; in kind 1E a byte 6 is the FNC1 behind an element."""
    kind, turn = values.text(3), 90 * values.number(2, None, 0, 3)
    if kind not in _LINEAR:
        raise Rejected(f"B of kind {kind}")
    narrow, wide = values.number(4, None, 1, 10), values.number(5, None, 1, 30)
    height, text = values.number(6, None, 1, MAX_SIDE), values.letter(7, "N", "BN")
    code = _LINEAR[kind](content)
    mask = code.draw(narrow, wide, height)
    size = mask.size
    if text == "B":
        mask, _ = lettering.captioned(mask, code.content.decode("latin-1"))
    at = _point(values, origin)
    _put(canvas, at, mask, turn)
    _note(canvas, at, size, code, turn)


def _point(values: Parameters, origin: Origin) -> tuple[int, int]:
    return values.number(0, None, 0, MAX_SIDE) + origin[0], values.number(1, None, 0, MAX_SIDE) + origin[1]


def _put(canvas: Canvas, at: tuple[int, int], mask: Image.Image, turn: int) -> None:
    dx, dy = about_corner(*mask.size, turn)
    canvas.put(at[0] + dx, at[1] + dy, turned(mask, turn))


def _note(canvas: Canvas, at: tuple[int, int], size: tuple[int, int], code: Bars | Matrix, turn: int) -> None:
    dx, dy = about_corner(*size, turn)
    across, down = size if turn in (0, 180) else size[::-1]
    canvas.code_at(code.kind, code.content, (at[0] + dx, at[1] + dy, across, down), turn)


def matrix(canvas: Canvas, origin: Origin, values: Parameters, content: bytes) -> None:
    """bx,y,kind, then a letter and a number each, in any order, and "data"."""
    kind = values.text(2)
    if kind not in _MATRIX:
        raise Rejected(f"b of kind {kind}")
    _MATRIX[kind](canvas, _point(values, origin), values, content)


def _named(values: Parameters, start: int, letters: str) -> dict[str, str]:
    """Raises Rejected for a letter that the code does not have."""
    found: dict[str, str] = {}
    for text in values.texts[start:]:
        letter, value = text.strip()[:1], text.strip()[1:]
        if letter and letter not in letters:
            raise Rejected(f"b with {text}")
        found[letter] = value
    return found


def _number(named: dict[str, str], letter: str, default: int, low: int, high: int) -> int:
    return Parameters([named.get(letter, "")]).number(0, default, low, high)


def _datamatrix(canvas: Canvas, at: tuple[int, int], values: Parameters, content: bytes) -> None:
    """D: h dots a module, c columns, r rows. The symbol has a quiet zone of one module, so its dots begin inside.

    There is no FNC1: the guide names no escape for it.
    """
    named = _named(values, 3, "crhv")
    module = _number(named, "h", 5, 1, 40)
    code = codes.datamatrix(content)
    columns, rows = code.modules.size
    if _number(named, "c", columns, 8, 144) != columns or _number(named, "r", rows, 8, 144) != rows:
        raise Rejected(f"Data Matrix of {columns}x{rows}")
    mask = code.draw(module)
    canvas.code(code.kind, content, at[0] + module, at[1] + module, mask)


def _aztec(canvas: Canvas, at: tuple[int, int], values: Parameters, content: bytes) -> None:
    """A: d dots a module, e size or correction."""
    named = _named(values, 3, "de")
    code = codes.aztec(content, correction=_number(named, "e", 0, 0, 300))
    canvas.code(code.kind, content, *at, code.draw(_number(named, "d", 3, 1, 55)))


def _qr(canvas: Canvas, at: tuple[int, int], values: Parameters, content: bytes) -> None:
    """Q: m model, s dots a module, e level, i input mode. Japanese models alone have it."""
    named = _named(values, 3, "msei")
    if named.get("m", "2") != "2" or named.get("i", "A") != "A":
        raise Rejected("QR of another model or mode")
    level = Parameters([named.get("e", "")]).letter(0, "M", "LMQH")
    code = codes.qr(content, level)
    canvas.code(code.kind, content, *at, code.draw(_number(named, "s", 3, 1, 99)))


def _pdf417(canvas: Canvas, at: tuple[int, int], values: Parameters, content: bytes) -> None:
    """P,greatest width,greatest height: s level, x dots a module, y dots a row, r rows, l columns, t truncated, o turn.

    Unless f is 0 the point is the middle of the symbol.
    """
    room = values.number(3, None, 1, MAX_SIDE), values.number(4, None, 1, MAX_SIDE)
    named = _named(values, 5, "scfxyrlto")
    turn = 90 * _number(named, "o", 0, 0, 3)
    code = codes.pdf417(
        content,
        level=_number(named, "s", -1, 0, 8),
        rows=_number(named, "r", 0, 3, 90),
        columns=_number(named, "l", 0, 1, 30),
        truncated=_number(named, "t", 0, 0, 1) == 1,
    )
    mask = _fitted(code, named, room if turn in (0, 180) else room[::-1])
    if _number(named, "f", 1, 0, 1) == 0:
        _put(canvas, at, mask, turn)
        _note(canvas, at, mask.size, code, turn)
        return
    whole = turned(mask, turn)
    canvas.code(code.kind, content, at[0] - whole.width // 2, at[1] - whole.height // 2, whole, turn)


def _fitted(code: Matrix, named: dict[str, str], room: tuple[int, int]) -> Image.Image:
    """The module asked for (6 dots) or the largest of 3 dots and more that fits. Raises Rejected."""
    asked = _number(named, "x", 6, 2, 9)
    for module in [asked] if "x" in named else range(asked, 2, -1):
        mask = code.draw(module, _number(named, "y", 4 * module, 4, 99))
        if mask.width <= room[0] and mask.height <= room[1]:
            return mask
    raise Rejected(f"PDF417 does not fit {room}")


_MATRIX = {"D": _datamatrix, "A": _aztec, "Q": _qr, "P": _pdf417}
