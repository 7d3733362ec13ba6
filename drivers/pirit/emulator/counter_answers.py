"""What 01h tells, by the number that is asked. Source: spec/service-plus.md A3; formats of answers are the vendor's."""

from collections.abc import Callable, Iterable, Mapping

from drivers.emulation.fiscal.sale import CASH, Kind
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.counters import Shift
from drivers.pirit.emulator.parameters import money

Values = Iterable[object]
_PAYMENTS, _SECTIONS = range(16), range(1, 17)
_VAT = (1, 2, 5, 6, 3, 4)  # tag 1199 in the order of 40 and 41


def _paid(kind: Kind) -> Callable[[Core], Values]:
    return lambda core: [money(core.counters.shift.paid[kind, type_]) for type_ in _PAYMENTS]


def _payments(kind: Kind) -> Callable[[Core], Values]:
    return lambda core: [core.counters.shift.payments[kind, type_] for type_ in _PAYMENTS]


def _taxes(kind: Kind) -> Callable[[Core], Values]:
    return lambda core: [money(core.counters.shift.taxes[kind, vat]) for vat in _VAT]


def _sections(kind: Kind) -> Callable[[Core], Values]:
    return lambda core: [money(core.counters.shift.sections[kind, section]) for section in _SECTIONS]


def _count(core: Core, kind: Kind) -> int:
    turned = core.till.totals()
    return turned.receipts[kind] - turned.corrections[kind]


def _receipts(core: Core) -> Values:
    turned, shift = core.till.totals(), core.counters.shift
    sold, returned = _count(core, Kind.SALE), _count(core, Kind.SALE_RETURN)
    return sold, returned, shift.cancelled.count, shift.deferred.count, turned.deposits, turned.withdrawals


def _dropped(core: Core) -> Values:
    turned, shift = core.till.totals(), core.counters.shift
    return map(money, (shift.cancelled.sum, shift.deferred.sum, turned.cash_in, turned.cash_out))


def _discounts(core: Core) -> Values:
    given = core.counters.shift.discounts
    return money(given[Kind.SALE]), "0.00", money(given[Kind.SALE_RETURN]), "0.00"


def _report(core: Core) -> Values:
    turned, shift = core.till.totals(), core.counters.shift
    numbers = (core.counters.operations, core.counters.documents, money(core.till.drawer))
    return (
        *numbers,
        *(_count(core, Kind.SALE), money(_sum(shift, Kind.SALE))),
        *(_count(core, Kind.SALE_RETURN), money(_sum(shift, Kind.SALE_RETURN))),
        *(shift.cancelled.count, money(shift.cancelled.sum)),
        *(turned.deposits, money(turned.cash_in), turned.withdrawals, money(turned.cash_out)),
    )


def _sum(shift: Shift, kind: Kind) -> int:
    return sum(shift.paid[kind, type_] for type_ in _PAYMENTS)


def _corrections(core: Core) -> Values:
    """Cash and the rest in 1.05; every payment of its own since."""
    sums = core.counters.shift.corrected
    cash, others = sums[CASH], {tag: sum_ for tag, sum_ in sums.items() if tag != CASH}
    count = core.till.totals().corrections.total()
    if core.till.ffd == "1.05":
        return count, money(cash), money(sum(others.values()))
    return count, money(cash), *(money(others.get(tag, 0)) for tag in (1081, 1215, 1216, 1217))


COUNTERS: Mapping[int, Callable[[Core], Values]] = {
    1: lambda core: (core.till.shift,),
    2: lambda core: (core.till.receipt_number + 1,),
    3: _paid(Kind.SALE),
    4: _payments(Kind.SALE),
    5: _paid(Kind.SALE_RETURN),
    6: _payments(Kind.SALE_RETURN),
    7: _receipts,
    8: _dropped,
    9: _discounts,
    10: _taxes(Kind.SALE),
    11: _taxes(Kind.SALE_RETURN),
    12: _report,
    13: _sections(Kind.SALE),
    14: _sections(Kind.SALE_RETURN),
    15: lambda core: (_count(core, Kind.PURCHASE), _count(core, Kind.PURCHASE_RETURN)),
    16: _paid(Kind.PURCHASE),
    17: _paid(Kind.PURCHASE_RETURN),
    18: _corrections,
}
