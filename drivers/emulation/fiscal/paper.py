"""A printer that is as fast as its host: what it is given comes out at once, or waits for a new roll."""

from collections import deque
from collections.abc import Iterable

from drivers.emulation.fiscal.clock import DeviceClock
from drivers.emulation.fiscal.conditions import Conditions
from drivers.emulation.fiscal.output import Output
from drivers.emulation.fiscal.printed import Picture, Printed


class Roll(Output):
    """`pending`: what waits for paper. `waits`: a new roll is not enough, `go_on` has to follow."""

    def __init__(self, clock: DeviceClock, conditions: Conditions, *, waits: bool = False) -> None:
        super().__init__(clock, conditions)
        self.waits = waits
        self._pending: deque[Printed] = deque()
        self._stopped = False  # ran out inside a document, not yet continued

    @property
    def pending(self) -> list[Printed]:
        return list(self._pending)

    @property
    def stopped(self) -> bool:
        """Something waits to be continued, with paper or without."""
        return self._stopped

    @property
    def graphics(self) -> int:
        return sum(isinstance(each, Picture) for each in self.printed)

    def print(self, items: Iterable[Printed]) -> None:
        self._pending += items
        if not self._stopped:
            self._roll()

    def reload(self, lines: int | None = None) -> None:
        """After so many more lines the paper is out again; None = it lasts."""
        self.load(lines)
        if not self.waits:
            self.go_on()

    def go_on(self) -> None:
        """What waits comes out, as far as there is paper."""
        self._stopped = False
        self._roll()

    def drop(self) -> list[Printed]:
        """What waits will never come out, as after a power cut. -> it."""
        lost = self.pending
        self._pending.clear()
        self._stopped = False
        return lost

    def _roll(self) -> None:
        while self._pending and not self.out:
            self.come_out(self._pending.popleft())
        self._stopped = bool(self._pending)
