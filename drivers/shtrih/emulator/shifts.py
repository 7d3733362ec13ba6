"""What opens and closes a shift, whichever command asks for it."""

from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.slip import CALCULATIONS, money, pair
from drivers.emulation.fiscal.storage import Document, Life, Open
from drivers.shtrih.emulator import documents, slips
from drivers.shtrih.emulator.command import Refused
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.registers import CASH, SHIFT_PAYMENTS, slot

_CASH_ROW, _KINDS = 1, 4


def open_shift(core: Core, operator: int) -> Document:
    """Raises Refused 8Fh before a registration, 02h where another document is open, and the ФН's own troubles."""
    storage = core.storage
    if storage.life is Life.SET_UP:
        raise Refused(0x8F)
    storage.ensure(Open.SHIFT_OPENING, core.now)
    document = storage.open_shift(lambda: documents.shift_opening(core, operator), core.now)
    core.registers.clear_shift()
    core.print_document(slips.fiscal(core, document))
    return document


def close_shift(core: Core, operator: int, *, prints: bool = True) -> Document:
    """As `open_shift`. The registers of the shift are cleared, cash stays unless table 1 field 2 says otherwise."""
    storage = core.storage
    storage.ensure(Open.SHIFT_CLOSING, core.now)
    document = storage.close_shift(documents.shift_closing(core, operator), core.now)
    rows = _turnover(core)
    core.registers.clear_shift()
    if core.tables.integer(1, 1, 2):
        core.registers.money[CASH] = 0
    if prints:
        core.print_document(slips.fiscal(core, document, rows))
    return document


def x_report(core: Core) -> None:
    core.print_document(slips.report(core, "СУТОЧНЫЙ ОТЧЕТ БЕЗ ГАШЕНИЯ", _turnover(core)))


def _turnover(core: Core) -> list[Printed]:
    """Cash by kind of receipt, and what is in the drawer."""
    kinds = (1, 3, 2, 4)
    cash = [core.registers.read_money(slot(SHIFT_PAYMENTS, _CASH_ROW, kind)) for kind in range(_KINDS)]
    lines: list[Printed] = [pair(CALCULATIONS[kind], money(sum_)) for kind, sum_ in zip(kinds, cash, strict=True)]
    return [*lines, pair("НАЛИЧНЫЕ В КАССЕ", money(core.registers.read_money(CASH)))]
