"""Labels in EPL2.

Source: EPL2 Programmer's Manual (Zebra 980352-001) and EPL Programming Guide (14245L), commands named below.
"""

from drivers.labels import plain_codes
from drivers.labels.options import LabelOptions, geometry
from drivers.labels.parts import Graphic, split
from drivers.labels.sizes import wide_bar
from drivers.model.document import Symbology
from drivers.printing.sheet import Code, Sheet

QUESTION = b"\r\n^ee\r\n"
CANCEL = b""  # ^@ would also throw away what the owner has set since the printer was switched on
_WHITE = bytes(255 - byte for byte in range(256))  # a set bit of GW stays white
_TYPES = {
    Symbology.EAN8: "E80",
    Symbology.EAN13: "E30",
    Symbology.UPCA: "UA0",
    Symbology.ITF14: "2",
    Symbology.CODE39: "3",
    Symbology.CODE93: "9",
    Symbology.CODE128: "1",
}
_DIRECTION = {"printer": (), "normal": ("ZT",), "inverted": ("ZB",)}


class Epl2Codec:
    def __init__(self, options: LabelOptions) -> None:
        self._options, self._geometry = options, geometry(options)

    def setup(self) -> bytes:
        """Begins on a new line, with the origin of its own: nobody knows what the jobs of others left behind."""
        options = self._options
        lines = ["", f"q{self._geometry.width}", *self._form(), "R0,0"]
        lines += [f"S{options.speed}"] if options.speed else []
        lines += [f"D{options.darkness}"] if options.darkness >= 0 else []
        lines += _DIRECTION[options.direction]
        lines += {"printer": [], "tear": ["O"], "peel": ["OP"], "cut": [f"OC{options.cut_every}"]}[options.after]
        return "".join(f"{line}\r\n" for line in lines).encode()

    def _form(self) -> list[str]:
        """Q says length and gap together, so it is left to the printer's own sensing unless both are told."""
        _, height, gap, offset, _, _ = self._geometry
        return {
            "printer": [],
            "gap": [f"Q{height},{gap}" + (f"{offset:+d}" if offset else "")],
            "mark": [f"Q{height},B{gap}" + (f"{offset:+d}" if offset else "")],
            "continuous": [f"Q{height},0"],
        }[self._options.media]

    def label(self, sheet: Sheet, copies: int) -> bytes:
        parts = split(sheet, self._native, self._geometry.dx, self._geometry.dy)
        found = [b"N\r\n", *(_graphic(graphic) for graphic in parts.graphics)]
        found += [b"LO%d,%d,%d,%d\r\n" % block for block in parts.blocks]
        return b"".join([*found, *parts.codes, b"P%d\r\n" % copies])

    def _native(self, x: int, y: int, code: Code) -> bytes | None:
        """Two-dimensional codes of this language differ from maker to maker: they are pictures, set as it may be."""
        return None if self._options.barcodes == "raster" else _linear(x, y, code)


def _graphic(graphic: Graphic) -> bytes:
    x, y, bitmap = graphic
    head = b"GW%d,%d,%d,%d," % (x, y, bitmap.stride, bitmap.height)
    return head + bitmap.data.translate(_WHITE) + b"\r\n"


def _linear(x: int, y: int, code: Code) -> bytes | None:
    """Bx,y,rotation,type,narrow,wide,height,human readable,"data"."""
    content = plain_codes.content(code)
    if content is None:
        return None
    kind = _TYPES[code.symbology]
    wide = code.module * wide_bar(code)
    return f'B{x},{y},0,{kind},{code.module},{wide},{code.bars},N,"{content}"\r\n'.encode()
