"""What opens and closes a shift, whichever command asks for it."""

from drivers.shtrih.emulator import documents, slips
from drivers.shtrih.emulator.command import Refused
from drivers.shtrih.emulator.core import Core
from drivers.shtrih.emulator.printed import Printed
from drivers.shtrih.emulator.registers import CASH, SHIFT_PAYMENTS, slot
from drivers.shtrih.emulator.storage import Document, Form, Life, Open
from drivers.shtrih.emulator.totals import Totals

_CASH_ROW, _KINDS = 1, 4


def open_shift(core: Core, operator: int) -> Document:
    """Raises Refused 8Fh before a registration, 02h where another document is open, and the ФН's own troubles."""
    storage = core.storage
    if storage.life is Life.SET_UP:
        raise Refused(0x8F)
    storage.ensure(Open.SHIFT_OPENING, core.now)
    document = _opened(core, operator)
    storage.shift_open, storage.shift_opened, storage.in_shift = True, core.now, Totals()
    core.registers.clear_shift()
    core.print_document(slips.fiscal(core, document))
    return document


def _opened(core: Core, operator: int) -> Document:
    """It has the number of its shift. Where the ФН refuses it, nothing has changed."""
    storage, before = core.storage, (core.storage.shift, core.storage.receipt)
    storage.shift, storage.receipt = storage.shift + 1, 0
    try:
        return storage.record(Form.SHIFT_OPENING, documents.shift_opening(core, operator), core.now)
    except Refused:
        storage.shift, storage.receipt = before
        raise


def close_shift(core: Core, operator: int, *, prints: bool = True) -> Document:
    """As `open_shift`. The registers of the shift are cleared, cash stays unless table 1 field 2 says otherwise."""
    storage = core.storage
    storage.ensure(Open.SHIFT_CLOSING, core.now)
    document = storage.record(Form.SHIFT_CLOSING, documents.shift_closing(core, operator), core.now)
    storage.shift_open = False
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
    lines: list[Printed] = [
        slips.pair(slips.CALCULATIONS[kind], slips.money(sum_)) for kind, sum_ in zip(kinds, cash, strict=True)
    ]
    return [*lines, slips.pair("НАЛИЧНЫЕ В КАССЕ", slips.money(core.registers.read_money(CASH)))]
