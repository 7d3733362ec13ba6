"""An open receipt."""

from dataclasses import dataclass, field

from drivers.emulation.fiscal.sale import CASH, CREDIT, ELECTRONIC, EXCHANGE, PREPAID, Item, Kind

# Type of 92h -> tag 1054, and payment of 99h -> its tag. Source: spec/atol.md 6.2.
KINDS = {
    1: Kind.SALE,
    2: Kind.SALE_RETURN,
    4: Kind.PURCHASE,
    5: Kind.PURCHASE_RETURN,
    7: Kind.SALE,
    9: Kind.PURCHASE,
}
CORRECTIONS = (7, 9)
PAYMENTS = {1: CASH, 2: ELECTRONIC, 3: PREPAID, 4: CREDIT, 5: EXCHANGE}
IN_CASH = 1


@dataclass(slots=True)
class Receipt:
    """`paid` by type of 99h, cash as it was handed over; `position`: requisites between EAh and EBh, None = outside.

    `told_taxes`: by tag, of B8h. `rounded_off`: kopecks.
    """

    type: int
    prints: bool = True
    items: list[Item] = field(default_factory=list)
    requisites: list[tuple[int, bytes]] = field(default_factory=list)
    position: list[tuple[int, bytes]] | None = None
    paid: dict[int, int] = field(default_factory=dict)
    told_taxes: dict[int, int] = field(default_factory=dict)
    rounded_off: int = 0

    @property
    def kind(self) -> Kind:
        return KINDS[self.type]

    @property
    def correction(self) -> bool:
        return self.type in CORRECTIONS

    @property
    def without_items(self) -> bool:
        """A correction that tells its sum by its payments alone. (inferred)"""
        return self.correction and not self.items

    @property
    def total(self) -> int:
        """Kopecks; of a correction without positions what was paid so far."""
        if self.without_items:
            return sum(self.paid.values())
        return sum(each.amount for each in self.items) - self.rounded_off

    @property
    def remainder(self) -> int:
        return max(0, self.total - sum(self.paid.values()))

    @property
    def change(self) -> int:
        return max(0, sum(self.paid.values()) - self.total)

    def recorded(self) -> dict[int, int]:
        """Payments by tag, cash without the change."""
        sums = {PAYMENTS[kind]: sum_ for kind, sum_ in self.paid.items() if sum_}
        if self.change:
            sums[CASH] -= self.change
        return sums or {CASH: 0}
