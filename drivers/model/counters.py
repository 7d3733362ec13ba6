"""Counters of the ФН, as GetCounters tells them. Sums are kopecks."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from drivers.model.document import Payments
from drivers.model.ffd import ReceiptType, VatRate


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterBlock:
    """One kind of receipt, in the shift or since the ФН was registered."""

    shift: bool  # of the open or last shift; else of all
    type: ReceiptType
    count: int = 0
    total: int = 0
    payments: Payments = field(default_factory=Payments)
    vat: Mapping[VatRate, int] = field(default_factory=dict)
    corrections: int = 0
    corrections_total: int = 0
