"""The check that is open, and those that were closed."""

from dataclasses import dataclass, field
from datetime import datetime

from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.sale import Item, Kind, Requisites, Sale
from drivers.emulation.fiscal.storage import Document

_CORRECTIONS = 4  # checkType from here on


@dataclass(slots=True)
class Check:
    """`type` checkType; `tax_system` taxSystem; `number` in the shift; `notes` come out with it."""

    type: int
    tax_system: int
    number: int
    opened: datetime
    prints: bool
    requisites: Requisites
    items: list[Item] = field(default_factory=list)
    notes: list[Printed] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        return Kind(self.type % _CORRECTIONS + 1)

    @property
    def is_correction(self) -> bool:
        return self.type >= _CORRECTIONS

    @property
    def total(self) -> int:
        return sum(item.amount for item in self.items)

    def sale(self, paid: dict[int, int], requisites: Requisites) -> Sale:
        return Sale(
            kind=self.kind,
            items=tuple(self.items),
            paid=paid,
            tax_system=1 << self.tax_system,
            requisites=(*self.requisites, *requisites),
            correction=self.is_correction,
        )


@dataclass(frozen=True, slots=True)
class Closed:
    """`document` None: it was cancelled. `paid` by tag. `storage`: number of the ФН."""

    check: Check
    storage: str
    shift: int
    time: datetime
    paid: dict[int, int]
    document: Document | None = None
