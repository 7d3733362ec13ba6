"""What the paper will not show as it was asked: told in the answer, nothing is refused for it."""

from collections.abc import Iterable, Sequence

from drivers.model.document import BarcodeLine, Line, Position, Symbology, TextLine
from drivers.model.label import Fields, Template, TextElement
from drivers.printing import barcodes, fields
from drivers.printing.barcodes import LINEAR
from drivers.printing.columns import printable
from drivers.printing.coverage import missing
from drivers.printing.sheet import Code, Sheet

_MOST_SHOWN = 20


def of_template(template: Template, sets: Iterable[Fields]) -> tuple[str, ...]:
    """Characters of the texts that the font has not got. What only stands in codes is no letter."""
    written = [element.text for element in template.elements if isinstance(element, TextElement)]
    names = frozenset[str]().union(*map(fields.variables, written))
    values = [given[name] for given in (template.defaults, *sets) for name in names if name in given]
    return _of_texts([*written, *values])


def of_rows(lines: Sequence[Line]) -> tuple[str, ...]:
    """The same of a plain document."""
    texts = [line.text for line in lines if isinstance(line, TextLine)]
    return _of_texts(texts + [line.name for line in lines if isinstance(line, Position)])


def _of_texts(texts: Iterable[str]) -> tuple[str, ...]:
    lacking = missing(printable("".join(texts).expandtabs()))
    if not lacking:
        return ()
    shown = " ".join(lacking[:_MOST_SHOWN]) + (" …" if len(lacking) > _MOST_SHOWN else "")
    return (f"В шрифте нет знаков {shown} – вместо каждого стоит «\ufffd».",)


def of_document(lines: Sequence[Line], dots: int) -> tuple[str, ...]:
    """Of a document laid out for a roll that is `dots` wide, and fits it: its letters and its codes."""
    codes = (line for line in lines if isinstance(line, BarcodeLine) and line.symbology in LINEAR)
    fine = (line.symbology for line in codes if _module(line, dots) == 1)
    return of_rows(lines) + _of_fine(fine)


def _module(line: BarcodeLine, dots: int) -> int:
    return barcodes.fit(line.symbology, barcodes.check(line.symbology, line.content), dots, line.style).module


def of_codes(sheets: Iterable[Sheet]) -> tuple[str, ...]:
    """Linear codes of labels."""
    codes = (placed.item for sheet in sheets for placed in sheet.items if isinstance(placed.item, Code))
    return _of_fine(code.symbology for code in codes if code.bars and code.module == 1)


def _of_fine(kinds: Iterable[Symbology]) -> tuple[str, ...]:
    """Bars of a single dot: 0.125 mm at 203 dpi, the least a head prints and few scanners read."""
    fine = dict.fromkeys(map(str, kinds))
    if not fine:
        return ()
    warning = (
        f"Штрихкод {', '.join(fine)} поместился только самыми тонкими штрихами, в одну точку: сканер может его не "
        "прочитать. Сократите содержимое, разрешите повернуть его (Rotate) или дайте ему больше места."
    )
    return (warning,)
