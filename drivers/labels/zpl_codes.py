"""Barcodes in the words of ZPL II. Source: ZPL II Programming Guide (Zebra 45541L), commands ^BY and ^B2 to ^BX.

^FO is the top left corner of what is printed, turned or not, so every code may be turned.
"""

from drivers.labels import code128
from drivers.labels.sizes import GS, datamatrix_side, fits_linear, length, qr_mode, wide_bar
from drivers.model.document import Symbology
from drivers.printing.sheet import Code

_TURNS = {0: "N", 90: "R", 180: "I", 270: "B"}
_MOST_MAGNIFICATION = 10  # of ^BQ and ^BO on every firmware
# ^BC, subset B: what its own signs stand for, and the characters that would begin a command.
_SPECIAL = {">": ">0", "~": ">=", "^": "><"}
_INVOKED = {code128.CODE_C: ">5", code128.CODE_B: ">6", code128.FNC1: ">8"}
_PDF417_FRAME = 69  # modules of start, stop and both row indicators; a column of data takes 17


def reliable(x: int, y: int, code: Code) -> bytes | None:
    """What comes out dot for dot as laid out: linear codes, whose bars the standards decide, and a Data Matrix that is
    told its size and surely fits it.
    """
    if code.bars:
        command = _linear(code) if fits_linear(code) else None
    elif code.symbology in (Symbology.DATAMATRIX, Symbology.GS1_DATAMATRIX):
        command = _datamatrix(code)
    else:
        command = None
    return None if command is None else f"^FO{x},{y}{command}^FS".encode()


def every(x: int, y: int, code: Code) -> bytes | None:
    """Whatever has a command; PDF417 and Aztec may differ in size: the printer encodes as it likes."""
    if code.symbology is Symbology.QR:
        return _qr(x, y, code)
    command = None
    if code.symbology is Symbology.PDF417:
        command = _pdf417(code)
    elif code.symbology is Symbology.AZTEC:
        command = _aztec(code)
    return reliable(x, y, code) if command is None else f"^FO{x},{y}{command}^FS".encode()


def _linear(code: Code) -> str | None:
    """The printer's own characters below are off everywhere."""
    turn, height = _TURNS[code.turn], code.bars
    commands = {
        Symbology.EAN8: f"^B8{turn},{height},N,N",
        Symbology.EAN13: f"^BE{turn},{height},N,N",
        Symbology.UPCA: f"^BU{turn},{height},N,N,N",
        Symbology.ITF14: f"^B2{turn},{height},N,N,N",
        Symbology.CODE39: f"^B3{turn},N,{height},N,N",
        Symbology.CODE93: f"^BA{turn},{height},N,N,N",
        Symbology.CODE128: f"^BC{turn},{height},N,N,N",
        Symbology.GS1_128: f"^BC{turn},{height},N,N,N",
    }
    data = _linear_data(code)
    if data is None or code.symbology not in commands:
        return None
    wide = wide_bar(code)
    return f"^BY{code.module},{wide},{height}{commands[code.symbology]}^FD{data}"


def _linear_data(code: Code) -> str | None:
    """EAN and UPC without the check digit, which the printer adds."""
    match code.symbology:
        case Symbology.CODE128 | Symbology.GS1_128:
            return subsets(code.content)
        case Symbology.EAN8 | Symbology.EAN13 | Symbology.UPCA:
            return code.content[:-1]
        case Symbology.CODE93 if not set(code.content) <= set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-. "):
            return None  # the signs $ / + % are also shifts, which firmware may read otherwise
        case _:
            return code.content


def subsets(content: str) -> str:
    """Field data of ^BC with every change of subset said: the printer decides nothing."""
    row = code128.values(content)
    subset = row[0]
    parts = [">;" if subset == code128.START_C else ">:"]
    for value in row[1:]:
        if value in _INVOKED:
            parts.append(_INVOKED[value])
            subset = {code128.CODE_C: code128.START_C, code128.CODE_B: code128.START_B}.get(value, subset)
        elif subset == code128.START_C:
            parts.append(f"{value:02}")
        else:
            parts.append(_SPECIAL.get(chr(value + 32), chr(value + 32)))
    return "".join(parts)


def _datamatrix(code: Code) -> str | None:
    """FNC1 is _1 and _ itself __ where _ is the escape character of the command, which we name: its default differs."""
    side = datamatrix_side(code)
    if not side:
        return None
    data = code.content.replace("_", "__").replace(GS, "_1")
    return f"^BX{_TURNS[code.turn]},{code.module},200,{side},{side},,_{_field(data)}"


def _qr(x: int, y: int, code: Code) -> bytes | None:
    """A QR code at ^FO comes out lower by the height ^BY has set, so that is set to 1. It cannot be turned.

    The first is not in the guide: makers of renderers report it of real printers.
    """
    mode = qr_mode(code)
    if mode is None or code.turn or y < 1 or code.module > _MOST_MAGNIFICATION:
        return None
    head = f"B{len(code.content):04}" if mode == "B" else mode
    field = _field(f"{code.level or 'M'}M,{head}{code.content}")
    return f"^FO{x},{y - 1}^BY{code.module},2,1^BQN,2,{code.module}{field}^FS".encode()


def _pdf417(code: Code) -> str | None:
    columns, rest = divmod(length(code) // code.module - _PDF417_FRAME, 17)
    if rest or not 1 <= columns <= 30 or not _is_plain(code.content):
        return None
    return f"^BY{code.module}^B7{_TURNS[code.turn]},{3 * code.module},,{columns},,N{_field(code.content)}"


def _aztec(code: Code) -> str | None:
    if code.module > _MOST_MAGNIFICATION or not _is_plain(code.content):
        return None
    return f"^BO{_TURNS[code.turn]},{code.module},N,0,N,1,0{_field(code.content)}"


def _field(data: str) -> str:
    """^FD whose data cannot end it: signs of commands are written in hex after a backslash."""
    return "^FH\\^FD" + "".join(f"\\{ord(char):02X}" if char in "^~\\" else char for char in data)


def _is_plain(content: str) -> bool:
    return content.isascii() and content.isprintable()
