"""A receipt after the rules of 54-ФЗ have been applied: every number a register records is worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal

from drivers.model.document import Payments, Position, Receipt
from drivers.model.ffd import DocumentForm, FfdVersion, TaxSystem, VatRate
from drivers.model.state import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What a receipt is checked against. `now` is aware, in the register's zone."""

    ffd: FfdVersion
    registration: Registration
    now: datetime
    per_line_vat: bool = False  # VAT of a receipt is the sum of the VAT of its lines, not of the group total
    strict: bool = False  # doubts about the law are refused, not only warned of
    split_rows: bool = False  # an amount that no whole-kopeck price gives is split into two items
    exact_rows: bool = False  # a kopeck is too much of a difference: the register multiplies by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """ITEM = 1059 as it is recorded. Sums are kopecks."""

    position: Position  # the row it came from; `name` is what fits tag 1030
    price: int  # 1079, after discount
    quantity: Decimal  # 1023
    amount: int  # 1043
    tax: int  # 1200, included in the amount
    marking_result: int = 0  # 2106; 0 = not checked

    @property
    def name(self) -> str:
        return self.position.name

    @property
    def vat(self) -> VatRate:
        return self.position.vat


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """A receipt, or a correction, that may be recorded. Sums are kopecks."""

    receipt: Receipt  # as it came
    tax_system: TaxSystem  # 1055
    items: tuple[Item, ...]  # 1059; none in a correction of ФФД 1.05 that has sums alone
    total: int  # 1020
    payments: Payments  # `cash` is the cash due (1031), change not included; the sum is the total
    received: int  # cash handed over
    change: int
    vat: Mapping[VatRate, int]  # sums included; turnover for NO_VAT and VAT_0
    warnings: tuple[str, ...] = ()
    written: "Written | None" = field(default=None, compare=False, repr=False)

    @property
    def form(self) -> DocumentForm:
        return DocumentForm.CORRECTION if self.receipt.correction else DocumentForm.RECEIPT


def with_marking(settled: Settled, results: Sequence[int]) -> Settled:
    """The receipt with what the register found of its codes: 2106 for each of `items`, in their order.

    0 where there is no code or nothing was checked. Raises ValueError unless there is one for each item.
    """
    pairs = zip(settled.items, results, strict=True)
    return replace(settled, items=tuple(replace(item, marking_result=result) for item, result in pairs), written=None)


@dataclass(frozen=True, slots=True)
class Written:
    """What a receipt records beside its header: the check has to write it out to see that it fits."""

    of: tuple[Settled, FfdVersion, Registration]  # it is right for these alone
    requisites: list[bytes]
