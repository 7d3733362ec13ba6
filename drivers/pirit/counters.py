"""Counters of the shift by type of receipt. Source: spec/service-plus.md A3 (01h); shapes are the maker's.

How many receipts of a kind there were is told by 01h/7 and 01h/15; what was paid by 01h/3, 5, 16, 17. Taxes are told of
sales and their returns alone. Corrections are counted by the register without their types.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from drivers.fiscal.vat import UNTAXED
from drivers.model.counters import CounterBlock
from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, VatRate
from drivers.pirit import texts
from drivers.pirit.requests import counters
from drivers.pirit.requests.counters import Amounts, Counts
from drivers.pirit.requests.document import PaymentType

if TYPE_CHECKING:
    from drivers.pirit.register import PiritRegister

_PAID = {
    ReceiptType.SALE: Amounts.SALES,
    ReceiptType.SALE_RETURN: Amounts.SALE_RETURNS,
    ReceiptType.PURCHASE: Amounts.PURCHASES,
    ReceiptType.PURCHASE_RETURN: Amounts.PURCHASE_RETURNS,
}
_TAXES = {ReceiptType.SALE: Amounts.SALE_TAXES, ReceiptType.SALE_RETURN: Amounts.RETURN_TAXES}


async def read(register: "PiritRegister") -> tuple[tuple[CounterBlock, ...], tuple[str, ...]]:
    """A block for each type of receipt; warnings."""
    session = register.session
    sold = await session.ask(counters.counts(Counts.DOCUMENTS))
    bought = await register.maybe(counters.counts(Counts.PURCHASES)) or (0, 0)
    counts = dict(zip(ReceiptType, (*sold[:2], *bought[:2]), strict=True))
    blocks = tuple([await _block(register, kind, count) for kind, count in counts.items()])
    corrections = await register.maybe(counters.corrections())
    told = "неизвестно" if corrections is None else str(corrections.count)
    return blocks, (texts.NOT_ALL_COUNTERS.format(corrections=told),)


async def _block(register: "PiritRegister", kind: ReceiptType, count: int) -> CounterBlock:
    if not count:
        return CounterBlock(shift=True, type=kind)
    paid = await register.session.ask(counters.amounts(_PAID[kind]))
    taxes = await register.maybe(counters.amounts(_TAXES[kind])) if kind in _TAXES else None
    vat = _by_rate(taxes or (), register.vat)
    return CounterBlock(shift=True, type=kind, count=count, total=sum(paid), payments=_payments(paid), vat=vat)


def _payments(sums: Sequence[int]) -> Payments:
    """By type of payment; those with names of their own count as electronic (inferred)."""
    return Payments(
        cash=sums[PaymentType.CASH],
        electronic=sum(sums[PaymentType.ELECTRONIC : PaymentType.ADVANCE]),
        advance=sums[PaymentType.ADVANCE],
        credit=sums[PaymentType.CREDIT],
        provision=sums[PaymentType.OTHER],
    )


def _by_rate(sums: Sequence[int], indices: Mapping[VatRate, int]) -> dict[VatRate, int]:
    """Without the rates that have turnovers: whether theirs stand here is not told."""
    places = {rate: index for rate, index in indices.items() if rate not in UNTAXED and index < len(sums)}
    return {rate: sums[index] for rate, index in places.items() if sums[index]}
