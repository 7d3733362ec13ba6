"""The test page of a printer that takes pictures: every font, letters that are hard to print, every barcode."""

from collections.abc import Callable, Iterator

from drivers.errors import RequestRefused
from drivers.model.document import BarcodeLine, Line, Symbology, TextLine

_TEXTS = (
    "Съешь ещё этих мягких французских булок, да выпей чаю",
    "0123456789 №₽ «» — % & @ # $ € ° ±",
    "Қазақша: Ә Ғ Қ Ң Ө Ұ Ү Һ І",
    "┌─┬─┐ ╔═╦═╗ │║ ░▒▓█",
)
_SAMPLES = {
    Symbology.EAN8: "4600001",
    Symbology.EAN13: "460000000000",
    Symbology.UPCA: "03600029145",
    Symbology.ITF14: "0460000000000",
    Symbology.CODE39: "KKM-39",
    Symbology.CODE93: "KKM-93",
    Symbology.CODE128: "Kkm 128",
    Symbology.GS1_128: "(01)04600000000008",
    Symbology.QR: "https://example.com/проверка",
    Symbology.PDF417: "PDF417: проверка печати",
    Symbology.DATAMATRIX: "DataMatrix 123",
    Symbology.GS1_DATAMATRIX: "(01)04600000000008(21)ABC123",
    Symbology.AZTEC: "Aztec 123",
}


_HEADING = TextLine(">#0#<ПРОБНАЯ ПЕЧАТЬ", bold=True)


def groups(fits: Callable[[Line], None]) -> Iterator[tuple[Line, ...]]:
    """Lines that belong together: a label printer begins a new label with each group.

    `fits` raises RequestRefused for a code that the paper is too small for: its name alone is printed then.
    """
    fonts = (TextLine(f"Шрифт {font}", font=font) for font in (1, 2, 3, 4))
    yield (_HEADING, *fonts, TextLine("Жирный", bold=True), TextLine("Двойной", wide=True, tall=True))
    yield tuple(TextLine(text) for text in _TEXTS)
    for kind, content in _SAMPLES.items():
        yield _code(BarcodeLine(kind, content), fits)


def _code(code: BarcodeLine, fits: Callable[[Line], None]) -> tuple[Line, ...]:
    try:
        fits(code)
    except RequestRefused:
        return (TextLine(f"{code.symbology}: не помещается"),)
    return TextLine(code.symbology), code
