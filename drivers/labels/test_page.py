"""The test labels: is the size right, how dark is it, does every barcode come out as a picture and by the printer."""

from drivers.errors import RequestRefused
from drivers.labels import options as settings
from drivers.labels.options import LabelOptions, shown
from drivers.model.document import PLAIN, Symbology
from drivers.printing import barcodes, canvas
from drivers.printing.bitmap import Bitmap
from drivers.printing.label_box import dots
from drivers.printing.page import FONTS, Cell
from drivers.printing.raster_sheet import draw_code
from drivers.printing.sheet import Code, Placed, Rule, Sheet, SheetSize

_SAMPLES = {  # the check digit of EAN, UPC and ITF14 is added
    Symbology.EAN8: "4600001",
    Symbology.EAN13: "460000000000",
    Symbology.UPCA: "03600029145",
    Symbology.ITF14: "1460000000000",
    Symbology.CODE39: "TEST-39",
    Symbology.CODE93: "TEST-93",
    Symbology.CODE128: "Test-128",
    Symbology.GS1_128: "(01)04600000000008",
    Symbology.QR: "https://example.com/1",
    Symbology.PDF417: "Test PDF417",
    Symbology.DATAMATRIX: "Test DataMatrix",
    Symbology.GS1_DATAMATRIX: "(01)04600000000008(21)5Abc",
    Symbology.AZTEC: "Test Aztec",
}
_SMALL = FONTS[4]
_DARKNESS = 8  # patches: every second, third … dot black


def sheets(options: LabelOptions, model: str) -> tuple[Sheet, ...]:
    """One label for size and darkness, then one for each kind of barcode that fits at all."""
    size = settings.size(options)
    found = [_measures(size, options, model), *(_code(size, kind, text) for kind, text in _SAMPLES.items())]
    return tuple(sheet for sheet in found if sheet)


def _measures(size: SheetSize, options: LabelOptions, model: str) -> Sheet:
    """A frame on the very edge, millimetres along the top, patches from light to black below."""
    lines = [
        f"{model}, {options.dpi} dpi",
        f"{shown(options.width)} x {shown(options.height)} мм, {size.width} x {size.height}",
    ]
    items = [*_frame(size), *_scale(size)]
    top = dots(settings.millimetres(6), size.dpi)
    for line in lines:
        items += _text(line, 16, top, size)
        top += _SMALL.height + 4
    return Sheet(size.width, size.height, (*items, *_patches(size, top + 4)))


def _frame(size: SheetSize) -> list[Placed]:
    width, height = size.width, size.height
    edges = [(0, 0, width, 2), (0, height - 2, width, 2), (0, 2, 2, height - 4), (width - 2, 2, 2, height - 4)]
    return [Placed(x, y, Rule(w, h)) for x, y, w, h in edges]


def _scale(size: SheetSize) -> list[Placed]:
    """A stroke for each millimetre from the left edge; every tenth is longest."""
    found = []
    for number in range(1, int(size.width * 25.4 / size.dpi)):
        length = 3 if number % 10 == 0 else 2 if number % 5 == 0 else 1
        x = dots(settings.millimetres(number), size.dpi)
        found.append(Placed(x, 4, Rule(1, dots(settings.millimetres(length), size.dpi))))
    return [placed for placed in found if placed.x < size.width - 2]


def _patches(size: SheetSize, top: int) -> list[Placed]:
    side = (size.width - 32) // _DARKNESS
    height = min(side, size.height - top - 16)
    if height < 8 or side < 8:
        return []
    return [Placed(16 + side * n, top, _patch(side, height, _DARKNESS - n)) for n in range(_DARKNESS)]


def _patch(width: int, height: int, step: int) -> Bitmap:
    """Every `step`-th dot of a row is black, a dot further on in each row."""
    stride = (width + 7) // 8
    rows = (sum(1 << 8 * stride - 1 - x for x in range(y % step, width, step)) for y in range(height))
    return Bitmap(width, height, b"".join(row.to_bytes(stride, "big") for row in rows))


def _text(line: str, x: int, y: int, size: SheetSize, cell: Cell = _SMALL) -> list[Placed]:
    room = (size.width - x) // cell.width
    width = min(len(line), room) * cell.width
    return [Placed(x, y, canvas.text(line[:room], cell, width))] if width and y + cell.height <= size.height else []


def _code(size: SheetSize, symbology: Symbology, sample: str) -> Sheet | None:
    """The same code twice: on top by the printer where the settings leave it to the printer, below as a picture."""
    head = _SMALL.height + 8
    room = (size.height - head) // 2 - 4
    try:
        content = barcodes.check(symbology, sample)
        fitted = barcodes.fit(symbology, content, size.width, PLAIN, room=room)
    except RequestRefused:  # too small a label
        return None
    code = Code(symbology, content, fitted.module, fitted.width, fitted.height, fitted.bars)
    left = (size.width - code.width) // 2
    tops = [head + (room - code.height) // 2 + shift for shift in (0, room + 4)]
    items = [*_text(str(symbology), 16, 4, size), Placed(left, tops[0], code), Placed(left, tops[1], draw_code(code))]
    return Sheet(size.width, size.height, tuple(items))
