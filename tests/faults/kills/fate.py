"""Of this process: it dies when it is due, by SIGKILL, so that nothing of it is ended properly."""

import os
import random
import signal

from tests.faults.kills.deaths import Death, Step
from tests.faults.kills.shop import kind_of


class Fate:
    """Told of every step that a command reaches, in any thread. `device`: number of a device or a pool."""

    def __init__(self, death: Death | None) -> None:
        self.death, self._left = death, death.count if death else 0
        self.dice = random.Random(death.seed if death else 0)
        self._marking: set[int] = set()  # devices whose command is being marked

    def due(self, device: int, step: Step) -> bool:
        """Whether this step is the last one."""
        death = self.death
        if death is None or (death.kind, death.step) != (kind_of(device), step):
            return False
        self._left -= 1
        return self._left == 0

    def at(self, device: int, step: Step) -> None:
        if self.due(device, step):
            die()

    def marking(self, device: int) -> None:
        self._marking.add(device)

    def marked(self, device: int) -> None:
        self._marking.discard(device)
        self.at(device, Step.MARKED)

    def first_byte_due(self, device: int) -> bool:
        """As `due`. Raises AssertionError where the device would hear of a command before the disk."""
        assert device not in self._marking, f"device {device}: the first byte comes before the mark is on disk"
        return self.due(device, Step.FIRST_BYTE)


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
