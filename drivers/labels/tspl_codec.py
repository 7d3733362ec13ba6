"""Labels in TSPL and TSPL2.

Source: TSPL/TSPL2 Programming Language (TSC), commands named below; DMATRIX also FBPL Command Reference (Brother) 6.9.
"""

from drivers.labels import plain_codes
from drivers.labels.options import LabelOptions, geometry, shown
from drivers.labels.parts import Graphic, split
from drivers.labels.sizes import GS, datamatrix_side, qr_mode, wide_bar
from drivers.model.document import Symbology
from drivers.printing.sheet import Code, Sheet

QUESTION = b"\x1b!?\r\n"
CANCEL = b"\x1b!.\r\n"
_WHITE = bytes(255 - byte for byte in range(256))  # a set bit of BITMAP stays white
_TYPES = {
    Symbology.EAN8: "EAN8",
    Symbology.EAN13: "EAN13",
    Symbology.UPCA: "UPCA",
    Symbology.ITF14: "25",
    Symbology.CODE39: "39",
    Symbology.CODE93: "93",
    Symbology.CODE128: "128",
}
_AFTER = {
    "printer": (),
    "tear": ("SET PEEL OFF", "SET CUTTER OFF", "SET TEAR ON"),
    "peel": ("SET CUTTER OFF", "SET PEEL ON"),
}
_DIRECTION = {"printer": (), "normal": ("DIRECTION 0",), "inverted": ("DIRECTION 1",)}


class TsplCodec:
    def __init__(self, options: LabelOptions) -> None:
        self._options, self._geometry = options, geometry(options)

    def setup(self) -> bytes:
        """The origin is always said: the jobs of others leave theirs behind."""
        options = self._options
        lines = [f"SIZE {shown(options.width)} mm,{shown(options.height)} mm", *_media(options)]
        lines += [f"SPEED {options.speed}"] if options.speed else []
        lines += [f"DENSITY {options.darkness}"] if options.darkness >= 0 else []
        lines += [*_DIRECTION[options.direction], "REFERENCE 0,0"]
        lines += _AFTER.get(options.after, ("SET PEEL OFF", f"SET CUTTER {options.cut_every}"))
        return "".join(f"{line}\r\n" for line in lines).encode()

    def label(self, sheet: Sheet, copies: int) -> bytes:
        parts = split(sheet, self._native, self._geometry.dx, self._geometry.dy)
        found = [b"CLS\r\n", *(_bitmap(graphic) for graphic in parts.graphics)]
        found += [b"BAR %d,%d,%d,%d\r\n" % block for block in parts.blocks]
        return b"".join([*found, *parts.codes, b"PRINT 1,%d\r\n" % copies])

    def _native(self, x: int, y: int, code: Code) -> bytes | None:
        if self._options.barcodes == "raster":
            return None
        command = _linear(x, y, code)
        if command is None and self._options.barcodes == "native":
            command = _matrix(x, y, code)
        return None if command is None else f"{command}\r\n".encode()


def _media(options: LabelOptions) -> list[str]:
    gap, offset = shown(options.gap), shown(options.offset)
    return {
        "printer": [],
        "gap": [f"GAP {gap} mm,{offset} mm"],
        "mark": [f"BLINE {gap} mm,{offset} mm"],
        "continuous": ["GAP 0,0"],
    }[options.media]


def _bitmap(graphic: Graphic) -> bytes:
    """Mode 0 puts the picture over what is there; nothing is: pictures come first and do not touch one another."""
    x, y, bitmap = graphic
    head = b"BITMAP %d,%d,%d,%d,0," % (x, y, bitmap.stride, bitmap.height)
    return head + bitmap.data.translate(_WHITE) + b"\r\n"


def _linear(x: int, y: int, code: Code) -> str | None:
    """BARCODE x,y,"type",height,human readable,rotation,narrow,wide,"content"."""
    content = plain_codes.content(code)
    if content is None:
        return None
    wide = code.module * wide_bar(code)
    return f'BARCODE {x},{y},"{_TYPES[code.symbology]}",{code.bars},0,0,{code.module},{wide},"{content}"'


def _matrix(x: int, y: int, code: Code) -> str | None:
    if code.turn or '"' in code.content or "\\" in code.content:
        return None
    if code.symbology is Symbology.QR:
        return _qr(x, y, code)
    if code.symbology in (Symbology.DATAMATRIX, Symbology.GS1_DATAMATRIX):
        return _datamatrix(x, y, code)
    return None


def _qr(x: int, y: int, code: Code) -> str | None:
    """Manual mode: the character before the data says how it is encoded, so that the size is known."""
    mode = qr_mode(code)
    if mode is None or code.module > 10:
        return None
    head = f"B{len(code.content):04}" if mode == "B" else mode
    return f'QRCODE {x},{y},{code.level or "M"},{code.module},M,0,M2,S7,"{head}{code.content}"'


def _datamatrix(x: int, y: int, code: Code) -> str | None:
    """c126 makes ~ the escape character: ~1 is FNC1, ~~ is ~ itself."""
    side = datamatrix_side(code)
    if not side:
        return None
    data = code.content.replace("~", "~~").replace(GS, "~1")
    return f'DMATRIX {x},{y},{code.width},{code.height},c126,x{code.module},r0,a0,{side},{side},"{data}"'
