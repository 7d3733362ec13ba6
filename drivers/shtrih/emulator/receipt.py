"""The receipt that is being put together. It survives a power cut."""

from dataclasses import dataclass, field

from drivers.emulation.fiscal.printed import Printed

MOST_TOTAL = 9_999_999_999  # kopecks, what five bytes are allowed to hold
CALCULATIONS = (1, 3, 2, 4)  # tag 1054 by the kind of 8Dh


@dataclass(slots=True)
class Position:
    """`quantity` in millionths; sums in kopecks; `tax_row` of table 6; `tags`: requisites the host sent for it."""

    name: str
    quantity: int
    price: int
    sum: int
    tax_row: int
    department: int
    method: int = 4
    subject: int = 1
    tax: int | None = None  # as the host gave it
    tags: list[tuple[int, bytes]] = field(default_factory=list)


@dataclass(slots=True)
class Receipt:
    """`kind` of 8Dh: 0 sale, 1 purchase, 2 sale return, 3 purchase return. `paper`: what will be printed at the end."""

    kind: int
    operator: int
    correction: bool = False
    positions: list[Position] = field(default_factory=list)
    paper: list[Printed] = field(default_factory=list)
    ahead: list[tuple[int, bytes]] = field(default_factory=list)  # requisites that came before their position

    @property
    def total(self) -> int:
        return sum(each.sum for each in self.positions)

    @property
    def calculation(self) -> int:
        return CALCULATIONS[self.kind]

    @property
    def pays_out(self) -> bool:
        """Money leaves the drawer."""
        return self.kind in (1, 2)
