"""What a host has told of a receipt, when the register is about to record it. Sums are kopecks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import IntEnum

Requisites = tuple[tuple[int, bytes], ...]  # tags with their values as the ФН keeps them
CASH, ELECTRONIC, PREPAID, CREDIT, EXCHANGE = 1031, 1081, 1215, 1216, 1217
PAYMENTS = (CASH, ELECTRONIC, PREPAID, CREDIT, EXCHANGE)


class Kind(IntEnum):
    """Tag 1054."""

    SALE, SALE_RETURN, PURCHASE, PURCHASE_RETURN = 1, 2, 3, 4

    @property
    def pays_out(self) -> bool:
        """Money leaves the drawer."""
        return self in (Kind.SALE_RETURN, Kind.PURCHASE)


@dataclass(frozen=True, slots=True)
class Item:
    """`vat` 1199, `method` 1214, `subject` 1212; `tax` 1200 where the host gave it; `department` is not recorded.

    `requisites`: what else the host told: 1222, 1226, 1224, 1162, 1163, 2108, 2106 …
    """

    name: str
    price: int
    quantity: Decimal
    amount: int
    vat: int = 6
    method: int = 4
    subject: int = 1
    department: int = 1
    tax: int | None = None
    requisites: Requisites = ()


@dataclass(frozen=True, slots=True)
class Sale:
    """`kind` 1054; `paid` by tag, cash without the change; `tax_system` the bit of 1055.

    `total`: None = of the items. `taxes`: sums by tag 1102..1107 as the host gave them, None = of the items.
    `requisites`: 1021, 1203, 1008, 1192, 1227 …; of a correction 1173 and 1174 are among them.
    """

    kind: int
    items: tuple[Item, ...]
    paid: Mapping[int, int]
    tax_system: int = 1
    requisites: Requisites = ()
    correction: bool = False
    total: int | None = None
    taxes: Mapping[int, int] | None = field(default=None)

    @property
    def due(self) -> int:
        return sum(each.amount for each in self.items) if self.total is None else self.total

    @property
    def cash(self) -> int:
        """What the drawer gets by it; below 0 where it loses."""
        paid = self.paid.get(CASH, 0)
        return -paid if Kind(self.kind).pays_out else paid
