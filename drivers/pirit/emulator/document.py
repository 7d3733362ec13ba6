"""The open document: what the host has told of it so far."""

from collections import Counter
from dataclasses import dataclass, field
from enum import IntEnum

from drivers.emulation.fiscal.printed import Printed
from drivers.emulation.fiscal.sale import CASH, CREDIT, ELECTRONIC, EXCHANGE, PREPAID, Item, Kind

RAW_CASH, RAW_PREPAID, RAW_CREDIT, RAW_EXCHANGE = 0, 13, 14, 15  # types of payment; 2..12 count as electronic, inferred
_TAGS = {RAW_CASH: CASH, RAW_PREPAID: PREPAID, RAW_CREDIT: CREDIT, RAW_EXCHANGE: EXCHANGE}
Requisite = tuple[int, bytes]


class Type(IntEnum):
    """Bits 0..3 of the document flags."""

    NONE, SERVICE, SALE, SALE_RETURN, CASH_IN, CASH_OUT, BUY, BUY_RETURN = range(8)
    SALE_CORRECTION, BUY_CORRECTION, SALE_RETURN_CORRECTION, BUY_RETURN_CORRECTION = 9, 10, 11, 12


KINDS = {
    Type.SALE: Kind.SALE,
    Type.SALE_RETURN: Kind.SALE_RETURN,
    Type.BUY: Kind.PURCHASE,
    Type.BUY_RETURN: Kind.PURCHASE_RETURN,
    Type.SALE_CORRECTION: Kind.SALE,
    Type.BUY_CORRECTION: Kind.PURCHASE,
    Type.SALE_RETURN_CORRECTION: Kind.SALE_RETURN,
    Type.BUY_RETURN_CORRECTION: Kind.PURCHASE_RETURN,
}
DRAWER = (Type.CASH_IN, Type.CASH_OUT)
OPENED = range(1, 8)  # types 30h may open


class Stage(IntEnum):
    """Bits 4..7 of the document flags."""

    CLOSED, ITEMS, SUBTOTAL, PAYING, PAID = range(5)
    IN_STORAGE = 8  # recorded, not printed: 31h again


@dataclass(slots=True)
class Ahead:
    """What 24h and 79h have told of the next position. `checked`: code of a marked one that was accepted."""

    requisites: list[Requisite] = field(default_factory=list)
    unit: str = ""  # 1197


@dataclass(slots=True)
class Draft:
    """`paid` by type of payment; `received` in cash, change included; `moved` in a cash document. Sums are kopecks."""

    type: Type
    department: int = 1
    tax_system: int = 1  # the bit of 1055
    requisites: list[Requisite] = field(default_factory=list)
    stage: Stage = Stage.ITEMS
    told: dict[int, bytes] = field(default_factory=dict)  # by 57h
    items: list[Item] = field(default_factory=list)
    ahead: Ahead = field(default_factory=Ahead)
    discount: int = 0
    paid: Counter[int] = field(default_factory=Counter)
    received: int = 0
    moved: int = 0
    paper: list[Printed] = field(default_factory=list)  # texts inside a receipt, printed with it
    printed: bool = True  # the host wants it on paper
    answer: bytes = b""  # of 31h, told again once it is printed

    @property
    def kind(self) -> Kind | None:
        """None where the ФН gets no receipt of it."""
        return KINDS.get(self.type)

    @property
    def ended(self) -> bool:
        """31h has done all but the printing."""
        return self.stage is Stage.IN_STORAGE

    @property
    def correction(self) -> bool:
        return self.type >= Type.SALE_CORRECTION

    @property
    def total(self) -> int:
        return sum(each.amount for each in self.items) - self.discount if self.kind else self.moved

    @property
    def rest(self) -> int:
        return self.total - self.paid.total()

    @property
    def by_tag(self) -> dict[int, int]:
        sums: Counter[int] = Counter()
        for type_, sum_ in self.paid.items():
            sums[_TAGS.get(type_, ELECTRONIC)] += sum_
        return dict(sums)

    @property
    def flags(self) -> int:
        return int(self.type) | int(self.stage) << 4


@dataclass(frozen=True, slots=True)
class Last:
    """What 03/2 tells of the last receipt; type 0 = it was cancelled."""

    type: int = 0
    operation: int = 0
    receipt: int = 0
    document: int = 0
    total: int = 0
    discount: int = 0
    sign: int = 0
    number: int = 0
