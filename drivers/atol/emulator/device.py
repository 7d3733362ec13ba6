"""The register behind its link: bytes in, bytes out, and a plug."""

from typing import Unpack

from drivers.atol.emulator.register import Register, Settings
from drivers.atol.emulator.talk import Levels, Talk
from drivers.atol.emulator.work import Pace
from drivers.clock import SystemClock
from drivers.emulation.plan import Plan
from drivers.emulation.steps import Leave, Leaves, said_at_once
from drivers.ports import Clock

OFF = 0x00  # of CEh


class Device(Register):
    """`levels`, `pace`: see Talk; `settings`: see Register. The seed is for chances of both."""

    room = 1 << 16

    def __init__(
        self,
        *,
        levels: Levels = "auto",
        pace: Pace | None = None,
        clock: Clock | None = None,
        **settings: Unpack[Settings],
    ) -> None:
        clock = clock or SystemClock()
        super().__init__(clock=clock, **settings)
        self.talk = Talk(
            self.execute,
            clock.monotonic,
            plan=Plan(settings.get("seed", 0)),
            pace=pace,
            levels=levels,
            quirks=self.core.quirks,
        )

    def feed(self, data: bytes) -> bytes:
        """What is said at once: waiting takes no time here; what comes after the line is gone is not heard."""
        return said_at_once(self.talk.hear(data), self.leave)

    def leave(self, step: Leave) -> None:
        """What that does to the register itself."""
        if step.what is Leaves.POWER:
            self.power_off(receipt_lost=step.ram_lost)
            self.switch("power", on=False)
        self.talk.hang_up()

    def ordered_off(self) -> Leave | None:
        """What CEh has ordered."""
        order, self.core.power_order = self.core.power_order, None
        if order is None:
            return None
        return Leave(Leaves.POWER, None if order == OFF else 0.0)

    def switch(self, name: str, on: bool) -> bytes:
        """A condition by its name. Raises ValueError for an unknown one."""
        self.conditions.put(name, on)
        if name == "power" and on:
            self.power_on()
        elif name == "power":
            self.power_off()
            self.talk.power_cut()
        elif name == "paper" and on:
            self.roll.reload()
        return b""
