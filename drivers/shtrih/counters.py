"""Counters of the shift from the registers of money and operations. Source: spec/shtrih-m.md 3.3.

What these registers do not tell is left out: sums of all time (the last Z report on paper has them), corrections apart
from receipts, how payments beyond the first four kinds are divided, and taxes beyond the first four rows of table 6.
Which rates the four groups of taxes are is inferred from the order of that table. After a Z report the registers are
empty: the block of a closed shift holds zeros.
"""

from dataclasses import dataclass

from drivers.errors import RequestRefused
from drivers.model import money
from drivers.model.counters import CounterBlock
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, VatRate
from drivers.shtrih.requests import tables
from drivers.shtrih.requests.status import RECEIPT_TYPES
from drivers.shtrih.session import Session

_KINDS = len(RECEIPT_TYPES)  # a register for each, side by side
_RECEIPTS = 144  # operation register: how many in the shift
_DEPARTMENTS, _MOST_DEPARTMENTS = 121, 16  # money registers
_DISCOUNTS, _SURCHARGES = 185, 189
_PAYMENTS, _MOST_PAYMENTS = 193, 4  # cash, then three kinds more
_TURNOVERS, _TAXES = 209, 225  # of four groups
_GROUPS = (VatRate.VAT_20, VatRate.VAT_10, VatRate.VAT_0, VatRate.NO_VAT)
_UNTAXED = frozenset({VatRate.VAT_0, VatRate.NO_VAT})
_RATE_22 = 2200  # of table 6, hundredths of a per cent

NOT_TOLD = "Счётчики за всё время работы ФН и отдельно по чекам коррекции касса не сообщает, показаны счётчики смены."
UNDIVIDED = (
    "Оплаты авансом, в кредит и встречным предоставлением касса по отдельности не сообщает: в смене их всего {sum} руб."
)
OTHER_RATES = "НДС по остальным ставкам касса в счётчиках не сообщает: товаров и услуг по ним в смене на {sum} руб."


@dataclass(frozen=True, slots=True)
class _Found:
    """`unpaid`: kopecks paid in a way that the registers do not name; `untaxed`: sold at a rate that they do not."""

    block: CounterBlock
    unpaid: int = 0
    untaxed: int = 0


async def read(session: Session) -> tuple[tuple[CounterBlock, ...], tuple[str, ...]]:
    """A block for each type of receipt; warnings."""
    found = [await _found(session, place, kind) for place, kind in enumerate(RECEIPT_TYPES)]
    blocks = tuple(sorted((one.block for one in found), key=lambda block: block.type))
    rests = {UNDIVIDED: sum(one.unpaid for one in found), OTHER_RATES: sum(one.untaxed for one in found)}
    told = [text.format(sum=money.text(rest)) for text, rest in rests.items() if rest]
    return blocks, (NOT_TOLD, *told)


async def _found(session: Session, place: int, kind: ReceiptType) -> _Found:
    count = await session.ask(tables.operation_register(session.operator, _RECEIPTS + place))
    if not count:
        return _Found(CounterBlock(shift=True, type=kind))
    total, paid = await _total(session, place), await _paid(session, place)
    payments = Payments(cash=paid[0], electronic=sum(paid[1:]))
    vat, taxed = await _vat(session, place)
    block = CounterBlock(shift=True, type=kind, count=count, total=total, payments=payments, vat=vat)
    return _Found(block, max(0, total - payments.total), max(0, total - taxed))


async def _total(session: Session, place: int) -> int:
    """Of all departments, discounts off, surcharges on."""
    sold = await _row(session, _DEPARTMENTS + place, _MOST_DEPARTMENTS)
    discounts, surcharges = await _money(session, _DISCOUNTS + place), await _money(session, _SURCHARGES + place)
    return sum(sold) - discounts + surcharges


async def _paid(session: Session, place: int) -> list[int]:
    return await _row(session, _PAYMENTS + place, _MOST_PAYMENTS)


async def _vat(session: Session, place: int) -> tuple[dict[VatRate, int], int]:
    """And what was sold at these rates. Nothing where the register does not keep them."""
    try:
        turnovers = await _row(session, _TURNOVERS + place, len(_GROUPS))
        taxes = await _row(session, _TAXES + place, len(_GROUPS))
    except RequestRefused:
        return {}, 0
    sums = {rate: turnovers[at] if rate in _UNTAXED else taxes[at] for at, rate in enumerate(_GROUPS)}
    return {_as_set(session, rate): amount for rate, amount in sums.items() if amount}, sum(turnovers)


def _as_set(session: Session, rate: VatRate) -> VatRate:
    """The first group is 22 % in registers whose table says so."""
    return VatRate.VAT_22 if rate is VatRate.VAT_20 and session.passport.taxes[:1] == (_RATE_22,) else rate


async def _row(session: Session, first: int, count: int) -> list[int]:
    """Registers of one type of receipt."""
    return [await _money(session, first + _KINDS * step) for step in range(count)]


async def _money(session: Session, number: int) -> int:
    return await session.ask(tables.money_register(session.operator, number))
