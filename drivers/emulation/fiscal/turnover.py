"""What a shift has turned over, for X reports and counters; corrections are in it."""

from collections import Counter
from dataclasses import dataclass, field

from drivers.emulation.fiscal.sale import Sale


@dataclass(slots=True)
class Turnover:
    """`sums` by tag 1054 and by payment tag, kopecks; counts by tag 1054.

    `receipts` has the corrections too, `corrections` them alone.
    """

    sums: Counter[tuple[int, int]] = field(default_factory=Counter)
    totals: Counter[int] = field(default_factory=Counter)
    receipts: Counter[int] = field(default_factory=Counter)
    corrections: Counter[int] = field(default_factory=Counter)
    cash_in: int = 0
    cash_out: int = 0
    deposits: int = 0  # how many
    withdrawals: int = 0

    def add(self, sale: Sale) -> None:
        self.receipts[sale.kind] += 1
        self.corrections[sale.kind] += sale.correction
        self.totals[sale.kind] += sale.due
        for tag, sum_ in sale.paid.items():
            self.sums[sale.kind, tag] += sum_

    def move(self, kopecks: int) -> None:
        """Cash put in, or below 0 taken out."""
        if kopecks < 0:
            self.cash_out, self.withdrawals = self.cash_out - kopecks, self.withdrawals + 1
        else:
            self.cash_in, self.deposits = self.cash_in + kopecks, self.deposits + 1
