"""What the register counts beside its till; those of a shift begin anew with it. Source: spec/service-plus.md A3."""

from collections import Counter
from dataclasses import dataclass, field

from drivers.emulation.fiscal import vat
from drivers.emulation.fiscal.sale import Kind
from drivers.pirit.emulator.document import Draft


@dataclass(slots=True)
class Dropped:
    """Receipts that did not come to an end."""

    count: int = 0
    sum: int = 0

    def add(self, kopecks: int) -> None:
        self.count, self.sum = self.count + 1, self.sum + kopecks


@dataclass(slots=True)
class Shift:
    """Kopecks by kind and type of payment, section, tag 1199; `payments`: how many. Corrections stand apart."""

    paid: Counter[tuple[int, int]] = field(default_factory=Counter)
    payments: Counter[tuple[int, int]] = field(default_factory=Counter)
    sections: Counter[tuple[int, int]] = field(default_factory=Counter)
    taxes: Counter[tuple[int, int]] = field(default_factory=Counter)
    discounts: Counter[int] = field(default_factory=Counter)
    corrected: Counter[int] = field(default_factory=Counter)  # by the tag of the payment
    cancelled: Dropped = field(default_factory=Dropped)
    deferred: Dropped = field(default_factory=Dropped)

    def add(self, draft: Draft, kind: Kind) -> None:
        if draft.correction:
            self.corrected.update(draft.by_tag)
            return
        self.discounts[kind] += draft.discount
        for type_, sum_ in draft.paid.items():
            self.paid[kind, type_] += sum_
            self.payments[kind, type_] += 1
        for item in draft.items:
            self.sections[kind, item.department] += item.amount
            self.taxes[kind, item.vat] += vat.tax(item.vat, item.amount)


@dataclass(slots=True)
class Counters:
    """`documents` of any kind that were closed, `operations`, `reports` X; `ever` by kind in kopecks."""

    shift: Shift = field(default_factory=Shift)
    documents: int = 0
    operations: int = 0
    reports: int = 0
    ever: Counter[int] = field(default_factory=Counter)

    def next(self) -> tuple[int, int]:
        """A document is closed. -> its number, and the operation's."""
        self.documents += 1
        self.operations += 1
        return self.documents, self.operations
