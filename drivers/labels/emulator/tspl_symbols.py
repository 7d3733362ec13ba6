"""Codes and texts of TSPL: BARCODE QRCODE PDF417 DMATRIX AZTEC TEXT.

Source: TSC TSPL/TSPL2 Programming manual and Brother FBPL Command Reference (the same language). What is turned, is
turned about the point its x and y give (inferred); PDF417 counter-clockwise, as the manuals say, all others clockwise.
"""

from collections.abc import Callable

from PIL import Image

from drivers.labels.emulator import code128, codes, escapes, lettering
from drivers.labels.emulator.codes import Bars, Matrix
from drivers.labels.emulator.paper import MAX_SIDE, Canvas, about_corner, turned
from drivers.labels.emulator.parameters import Parameters, Rejected, within
from drivers.labels.emulator.tspl_values import options

Origin = tuple[int, int]  # REFERENCE and SHIFT

_TURNS = ["0", "90", "180", "270"]
_LINEAR: dict[str, Callable[[bytes], Bars]] = {
    "128": code128.automatic,
    "128M": code128.tspl_manual,
    "EAN128": lambda data: code128.automatic(data, "GS1-128", first_fnc1=True),
    "EAN128M": lambda data: code128.tspl_manual(data, first_fnc1=True),
    "25": codes.itf,
    "25C": lambda data: codes.itf(data, check=True),
    "ITF14": lambda data: _itf14(data),
    "39": codes.code39,
    "39C": lambda data: codes.code39(data, check=True),
    "93": codes.code93,
    "EAN13": codes.ean13,
    "EAN8": codes.ean8,
    "UPCA": codes.upca,
}
_FONTS = {"1": (8, 12), "2": (12, 20), "3": (16, 24), "4": (24, 32), "5": (32, 48), "6": (14, 19), "7": (21, 27)} | {
    "8": (14, 25),
}


def _itf14(data: bytes) -> Bars:
    if len(data) not in (13, 14):
        raise Rejected("ITF14 takes 13 digits")
    if len(data) == 14 and data[13:] != codes.check_digit(data[:13]):
        raise Rejected(f"check digit of {data!r}")
    return codes.itf(data[:13], check=True)


def _point(values: Parameters, origin: Origin) -> tuple[int, int]:
    x, y = values.number(0, None, -MAX_SIDE, MAX_SIDE), values.number(1, None, -MAX_SIDE, MAX_SIDE)
    return x + origin[0], y + origin[1]


def _turn(values: Parameters, place: int) -> int:
    return int(values.letter(place, "0", _TURNS))


def _place(
    canvas: Canvas, at: tuple[int, int], mask: Image.Image, turn: int, code: Bars | Matrix | None, inside: int = 0
) -> None:
    """`inside`: rows of text below the code in the mask."""
    dx, dy = about_corner(*mask.size, turn)
    canvas.put(at[0] + dx, at[1] + dy, turned(mask, turn))
    if code is not None:
        width, height = mask.width, mask.height - inside
        left, top = about_corner(width, height, turn)
        size = (width, height) if turn in (0, 180) else (height, width)
        canvas.code_at(code.kind, code.content, (at[0] + left, at[1] + top, *size), turn)


def barcode(canvas: Canvas, origin: Origin, values: Parameters, content: bytes, _dots: int) -> None:
    """BARCODE x,y,"type",height,text,turn,narrow,wide[,alignment],"content"; text 0 none, 1 left, 2 centre, 3 right."""
    kind = values.text(2).strip('"')
    if kind not in _LINEAR:
        raise Rejected(f"BARCODE of type {kind}")
    height, text, turn = values.number(3, None, 1, MAX_SIDE), values.number(4, 0, 0, 3), _turn(values, 5)
    narrow = values.number(6, None, 1, 100)
    bars = _LINEAR[kind](content)
    mask, below = bars.draw(narrow, values.number(7, None, narrow, 100), height), 0
    if text:
        mask, _ = lettering.captioned(mask, bars.content.decode("latin-1"))
        below = mask.height - height
    _place(canvas, _point(values, origin), mask, turn, bars, below)


def qrcode(canvas: Canvas, origin: Origin, values: Parameters, content: bytes, _dots: int) -> None:
    """QRCODE x,y,level,cell,mode,turn[,Jn,Mn,Sn,Xn],"content".

    M1 is the default: model 1, which telephones do not read. It is noted as such, and drawn as model 2.
    """
    level, cell = values.letter(2, "", "LMQH"), values.number(3, None, 1, 10)
    mode, turn = values.letter(4, "", "AM"), _turn(values, 5)
    named, _ = options(values, 6, "jmsx")
    matrix = codes.qr(content if mode == "A" else escapes.qr_manual(content), level or "L")
    if named.get("m", 1) == 1:
        matrix = Matrix("QR-MODEL-1", matrix.content, matrix.modules)
    _place(canvas, _point(values, origin), matrix.draw(cell), turn, matrix)


def pdf417(canvas: Canvas, origin: Origin, values: Parameters, content: bytes, _dots: int) -> None:
    """PDF417 x,y,width,height,turn[,Pn,En,Mn,Wn,Hn,Rn,Cn,Tn],"content": W dots a module, H dots a row."""
    width, height = values.number(2, None, 1, MAX_SIDE), values.number(3, None, 1, MAX_SIDE)
    turn = (360 - _turn(values, 4)) % 360
    named, _ = options(values, 5, "pemwhrct")
    matrix = codes.pdf417(
        content,
        level=within(named.get("e", -1), -1, 8),
        columns=within(named.get("c", 0), 0, 30),
        rows=within(named.get("r", 0), 0, 90),
        truncated=bool(named.get("t", 0)),
    )
    module = within(named.get("w", max(2, width // matrix.modules.width)), 2, 9)
    row = within(named.get("h", max(4, min(99, height // matrix.modules.height))), 4, 99)
    mask = matrix.draw(module, row)
    x, y = _point(values, origin)
    if named.get("m", 0):
        x, y = x + max(0, width - mask.width) // 2, y + max(0, height - mask.height) // 2
    _place(canvas, (x, y), mask, turn, matrix)


def dmatrix(canvas: Canvas, origin: Origin, values: Parameters, content: bytes, _dots: int) -> None:
    """DMATRIX x,y,width,height[,cn,xn,rn,an,row,col],"content": c the escape character's number, x dots a module."""
    width, height = values.number(2, None, 1, MAX_SIDE), values.number(3, None, 1, MAX_SIDE)
    named, sizes = options(values, 4, "cxra")
    turn = named.get("r", 0)
    if f"{turn}" not in _TURNS:
        raise Rejected(f"DMATRIX turned by {turn}")
    plain, gs1 = escapes.datamatrix(content, bytes([within(named["c"], 1, 255)])) if "c" in named else (content, False)
    matrix = codes.datamatrix(plain, gs1=gs1, square=not named.get("a", 0))
    across, down = matrix.modules.size
    if len(sizes) == 2 and sizes != [f"{down}", f"{across}"]:
        raise Rejected(f"Data Matrix of {down}x{across}, not {sizes}")
    module = named.get("x") or max(1, min(width // across, height // down))
    _place(canvas, _point(values, origin), matrix.draw(within(module, 1, 200)), turn, matrix)


def aztec(canvas: Canvas, origin: Origin, values: Parameters, content: bytes, _dots: int) -> None:
    """AZTEC x,y,turn[,size][,ecp][,flg][,menu][,multi][,rev],"content": size dots a module."""
    turn, size = _turn(values, 2), values.number(3, 6, 1, 20)
    correction = values.number(4, 0, 0, 300)
    if any(values.number(place, 0, 0, 26) > (place == 7) for place in (5, 6, 7, 8)):
        raise Rejected("AZTEC with FLG, menu, several symbols or reversed")
    matrix = codes.aztec(content, correction=correction)
    _place(canvas, _point(values, origin), matrix.draw(size), turn, matrix)


def text(canvas: Canvas, origin: Origin, values: Parameters, content: bytes, dots_a_point: int) -> None:
    """TEXT x,y,"font",turn,x-scale,y-scale[,alignment],"content"; a scalable font counts points instead of times."""
    font, turn = values.text(2).strip('"'), _turn(values, 3)
    wide, tall = values.number(4, None, 1, 999), values.number(5, None, 1, 999)
    width, height = _FONTS.get(font.removesuffix(".FNT"), (dots_a_point // 2 or 1, dots_a_point))
    shown = content.decode("utf-8", "replace")
    canvas.texts.append(shown)
    _place(canvas, _point(values, origin), lettering.line(shown, width * wide, height * tall), turn, None)


SYMBOLS = {
    "BARCODE": barcode,
    "QRCODE": qrcode,
    "PDF417": pdf417,
    "DMATRIX": dmatrix,
    "AZTEC": aztec,
    "TEXT": text,
}
