"""Where the virtual register of Kazakhstan stands, its queue for the operator included.

The operator confirms at once while there is a link; what is made without one waits until the link is back.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from drivers.fiscal.counters import Totals, TypeTotals
from drivers.fiscal.limits import INTO_DRAWER, is_shift_over
from drivers.model.ffd import ReceiptType, ShiftState
from drivers.virtual.kazakh_rules import Settled
from drivers.virtual.standing import Standing

OFFLINE = timedelta(hours=72)  # for which the register works without a link


@dataclass(frozen=True, slots=True, kw_only=True)
class KazakhCounters(Standing):
    """See Standing for how fields are kept. Those of the shift stand until the next one is opened."""

    opened_by: str = ""  # the cashier
    taxes: Mapping[str, Mapping[str, int]] = field(default_factory=dict)  # of the shift: number of the type, name, sum
    offline_since: datetime | None = None  # None: there is a link
    sent: int = 0  # newest document the operator had when the link was lost
    unsent_since: datetime | None = None

    @property
    def unsent(self) -> int:
        return self.last_document - self.sent if self.offline_since else 0

    def shift_state(self, now: datetime) -> ShiftState:
        if self.opened_at is None:
            return ShiftState.CLOSED
        return ShiftState.EXPIRED if is_shift_over(self.opened_at, now) else ShiftState.OPEN

    def is_offline_too_long(self, now: datetime) -> bool:
        return self.offline_since is not None and now - self.offline_since > OFFLINE

    def with_link(self, now: datetime, *, online: bool) -> "KazakhCounters":
        """The same ones where nothing changes."""
        if online == (self.offline_since is None):
            return self
        return replace(self, offline_since=None if online else now, sent=self.last_document, unsent_since=None)

    def with_shift(self, cashier: str, now: datetime) -> "KazakhCounters":
        """With a new one open."""
        shift = self.shift + 1
        return replace(self.with_shift_closed(), opened_at=now, opened_by=cashier, shift=shift, last_time=now, taxes={})

    def with_receipt(self, settled: Settled, now: datetime) -> "KazakhCounters":
        kind, cash = settled.receipt.type, settled.payments.cash
        return replace(
            self,
            last_document=self.last_document + 1,
            last_time=now,
            receipts=self.receipts + 1,
            drawer=self.drawer + INTO_DRAWER[kind] * cash,
            shift_totals=_added(self.shift_totals, settled),
            storage_totals=_added(self.storage_totals, settled),
            taxes=self._taxed(settled),
            unsent_since=(self.unsent_since or now) if self.offline_since else None,
        )

    def taxes_of(self, kind: ReceiptType) -> Mapping[str, int]:
        """Sums by name of the tax."""
        return self.taxes.get(str(kind.value), {})

    def _taxed(self, settled: Settled) -> Mapping[str, Mapping[str, int]]:
        if settled.tax.percent is None:
            return self.taxes
        kind, name = settled.receipt.type, settled.tax.name
        known = self.taxes_of(kind)
        return {**self.taxes, str(kind.value): {**known, name: known.get(name, 0) + settled.tax_sum}}


def _added(totals: Totals, settled: Settled) -> Totals:
    kind = settled.receipt.type
    one = TypeTotals(1, settled.payments, settled.total)
    return Totals({**totals.by_type, kind: totals.of(kind) + one})
