"""What is kept of a register beside its keys; see schema.sql. Sums are hundredths."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

CASH_KINDS = ("deposit", "withdraw")
_TOTALS = ("sale", "buy", "saleReturn", "buyReturn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One that consumed its key; see schema.sql for the fields."""

    key: str
    next_key: str
    id: str
    kind: str
    number: int
    document: int
    shift: int
    at: str
    total: int
    cash: int
    change: int
    tax: int
    online_code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sale:
    """A line of a cheque. `number`: of the cheque."""

    id: int = 0
    number: int = 0
    tax: int = 0
    name: str
    quantity: str
    price: int
    amount: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """`totals` of the register when it was opened, by the API's names of the operations."""

    number: int
    opened: str
    closed: str
    cashier: str
    totals: Mapping[str, int]
    drawer: int | None = None

    @classmethod
    def of_row(cls, number: int, opened: str, closed: str, cashier: str, *rest: int | None) -> Self:
        *totals, drawer = rest
        told = {name: total or 0 for name, total in zip(_TOTALS, totals, strict=True)}
        return cls(number=number, opened=opened, closed=closed, cashier=cashier, totals=told, drawer=drawer)

    def in_columns(self) -> list[int]:
        """The totals."""
        return [self.totals[name] for name in _TOTALS]
