"""Labels in CPCL. Source: CPCL Programming Guide (Zebra P1073699) and CPCL Programming Manual, commands named below.

Black rectangles go as pictures: whether the end of LINE is printed is told in different ways.
"""

from drivers.labels import plain_codes
from drivers.labels.options import LabelOptions, geometry
from drivers.labels.parts import Block, Graphic, split
from drivers.labels.sizes import qr_mode, ratio
from drivers.model.document import Symbology
from drivers.printing.bitmap import Bitmap
from drivers.printing.sheet import Code, Sheet

QUESTION = b"\x1bh"
CANCEL = b""
_TYPES = {
    Symbology.EAN8: "EAN8",
    Symbology.EAN13: "EAN13",
    Symbology.UPCA: "UPCA",
    Symbology.ITF14: "I2OF5",
    Symbology.CODE39: "39",
    Symbology.CODE93: "93",
    Symbology.CODE128: "128",
}
_RATIOS = {2: 20, 3: 30}  # 2.0 : 1 and 3.0 : 1
_PLAIN_RATIO = 1


class CpclCodec:
    def __init__(self, options: LabelOptions) -> None:
        self._options, self._geometry = options, geometry(options)

    def setup(self) -> bytes:
        """Everything is said in each label."""
        return b""

    def label(self, sheet: Sheet, copies: int) -> bytes:
        """`! 0 200 200 height copies`; 200 stands for the head's own dots."""
        parts = split(sheet, self._native, self._geometry.dx, self._geometry.dy)
        head = [f"! 0 200 200 {self._geometry.height} {copies}", f"PW {self._geometry.width}", *self._modes()]
        graphics = [*parts.graphics, *(_filled(block) for block in parts.blocks)]
        found = ["".join(f"{line}\r\n" for line in head).encode(), *(_graphic(graphic) for graphic in graphics)]
        end = b"PRINT\r\n" if self._options.media == "continuous" else b"FORM\r\nPRINT\r\n"
        return b"".join([*found, *parts.codes, end])

    def _modes(self) -> list[str]:
        speed = [f"SPEED {self._options.speed}"] if self._options.speed else []
        return speed + ([f"TONE {self._options.darkness}"] if self._options.darkness >= 0 else [])

    def _native(self, x: int, y: int, code: Code) -> bytes | None:
        if self._options.barcodes == "raster":
            return None
        if self._options.barcodes == "native" and code.symbology is Symbology.QR:
            return _qr(x, y, code)
        return _linear(x, y, code)


def _filled(block: Block) -> Graphic:
    stride = (block.width + 7) // 8
    row = ((1 << block.width) - 1 << 8 * stride - block.width).to_bytes(stride, "big")
    return Graphic(block.x, block.y, Bitmap(block.width, block.height, row * block.height))


def _graphic(graphic: Graphic) -> bytes:
    """CG: bytes a row, rows, place, then the bytes themselves."""
    x, y, bitmap = graphic
    return b"CG %d %d %d %d " % (bitmap.stride, bitmap.height, x, y) + bitmap.data + b"\r\n"


def _linear(x: int, y: int, code: Code) -> bytes | None:
    """BARCODE type width ratio height x y data."""
    content = plain_codes.content(code)
    if content is None:
        return None
    wide = _RATIOS.get(ratio(code), _PLAIN_RATIO) if code.symbology in (Symbology.CODE39, Symbology.ITF14) else 1
    return f"BARCODE {_TYPES[code.symbology]} {code.module} {wide} {code.bars} {x} {y} {content}\r\n".encode()


def _qr(x: int, y: int, code: Code) -> bytes | None:
    """Level, M for manual, a comma, then the data with how it is encoded in front."""
    mode = qr_mode(code)
    if mode is None or code.turn:
        return None
    head = f"B{len(code.content):04}" if mode == "B" else mode
    data = f"{code.level or 'M'}M,{head}{code.content}"
    return f"BARCODE QR {x} {y} M 2 U {code.module}\r\n{data}\r\nENDQR\r\n".encode()
