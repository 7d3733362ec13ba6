"""The words on the paper. The layout is ours: nothing but the facts on it is taken from a source."""

from collections.abc import Iterable, Mapping

from drivers.emulation.fiscal.printed import Barcode, Cut, Feed, Line, Printed
from drivers.emulation.fiscal.slip import CALCULATIONS, NAMES, centred, money, numbers, pair, qr
from drivers.emulation.fiscal.storage import Document
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.receipt import Position

_HEADER_ROWS, _ADVERT_ROWS = range(4, 15), range(1, 4)
_NO_CUT, _FULL = 0, 1


def header(core: Core) -> list[Printed]:
    return _texts(core, _HEADER_ROWS)


def footer(core: Core) -> list[Printed]:
    return _texts(core, _ADVERT_ROWS)


def position(told: Position) -> list[Printed]:
    """A name that begins with // goes to the ФН alone."""
    if told.name.startswith("//"):
        return []
    quantity = f"{told.quantity / 1_000_000:f}".rstrip("0").rstrip(".")
    return [Line(told.name), pair(f"{quantity} X {money(told.price)}", f"={money(told.sum)}")]


def payments(core: Core, total: int, paid: Mapping[int, int], change: int) -> list[Printed]:
    """`paid` by row of table 5."""
    lines: list[Printed] = [pair("ИТОГ", f"={money(total)}")]
    lines += [pair(core.tables.string(5, row, 1), f"={money(sum_)}") for row, sum_ in paid.items() if sum_]
    return lines + ([pair("СДАЧА", f"={money(change)}")] if change else [])


def fiscal(core: Core, document: Document, body: Iterable[Printed] = ()) -> list[Printed]:
    """A document of the ФН: its words, its numbers, and the code for receipts."""
    kind = CALCULATIONS.get(document.type)
    lines: list[Printed] = [*header(core), Line(NAMES[document.form])]
    lines += [Line(kind)] if kind else []
    lines += [*body, *numbers(core.storage.number, document)]
    if kind and core.tables.integer(1, 1, 41):
        lines.append(Barcode("QR", qr(core.storage.number, document)))
    return lines + footer(core) + ending(core)


def report(core: Core, title: str, rows: Iterable[Printed]) -> list[Printed]:
    """A paper the ФН does not know."""
    return [*header(core), Line(title), *rows, Line(f"{core.now:%d.%m.%y %H:%M}"), *ending(core)]


def ending(core: Core) -> list[Printed]:
    """Table 1 field 7: how it is cut off. A stuck cutter cuts nothing; what a document says then is inferred."""
    cut = core.tables.integer(1, 1, 7)
    if cut == _NO_CUT or core.conditions.cutter_stuck:
        return [Feed(3)]
    return [Feed(3), Cut(full=cut == _FULL)]


def _texts(core: Core, rows: Iterable[int]) -> list[Printed]:
    return [centred(text) for row in rows if (text := core.tables.string(4, row, 1))]
