"""What a register says, and when, at whichever lower level it is spoken to. No I/O.

Whoever takes the steps does each one before it asks for the next: a command is executed between two of them.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from drivers.atol.emulator.frame import ENQ
from drivers.atol.emulator.link_v2 import LinkV2
from drivers.atol.emulator.link_v3 import LinkV3
from drivers.atol.emulator.packet import START
from drivers.atol.emulator.quirks import Quirks
from drivers.atol.emulator.work import Exchange, Pace, Work
from drivers.emulation.distortion import other_speed
from drivers.emulation.frame_faults import Fault, Faults, Link
from drivers.emulation.plan import Plan
from drivers.emulation.steps import Say, Step

Levels = Literal["auto", "v2", "v3"]


class Talk:
    """`execute`: password, code and parameters in, answer out. `now`: seconds of any clock.

    `levels`: which one the port is set to; "auto" takes ENQ for v2 and FE for v3, which no device is known to do.
    """

    def __init__(
        self,
        execute: Callable[[bytes], bytes],
        now: Callable[[], float],
        *,
        plan: Plan[Fault] | None = None,
        pace: Pace | None = None,
        levels: Levels = "auto",
        quirks: Quirks | None = None,
    ) -> None:
        if levels not in ("auto", "v2", "v3"):
            raise ValueError(f"{levels} is none of auto, v2, v3")
        self.plan: Plan[Fault] = plan or Plan()
        self.levels, self._now = levels, now
        self._work = Work(execute, self.plan, pace or Pace())
        self.v2, self.v3 = LinkV2(self._work, quirks or Quirks()), LinkV3(self._work, quirks or Quirks())

    @property
    def pace(self) -> Pace:
        return self._work.pace

    @pace.setter
    def pace(self, pace: Pace) -> None:
        self._work.pace = pace

    @property
    def faults(self) -> Faults:
        return self._work.faults

    @faults.setter
    def faults(self, faults: Faults) -> None:
        self._work.faults = faults

    @property
    def exchanges(self) -> list[Exchange]:
        """What was executed by now, oldest first."""
        return list(self._work.exchanges)

    @property
    def deadline(self) -> float | None:
        """When to call `tick`; on the clock of `now`."""
        return min((each for each in (self.v2.deadline, self.v3.deadline) if each is not None), default=None)

    def tick(self) -> Iterator[Step]:
        yield from self.v2.tick(self._now())
        yield from self.v3.tick(self._now())

    def hear(self, data: bytes) -> Iterator[Step]:
        """What was done meanwhile is told first."""
        yield from self.tick()
        spoiled = bool(data) and self._work.strikes(Link.SPOILED) is not None
        for step in self._listen(other_speed(data) if spoiled else data):
            yield Say(other_speed(step.data), step.pause) if spoiled and isinstance(step, Say) else step

    def hang_up(self) -> None:
        """The connection broke."""
        self.v2.hang_up()
        self.v3.hang_up()

    def power_cut(self) -> None:
        self.v2.forget()
        self.v3.power_cut()

    def _listen(self, data: bytes) -> Iterator[Step]:
        for byte in data:
            link = self._chosen(byte)
            if link is not None:
                yield from link.take(byte, self._now())

    def _chosen(self, byte: int) -> LinkV2 | LinkV3 | None:
        """None: a byte that is nobody's."""
        if self.levels == "v2" or (self.levels == "auto" and not self.v2.idle):
            return self.v2
        if self.levels == "v3" or self.v3.inside or byte == START:
            return self.v3
        return self.v2 if byte == ENQ else None
