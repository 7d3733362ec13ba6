"""The register behind its link: bytes in, bytes out, and a plug."""

from collections.abc import Mapping

from drivers.clock import SystemClock
from drivers.emulation.pace import Pace
from drivers.emulation.plan import Plan
from drivers.emulation.steps import Leave, Leaves, said_at_once
from drivers.pirit.emulator.command import Command
from drivers.pirit.emulator.core import Core
from drivers.pirit.emulator.frame import Dialect
from drivers.pirit.emulator.register import Register
from drivers.pirit.emulator.talk import Talk
from drivers.ports import Clock

BYTE_TIMEOUT = 0.2  # seconds; source: spec/service-plus.md A1


class Device(Register):
    """`pace`, `byte_timeout`: see Talk. The seed is for chances of both, those of the wire and of the register."""

    room = 1 << 16

    def __init__(
        self,
        core: Core,
        commands: Mapping[str, Command],
        dialect: Dialect,
        *,
        pace: Pace | None = None,
        byte_timeout: float = BYTE_TIMEOUT,
        clock: Clock | None = None,
        seed: int = 0,
    ) -> None:
        super().__init__(core, commands, seed=seed)
        now = (clock or SystemClock()).monotonic
        self.talk = Talk(self, now, dialect=dialect, plan=Plan(seed), pace=pace, byte_timeout=byte_timeout)

    def feed(self, data: bytes) -> bytes:
        """What is said at once: work takes no time here; what comes after a power cut or a reset is not heard."""
        return said_at_once(self.talk.hear(data), self.leave)

    def leave(self, step: Leave) -> None:
        """What that does to the register itself."""
        if step.what is Leaves.POWER:
            self.switch("power", on=False)
        self.talk.hang_up()

    def switch(self, name: str, on: bool) -> bytes:
        """A condition by its name. Raises ValueError for an unknown one."""
        self.conditions.put(name, on)
        if name == "power":
            self._plug(on)
        elif name == "paper" and on:
            self.roll.reload()
        return b""

    def _plug(self, on: bool) -> None:
        if on:
            self.power_on()
        else:
            self.power_off()
            self.talk.power_cut()
