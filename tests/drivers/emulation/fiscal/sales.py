"""A shop's till, and what it sells."""

from decimal import Decimal

from drivers.emulation.fiscal.sale import CASH, Item, Sale
from drivers.emulation.fiscal.till import Till
from tests.clock import FakeClock


def till(**settings: object) -> Till:
    settings.setdefault("clock", FakeClock())
    return Till(**settings)  # type: ignore[arg-type]


def open_till(**settings: object) -> Till:
    shop = till(**settings)
    shop.open_shift()
    return shop


def tea(amount: int = 8990, **told: object) -> Item:
    return Item("Чай", amount, Decimal(1), amount, **told)  # type: ignore[arg-type]


def sale(*items: Item, kind: int = 1, **told: object) -> Sale:
    """In cash unless told otherwise."""
    items = items or (tea(),)
    told.setdefault("paid", {CASH: sum(each.amount for each in items)})
    return Sale(kind, items, **told)  # type: ignore[arg-type]
