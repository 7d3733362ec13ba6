"""The owner's names of the devices, as answers give them."""

from drivers.ports import Clock
from kkmserver.dispatch.order import Dispatch

_KEEP = 1.0  # seconds; the settings may change while the server runs, but asking for every answer would cost too much


class UnitNames:
    def __init__(self, dispatch: Dispatch, clock: Clock) -> None:
        self._dispatch, self._clock = dispatch, clock
        self._names: dict[int, str] = {}
        self._until = float("-inf")

    def of(self, number: int) -> str:
        """ "" where no device has the number (any more)."""
        now = self._clock.monotonic()
        if now >= self._until:
            self._names = {view.number: view.name for view in self._dispatch.devices()}
            self._until = now + _KEEP
        return self._names.get(number, "")
