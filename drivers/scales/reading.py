"""What scales say of their load, whatever they speak."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

GRAM = Decimal("0.001")  # kg


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One look at the scales. Weights are in kg, `weight` is without the tare."""

    weight: Decimal = Decimal(0)
    stable: bool = True
    tare: Decimal | None = None  # None: they do not tell
    net: bool = False  # they show that a tare is taken off
    unit: Decimal = GRAM  # kg that 1 of their own numbers is
    overload: bool = False
    underload: bool = False

    @property
    def in_range(self) -> bool:
        """The load is neither too heavy nor too light for the scales; otherwise weights and `unit` say nothing."""
        return not self.overload and not self.underload

    @property
    def usable(self) -> bool:
        return self.stable and self.in_range

    @property
    def gross(self) -> Decimal:
        """With the tare, as far as they tell it."""
        return self.weight + (self.tare or Decimal(0))


class Scale(Protocol):
    """Scales between `open` and `close`. All but `close` raise KkmError."""

    async def open(self) -> None: ...

    async def read(self) -> Reading: ...

    async def glance(self) -> Reading:
        """For a status question; the weights need not be right."""
        ...

    async def set_tare(self, weight: Decimal, now: Reading) -> None:
        """`weight`: kg, 0 = what lies there. `now`: what was read last, in range; usable where `weight` is 0."""
        ...

    async def close(self) -> None: ...
