"""Labels in ZPL II. Source: ZPL II Programming Guide (Zebra 45541L and docs.zebra.com), commands named below."""

from drivers.labels import zpl_codes, zpl_graphic
from drivers.labels.options import LabelOptions, geometry
from drivers.labels.parts import Native, split
from drivers.printing.sheet import Sheet

QUESTION = b"~HS"
CANCEL = b"~JA"
_MEDIA = {"printer": "", "gap": "^MNY", "mark": "^MNM", "continuous": "^MNN"}
_AFTER = {"printer": "", "tear": "^MMT", "peel": "^MMP", "cut": "^MMC"}
_DIRECTION = {"printer": "", "normal": "^PON", "inverted": "^POI"}
NATIVE: dict[str, Native] = {
    "auto": zpl_codes.reliable,
    "native": zpl_codes.every,
    "raster": lambda _x, _y, _code: None,
}


class ZplCodec:
    """^XA … ^XZ for each label; what the owner has not set is left as the printer has it."""

    def __init__(self, options: LabelOptions) -> None:
        self._native = NATIVE[options.barcodes]
        self._geometry = geometry(options)
        self._setup = f"~SD{options.darkness:02}".encode() if options.darkness >= 0 else b""
        self._head = self._format_head(options).encode()

    def _format_head(self, options: LabelOptions) -> str:
        width, height, _, offset, _, _ = self._geometry
        media = _MEDIA[options.media] + (f",{offset}" if options.media == "mark" and offset else "")
        speed = f"^PR{options.speed}" if options.speed else ""
        modes = media + _AFTER[options.after] + speed + _DIRECTION[options.direction]
        return f"^XA{modes}^PW{width}^LL{height}^LH0,0"

    def setup(self) -> bytes:
        return self._setup

    def label(self, sheet: Sheet, copies: int) -> bytes:
        parts = split(sheet, self._native, self._geometry.dx, self._geometry.dy)
        found = [self._head]
        found += [b"^FO%d,%d%b" % (x, y, zpl_graphic.field(bitmap)) for x, y, bitmap in parts.graphics]
        found += [b"^FO%d,%d^GB%d,%d,%d^FS" % (x, y, w, h, min(w, h)) for x, y, w, h in parts.blocks]
        return b"".join([*found, *parts.codes, b"^PQ%d" % copies if copies > 1 else b"", b"^XZ\r\n"])
