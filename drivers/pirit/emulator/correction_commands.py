"""Corrections, 58h: a whole one in 1.05, the opening of one since 1.2 and by bit 7. Source: spec/service-plus.md A3.

Bit 5 of the mask off: the first tax sum is the index of a rate (the vendor's document); what 58h itself answers, and
the types of document a 1.05 correction opened by bit 7 has, are inferred from 1.2.
"""

from drivers.emulation.fiscal import vat
from drivers.emulation.fiscal.sale import CASH, CREDIT, ELECTRONIC, EXCHANGE, PREPAID, Sale
from drivers.pirit.emulator.cashier import byte, cashier, nest, text, time
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core, Paper
from drivers.pirit.emulator.document import KINDS, Draft, Requisite, Type
from drivers.pirit.emulator.document_commands import allowed
from drivers.pirit.emulator.parameters import Parameters
from drivers.pirit.emulator.refused import Why, wrong
from drivers.pirit.emulator.settings import RATES

_ORDERED, _BUY, _GIVEN_TAXES, _RETURN, _OPENS = (1 << bit for bit in (0, 1, 5, 6, 7))
_SYSTEM_AT = 2  # bits 2..4
_TYPES = {
    0: Type.SALE_CORRECTION,
    _BUY: Type.BUY_CORRECTION,
    _RETURN: Type.SALE_RETURN_CORRECTION,
    _BUY | _RETURN: Type.BUY_RETURN_CORRECTION,
}
_PAYMENTS = (CASH, ELECTRONIC, PREPAID, CREDIT, EXCHANGE)
_TAXES = (1102, 1103, 1104, 1105, 1106, 1107)


def _correct(core: Core, p: Parameters) -> bytes:
    core.nothing_open()
    operator = cashier(p)
    paid = {tag: p.money(Why.SUM) for tag in _PAYMENTS}
    mask = p.number(range(256), Why.CORRECTION, empty=None)
    draft = Draft(_TYPES[mask & (_BUY | _RETURN)], tax_system=_system(core, mask))
    allowed(core, draft)
    draft.requisites = operator + _basis(mask, p)
    if core.marked_format or mask & _OPENS:
        core.draft = draft
        return b""
    if mask & _RETURN:
        raise wrong(Why.CORRECTION)
    _record(core, draft, paid, _taxes(core, mask, sum(paid.values()), p), p.text(16))
    return b""


def _system(core: Core, mask: int) -> int:
    system = 1 << (mask >> _SYSTEM_AT & 0b111)
    if not system & core.till.tax_systems:
        raise wrong(Why.TAX_SYSTEM)
    return system


def _basis(mask: int, p: Parameters) -> list[Requisite]:
    """1173 and 1174. Raises Refused 03/77."""
    day, number = p.day(why=Why.BASIS_NUMBER), p.text(32, Why.BASIS_NUMBER)
    if day is None or (mask & _ORDERED and not number):
        raise wrong(Why.BASIS_NUMBER)
    parts = [time(1178, day), *([text(1179, number)] if number else [])]
    return [byte(1173, mask & _ORDERED), *nest(1174, parts)]


def _taxes(core: Core, mask: int, total: int, p: Parameters) -> dict[int, int]:
    """By tag."""
    p.skip()
    if mask & _GIVEN_TAXES:
        sums = {tag: p.money(Why.SUM) for tag in _TAXES}
        return {tag: sum_ for tag, sum_ in sums.items() if sum_} or {1105: total}
    code = core.settings.vat(p.number(RATES, Why.RATE))
    p.skip(len(_TAXES) - 1)
    return {vat.FLAT[code]: total if code in vat.TURNOVERS else vat.tax(code, total)}


def _record(core: Core, draft: Draft, paid: dict[int, int], taxes: dict[int, int], more: str) -> None:
    total = sum(paid.values())
    if total <= 0:
        raise wrong(Why.NOTHING_TO_PAY)
    sent = draft.requisites + ([text(1192, more)] if more else [])
    kind = KINDS[draft.type]
    sale = Sale(kind, (), paid, draft.tax_system, tuple(sent), correction=True, total=total, taxes=taxes)
    document = core.till.receipt(sale)
    core.counters.shift.corrected.update(paid)
    core.counters.next()
    core.paper = Paper(core.slip(document))
    core.finish_paper()


COMMANDS = (Command("58", _correct, prints=True),)
