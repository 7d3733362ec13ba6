"""What lies on the scales, and what they make of it. Weights are grams."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from drivers.emulation import machine

MOST, LEAST, MOST_TARE = Decimal(15000), Decimal(40), Decimal(6000)  # of these scales; made up


@dataclass(slots=True)
class Conditions(machine.Conditions):
    """`empty`: nothing lies there, whatever was put. `not_zeroed`: something lay there when they were switched on."""

    empty: bool = False
    unstable: bool = False  # never comes to rest
    overload: bool = False
    not_zeroed: bool = False
    broken: bool = False  # the weighing cell does not answer


@dataclass(frozen=True, slots=True)
class Load:
    grams: Decimal
    stable: bool = True


@dataclass(frozen=True, slots=True)
class Reading:
    """`net` is what the scales show: below zero when less lies there than the tare."""

    net: Decimal
    tare: Decimal
    stable: bool


class Platform:
    """A script of loads: each reading takes the next one, the last stays until something else is put.

    So a load that swings twice and then stands still is `put(Load(g, stable=False), Load(g, stable=False), Load(g))`.
    """

    def __init__(self, conditions: Conditions, loads: Iterable[Load] = ()) -> None:
        self.conditions = conditions
        self.tare = Decimal(0)
        self._zero = Decimal(0)
        self._now = Load(Decimal(0))
        self._next: deque[Load] = deque()
        self.put(*loads)

    def put(self, *loads: Load) -> None:
        """Instead of what was to come; without a script it lies there at once."""
        self._next = deque(loads)
        if len(self._next) == 1:
            self._now = self._next.popleft()

    def read(self) -> Reading:
        """One look of the host at the weight."""
        if self._next:
            self._now = self._next.popleft()
        return self.shown

    @property
    def shown(self) -> Reading:
        """What a person sees, the script going no further."""
        return Reading(self._gross - self.tare, self.tare, self._stands)

    def set_zero(self) -> bool:
        """From now on this is nothing, without tare; False while it swings."""
        if not self._stands:
            return False
        self._zero += self._gross
        self.tare = Decimal(0)
        return True

    def set_tare(self, grams: Decimal | None = None) -> bool:
        """None = what lies there; False where that cannot be a tare."""
        tare = self._gross if grams is None else grams
        if not 0 <= tare <= MOST_TARE or (grams is None and not self._stands):
            return False
        self.tare = tare
        return True

    @property
    def _gross(self) -> Decimal:
        return (Decimal(0) if self.conditions.empty else self._now.grams) - self._zero

    @property
    def _stands(self) -> bool:
        return self._now.stable and not self.conditions.unstable


def in_units(grams: Decimal, unit: Decimal) -> int:
    """How many units of `unit` grams that is, as scales round."""
    return int((grams / unit).to_integral_value(ROUND_HALF_UP))
