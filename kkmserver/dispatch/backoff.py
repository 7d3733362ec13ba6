"""How long to wait before a device that is away is asked again."""

from collections.abc import Callable

SPREAD = 0.5  # of each wait that is left to chance


class Backoff:
    """Doubles with each wait, for ever; chance shortens it, so that devices that vanished together are not asked
    together."""

    def __init__(self, first: float, most: float, random: Callable[[], float]) -> None:
        """Seconds. `random`: 0 to 1."""
        self._first, self._most, self._random = first, most, random
        self._next = first

    def next(self) -> float:
        """Seconds from now on."""
        wait, self._next = self._next, min(2 * self._next, self._most)
        return wait * (1 - SPREAD * self._random())

    def reset(self) -> None:
        """There was a sign of life."""
        self._next = self._first
